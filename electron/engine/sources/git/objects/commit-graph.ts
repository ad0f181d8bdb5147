/** Which commits come after which. Read from the commits themselves: the repository's own graph file may lie. */
import type { CancelSignal } from '../../../../../shared/cancel.ts';
import { createPace, type Pace } from '../../../intake/pace.ts';
import { rawIdFromHex } from './id-table.ts';
import type { ObjectStore } from './object-store.ts';
import { eachCommitId } from './reachability.ts';

export interface CommitGraph {
  /** Says of any object number whether it is the commit or comes after it. */
  descendants(number: number, pace: Pace): Promise<(other: number) => boolean>;
}

/** Reads the parents of every commit once. */
export async function readCommitGraph(store: ObjectStore, signal?: CancelSignal): Promise<CommitGraph> {
  const pace = createPace(signal);
  const raw = new Uint8Array(store.idBytes);
  // Lists of children, chained through one array: heads by parent, then the next child of the same parent.
  const firstChild = new Int32Array(store.count).fill(-1);
  const links: { readonly child: number; readonly next: number }[] = [];
  for (const number of store.inOrder()) {
    if (pace.due()) await pace.breathe();
    if (store.typeOf(number) !== 'commit') continue;
    const read = store.read(number);
    if (!read.ok || read.object.type !== 'commit') continue;
    const bytes = read.object.bytes;
    eachCommitId(bytes, store.idBytes, (at, isTree) => {
      if (isTree || !rawIdFromHex(bytes, at, raw)) return;
      const parent = store.table.find(raw, 0);
      if (parent < 0) return;
      links.push({ child: number, next: firstChild[parent] ?? -1 });
      firstChild[parent] = links.length - 1;
    });
  }
  return {
    descendants: async (number, walking) => {
      const seen = new Uint8Array(store.count);
      const stack = [number];
      seen[number] = 1;
      for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
        if (walking.due()) await walking.breathe();
        for (let link = links[firstChild[at] ?? -1]; link; link = links[link.next]) {
          if (seen[link.child] !== 0) continue;
          seen[link.child] = 1;
          stack.push(link.child);
        }
      }
      return (other) => other >= 0 && seen[other] === 1;
    },
  };
}
