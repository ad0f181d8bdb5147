/** Reads a JSON file that is no transcript, whole and bounded, and finds the place of a value in it. */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { Json } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';

/** Larger ones are listed as a problem. `~/.claude.json` of old versions kept pasted images. */
const fileCap = 64 * 1024 * 1024;

export type JsonFile = { readonly ok: true; readonly json: Json; readonly bytes: Buffer; readonly ref: EvidenceRef } | { readonly ok: false; readonly problem: ReadProblem };

export function readJsonFile(files: EvidenceFiles, path: string): JsonFile {
  const read = files.readWhole(path, fileCap);
  if (!read.ok) return { ok: false, problem: read.problem };
  const bytes = Buffer.from(read.value.buffer, read.value.byteOffset, read.value.byteLength);
  const text = bytes.toString('utf8');
  try {
    return { ok: true, json: JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) as Json, bytes, ref: wholeFile(path, bytes.length) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, problem: fileProblem(path, 'Not JSON: what it says of sessions could not be read. Its bytes are hashed.') };
  }
}

/** A whole file as a place. */
export function wholeFile(path: string, bytes: number): EvidenceRef {
  return { path, line: 1, byteStart: 0, byteEnd: bytes };
}

/** The place of `"key": "value"` in a file; the whole file where it is written in another way (with escapes). */
export function placeOf(path: string, bytes: Buffer, key: string, value: string): EvidenceRef {
  const quoted = JSON.stringify(value);
  const name = Buffer.from(JSON.stringify(key));
  for (let at = bytes.indexOf(quoted); at >= 0; at = bytes.indexOf(quoted, at + 1)) {
    let before = at - 1;
    while (before >= 0 && isBlank(bytes[before])) before -= 1;
    if (bytes[before] !== 0x3a) continue;
    before -= 1;
    while (before >= 0 && isBlank(bytes[before])) before -= 1;
    const start = before + 1 - name.length;
    if (start < 0 || !bytes.subarray(start, before + 1).equals(name)) continue;
    return { path, line: lineOf(bytes, start), byteStart: start, byteEnd: at + Buffer.byteLength(quoted) };
  }
  return wholeFile(path, bytes.length);
}

/** The place of a name of an object (`"name":`); the whole file where it is written in another way. */
export function placeOfName(path: string, bytes: Buffer, name: string): EvidenceRef {
  const quoted = Buffer.from(JSON.stringify(name));
  for (let at = bytes.indexOf(quoted); at >= 0; at = bytes.indexOf(quoted, at + 1)) {
    let after = at + quoted.length;
    while (isBlank(bytes[after])) after += 1;
    if (bytes[after] === 0x3a) return { path, line: lineOf(bytes, at), byteStart: at, byteEnd: at + quoted.length };
  }
  return wholeFile(path, bytes.length);
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function lineOf(bytes: Buffer, end: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < end; at = bytes.indexOf(0x0a, at + 1)) line += 1;
  return line;
}
