/** The rail of the findings view: severity, session and rule family with their counts; a click narrows, a second frees. */
import type { ReactNode } from 'react';
import type { FindingGroup } from '../../shared/contract.ts';
import { severities } from '../../shared/event.ts';
import { useQuery } from '../state/use-query.ts';
import { useView, viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { AttendanceMark } from '../ui/attendance-mark.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark, severityNames } from '../ui/severity-mark.tsx';
import { familyCounts, severityCounts, withinFacets } from './finding-sections.ts';
import styles from './findings-rail.module.css';

const familyIcons: ReadonlyMap<string, IconName> = new Map<string, IconName>([
  ['write', 'folder'],
  ['git', 'git'],
  ['network', 'web'],
  ['credential', 'key'],
  ['secret', 'key'],
  ['scope', 'shield'],
  ['posture', 'shield'],
  ['transcript', 'read'],
  ['destructive', 'warning'],
  ['exfil', 'arrow-right'],
  ['execution', 'bash'],
  ['obfuscation', 'hash'],
  ['persistence', 'clock'],
  ['agent', 'task'],
  ['privilege', 'key'],
  ['provider', 'web'],
]);

const familyNames: ReadonlyMap<string, string> = new Map([
  ['write', 'Outside root'],
  ['git', 'Git'],
  ['network', 'Network'],
  ['credential', 'Credentials'],
  ['secret', 'Secrets'],
  ['scope', 'Scope'],
  ['posture', 'Posture'],
  ['transcript', 'Transcripts'],
  ['exfil', 'Exfiltration'],
]);

/** A family that is not named here reads as its id, with a capital. */
function familyName(family: string): string {
  return familyNames.get(family) ?? family.slice(0, 1).toUpperCase() + family.slice(1);
}

interface ChoiceProps {
  readonly sign: ReactNode;
  readonly name: ReactNode;
  readonly count: number;
  readonly on: boolean;
  readonly onToggle: () => void;
}

function Choice({ sign, name, count, on, onToggle }: ChoiceProps) {
  return (
    <li>
      <button type="button" className={styles.choice} aria-pressed={on} onClick={onToggle}>
        {sign}
        <span className="elide">{name}</span>
        <span className={styles.count}>{countText(count)}</span>
      </button>
    </li>
  );
}

function Sessions() {
  const filter = useView((state) => state.filter);
  const { value, problem } = useQuery('sessions.page', { offset: 0, limit: 200 });
  if (problem) return <ProblemNote problem={problem} />;
  return value?.rows.map((session) => {
    const on = filter.sessions?.length === 1 && filter.sessions[0] === session.id;
    const { sessions: _, ...others } = filter;
    return (
      <Choice
        key={session.id}
        sign={<AttendanceMark attended={session.attended} />}
        name={session.title === null ? <EvidenceText text={session.id} inline /> : <EvidenceText text={session.title} inline prose />}
        count={severities.reduce((sum, severity) => sum + session.findings[severity], 0)}
        on={on}
        onToggle={() => viewStore.getState().setFilter(on ? others : { ...others, sessions: [session.id] })}
      />
    );
  });
}

export function FindingsRail({ groups }: { readonly groups: readonly FindingGroup[] }) {
  const facets = useView((state) => state.facets);
  const setFacets = viewStore.getState().setFacets;
  const bySeverity = severityCounts(withinFacets(groups, { severity: null, family: facets.family }));
  const byFamily = familyCounts(withinFacets(groups, { severity: facets.severity, family: null }));
  return (
    <aside className={styles.rail} aria-label="Narrow the findings">
      <h2>Severity</h2>
      <ul>
        {severities.map((severity) => (
          <Choice
            key={severity}
            sign={<SeverityMark severity={severity} decorative />}
            name={severityNames[severity]}
            count={bySeverity.get(severity) ?? 0}
            on={facets.severity === severity}
            onToggle={() => setFacets({ ...facets, severity: facets.severity === severity ? null : severity })}
          />
        ))}
      </ul>
      <h2>Session</h2>
      <ul>
        <Sessions />
      </ul>
      <h2>Rule family</h2>
      <ul>
        {byFamily.map(([family, hits]) => (
          <Choice
            key={family}
            sign={<Icon name={familyIcons.get(family) ?? 'tool'} size={13} />}
            name={familyName(family)}
            count={hits}
            on={facets.family === family}
            onToggle={() => setFacets({ ...facets, family: facets.family === family ? null : family })}
          />
        ))}
      </ul>
    </aside>
  );
}
