/** What differs between two manifests of the same folder. Pure. */
import type { FileEntry, FileChange, ReadProblem } from '../../../shared/case.ts';

/** Both in order of paths. A file whose hash is unknown on one side is compared by its size. */
export function fileChanges(before: readonly FileEntry[], now: readonly FileEntry[]): readonly FileChange[] {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const changes: FileChange[] = [];
  for (const entry of now) {
    const known = old.get(entry.path);
    old.delete(entry.path);
    if (!known) changes.push({ path: entry.path, what: 'added', before: null, now: entry.sha256 });
    else if (known.kind !== entry.kind && (known.state === 'skipped' || entry.state === 'skipped')) changes.push({ path: entry.path, what: 'changed', before: known.sha256, now: entry.sha256 });
    else if (known.sha256 !== null && entry.sha256 === null) changes.push({ path: entry.path, what: 'unreadable', before: known.sha256, now: null });
    else if (known.sha256 !== null && known.sha256 !== entry.sha256) changes.push({ path: entry.path, what: 'changed', before: known.sha256, now: entry.sha256 });
    else if (known.sha256 === null && (known.bytes !== entry.bytes || entry.sha256 !== null)) changes.push({ path: entry.path, what: 'changed', before: null, now: entry.sha256 });
  }
  for (const [path, entry] of old) changes.push({ path, what: 'removed', before: entry.sha256, now: null });
  return changes;
}

/** The same as rows of the problem list. */
export function changeProblem(change: FileChange, since: number): ReadProblem {
  const when = new Date(since).toISOString();
  const reason = {
    changed: `It changed since this evidence was opened at ${when}. SHA-256 then: ${change.before ?? 'unknown'}, now: ${change.now ?? 'unknown'}.`,
    added: `It was not there when this evidence was opened at ${when}.`,
    removed: `It was there when this evidence was opened at ${when}, with SHA-256 ${change.before ?? 'unknown'}; it is gone.`,
    unreadable: `It could be read when this evidence was opened at ${when}; now it can not.`,
  }[change.what];
  return { path: change.path, line: null, byteOffset: null, reason };
}
