/** The tips of lost commits, each with how many commits it leads to and whether a later version of it is still held. */
import { append } from '../../../shared/append.ts';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { During, LostTip } from '../analysis/git/git-facts.ts';
import type { CommitRead } from '../sources/git/objects/commit.ts';
import type { ObjectReader } from '../sources/git/objects/object-reader.ts';
import type { Reachability } from '../sources/git/objects/reachability.ts';

const maxLost = 50_000;
const maxTips = 5000;

export async function lostTips(objects: ObjectReader, lost: Reachability, madeDuring: (commit: CommitRead) => During, signal?: CancelSignal): Promise<readonly LostTip[]> {
  const held = new Map<string, 'reflog' | 'nothing'>();
  const tips: CommitRead[] = [];
  const commits = new Map<string, CommitRead>();
  for (const each of lost.unreachable) {
    if (each.type !== 'commit' || held.size >= maxLost) continue;
    held.set(each.oid, each.inReflog ? 'reflog' : 'nothing');
    const read = objects.commit(each.oid);
    if (read.ok) commits.set(each.oid, read.value);
  }
  // A tag or tree that names a lost commit makes it no tip of its own; among commits the parents decide.
  const parents = new Set([...commits.values()].flatMap((commit) => commit.parents));
  for (const commit of commits.values()) if (!parents.has(commit.oid) && tips.length < maxTips) tips.push(commit);
  if (tips.length === 0) return [];
  const later = await objects.laterVersions(tips, signal);
  const counted = new Set<string>();
  const ordered = [...tips].sort((a, b) => (a.committer?.seconds ?? 0) - (b.committer?.seconds ?? 0) || (a.oid < b.oid ? -1 : 1));
  let number = 0;
  return ordered.map((commit) => {
    const stash = /^(WIP on|On|index on|untracked files on) [^:]+: /.test(commit.subject);
    const laterVersion = later.get(commit.oid) ?? null;
    const place = objects.placeOf(commit.oid);
    return {
      commit,
      commits: countFrom(commit.oid, commits, counted),
      heldBy: held.get(commit.oid) ?? 'nothing',
      place: place && { path: place.path, line: 0, byteStart: place.byteStart, byteEnd: place.byteEnd },
      laterVersion,
      during: madeDuring(commit),
      number: laterVersion !== null || (stash && commit.parents.length < 2) ? null : ++number,
    };
  });
}

/** How many lost commits an id leads to that no tip before it has counted. */
function countFrom(tip: string, commits: ReadonlyMap<string, CommitRead>, counted: Set<string>): number {
  let count = 0;
  const stack = [tip];
  for (let oid = stack.pop(); oid !== undefined; oid = stack.pop()) {
    const commit = commits.get(oid);
    if (!commit || counted.has(oid)) continue;
    counted.add(oid);
    count += 1;
    append(stack, commit.parents);
  }
  return count;
}
