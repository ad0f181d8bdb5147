/** The launch posture: where the flag was, which settings count, which tool servers and hooks were there, what else was copied. */
import { useState } from 'react';
import { callEngine, problemOf } from '../api.ts';
import type { Problem } from '../../shared/rpc.ts';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { type ChooseReading, PostureBeside } from './posture-beside.tsx';
import { PostureFlags } from './posture-flags.tsx';
import { PostureServers } from './posture-servers.tsx';
import { PostureSettings } from './posture-settings.tsx';
import styles from './posture-view.module.css';

export function PostureView() {
  const summary = useCase((state) => state.summary);
  const { value, problem, loading } = useQuery('posture.read', {});
  const [refused, setRefused] = useState<Problem | null>(null);
  // The evidence is read again by it, so the page begins anew; a case file can keep the choice here.
  const choose: ChooseReading = (table, reading) => {
    setRefused(null);
    callEngine('tables.choose', { table, reading }).catch((error: unknown) => setRefused(problemOf(error)));
  };
  if (summary === null) return null;
  return (
    <main className={styles.page}>
      {problem ? <ProblemNote problem={problem} /> : null}
      {refused ? <ProblemNote problem={refused} /> : null}
      {value ? (
        <>
          <section className={styles.verdict} aria-label="Posture verdict">
            {value.worst === null ? null : <SeverityMark severity={value.worst} />}
            <h1>{value.headline}</h1>
            <p>{value.subline}</p>
          </section>
          <div className={styles.grid}>
            <PostureFlags posture={value} />
            <PostureSettings posture={value} />
            <PostureServers servers={value.servers} />
            <PostureBeside posture={value} onChoose={choose} />
          </div>
        </>
      ) : loading ? (
        <p className={styles.none} role="status">
          Reading the posture…
        </p>
      ) : null}
    </main>
  );
}
