/** The manifest in the format of sha256sum, and the way back. Bytes, not text: a file name need not be UTF-8. Pure. */
import type { FileEntry } from '../../../shared/case.ts';
import { comparePaths, pathBytes, pathText } from '../intake/path-text.ts';

const lineFeed = 0x0a;

/** One line a hashed regular file; `-` alone would be standard input to `sha256sum`. In bytewise order of paths. What has no hash stands in the ledger, not here. */
export function manifestBytes(files: readonly Pick<FileEntry, 'path' | 'sha256'>[]): Uint8Array {
  const lines: Buffer[] = [];
  for (const file of [...files].sort((a, b) => comparePaths(a.path, b.path))) {
    if (file.sha256 === null) continue;
    const escaped = file.path === '-' ? './-' : escapeName(file.path);
    const mark = escaped.includes('\\') ? '\\' : '';
    lines.push(Buffer.concat([Buffer.from(`${mark}${file.sha256}  `, 'latin1'), pathBytes(escaped), Buffer.from('\n', 'latin1')]));
  }
  return Buffer.concat(lines);
}

/** A name with a backslash or a line break: the line then begins with a backslash, as `sha256sum` reads it. */
function escapeName(path: string): string {
  return path.replace(/[\\\n\r]/g, (character) => (character === '\\' ? '\\\\' : character === '\n' ? '\\n' : '\\r'));
}

export interface ManifestLine {
  readonly path: string;
  readonly sha256: string;
}

/** A line that is no `hash  name`. */
export interface ManifestFault {
  readonly line: number;
  readonly reason: string;
}

/** Reads a manifest that `manifestBytes` or `sha256sum` wrote. Lines that are none are named, never passed over. */
export function readManifest(bytes: Uint8Array): { readonly lines: readonly ManifestLine[]; readonly faults: readonly ManifestFault[] } {
  const lines: ManifestLine[] = [];
  const faults: ManifestFault[] = [];
  for (let start = 0, number = 1; start < bytes.length; number++) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found;
    const read = readLine(bytes.subarray(start, end));
    if (read.ok) lines.push(read.value);
    else faults.push({ line: number, reason: read.reason });
    start = end + 1;
  }
  return { lines, faults };
}

type ReadLine = { readonly ok: true; readonly value: ManifestLine } | { readonly ok: false; readonly reason: string };

function readLine(line: Uint8Array): ReadLine {
  const text = pathText(line);
  const escaped = text.startsWith('\\');
  const body = escaped ? text.slice(1) : text;
  // Two spaces, or a space and a star where the file was hashed in binary mode.
  const match = /^([0-9a-fA-F]{64}) [ *]([\s\S]+)$/.exec(body);
  const sha256 = match?.[1];
  const name = match?.[2];
  if (sha256 === undefined || name === undefined) return { ok: false, reason: 'The line is no SHA-256, two spaces and a name.' };
  const path = escaped ? unescapeName(name) : name;
  if (path === null) return { ok: false, reason: 'The name has a backslash that escapes nothing.' };
  // `find . | xargs sha256sum` begins each path with `./`.
  return { ok: true, value: { path: path.replace(/^(?:\.\/+)+/, ''), sha256: sha256.toLowerCase() } };
}

function unescapeName(name: string): string | null {
  let path = '';
  for (let at = 0; at < name.length; at++) {
    const character = name[at];
    if (character !== '\\') {
      path += character;
      continue;
    }
    at += 1;
    const next = name[at];
    if (next === '\\') path += '\\';
    else if (next === 'n') path += '\n';
    else if (next === 'r') path += '\r';
    else return null;
  }
  return path;
}
