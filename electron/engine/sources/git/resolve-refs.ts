/** Puts refs from all their places together and follows symbolic ones, bounded. Pure: opens nothing. */
import { isOid } from './ref-name.ts';
import type { ProblemList } from './problem-list.ts';
import { readRefText, type RefValue, type WrittenRef } from './read-refs.ts';
import type { HeadRead, RefRead } from './repository.ts';

const maxChain = 10;

/** Refs by name: a loose one hides a packed one of the same name, which stays visible as `hiddenOid`. */
export function resolveRefs(written: readonly WrittenRef[], problems: ProblemList): readonly RefRead[] {
  const byName = new Map<string, { readonly ref: WrittenRef; readonly hidden: string | null }>();
  for (const ref of written) {
    const other = byName.get(ref.name);
    if (!other) byName.set(ref.name, { ref, hidden: null });
    else if (other.ref.storage === 'packed' && ref.storage === 'packed') problems.add(ref.path, `the ref ${ref.name} stands twice`, { line: ref.line });
    else if (ref.storage === 'packed') byName.set(ref.name, { ref: other.ref, hidden: differing(ref, other.ref) });
    else byName.set(ref.name, { ref, hidden: differing(other.ref, ref) });
  }
  const value = (name: string): RefValue | null => byName.get(name)?.ref.value ?? null;
  const names = [...byName.keys()].sort();
  return names.flatMap((name) => {
    const found = byName.get(name);
    if (!found) return [];
    const end = followRef(found.ref.value, value);
    if (end.fault !== null) problems.add(found.ref.path, `the symbolic ref ${name} ${end.fault}`, { line: found.ref.line });
    const { path, line, byteStart, byteEnd, storage, peeled } = found.ref;
    const symbolic = found.ref.value.kind === 'symbolic' ? found.ref.value.target : null;
    return [{ name, oid: end.oid, symbolic, peeled, hiddenOid: found.hidden, storage, path, line, byteStart, byteEnd }];
  });
}

function differing(hidden: WrittenRef, shown: WrittenRef): string | null {
  if (hidden.value.kind !== 'oid') return null;
  return shown.value.kind === 'oid' && shown.value.oid === hidden.value.oid ? null : hidden.value.oid;
}

interface RefEnd {
  readonly oid: string | null;
  readonly fault: string | null;
}

function followRef(start: RefValue, value: (name: string) => RefValue | null): RefEnd {
  let at: RefValue = start;
  for (let step = 0; step < maxChain; step += 1) {
    if (at.kind === 'oid') return { oid: at.oid, fault: null };
    const next = value(at.target);
    if (next === null) return { oid: null, fault: `leads to ${at.target}, which is not there` };
    at = next;
  }
  return { oid: null, fault: 'leads in a circle, or through too many others' };
}

/** HEAD from its bytes (null: not there or not readable) and the refs it may lead to. */
export function resolveHead(bytes: Uint8Array | null, path: string, digits: number, refs: readonly RefRead[], problems: ProblemList): HeadRead {
  const broken = { ref: null, branch: null, oid: null, state: 'broken' } as const;
  if (bytes === null) {
    problems.add(path, 'HEAD is not there or cannot be read');
    return broken;
  }
  const read = readRefText(bytes, digits);
  if (!read.ok) {
    problems.add(path, `HEAD: ${read.reason}`, { line: 1, byteOffset: 0 });
    return broken;
  }
  if (read.oddity !== null) problems.add(path, `HEAD kept: ${read.oddity}`, { line: 1, byteOffset: 0 });
  return headOf(read.value, refs);
}

/** HEAD from its value. A branch that is not there is unborn: nothing was committed on it, or its ref is lost. */
export function headOf(value: RefValue, refs: readonly RefRead[]): HeadRead {
  if (value.kind === 'oid') return { ref: null, branch: null, oid: value.oid, state: isOid(value.oid, value.oid.length) ? 'detached' : 'broken' };
  const target = value.target;
  const branch = target.startsWith('refs/heads/') ? target.slice('refs/heads/'.length) : target;
  const found = refs.find((ref) => ref.name === target);
  const oid = found?.oid ?? null;
  return { ref: target, branch, oid, state: oid === null ? (found ? 'broken' : 'unborn') : 'branch' };
}
