/** Reads a repository's index (versions 2, 3 and 4): what was staged. Knows the format, not HEAD or the work tree. */
import crypto from 'node:crypto';
import { pathText } from '../../intake/path-text.ts';
import { hexFromBytes, uint16, uint32, viewOf } from './bytes.ts';
import type { ProblemPlace } from './problem-list.ts';

const maxEntries = 5_000_000;
const maxNameBytes = 16 * 1024;

export interface IndexEntry {
  readonly path: string;
  /** 0, or 1 to 3 in a merge that was not finished: base, ours, theirs. */
  readonly stage: number;
  readonly mode: number;
  readonly oid: string;
  /** Size and time of the file when git last looked, cut to 32 bits by the format. */
  readonly size: number;
  readonly modifiedSeconds: number;
  readonly modifiedNanos: number;
  /** The user told git not to look at the file. */
  readonly assumeValid: boolean;
  readonly skipWorktree: boolean;
  readonly intentToAdd: boolean;
}

export interface IndexRead {
  readonly version: number;
  readonly entries: readonly IndexEntry[];
  /** Trees that the index keeps for the next commit. */
  readonly trees: readonly string[];
  /** Id of the shared index that a split index builds on, which is a file of its own. */
  readonly splitFrom: string | null;
  readonly problems: readonly { readonly reason: string; readonly place: ProblemPlace }[];
}

/** Reads as many entries as stand there; what cannot be read is a problem with its byte. */
export function readIndex(bytes: Uint8Array, idBytes: 20 | 32): IndexRead {
  const problems: { readonly reason: string; readonly place: ProblemPlace }[] = [];
  const note = (reason: string, byteOffset: number): void => void problems.push({ reason, place: { byteOffset } });
  const entries: IndexEntry[] = [];
  const version = uint32(bytes, 4);
  const empty = { version, entries, trees: [], splitFrom: null, problems };
  if (bytes.length < 12 || viewOf(bytes).toString('latin1', 0, 4) !== 'DIRC') {
    note('no index: it does not begin as one', 0);
    return empty;
  }
  if (version < 2 || version > 4) {
    note(`an index of the unknown version ${version}`, 4);
    return empty;
  }
  const count = uint32(bytes, 8);
  const end = bytes.length - idBytes;
  let at = 12;
  let name: Uint8Array = new Uint8Array(0);
  for (let number = 0; number < count; number += 1) {
    const read = readEntry(bytes, at, end, version, idBytes, name);
    if (read === null || entries.length >= maxEntries) {
      note(`the index claims ${count} entries; from number ${number + 1} on they cannot be read`, at);
      return empty;
    }
    entries.push(read.entry);
    name = read.name;
    at = read.next;
  }
  checkSum(bytes, idBytes, note);
  return { ...empty, ...readExtensions(bytes, at, end, idBytes, note) };
}

function readEntry(
  bytes: Uint8Array, start: number, end: number, version: number, idBytes: number, before: Uint8Array,
): { readonly entry: IndexEntry; readonly name: Uint8Array; readonly next: number } | null {
  const flagsAt = start + 40 + idBytes;
  if (flagsAt + 2 > end) return null;
  const flags = uint16(bytes, flagsAt);
  const extended = (flags & 0x4000) !== 0 && version >= 3 ? uint16(bytes, flagsAt + 2) : 0;
  let nameAt = flagsAt + ((flags & 0x4000) !== 0 && version >= 3 ? 4 : 2);
  let shared = 0;
  if (version === 4) {
    let byte = bytes[nameAt++] ?? 0;
    let strip = byte & 0x7f;
    while (byte & 0x80) {
      if (strip > maxNameBytes || nameAt >= end) return null;
      byte = bytes[nameAt++] ?? 0;
      strip = (strip + 1) * 128 + (byte & 0x7f);
    }
    if (strip > before.length) return null;
    shared = before.length - strip;
  }
  const nul = bytes.indexOf(0, nameAt);
  if (nul < 0 || nul >= end || nul - nameAt + shared > maxNameBytes) return null;
  const rest = bytes.subarray(nameAt, nul);
  const name = shared === 0 ? rest : Buffer.concat([before.subarray(0, shared), rest]);
  // Up to version 3 an entry is filled with NULs to a multiple of eight, with one at least.
  const next = version === 4 ? nul + 1 : start + ((nul - start + 8) & ~7);
  const entry: IndexEntry = {
    path: pathText(name),
    stage: (flags >> 12) & 3,
    mode: uint32(bytes, start + 24),
    oid: hexFromBytes(bytes.subarray(start + 40, start + 40 + idBytes)),
    size: uint32(bytes, start + 36),
    modifiedSeconds: uint32(bytes, start + 8),
    modifiedNanos: uint32(bytes, start + 12),
    assumeValid: (flags & 0x8000) !== 0,
    skipWorktree: (extended & 0x4000) !== 0,
    intentToAdd: (extended & 0x2000) !== 0,
  };
  return { entry, name, next };
}

function checkSum(bytes: Uint8Array, idBytes: 20 | 32, note: (reason: string, at: number) => void): void {
  const end = bytes.length - idBytes;
  const written = viewOf(bytes).subarray(end);
  // With index.skipHash git writes zeros.
  if (written.every((byte) => byte === 0)) return;
  const sum = crypto.createHash(idBytes === 20 ? 'sha1' : 'sha256').update(bytes.subarray(0, end)).digest();
  if (!written.equals(sum)) note('the checksum of the index is wrong', end);
}

interface Extensions {
  readonly trees: readonly string[];
  readonly splitFrom: string | null;
}

function readExtensions(bytes: Uint8Array, from: number, end: number, idBytes: number, note: (reason: string, at: number) => void): Extensions {
  let trees: readonly string[] = [];
  let splitFrom: string | null = null;
  let at = from;
  while (at + 8 <= end) {
    const signature = viewOf(bytes).toString('latin1', at, at + 4);
    const length = uint32(bytes, at + 4);
    const body = at + 8;
    if (body + length > end) {
      note('an extension of the index that goes past its end', at);
      break;
    }
    if (signature === 'TREE') trees = cachedTrees(bytes.subarray(body, body + length), idBytes);
    if (signature === 'link') splitFrom = hexFromBytes(bytes.subarray(body, body + idBytes));
    at = body + length;
  }
  return { trees, splitFrom };
}

/** Ids of the cached trees: name NUL, count of entries, blank, count of subtrees, line feed, id unless the count is negative. */
function cachedTrees(bytes: Uint8Array, idBytes: number): readonly string[] {
  const trees: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const nul = bytes.indexOf(0, at);
    const feed = nul < 0 ? -1 : bytes.indexOf(10, nul);
    if (feed < 0) break;
    const valid = viewOf(bytes).toString('latin1', nul + 1, Math.min(feed, nul + 40)).startsWith('-') === false;
    at = feed + 1;
    if (!valid) continue;
    if (at + idBytes > bytes.length) break;
    trees.push(hexFromBytes(bytes.subarray(at, at + idBytes)));
    at += idBytes;
  }
  return trees;
}
