/** An event's bytes, read again from the evidence: the record as it stands there, with its hash. */
import { isUtf8 } from 'node:buffer';
import crypto from 'node:crypto';
import type { EvidenceRef } from '../../../shared/event.ts';
import { CallProblem } from '../../../shared/rpc.ts';
import type { EvidenceFiles, OpenFile } from '../intake/evidence-files.ts';

/** Records up to this size are parsed for the inspector; larger ones are only paged as bytes. */
export const parsedRecordCap = 48 * 1024 * 1024;
const chunkBytes = 1 << 20;

/** Reads a record whole. Throws a `CallProblem` that names the file and byte where it can't. */
export function recordBytes(files: EvidenceFiles, ref: EvidenceRef): Uint8Array {
  const length = ref.byteEnd - ref.byteStart;
  if (length > parsedRecordCap) throw new CallProblem('unreadable', `The record has ${length} bytes, more than is parsed.`, ref.path);
  return readRange(files, ref, ref.byteStart, length);
}

/** SHA-256 of a record of any size. */
export function recordSha256(files: EvidenceFiles, ref: EvidenceRef): string {
  const hash = crypto.createHash('sha256');
  for (let at = ref.byteStart; at < ref.byteEnd; at += chunkBytes) hash.update(readRange(files, ref, at, Math.min(chunkBytes, ref.byteEnd - at)));
  return hash.digest('hex');
}

/** Part of a record, `from` bytes after its start. */
export function recordPart(files: EvidenceFiles, ref: EvidenceRef, from: number, length: number): { text: string; validUtf8: boolean } {
  const start = Math.min(ref.byteStart + from, ref.byteEnd);
  const bytes = readRange(files, ref, start, Math.min(length, ref.byteEnd - start));
  return bytesAsText(bytes);
}

/** Bytes as text: UTF-8 where they are, else one character a byte. */
export function bytesAsText(bytes: Uint8Array): { text: string; validUtf8: boolean } {
  const valid = isUtf8(bytes);
  return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(valid ? 'utf8' : 'latin1'), validUtf8: valid };
}

function readRange(files: EvidenceFiles, ref: EvidenceRef, start: number, length: number): Uint8Array {
  const opened = files.open(ref.path);
  if (!opened.ok) throw new CallProblem('unreadable', opened.problem.reason, ref.path);
  try {
    const bytes = opened.value.read(start, length);
    if (bytes.length !== length) throw new CallProblem('unreadable', `The file ends before byte ${ref.byteEnd}; it was longer when it was read.`, ref.path);
    return bytes;
  } finally {
    opened.value.close();
  }
}

/** Hashes many records; keeps the last few files open, since neighbours in time lie in the same files. */
export interface RecordReader {
  /** Null where the record can't be read any more. */
  sha256(ref: EvidenceRef): string | null;
  /** The first line of a record of several lines: what `line` names. A record without lines, at line 0, stays as it is. */
  firstLine(ref: EvidenceRef): EvidenceRef;
  close(): void;
}

const filesKeptOpen = 32;

export function createRecordReader(files: EvidenceFiles): RecordReader {
  const handles = new Map<string, OpenFile>();
  const handle = (path: string): OpenFile | null => {
    const known = handles.get(path);
    if (known) return known;
    const opened = files.open(path);
    if (!opened.ok) return null;
    const oldest = handles.entries().next();
    if (handles.size >= filesKeptOpen && !oldest.done) {
      oldest.value[1].close();
      handles.delete(oldest.value[0]);
    }
    handles.set(path, opened.value);
    return opened.value;
  };
  return {
    sha256(ref) {
      const file = handle(ref.path);
      if (file === null) return null;
      const hash = crypto.createHash('sha256');
      for (let at = ref.byteStart; at < ref.byteEnd; at += chunkBytes) {
        const bytes = file.read(at, Math.min(chunkBytes, ref.byteEnd - at));
        if (bytes.length !== Math.min(chunkBytes, ref.byteEnd - at)) return null;
        hash.update(bytes);
      }
      return hash.digest('hex');
    },
    firstLine(ref) {
      const file = ref.line === 0 ? null : handle(ref.path);
      for (let at = ref.byteStart; file !== null && at < ref.byteEnd; at += chunkBytes) {
        const feed = file.read(at, Math.min(chunkBytes, ref.byteEnd - at)).indexOf(0x0a);
        if (feed >= 0) return { ...ref, byteEnd: at + feed };
      }
      return ref;
    },
    close() {
      for (const file of handles.values()) file.close();
      handles.clear();
    },
  };
}
