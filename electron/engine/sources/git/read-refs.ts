/** Reads loose and packed refs as the evidence has them. A name is looked up among what was listed, never opened as a path. */
import { Cancelled } from '../../../../shared/cancel.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { pathText } from '../../intake/path-text.ts';
import { shortText, viewOf } from './bytes.ts';
import { below } from './evidence-path.ts';
import { fileLines } from './file-lines.ts';
import { reasonOf } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import type { ProblemList } from './problem-list.ts';
import { isOid, refNameFault } from './ref-name.ts';
import type { RefusedRef } from './repository.ts';
import { smallFile } from './small-file.ts';

const maxLooseBytes = 64 * 1024;
const maxPackedBytes = 256 * 1024 * 1024;
const maxRefs = 500_000;
const maxDepth = 64;

/** A ref as one file says it, before symbolic refs are followed. */
export interface WrittenRef {
  readonly name: string;
  readonly value: RefValue;
  readonly peeled: string | null;
  readonly storage: 'loose' | 'packed' | 'reftable';
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
}

export type RefValue = { readonly kind: 'oid'; readonly oid: string } | { readonly kind: 'symbolic'; readonly target: string };

export type RefText = { readonly ok: true; readonly value: RefValue; readonly oddity: string | null } | { readonly ok: false; readonly reason: string };

/** Reads the content of a loose ref or of HEAD: an object id, or `ref: name`. */
export function readRefText(bytes: Uint8Array, digits: number): RefText {
  const view = viewOf(bytes);
  if (view.length === 0) return { ok: false, reason: 'an empty ref' };
  if (view.toString('latin1', 0, 4) === 'ref:') {
    const target = pathText(bytes.subarray(4)).trim();
    const fault = refNameFault(target);
    if (fault !== null) return { ok: false, reason: `a symbolic ref to ${shortText(target, 200)}: ${fault}. Not followed` };
    if (!target.startsWith('refs/')) return { ok: false, reason: `a symbolic ref to ${shortText(target, 200)}, outside of refs/. Not followed` };
    return { ok: true, value: { kind: 'symbolic', target }, oddity: null };
  }
  const text = view.toString('latin1', 0, digits);
  if (!isOid(text, digits)) return { ok: false, reason: `no object id: ${shortText(pathText(bytes.subarray(0, 80)).trim(), 80)}` };
  const rest = view.toString('latin1', digits, Math.min(view.length, digits + 100));
  const oddity = rest === '' || rest === '\n' || rest === '\r\n' ? null : 'something stands after the object id';
  return { ok: true, value: { kind: 'oid', oid: text.toLowerCase() }, oddity };
}

export interface WrittenRefs {
  readonly refs: WrittenRef[];
  readonly refused: RefusedRef[];
}

/** Every loose ref below a folder of the git directory (`refs`). Links, FIFOs and broken files become problems. */
export async function readLooseRefs(
  files: EvidenceFiles,
  gitDir: string,
  digits: number,
  into: WrittenRefs,
  problems: ProblemList,
  pace: Pace,
): Promise<void> {
  const queue: { readonly folder: string; readonly name: string; readonly depth: number }[] = [{ folder: below(gitDir, 'refs'), name: 'refs', depth: 0 }];
  for (let at = 0; at < queue.length; at += 1) {
    const next = queue[at];
    if (!next) break;
    for (const entry of files.list(next.folder)) {
      if (pace.due()) await pace.breathe();
      const name = `${next.name}/${entry.name}`;
      if (entry.kind === 'directory') {
        if (next.depth >= maxDepth) problems.add(entry.path, `a folder of refs ${maxDepth} levels deep: not read`);
        else queue.push({ folder: entry.path, name, depth: next.depth + 1 });
        continue;
      }
      if (into.refs.length >= maxRefs) {
        problems.add(next.folder, `more than ${maxRefs} refs; the rest is not read`);
        return;
      }
      readLooseRef(files, entry.path, name, digits, into, problems);
    }
  }
}

function readLooseRef(files: EvidenceFiles, path: string, name: string, digits: number, into: WrittenRefs, problems: ProblemList): void {
  const bytes = smallFile(files, path, problems, maxLooseBytes);
  const fault = refNameFault(name);
  if (fault !== null) {
    const value = bytes === null ? '' : `, holding ${shortText(pathText(bytes.subarray(0, 80)).trim(), 80)}`;
    refuse(into, problems, { name, path, line: null, reason: `${fault}${value}` });
    return;
  }
  if (bytes === null) return;
  const read = readRefText(bytes, digits);
  if (!read.ok) {
    refuse(into, problems, { name, path, line: 1, reason: read.reason });
    return;
  }
  if (read.oddity !== null) problems.add(path, `ref kept: ${read.oddity}`, { line: 1, byteOffset: 0 });
  into.refs.push({ name, value: read.value, peeled: null, storage: 'loose', path, line: 1, byteStart: 0, byteEnd: bytes.length });
}

/** Lists a refused ref, and says so in the problems. */
export function refuse(into: WrittenRefs, problems: ProblemList, refused: RefusedRef, byteOffset = 0): void {
  into.refused.push(refused);
  const place = refused.line === null ? {} : { line: refused.line, byteOffset };
  problems.add(refused.path, `the ref ${shortText(refused.name, 300)} is refused: ${refused.reason}`, place);
}

/** Reads `packed-refs` line by line; one bad line is one problem, where git itself would refuse the whole file. */
export async function readPackedRefs(
  files: EvidenceFiles,
  gitDir: string,
  digits: number,
  into: WrittenRefs,
  problems: ProblemList,
  pace: Pace,
): Promise<void> {
  const path = below(gitDir, 'packed-refs');
  const entry = files.entries.get(path);
  if (!entry) return;
  if (entry.kind !== 'file' || entry.bytes > maxPackedBytes) {
    problems.add(path, entry.kind === 'file' ? `${entry.bytes} bytes of packed refs are too many to be read` : `a ${entry.kind}: not opened`);
    return;
  }
  const opened = files.open(path);
  if (!opened.ok) {
    problems.take([opened.problem]);
    return;
  }
  try {
    for (const raw of fileLines(opened.value, 16 * 1024)) {
      if (pace.due()) await pace.breathe();
      const place = { line: raw.line, byteOffset: raw.start };
      const first = raw.bytes[0];
      if (first === 0x23 || raw.end === raw.start) continue;
      const view = viewOf(raw.bytes);
      if (first === 0x5e) {
        peel(view.toString('latin1', 1), digits, path, into, problems, place);
        continue;
      }
      const oid = view.toString('latin1', 0, digits);
      const name = pathText(raw.bytes.subarray(digits + 1)).replace(/\r$/, '');
      if (!isOid(oid, digits) || raw.bytes[digits] !== 0x20 || raw.cut) {
        problems.add(path, `a line of packed-refs that cannot be read: ${shortText(pathText(raw.bytes.subarray(0, 120)), 120)}`, place);
        continue;
      }
      if (!raw.terminated) problems.add(path, 'the last line of packed-refs has no line feed', place);
      const fault = refNameFault(name) ?? (name.startsWith('refs/') ? null : 'a name outside of refs/');
      if (fault !== null) refuse(into, problems, { name, path, line: raw.line, reason: fault }, raw.start);
      else if (into.refs.length < maxRefs) {
        const value = { kind: 'oid', oid: oid.toLowerCase() } as const;
        into.refs.push({ name, value, peeled: null, storage: 'packed', path, line: raw.line, byteStart: raw.start, byteEnd: raw.end });
      } else {
        problems.add(path, `more than ${maxRefs} refs; the lines from here on are not read`, place);
        break;
      }
    }
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    problems.add(path, `reading stopped: ${reasonOf(error)}`);
  } finally {
    opened.value.close();
  }
}

function peel(
  text: string,
  digits: number,
  path: string,
  into: WrittenRefs,
  problems: ProblemList,
  place: { readonly line: number; readonly byteOffset: number },
): void {
  const last = into.refs.at(-1);
  if (!isOid(text.trimEnd(), digits) || !last || last.storage !== 'packed' || last.path !== path || last.line !== place.line - 1) {
    problems.add(path, 'a peeled id that belongs to no ref', place);
    return;
  }
  into.refs[into.refs.length - 1] = { ...last, peeled: text.trimEnd().toLowerCase() };
}
