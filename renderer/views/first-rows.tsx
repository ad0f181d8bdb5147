/** The last calls of the session written to last, on screen before the case is: a glance, not judged yet. */
import type { Result } from '../../shared/contract.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { maskKeyMaterial } from '../timeline/key-material.ts';
import { clockText, utc } from '../timeline/time-axis.ts';
import styles from './loading-view.module.css';

export function FirstRows({ preview }: { readonly preview: Result<'case.preview'> }) {
  if (preview.path === null || preview.rows.length === 0) return null;
  return (
    <section className={styles.firstRows} aria-label="First rows">
      <p>
        Last calls of <ElidedEvidence text={preview.path} />
      </p>
      <p className="quiet">Shown while the rest is read. Nothing here has been judged yet.</p>
      <table>
        <colgroup>
          <col className={styles.clock} />
          <col className={styles.tool} />
          <col />
        </colgroup>
        <thead className="only-spoken">
          <tr>
            <th scope="col">Time, UTC</th>
            <th scope="col">Tool</th>
            <th scope="col">Call</th>
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two calls can stand at one place of the file
            <tr key={`${row.byteStart} ${at}`}>
              <td className="mono">{clockText(row.time, utc)}</td>
              <td>
                <EvidenceText inline prose text={row.tool} />
              </td>
              <td>
                <EvidenceText inline text={maskKeyMaterial(row.argument).text.slice(0, 300)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
