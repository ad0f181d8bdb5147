/** How the report was made, what it cannot show, how hidden characters print, and how to check it without Postflight. */
import { findingStates } from '../../shared/finding.ts';
import type { ReportModel } from '../../shared/report.ts';
import { countOf } from '../text/figures.ts';
import styles from './report.module.css';
import { ReportText } from './report-text.tsx';
import { joinsMade, stateLabels, stateMeanings } from './report-words.ts';

export function MethodSection({ model }: { readonly model: ReportModel }) {
  const { summary } = model;
  return (
    <section>
      <h2>10 Method and limits</h2>
      <div className={styles.columns}>
        <div>
          <h3>Method</h3>
          <ol className={styles.steps}>
            <li>
              {summary.tool.name} {summary.tool.version} opened the folder <ReportText text={summary.root} /> read-only. Links were recorded, not followed.
            </li>
            <li>Each file was hashed with SHA-256 in the same pass as it was read. Postflight wrote this report and the files beside it, and nothing into the evidence.</li>
            <li>Commands were parsed as a shell would, then judged by rules. A mention inside quotes or a here-document is not a command.</li>
            <li>{joinsMade(model) ? 'A call and a reflog entry are joined by repository, action and time.' : 'Calls and reflog entries stand side by side in time. They are not joined: the reader judges what belongs together.'}</li>
            <li>
              Rule set <span className={styles.hash}>{summary.tool.ruleSet}</span>: {countOf(summary.rules, 'rule')}.
            </li>
          </ol>
          <h3>Time</h3>
          <p>Times are UTC as the records give them. Clocks were not corrected. {countOf(summary.ledger.untimed, 'record')} without a time {summary.ledger.untimed === 1 ? 'stands' : 'stand'} between neighbours. Equal times keep the order of the files.</p>
        </div>
        <div>
          <h3>Limits</h3>
          <ol className={styles.steps}>
            <li>Transcripts are not signed, and the user and the program can change them. A recorded call is not by itself evidence of its effect.</li>
            <li>A program that a call started can do more than its arguments say.</li>
            <li>Reflogs are local and can be edited. Entries expire after 90 days, after 30 where nothing reaches them.</li>
            <li>A missing transcript does not mean that there was no session: old ones are swept by default after 30 days.</li>
            <li>IS_SANDBOX=1 is a claim by whoever set it, not evidence of isolation.</li>
            <li>Model text is not used as a second source.</li>
          </ol>
        </div>
      </div>
      <h3>Evidence states</h3>
      <dl className={styles.ruleTexts}>
        {findingStates.map((state) => (
          <div key={state}>
            <dt>{stateLabels[state]}</dt>
            <dd>{stateMeanings[state]}</dd>
          </div>
        ))}
      </dl>
      <h3>How text from the evidence is printed</h3>
      <p>
        Left to right in stored order, without markup and without links. A control, direction, zero-width or other hidden character prints as its code point in angle brackets, for example ⟨U+202E⟩. So
        does a character that no font of the printing machine has. A tab prints as →, a line break within a line as ⏎.
      </p>
      <CheckSection model={model} />
    </section>
  );
}

function CheckSection({ model }: { readonly model: ReportModel }) {
  return (
    <>
      <h2>11 How to check this report</h2>
      <p>
        With this PDF, the files beside it and the evidence folder. REPORT is the path of this PDF without its ending. Offsets are bytes from 0, the end is not included, the line feed is not part of a record.
        The program sha256sum does not notice an added file: the manifest must have {countOf(hashedFiles(model), 'line')}.
      </p>
      <pre className={styles.commands}>
        {[
          '# in the evidence folder: nothing changed',
          'sha256sum -c --strict REPORT.manifest.sha256',
          'sha256sum REPORT.manifest.sha256',
          'wc -l < REPORT.manifest.sha256',
          '# a cited record, by line and by bytes, and its hash',
          'head -n LINE FILE | tail -n 1',
          'tail -c +$((START+1)) FILE | head -c $((END-START))',
          'tail -c +$((START+1)) FILE | head -c $((END-START)) | sha256sum',
          '# findings by severity',
          'sha256sum REPORT.findings.tsv',
          'tail -n +2 REPORT.findings.tsv | cut -f 3 | sort | uniq -c',
        ].join('\n')}
      </pre>
    </>
  );
}

/** How many files the manifest lists: regular ones that could be hashed. */
function hashedFiles(model: ReportModel): number {
  const { filesByState } = model.summary;
  return (filesByState['read'] ?? 0) + (filesByState['partial'] ?? 0) + (filesByState['hashed'] ?? 0);
}
