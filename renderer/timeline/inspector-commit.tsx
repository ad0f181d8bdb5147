/** A commit: who and when, files with line counts, the diff of a file as text, what leads to it. */
import { useState } from 'react';
import type { ChangedFileRow, CommitDetail } from '../../shared/commit.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import commitStyles from './inspector-commit.module.css';
import styles from './inspector.module.css';

const filesAtFirst = 30;
const refsAtFirst = 8;
const linesShown = 400;

function Lines({ repository, oid, file }: { readonly repository: string; readonly oid: string; readonly file: number }) {
  const { value, problem } = useQuery('commits.difference', { repository, oid, file });
  const [all, setAll] = useState(false);
  if (problem !== null) return <ProblemNote problem={problem} />;
  if (value === null) return <p className={styles.aside}>Comparing…</p>;
  if (value.file.binary) return <p className={styles.aside}>A binary file: its lines are not compared.</p>;
  if (value.lines.length === 0) return <p className={styles.aside}>No lines to show: the content is not in the copy, or too large to compare.</p>;
  const shown = all ? value.lines : value.lines.slice(0, linesShown);
  return (
    <>
      <div className={styles.diff}>
        {shown.map((line, at) =>
          line.kind === 'gap' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff have no identity but their place
            <div key={at} className={styles.skipped}>
              {line.text}
            </div>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <div key={at} className={line.kind === 'added' ? styles.added : line.kind === 'removed' ? styles.removed : styles.same}>
              <span className={styles.sign}>{line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}</span>
              <EvidenceText text={line.text} className={styles.diffText} />
            </div>
          ),
        )}
        {shown.length < value.lines.length ? (
          <button type="button" className={commitStyles.more} onClick={() => setAll(true)}>
            {countOf(value.lines.length - shown.length, 'more line')}
          </button>
        ) : null}
      </div>
      {value.cut ? <p className={styles.aside}>Cut: more lines differ than are shown.</p> : null}
    </>
  );
}

const statusSigns: Readonly<Record<ChangedFileRow['status'], string>> = { added: 'new', deleted: 'deleted', modified: '', 'type-changed': 'other type' };

function File({ file, open, onToggle }: { readonly file: ChangedFileRow; readonly open: boolean; readonly onToggle: () => void }) {
  return (
    <button type="button" className={commitStyles.file} aria-expanded={open} onClick={onToggle}>
      <span className={commitStyles.path}>
        <EvidenceText inline text={file.path} />
      </span>
      <span className={styles.quiet}>{file.binary ? 'binary' : statusSigns[file.status]}</span>
      {file.added === null ? null : <span className={styles.plus}>+{countText(file.added)}</span>}
      {file.removed === null ? null : <span className={styles.minus}>−{countText(file.removed)}</span>}
    </button>
  );
}

function Files({ commit }: { readonly commit: CommitDetail }) {
  const [open, setOpen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const shown = all ? commit.files : commit.files.slice(0, filesAtFirst);
  return (
    <section aria-label="Changed files">
      <h3 className={styles.sectionHead}>
        {countOf(commit.filesTotal, 'file')} changed
        <span className={styles.sectionEnd}>
          <span className={styles.plus}>+{countText(commit.added)}</span>
          <span className={styles.minus}>−{countText(commit.removed)}</span>
        </span>
      </h3>
      <ul>
        {shown.map((file) => (
          <li key={file.path}>
            <File file={file} open={open === file.path} onToggle={() => setOpen(open === file.path ? null : file.path)} />
            {open === file.path ? <Lines repository={commit.repository} oid={commit.oid} file={commit.files.indexOf(file)} /> : null}
          </li>
        ))}
      </ul>
      {shown.length < commit.files.length ? (
        <button type="button" className={commitStyles.more} onClick={() => setAll(true)}>
          {countOf(commit.files.length - shown.length, 'more file')}
        </button>
      ) : null}
      {commit.files.length < commit.filesTotal ? <p className={styles.aside}>{countOf(commit.filesTotal - commit.files.length, 'further file')} not listed.</p> : null}
      {commit.incomplete === null ? null : (
        <p className={styles.aside}>
          <EvidenceText inline prose text={commit.incomplete} />
        </p>
      )}
    </section>
  );
}

function Person({ name, person }: { readonly name: string; readonly person: CommitDetail['author'] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {person === null ? (
          'not readable'
        ) : (
          <>
            <EvidenceText inline prose text={`${person.name} <${person.email}>`} />
            <span className={commitStyles.when}>{person.time === null ? <EvidenceText inline text={person.rawTime === '' ? 'no time' : person.rawTime} /> : `${dayClockText(person.time)} UTC`}</span>
            {person.zone === '' ? null : (
              <span className={styles.quiet}>
                {' '}
                zone <EvidenceText inline text={person.zone} />
              </span>
            )}
          </>
        )}
      </dd>
    </div>
  );
}

function Commit({ commit, shownAt }: { readonly commit: CommitDetail; readonly shownAt: number | null }) {
  const others = commit.entries.filter((entry) => entry.eventId !== shownAt);
  const body = commit.message.trimEnd();
  return (
    <>
      <dl className={styles.pairs}>
        <Person name="Author" person={commit.author} />
        <Person name="Committer" person={commit.committer} />
        <div>
          <dt>{commit.parents.length === 1 ? 'Parent' : 'Parents'}</dt>
          <dd>{commit.parents.length === 0 ? 'none: a first commit' : <EvidenceText text={commit.parents.join('\n')} />}</dd>
        </div>
        <div>
          <dt>Signature</dt>
          <dd>{commit.signature === null ? 'absent' : `present (${commit.signature}), not checked`}</dd>
        </div>
        <div>
          <dt>Held by</dt>
          <dd>
            {commit.refsTotal === 0 ? (
              <span className={styles.outside}>no ref of the copy: lost when the reflog expires</span>
            ) : (
              <>
                <EvidenceText text={commit.refs.slice(0, refsAtFirst).join('\n')} />
                {commit.refsTotal > refsAtFirst ? <span className={styles.quiet}>and {countOf(commit.refsTotal - refsAtFirst, 'more ref')}</span> : null}
              </>
            )}
          </dd>
        </div>
        {commit.oddities.length === 0 ? null : (
          <div>
            <dt>Odd</dt>
            <dd>
              <EvidenceText prose text={commit.oddities.join('\n')} />
            </dd>
          </div>
        )}
      </dl>
      {body.includes('\n') || commit.messageCut ? (
        <div className={styles.code}>
          <EvidenceText text={`${body.slice(0, 8000)}${body.length > 8000 || commit.messageCut ? '\n…' : ''}`} />
        </div>
      ) : null}
      <Files key={commit.oid} commit={commit} />
      {others.length === 0 ? null : (
        <div className={styles.buttons}>
          {others.slice(0, 8).map((entry) => (
            <Button key={entry.eventId} small onClick={() => viewStore.getState().openEvent(entry.eventId)}>
              Also <EvidenceText inline prose text={`${entry.action} on ${entry.ref}`.slice(0, 80)} />, event {countText(entry.eventId)}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

export interface InspectorCommitProps {
  readonly repository: string;
  readonly oid: string;
  /** The reflog entry that the commit is shown for; null where it is shown for a finding. */
  readonly shownAt: number | null;
}

/** Asked for when it is shown, and only then. */
export function InspectorCommit({ repository, oid, shownAt }: InspectorCommitProps) {
  const gone = /^0*$/.test(oid);
  const { value, problem, loading } = useQuery('commits.read', gone ? null : { repository, oid });
  return (
    <section aria-label="Commit">
      <h3 className={styles.sectionHead}>Commit</h3>
      {gone ? <p className={styles.aside}>The entry ends a ref: there is no commit to show.</p> : null}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {loading && value === null ? <p className={styles.aside}>Reading the commit…</p> : null}
      {value === null || value.oid !== oid ? null : <Commit commit={value} shownAt={shownAt} />}
    </section>
  );
}
