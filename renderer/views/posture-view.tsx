/** The launch posture: where the flag was, which settings count, which tool servers and hooks were there, what else was copied. */
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { PostureBeside } from './posture-beside.tsx';
import { PostureFlags } from './posture-flags.tsx';
import { PostureServers } from './posture-servers.tsx';
import { PostureSettings } from './posture-settings.tsx';
import styles from './posture-view.module.css';

export function PostureView() {
  const summary = useCase((state) => state.summary);
  const { value, problem, loading } = useQuery('posture.read', {});
  if (summary === null) return null;
  return (
    <main className={styles.page}>
      {problem ? <ProblemNote problem={problem} /> : null}
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
            <PostureBeside posture={value} />
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
