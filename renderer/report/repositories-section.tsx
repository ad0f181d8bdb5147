/** The repositories of the case: what their logs hold and what could not be read of them. */
import type { ReportModel } from '../../shared/report.ts';
import { countOf, countText } from '../text/figures.ts';
import { keyed } from './keyed.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';
import { joinsMade } from './report-words.ts';

export function RepositoriesSection({ model }: { readonly model: ReportModel }) {
  const { summary, repositories } = model;
  // An entry stands in the log of HEAD and in that of its branch: one entry, two lines.
  const logLines = repositories.reduce((sum, repository) => sum + repository.reflogEntries, 0);
  const entries = model.keyEvents.filter((event) => event.row.reflog !== null);
  const unexplained = entries.filter((event) => event.row.reflog?.state === 'unexplained').length;
  return (
    <section>
      <h2>6 Repositories and reflogs</h2>
      {repositories.length === 0 ? (
        <p>No git repository was found in this evidence. That is not the same as no git activity.</p>
      ) : (
        <>
          <p>
            {countOf(summary.repositories, 'repository', 'repositories')} with {countOf(summary.reflogEntries, 'reflog entry', 'reflog entries')}{logLines === summary.reflogEntries || repositories.length < summary.repositories ? '' : ` in ${countOf(logLines, 'log line', 'log lines')}`}; {countText(entries.length)} printed with the key
            events{joinsMade(model) ? `, ${countText(unexplained)} of these without a call that accounts for ${unexplained === 1 ? 'it' : 'them'}` : ''}.
          </p>
          <ReportTable columns={[{ name: 'Repository' }, { name: 'Branch, HEAD', width: '74mm' }, { name: 'Refs', numeric: true, width: '12mm' }, { name: 'Log lines', numeric: true, width: '18mm' }, { name: 'Unreachable', numeric: true, width: '21mm' }]}>
            <tbody>
              {repositories.map((repository) => (
                <tr key={repository.path}>
                  <td>
                    <ReportText text={repository.path} />
                    <div className={styles.quiet}>{kinds[repository.kind]}</div>
                    <div className={styles.quiet}>{stateWords(repository)}</div>
                    {keyed(repository.problems).map(({ key, item }) => (
                      <div key={key} className={styles.problem}>
                        <ReportText text={item} prose />
                      </div>
                    ))}
                  </td>
                  <td>
                    {repository.branch === null ? <span className={styles.quiet}>no branch</span> : <ReportText text={repository.branch} />}
                    <div>{repository.head === null ? <span className={styles.quiet}>no HEAD commit</span> : <ReportText text={repository.head} />}</div>
                  </td>
                  <td className={styles.number}>{countText(repository.refs)}</td>
                  <td className={styles.number}>{countText(repository.reflogEntries)}</td>
                  <td className={styles.number}>{repository.unreachable === null ? 'not counted' : countText(repository.unreachable)}</td>
                </tr>
              ))}
            </tbody>
          </ReportTable>
        </>
      )}
    </section>
  );
}

/** What looking into objects and files gave, in a line; empty where neither could be compared. */
function stateWords({ lost, workTreeState }: ReportModel['repositories'][number]): string {
  const parts = [
    ...(lost && lost.onlyInReflogs > 0 ? [`${countOf(lost.onlyInReflogs, 'object')} held by reflogs only`] : []),
    ...(lost && lost.missing > 0 ? [`${countOf(lost.missing, 'object')} named and not in the copy`] : []),
    ...(workTreeState?.filesCopied ? [`${countText(workTreeState.changed)} changed, ${countText(workTreeState.staged)} staged, ${countText(workTreeState.untracked)} untracked in the files of the copy`] : []),
  ];
  return parts.join('; ');
}

const kinds: Readonly<Record<ReportModel['repositories'][number]['kind'], string>> = {
  'work-tree': 'work tree',
  bare: 'bare',
  'linked-worktree': 'linked worktree',
  submodule: 'submodule',
  unknown: 'kind unknown',
};
