/** Files and lines that the commits in sight change, asked for in batches as rows come into view. Knows no DOM. */
import { useSyncExternalStore } from 'react';
import type { CommitCounts } from '../../shared/commit.ts';
import type { ReflogFields } from '../../shared/event.ts';
import { callEngine } from '../api.ts';

type Counts = NonNullable<CommitCounts['changes']>;

const perCall = 50;
const kept = 5000;

/** Entries whose new id is a commit that the entry itself made; a reset or a checkout changes no file by itself. */
const makesCommit = /^(commit|cherry-pick|revert|am|merge|rebase \((pick|reword|edit|squash|fixup|continue)\))/;

export interface CountSource {
  /** Null while it is not known, or where the commit can't be compared. Asking for it makes it known soon. */
  get(repository: string, oid: string): Counts | null;
  subscribe(listener: () => void): () => void;
}

export interface CountSourceParts {
  read(repository: string, oids: readonly string[]): Promise<readonly CommitCounts[]>;
  /** Runs something once the rows that are drawn now have asked. */
  soon(run: () => void): void;
}

export function createCountSource(parts: CountSourceParts): CountSource {
  const known = new Map<string, Counts | null>();
  const wanted = new Map<string, Set<string>>();
  const listeners = new Set<() => void>();
  let planned = false;
  const key = (repository: string, oid: string): string => `${repository}\n${oid}`;
  const ask = (): void => {
    planned = false;
    for (const [repository, oids] of wanted) {
      const list = [...oids];
      for (let at = 0; at < list.length; at += perCall) {
        const part = list.slice(at, at + perCall);
        parts.read(repository, part).then(
          (rows) => {
            if (known.size > kept) known.clear();
            for (const row of rows) known.set(key(repository, row.oid), row.changes);
            for (const listener of listeners) listener();
          },
          // A row without counts is a row all the same; the inspector says why.
          () => {
            for (const oid of part) known.set(key(repository, oid), null);
          },
        );
      }
    }
    wanted.clear();
  };
  return {
    get(repository, oid) {
      const found = known.get(key(repository, oid));
      if (found !== undefined) return found;
      const oids = wanted.get(repository);
      if (oids) oids.add(oid);
      else wanted.set(repository, new Set([oid]));
      if (!planned) {
        planned = true;
        parts.soon(ask);
      }
      return null;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const source = createCountSource({
  read: (repository, oids) => callEngine('commits.counts', { repository, oids: [...oids] }).then(({ rows }) => rows),
  soon: (run) => void setTimeout(run, 30),
});

/** Counts for a row of the Git lane; null where there is nothing to count. */
export function useCommitCounts(entry: ReflogFields | null): Counts | null {
  return useSyncExternalStore(source.subscribe, () => (entry === null || !makesCommit.test(entry.action) || /Fast-forward/.test(entry.message) ? null : source.get(entry.repository, entry.new)));
}
