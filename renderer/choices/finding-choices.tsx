/** What the policy says of one finding, and what the analyst can choose about its host and path. Asks the engine by finding id. */
import type { Finding } from '../../shared/finding.ts';
import type { ChoiceOptions } from '../../shared/judging.ts';
import { choosingStore } from '../state/choosing-store.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './choices.module.css';

function SetAside({ setAside }: { readonly setAside: NonNullable<ChoiceOptions['setAside']> }) {
  return (
    <p className={styles.aside}>
      <b>Set aside: </b>
      <EvidenceText text={setAside.reason} inline prose />
      {'. By '}
      <EvidenceText text={setAside.by} inline prose />. Weighed {setAside.severity === '' ? 'more' : setAside.severity} before.{' '}
      <Button small look="ghost" onClick={() => viewStore.getState().setDialog('choices')}>
        Choices and policy…
      </Button>
    </p>
  );
}

export function FindingChoices({ finding }: { readonly finding: Finding }) {
  const { value, problem } = useQuery('findings.choices', { id: finding.id });
  if (problem) return <ProblemNote problem={problem} />;
  if (value === null) return null;
  const { hosts, paths, decidedBy, setAside } = value;
  if (hosts.length === 0 && paths.length === 0 && decidedBy.length === 0 && setAside === null) return null;
  return (
    <section aria-label="Policy" className={styles.policy}>
      {setAside === null ? null : <SetAside setAside={setAside} />}
      {decidedBy.map(({ host, verdict, entry }) => (
        <p key={host} className={styles.quiet}>
          <EvidenceText text={host} inline />
          {`: ${verdict}, by `}
          {entry === null ? 'no entry of the policy' : <EvidenceText text={`${entry.names} (${entry.from})`} inline prose />}
        </p>
      ))}
      {hosts.length === 0 && paths.length === 0 ? null : (
        <p className={styles.acts}>
          {hosts.length === 0 ? null : (
            <Button small onClick={() => choosingStore.getState().begin({ kind: 'host', options: hosts })}>
              Sanction this host…
            </Button>
          )}
          {paths.length === 0 ? null : (
            <Button small onClick={() => choosingStore.getState().begin({ kind: 'path', options: paths })}>
              This path is fine…
            </Button>
          )}
        </p>
      )}
    </section>
  );
}
