/** Which repository of the copy each folder of the source machine is taken for, and how that is known. Nothing is taken in silence. */
import { useState } from 'react';
import type { MappedPath } from '../../shared/case.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import { resetRepository } from '../choices/repository-choice.ts';
import { choosingStore } from '../state/choosing-store.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Pager } from '../ui/pager.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './ledger.module.css';
import own from './mapping-dialog.module.css';
import { isOpenQuestion, wayNames } from './mapping-words.ts';

const pageSize = 100;
/** Repositories to choose among; of more the dialog says how many are left out. */
const mostRepositories = 500;

function openCalls(row: MappedPath, onClose: () => void): void {
  viewStore.getState().setFilter({ sessions: [...row.sessions] });
  viewStore.getState().setView('timeline');
  onClose();
}

function Taken({ row }: { readonly row: MappedPath }) {
  if (row.repository !== null) return <ElidedEvidence text={row.repository} />;
  return row.candidates.length === 0 ? (
    <span className="quiet">none of the copy</span>
  ) : (
    <ul className={own.candidates} aria-label="Could be">
      {row.candidates.map((candidate) => (
        <li key={candidate}>
          <EvidenceText text={candidate} inline />
        </li>
      ))}
    </ul>
  );
}

/** Changes which repository the folder is taken for, and takes what was chosen about it back. */
function Correct({ row, repositories }: { readonly row: MappedPath; readonly repositories: CaseRepositories }) {
  const label = plainLabel(row.path, 200);
  const change = () => {
    const likely = [...new Set([...(row.repository === null ? [] : [row.repository]), ...row.candidates])];
    choosingStore.getState().begin({
      kind: 'repository',
      path: row.path,
      now: row.repository,
      says: row.says,
      repositories: [...likely, ...repositories.paths.filter((path) => !likely.includes(path))],
      left: repositories.left,
    });
  };
  return (
    <span className={own.correct}>
      <Button small onClick={change} aria-label={`Change the repository of ${label}`}>
        Change…
      </Button>
      {row.how === 'analyst' ? (
        <Button small look="ghost" onClick={() => resetRepository(row.path)} aria-label={`Reset the repository of ${label}`}>
          Reset
        </Button>
      ) : null}
    </span>
  );
}

/** `left`: how many of them are not in the list. */
interface CaseRepositories {
  readonly paths: readonly string[];
  readonly left: number;
}

interface MappingRowProps {
  readonly row: MappedPath;
  readonly repositories: CaseRepositories;
  readonly onClose: () => void;
}

function MappingRow({ row, repositories, onClose }: MappingRowProps) {
  return (
    <tr>
      <td className={styles.wrap}>
        <EvidenceText text={row.path} inline />
      </td>
      <td className={styles.wrap}>
        <Taken row={row} />
      </td>
      <td>
        <span className={own.way}>
          <Icon name={isOpenQuestion(row) ? 'warning' : 'git'} size={13} />
          {wayNames[row.how]}
        </span>
        <Correct row={row} repositories={repositories} />
      </td>
      <td className={styles.reason}>
        <EvidenceText text={row.says} inline prose />
      </td>
      <td className={own.calls}>
        {row.sessions.length === 0 ? (
          countText(row.calls)
        ) : (
          <button type="button" onClick={() => openCalls(row, onClose)}>
            {countText(row.calls)} <span className="quiet">in {countOf(row.sessions.length, 'session')}</span>
          </button>
        )}
      </td>
    </tr>
  );
}

export function MappingDialog({ onClose }: { readonly onClose: () => void }) {
  const [offset, setOffset] = useState(0);
  const { value, problem, loading } = useQuery('repositories.mapping', { offset, limit: pageSize });
  const all = useQuery('repositories.page', { offset: 0, limit: mostRepositories });
  const repositories: CaseRepositories = { paths: all.value?.rows.map(({ path }) => path) ?? [], left: (all.value?.total ?? 0) - (all.value?.rows.length ?? 0) };
  return (
    <Dialog
      title="Folders and their repositories"
      onClose={onClose}
      wide
      footer={
        <>
          <span className="quiet">Git commands are held against the reflogs of the repository that their folder is taken for. Where several fit, none is taken.</span>
          <Pager offset={offset} size={pageSize} total={value?.total ?? 0} onMove={setOffset} />
        </>
      }
    >
      {problem ? <ProblemNote problem={problem} /> : null}
      {all.problem ? <ProblemNote problem={all.problem} /> : null}
      {loading && !value ? <p className={styles.empty}>Reading the map…</p> : null}
      {value && value.rows.length === 0 ? <p className={styles.empty}>No session names a folder, and no git command ran.</p> : null}
      {value && value.rows.length > 0 ? (
        <table className={`${styles.table} ${own.table}`}>
          <thead>
            <tr>
              <th scope="col">Folder on the source machine</th>
              <th scope="col">Repository in this copy</th>
              <th scope="col">Decided by</th>
              <th scope="col">Because</th>
              <th scope="col">Calls with git</th>
            </tr>
          </thead>
          <tbody>
            {value.rows.map((row) => (
              <MappingRow key={`${row.path}\n${row.repository}\n${row.how}`} row={row} repositories={repositories} onClose={onClose} />
            ))}
          </tbody>
        </table>
      ) : null}
    </Dialog>
  );
}
