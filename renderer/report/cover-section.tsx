/** The head of the report: what it is about, who made it and when, from which evidence, and whether it is a draft. */
import type { ReportModel } from '../../shared/report.ts';
import { reportId } from '../../shared/report-id.ts';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { countOf, countText } from '../text/figures.ts';
import styles from './cover-section.module.css';
import shared from './report.module.css';
import { ReportText } from './report-text.tsx';
import { utcText } from './report-words.ts';

/** The title that the document carries: the analyst's, else the case's name. */
export function reportTitle(model: ReportModel): string {
  return model.options.title.trim() || model.summary.name;
}

export function CoverSection({ model }: { readonly model: ReportModel }) {
  const { summary, options, overview } = model;
  const unreviewed = model.findings.length;
  return (
    <header className={styles.cover}>
      <p className={styles.kind}>Incident summary</p>
      <h1>
        <ReportText text={reportTitle(model)} prose />
      </h1>
      <dl className={styles.meta}>
        <dt>Case</dt>
        <dd>{options.caseNumber || 'not numbered'}</dd>
        <dt>Status</dt>
        <dd>
          <b>{unreviewed > 0 ? 'DRAFT' : 'For review'}</b>, {unreviewed > 0 ? `${countOf(unreviewed, 'finding')} unreviewed` : 'no finding is printed'}
        </dd>
        <dt>Prepared by</dt>
        <dd>{options.preparedBy.trim() === '' ? 'not stated' : <ReportText text={options.preparedBy} prose />}</dd>
        <dt>Issued</dt>
        <dd>{utcText(model.issuedAt)}</dd>
        <dt>Handling</dt>
        <dd>{options.handling}</dd>
        <dt>Report</dt>
        <dd>{model.issuedAt === null ? 'not issued' : reportId(model.issuedAt)}</dd>
        <dt>Evidence</dt>
        <dd>
          <ReportText text={summary.name} prose />, {countOf(summary.ledger.files, 'file')}
        </dd>
        <dt>Evidence hashed</dt>
        <dd>{utcText(summary.hashedAt)}</dd>
        <dt>First event</dt>
        <dd>{utcText(summary.events.first)}</dd>
        <dt>Last event</dt>
        <dd>{utcText(summary.events.last)}</dd>
        <dt>Tool</dt>
        <dd className={styles.whole}>
          {summary.tool.name} {summary.tool.version}, rule set <span className={shared.mono}>{summary.tool.ruleSet.slice(0, 16)}</span>
        </dd>
        <dt>Manifest SHA-256</dt>
        <dd className={styles.whole}>
          <span className={shared.hash}>{summary.manifestSha256}</span>
        </dd>
      </dl>
      <Warnings model={model} />
      <div className={styles.verdict}>
        {overview.worst === null ? <span /> : <SeverityMark severity={overview.worst} large />}
        <div>
          <b>
            <ReportText text={overview.headline} prose />
          </b>
          <p>
            <ReportText text={overview.subline} prose />
          </p>
        </div>
      </div>
    </header>
  );
}

/** What a reader must know before the first number. Hidden where there is nothing. */
function Warnings({ model }: { readonly model: ReportModel }) {
  const lines: string[] = [];
  if (model.summary.live) lines.push('Live folder, not evidence: it was this machine’s own and could change while it was read.');
  if (model.changedFiles.length > 0) {
    lines.push(`${countText(model.changedFiles.length)} evidence ${model.changedFiles.length === 1 ? 'file no longer has' : 'files no longer have'} the SHA-256 that was read. Appendix B names them.`);
  }
  if (model.sandboxOff) lines.push('Postflight ran without the sandbox of its browser engine.');
  if (lines.length === 0) return null;
  return (
    <ul className={styles.warnings}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
