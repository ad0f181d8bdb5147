/** Reads one reftable file (versions 1 and 2) into records. Knows the format, not the stack that a repository makes of files. */
import { crc32 } from 'node:zlib';
import { pathText } from '../../intake/path-text.ts';
import { hexFromBytes, textFromBytes, uint16, uint32, viewOf } from './bytes.ts';
import { inflateBounded } from './inflate.ts';
import type { RefValue } from './read-refs.ts';

const maxRecords = 2_000_000;
const maxNameBytes = 16 * 1024;
const keptMessageBytes = 4000;

export interface TableRef {
  readonly name: string;
  readonly updateIndex: number;
  /** Null for a tombstone: the ref is deleted from here on. */
  readonly value: RefValue | null;
  readonly peeled: string | null;
  readonly byteStart: number;
  readonly byteEnd: number;
}

export interface TableLog {
  readonly ref: string;
  readonly updateIndex: number;
  /** Null for a tombstone. */
  readonly data: LogData | null;
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Position among the log records of the file, from 1. */
  readonly ordinal: number;
}

export interface LogData {
  readonly old: string;
  readonly new: string;
  readonly name: string;
  readonly email: string;
  readonly seconds: number;
  readonly zone: number;
  readonly message: string;
  readonly messageCut: boolean;
}

export interface TableProblem {
  readonly byteOffset: number;
  readonly reason: string;
}

export interface ReftableRead {
  readonly version: number;
  readonly digits: number;
  readonly refs: readonly TableRef[];
  readonly logs: readonly TableLog[];
  readonly problems: readonly TableProblem[];
}

/** Thrown inside this file for bytes that cannot be; becomes a problem with its place. */
class Damaged extends Error {
  readonly at: number;
  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}

interface Header {
  readonly version: number;
  readonly length: number;
  readonly blockSize: number;
  readonly minIndex: number;
  readonly oidBytes: 20 | 32;
}

/** Reads the records of a table. Damage ends the section it stands in, and is a problem; the other section is still read. */
export function readReftable(bytes: Uint8Array): ReftableRead {
  const problems: TableProblem[] = [];
  const refs: TableRef[] = [];
  const logs: TableLog[] = [];
  const note = (error: unknown): void => {
    if (!(error instanceof Damaged)) throw error;
    problems.push({ byteOffset: error.at, reason: error.message });
  };
  let header: Header;
  try {
    header = readHeader(bytes);
  } catch (error) {
    note(error);
    return { version: 0, digits: 40, refs, logs, problems };
  }
  const footerBytes = header.length + 44;
  const footer = bytes.length - footerBytes;
  let logAt = 0;
  if (footer < header.length && bytes.length !== header.length + footerBytes) {
    problems.push({ byteOffset: 0, reason: 'a reftable too short for its footer' });
  } else {
    logAt = checkFooter(bytes, footer, header, problems);
  }
  const end = Math.max(footer, header.length);
  try {
    readRefSection(bytes, end, header, refs);
  } catch (error) {
    note(error);
  }
  try {
    const firstIsLog = bytes[header.length] === 0x67;
    if (firstIsLog || logAt > 0) readLogSection(bytes, firstIsLog ? 0 : logAt, end, header, logs);
  } catch (error) {
    note(error);
  }
  return { version: header.version, digits: header.oidBytes * 2, refs, logs, problems };
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < 24 || viewOf(bytes).toString('latin1', 0, 4) !== 'REFT') throw new Damaged(0, 'no reftable: it does not begin with REFT');
  const version = bytes[4] ?? 0;
  if (version !== 1 && version !== 2) throw new Damaged(4, `reftable version ${version} is not known`);
  const blockSize = uint24(bytes, 5);
  const minIndex = uint64(bytes, 8);
  if (version === 1) return { version, length: 24, blockSize, minIndex, oidBytes: 20 };
  const hash = viewOf(bytes).toString('latin1', 24, 28);
  if (hash !== 'sha1' && hash !== 's256') throw new Damaged(24, 'a reftable with an unknown hash');
  return { version, length: 28, blockSize, minIndex, oidBytes: hash === 'sha1' ? 20 : 32 };
}

function checkFooter(bytes: Uint8Array, footer: number, header: Header, problems: TableProblem[]): number {
  const view = viewOf(bytes);
  if (view.compare(view, footer, footer + header.length, 0, header.length) !== 0) problems.push({ byteOffset: footer, reason: 'the footer does not repeat the header' });
  const crcAt = bytes.length - 4;
  if (crc32(view.subarray(footer, crcAt)) !== uint32(bytes, crcAt)) problems.push({ byteOffset: crcAt, reason: 'the checksum of the footer is wrong' });
  const logAt = uint64(bytes, footer + header.length + 24);
  if (logAt < footer) return logAt;
  problems.push({ byteOffset: footer, reason: 'the footer names a log section past the end' });
  return 0;
}

function readRefSection(bytes: Uint8Array, end: number, header: Header, into: TableRef[]): void {
  let at = 0;
  for (;;) {
    const typeAt = at === 0 ? header.length : at;
    if (typeAt >= end || bytes[typeAt] !== 0x72) return;
    const length = uint24(bytes, typeAt + 1);
    if (length <= typeAt - at + 6 || at + length > end) throw new Damaged(typeAt, 'a block of refs that goes past the end');
    readRefBlock(bytes, at, typeAt + 4, at + length, header, into);
    // Blocks are padded to the block size, unless the next one follows at once.
    const padded = header.blockSize > 0 && length < header.blockSize && (bytes[at + length] ?? 0) === 0;
    at += padded ? header.blockSize : length;
  }
}

function readRefBlock(bytes: Uint8Array, blockStart: number, from: number, blockEnd: number, header: Header, into: TableRef[]): void {
  const recordsEnd = endOfRecords(bytes, from, blockEnd);
  const cursor = createCursor(bytes, from, recordsEnd);
  let key: Uint8Array = new Uint8Array(0);
  while (cursor.at() < recordsEnd) {
    if (into.length >= maxRecords) throw new Damaged(cursor.at(), `more than ${maxRecords} refs; the rest is not read`);
    const start = cursor.at();
    const named = readKey(cursor, key);
    key = named.key;
    const updateIndex = header.minIndex + cursor.varint();
    let value: RefValue | null = null;
    let peeled: string | null = null;
    if (named.type === 1 || named.type === 2) value = { kind: 'oid', oid: hexFromBytes(cursor.take(header.oidBytes)) };
    if (named.type === 2) peeled = hexFromBytes(cursor.take(header.oidBytes));
    if (named.type === 3) value = { kind: 'symbolic', target: pathText(cursor.take(cursor.varint())) };
    if (named.type > 3) throw new Damaged(start, `a ref record of the unknown type ${named.type}`);
    into.push({ name: pathText(key), updateIndex, value, peeled, byteStart: blockStart, byteEnd: blockEnd });
  }
}

function readLogSection(bytes: Uint8Array, from: number, end: number, header: Header, into: TableLog[]): void {
  let at = from;
  for (;;) {
    const typeAt = at === 0 ? header.length : at;
    if (typeAt >= end || bytes[typeAt] !== 0x67) return;
    const skip = typeAt - at + 4;
    const inflatedBytes = uint24(bytes, typeAt + 1) - skip;
    if (inflatedBytes <= 2) throw new Damaged(typeAt, 'a block of log records without room for any');
    const inflated = inflateBounded(bytes.subarray(typeAt + 4, end), inflatedBytes);
    if (!inflated.ok) throw new Damaged(typeAt, `a block of log records ${inflated.reason}`);
    if (inflated.bytes.length !== inflatedBytes) throw new Damaged(typeAt, 'a block of log records of another size than it declares');
    const blockEnd = typeAt + 4 + inflated.consumed;
    readLogBlock(inflated.bytes, at, blockEnd, header, into);
    at = blockEnd;
  }
}

function readLogBlock(block: Uint8Array, byteStart: number, byteEnd: number, header: Header, into: TableLog[]): void {
  const recordsEnd = endOfRecords(block, 0, block.length);
  const cursor = createCursor(block, 0, recordsEnd, byteStart);
  let key: Uint8Array = new Uint8Array(0);
  while (cursor.at() < recordsEnd) {
    if (into.length >= maxRecords) throw new Damaged(byteStart, `more than ${maxRecords} log records; the rest is not read`);
    const named = readKey(cursor, key);
    key = named.key;
    if (key.length < 9 || key[key.length - 9] !== 0) throw new Damaged(byteStart, 'a log record without a name');
    const ref = pathText(key.subarray(0, key.length - 9));
    const updateIndex = reversed(key, key.length - 8);
    if (named.type > 1) throw new Damaged(byteStart, `a log record of the unknown type ${named.type}`);
    const data = named.type === 0 ? null : readLogData(cursor, header.oidBytes);
    into.push({ ref, updateIndex, data, byteStart, byteEnd, ordinal: into.length + 1 });
  }
}

function readLogData(cursor: Cursor, oidBytes: number): LogData {
  const old = hexFromBytes(cursor.take(oidBytes));
  const next = hexFromBytes(cursor.take(oidBytes));
  const name = textFromBytes(cursor.take(cursor.varint()));
  const email = textFromBytes(cursor.take(cursor.varint()));
  const seconds = cursor.varint();
  const raw = uint16(cursor.take(2), 0);
  const message = cursor.take(cursor.varint());
  const text = textFromBytes(message.subarray(0, keptMessageBytes)).replace(/\n$/, '');
  return { old, new: next, name, email, seconds, zone: raw >= 0x8000 ? raw - 0x10000 : raw, message: text, messageCut: message.length > keptMessageBytes };
}

interface Cursor {
  at(): number;
  take(count: number): Uint8Array;
  varint(): number;
}

/** Reads forward and never past `end`. `reportAt` is the place that damage is reported at, for inflated blocks. */
function createCursor(bytes: Uint8Array, from: number, end: number, reportAt?: number): Cursor {
  let at = from;
  const place = (): number => reportAt ?? at;
  const take = (count: number): Uint8Array => {
    if (count < 0 || at + count > end) throw new Damaged(place(), 'a record that goes past the end of its block');
    at += count;
    return bytes.subarray(at - count, at);
  };
  return {
    at: () => at,
    take,
    varint: () => {
      let byte = take(1)[0] ?? 0;
      let value = byte & 0x7f;
      while (byte & 0x80) {
        byte = take(1)[0] ?? 0;
        value = (value + 1) * 128 + (byte & 0x7f);
        if (value > Number.MAX_SAFE_INTEGER) throw new Damaged(place(), 'a number too large to be one');
      }
      return value;
    },
  };
}

function readKey(cursor: Cursor, previous: Uint8Array): { readonly key: Uint8Array; readonly type: number } {
  const start = cursor.at();
  const shared = cursor.varint();
  const packed = cursor.varint();
  const suffix = cursor.take(Math.floor(packed / 8));
  if (shared > previous.length || shared + suffix.length > maxNameBytes) throw new Damaged(start, 'a record whose name cannot be put together');
  return { key: Buffer.concat([previous.subarray(0, shared), suffix]), type: packed % 8 };
}

function endOfRecords(bytes: Uint8Array, from: number, end: number): number {
  const restarts = uint16(bytes, end - 2);
  const recordsEnd = end - 2 - restarts * 3;
  if (recordsEnd < from) throw new Damaged(end - 2, 'a block with more restart points than fit into it');
  return recordsEnd;
}

function uint24(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function uint64(bytes: Uint8Array, at: number): number {
  return uint32(bytes, at) * 2 ** 32 + uint32(bytes, at + 4);
}

/** Log keys hold the update index subtracted from 2^64 - 1, so that the newest stands first. */
function reversed(bytes: Uint8Array, at: number): number {
  return (0xffff_ffff - uint32(bytes, at)) * 2 ** 32 + (0xffff_ffff - uint32(bytes, at + 4));
}
