/** Reads one loose object file. Believes its declared length and no more: what inflates past it is refused. */
import type { EvidenceFiles } from '../../../intake/evidence-files.ts';
import { viewOf } from '../bytes.ts';
import { inflateExact, inflateStart } from '../inflate.ts';
import { inflateInto } from '../inflate-small.ts';
import type { ObjectRead, ObjectType } from './read-object.ts';

/** A header is a type, a length and a NUL; the longest good one is far shorter. */
const headerBytes = 64;
/** Files up to this are inflated at once where they make no more than the scratch holds. */
const smallFile = 8192;
const scratch = Buffer.alloc(32 * 1024);

const types: ReadonlyMap<string, ObjectType> = new Map([['commit', 'commit'], ['tree', 'tree'], ['blob', 'blob'], ['tag', 'tag']]);

interface Header {
  readonly type: ObjectType;
  readonly size: number;
  readonly length: number;
}

function readHeader(deflated: Uint8Array): Header | string {
  return headerIn(inflateStart(deflated));
}

function headerIn(start: Buffer | null): Header | string {
  if (start === null || start.length === 0) return 'an object that cannot be inflated';
  const header = /^([a-z]{1,10}) (\d{1,15})\0/.exec(start.toString('latin1', 0, headerBytes));
  if (!header?.[1] || !header[2]) return 'an object without a header';
  const type = types.get(header[1]);
  return type === undefined ? `an object of the unknown kind "${header[1]}"` : { type, size: Number(header[2]), length: header[0].length };
}

/** The type that the file's header names, or null. Reads only its beginning. */
export function looseType(files: EvidenceFiles, path: string): ObjectType | null {
  const opened = files.open(path);
  if (!opened.ok) return null;
  try {
    const header = readHeader(opened.value.read(0, 192));
    return typeof header === 'string' ? null : header.type;
  } catch {
    return null;
  } finally {
    opened.value.close();
  }
}

/** The object in a file of the evidence, or why there is none. */
export function readLooseObject(files: EvidenceFiles, path: string, maxBytes: number): ObjectRead {
  // Deflated data is never much longer than what it makes.
  const read = files.readWhole(path, maxBytes + 65_536);
  if (!read.ok) return { ok: false, reason: read.problem.reason };
  // Most are small: they are inflated at once, without a look at the header first.
  const small = read.value.length <= smallFile ? inflateInto(read.value, scratch) : null;
  if (small !== null) {
    const header = headerIn(scratch.subarray(0, small.filled));
    if (typeof header !== 'string' && header.length + header.size === small.filled && header.size <= maxBytes) return { ok: true, object: { type: header.type, bytes: Uint8Array.prototype.slice.call(scratch, header.length, small.filled) } };
  }
  const header = readHeader(read.value);
  if (typeof header === 'string') return { ok: false, reason: header };
  const { type, size, length } = header;
  if (size > maxBytes) return { ok: false, reason: `an object of ${size} bytes, more than the ${maxBytes} that are read` };
  const whole = inflateExact(read.value, length + size);
  return whole.ok ? { ok: true, object: { type, bytes: viewOf(whole.bytes).subarray(length) } } : { ok: false, reason: `an object that ${whole.reason}` };
}
