/** The choices made in this case, each with its way back, and the policy that they lie over. */
import { useState } from 'react';
import { listed } from '../../shared/choice-history.ts';
import { choiceWords } from '../../shared/choices.ts';
import type { PolicyEntry, PolicyView } from '../../shared/judging.ts';
import { useCase } from '../state/case-store.ts';
import { choosePolicyFile, choosingStore, takeBack } from '../state/choosing-store.ts';
import { useQuery } from '../state/use-query.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Pager } from '../ui/pager.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { noteWords } from './choice-words.ts';
import styles from './choices.module.css';

const stateNames = { 'in-force': 'in force', replaced: 'replaced by a later choice', 'taken-back': 'taken back' } as const;

function Made() {
  const choices = useCase((state) => state.desktop?.open?.choices);
  const rows = choices ? listed(choices.history) : [];
  return (
    <section aria-label="Choices made in this case">
      <h3 className={styles.head}>Choices made in this case</h3>
      {rows.length === 0 ? <p className={styles.none}>Nothing was chosen yet. A finding offers “Sanction this host” and “This path is fine”.</p> : null}
      <ul className={styles.list}>
        {rows.map(({ entry, state, takenBack }) => (
          <li key={entry.id}>
            <div>
              <EvidenceText text={choiceWords(entry.choice)} inline prose />
              <p className={styles.quiet}>
                <EvidenceText text={`${noteWords(entry)}, ${stateNames[state]}${takenBack === null ? '' : `: ${noteWords(takenBack)}`}`} inline prose />
              </p>
              {entry.reason === null ? null : <EvidenceText text={entry.reason} prose />}
            </div>
            {state === 'taken-back' ? null : (
              <Button small aria-label={`Take back choice ${entry.id}`} onClick={() => takeBack([entry.id], choiceWords(entry.choice))}>
                Take back
              </Button>
            )}
          </li>
        ))}
      </ul>
      {choices ? (
        <p className={styles.none}>
          Kept in <EvidenceText text={choices.file} inline />, outside the evidence.
        </p>
      ) : null}
    </section>
  );
}

const rootsShown = 100;

function Roots() {
  const [offset, setOffset] = useState(0);
  const { value, problem } = useQuery('roots.page', { offset, limit: rootsShown });
  return (
    <section aria-label="Project roots">
      <h3 className={styles.head}>Project roots</h3>
      {problem ? <ProblemNote problem={problem} /> : null}
      {value && value.total > rootsShown ? <Pager offset={offset} size={rootsShown} total={value.total} onMove={setOffset} /> : null}
      <ul className={styles.list}>
        {value?.rows.map((row) => (
          <li key={row.sessionId}>
            <div>
              <EvidenceText text={row.title ?? row.sessionId} inline prose />
              <p className={styles.quiet}>
                <EvidenceText text={row.path ?? 'not known'} inline />, <EvidenceText text={row.how} inline prose />
              </p>
            </div>
            <Button small onClick={() => choosingStore.getState().begin({ kind: 'root', sessionId: row.sessionId, path: row.path, how: row.how })}>
              Change…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entries({ title, entries }: { readonly title: string; readonly entries: readonly PolicyEntry[] }) {
  return (
    <details className={styles.entries}>
      <summary>
        {title}, {countText(entries.length)}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Names</th>
            <th scope="col">Says</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name of their own, and the list is drawn anew as a whole
            <tr key={at}>
              <td>
                <EvidenceText text={entry.names} inline />
              </td>
              <td>
                <EvidenceText text={entry.says} inline prose />
              </td>
              <td>
                <EvidenceText text={entry.source === 'built-in' ? `built-in: ${entry.from}` : entry.from} inline prose />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Paths({ title, paths }: { readonly title: string; readonly paths: readonly string[] }) {
  return (
    <details className={styles.entries}>
      <summary>
        {title}, {countText(paths.length)}
      </summary>
      <ul className={styles.paths}>
        {[...new Set(paths)].map((path) => (
          <li key={path}>
            <EvidenceText text={path} inline />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Policy({ policy }: { readonly policy: PolicyView }) {
  const aside = policy.setAside.reduce((sum, row) => sum + row.findings, 0);
  const bySource = (wanted: PolicyEntry['source']) => policy.hosts.filter(({ source }) => source === wanted);
  return (
    <section aria-label="Policy">
      <h3 className={styles.head}>Policy {policy.version}</h3>
      <p className={styles.none}>{aside === 0 ? 'No finding is set aside.' : `${countOf(aside, 'finding')} ${aside === 1 ? 'is' : 'are'} set aside and ${aside === 1 ? 'stays' : 'stay'} as info:`}</p>
      <ul className={styles.list}>
        {policy.setAside.map((row) => (
          <li key={`${row.rule} ${row.by} ${row.reason}`}>
            <div>
              {countText(row.findings)} of {row.rule}: <EvidenceText text={row.reason} inline prose />
              <p className={styles.quiet}>
                <EvidenceText text={row.by} inline prose />
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Entries title="Hosts of choices and the policy file" entries={[...bySource('choice'), ...bySource('file')]} />
      <Entries title="Paths, hosts and rules that are settled" entries={policy.ignore} />
      <Entries title="Hosts of the built-in policy" entries={bySource('built-in')} />
      <Paths title="Further paths that hold secrets" paths={policy.credentialPaths} />
      <Paths title="Folders inside each project" paths={policy.projectRoots} />
      <Paths title="Folders whose programs run by name" paths={policy.pathDirectories} />
    </section>
  );
}

export function ChoicesDialog({ onClose }: { readonly onClose: () => void }) {
  const { value, problem } = useQuery('policy.read', {});
  return (
    <Dialog
      title="Choices and policy"
      onClose={onClose}
      wide
      footer={
        <Button onClick={choosePolicyFile}>
          Use a policy file…
        </Button>
      }
    >
      <Made />
      <Roots />
      {problem ? <ProblemNote problem={problem} /> : null}
      {value ? <Policy policy={value} /> : null}
    </Dialog>
  );
}
