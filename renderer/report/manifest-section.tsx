/** The evidence files with their SHA-256: those that findings cite, and as many others as fit. The whole list lies beside the PDF. */
import type { FileEntry } from '../../shared/case.ts';
import type { ReportModel } from '../../shared/report.ts';
import { bytesText, countOf, countText } from '../text/figures.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';
import { utcText } from './report-words.ts';

const mostOthers = 40;

/** Git's object files are named by their content, and there are thousands: the manifest beside the PDF has them. */
const gitObject = /(^|\/)\.git\/objects\//;

export function ManifestSection({ model }: { readonly model: ReportModel }) {
  const { summary } = model;
  const citedPaths = new Set(model.findings.flatMap((finding) => finding.evidence.map((ref) => ref.path)));
  const cited = model.files.filter((file) => citedPaths.has(file.path));
  const others = model.files.filter((file) => !citedPaths.has(file.path) && !gitObject.test(file.path)).slice(0, mostOthers);
  const left = model.files.length - cited.length - others.length + model.filesLeftOut;
  return (
    <section className={styles.newPage}>
      <h2>Appendix B: evidence manifest</h2>
      <p>
        {countOf(summary.ledger.files, 'file')}, {bytesText(summary.bytes)}, hashed with SHA-256 while reading at {utcText(summary.hashedAt)}. The file that ends in manifest.sha256 lies beside this PDF; its
        own SHA-256 is
      </p>
      <p className={styles.hash}>{summary.manifestSha256}</p>
      <p>The file that ends in findings.tsv lies there too, with one line for each of {countOf(summary.findings, 'finding')}; its own SHA-256 is</p>
      <p className={styles.hash}>{model.findingsSha256}</p>
      {model.changedFiles.length === 0 ? (
        <p>Hashed again for this report: no difference was found.</p>
      ) : (
        <>
          <p className={styles.problem}>Hashed again for this report: {countOf(model.changedFiles.length, 'file')} {model.changedFiles.length === 1 ? 'differs' : 'differ'} from what was read.</p>
          {model.options.mismatchReason ? (
            <p>
              Reason given for printing it: <ReportText text={model.options.mismatchReason} prose />
            </p>
          ) : null}
          <ul className={styles.list}>
            {model.changedFiles.map((path) => (
              <li key={path}>
                <ReportText text={path} />
              </li>
            ))}
          </ul>
        </>
      )}
      {cited.length === 0 ? null : (
        <>
          <h3>Files that findings cite</h3>
          <FileTable files={cited} />
        </>
      )}
      {others.length === 0 ? null : (
        <>
          <h3>Other files, git objects left out</h3>
          <FileTable files={others} />
        </>
      )}
      <p>
        {countText(cited.length + others.length)} of {countOf(model.files.length + model.filesLeftOut, 'file')} printed; {countText(left)} more stand in the manifest, or in the app’s file list where a file has no hash.
      </p>
    </section>
  );
}

function FileTable({ files }: { readonly files: readonly FileEntry[] }) {
  return (
    <ReportTable columns={[{ name: 'File and SHA-256' }, { name: 'Kind', width: '26mm' }, { name: 'State', width: '19mm' }, { name: 'Bytes', numeric: true, width: '22mm' }]}>
      <tbody>
        {files.map((file) => (
          <tr key={file.path}>
            <td>
              <ReportText text={file.path} most={8192} />
              <div className={styles.hash}>{file.sha256 ?? 'not hashed'}</div>
            </td>
            <td>
              <ReportText text={file.kind} prose />
            </td>
            <td>{file.state}</td>
            <td className={styles.number}>{countText(file.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </ReportTable>
  );
}
