/** What each repository of the copy holds: its state, files against HEAD, lost commits and lost contents, and what could not be read. */
import type { Repository } from '../../shared/case.ts';
import { useQuery } from '../state/use-query.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './repositories-dialog.module.css';
import { kindWords, lostWords, workTreeWords } from './repository-words.ts';

/** So few repositories are shown open at first. */
const openAtFirst = 3;

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <EvidenceText text={line} inline />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LostCommits({ commits }: { readonly commits: NonNullable<Repository['lostCommits']> }) {
  if (commits.length === 0) return null;
  return (
    <section aria-label="Commits that no ref leads to">
      <h3>Commits that no ref leads to</h3>
      <ul>
        {commits.map((commit) => (
          <li key={commit.oid}>
            <EvidenceText text={commit.oid} inline /> <EvidenceText text={commit.subject} inline prose />
            <div className="quiet">
              <EvidenceText text={commit.author} inline prose /> {commit.time === null ? 'no time' : `${dayClockText(commit.time)} UTC`}, {countOf(commit.commits, 'commit')},{' '}
              {commit.laterVersion === null ? (commit.heldBy === 'reflog' ? 'held by a reflog' : 'held by nothing') : `an earlier version of ${commit.laterVersion.slice(0, 7)}`}
            </div>
            {commit.recover === null ? null : <code>{commit.recover}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function LostObjects({ objects }: { readonly objects: NonNullable<Repository['lostObjects']> }) {
  if (objects.length === 0) return null;
  return (
    <section aria-label="Contents and folders that nothing leads to">
      <h3>Contents and folders that nothing leads to</h3>
      <ul>
        {objects.map((object) => (
          <li key={object.oid}>
            {object.type} <EvidenceText text={object.oid} inline />
            <div className={styles.says}>
              <EvidenceText text={object.says} inline />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RepositoryEntry({ repository, open }: { readonly repository: Repository; readonly open: boolean }) {
  return (
    <details className={styles.repository} open={open}>
      <summary>
        <EvidenceText text={repository.path === '' ? '(the evidence folder)' : repository.path} inline />
        <span className="quiet">
          {kindWords[repository.kind]}, {countOf(repository.refs, 'ref')}, {countText(repository.reflogEntries)} reflog {repository.reflogEntries === 1 ? 'entry' : 'entries'}
        </span>
      </summary>
      <dl>
        <dt>HEAD</dt>
        <dd>
          {repository.head === null ? 'leads nowhere' : <EvidenceText text={repository.head} inline />} {repository.branch === null ? '' : <EvidenceText text={`on ${repository.branch}`} inline prose />}
        </dd>
        <dt>Files against HEAD</dt>
        <dd>{workTreeWords(repository.workTreeState)}</dd>
        <dt>No ref leads to</dt>
        <dd>{lostWords(repository)}</dd>
      </dl>
      <Lines title="Changed against HEAD" lines={repository.workTreeState?.paths ?? []} />
      <LostCommits commits={repository.lostCommits ?? []} />
      <LostObjects objects={repository.lostObjects ?? []} />
      <Lines title="What could not be read or was refused" lines={repository.problems} />
    </details>
  );
}

export function RepositoriesDialog({ onClose }: { readonly onClose: () => void }) {
  const { value, problem, loading } = useQuery('repositories.page', { offset: 0, limit: 500 });
  return (
    <Dialog title="What the repositories hold" onClose={onClose} wide footer={<span className="quiet">Commands are to be read and copied. Postflight runs none of them.</span>}>
      {problem ? <ProblemNote problem={problem} /> : null}
      {loading && !value ? <p className={styles.empty}>Reading…</p> : null}
      {value && value.rows.length === 0 ? <p className={styles.empty}>No repositories in this copy.</p> : null}
      {value?.rows.map((repository) => (
        <RepositoryEntry key={repository.path} repository={repository} open={value.rows.length <= openAtFirst} />
      ))}
      {value && value.total > value.rows.length ? <p className={styles.empty}>{countText(value.total - value.rows.length)} more are in the scan.</p> : null}
    </Dialog>
  );
}
