/**
 * A file of named sections of bytes with a table at its end. What is damaged, cut short or of another kind is refused as a
 * whole, with the reason. Knows nothing of what the sections hold.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import * as v from 'valibot';
import { openOutput } from '../../output-file.ts';
import { reasonOf } from '../intake/open-file.ts';
import type { Pace } from '../intake/pace.ts';

const magic = Buffer.from('postflight index 1\n');
/** Length of the table as eight bytes, then the magic again. */
const tailBytes = 8 + magic.length;
const writeBytes = 4 << 20;
const tableCap = 64 << 20;
const sectionAlign = 8;

const tableShape = v.strictObject({
  header: v.record(v.string(), v.string()),
  sections: v.array(v.strictObject({ name: v.string(), start: v.number(), length: v.number(), sha256: v.string() })),
});

export interface Section {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Writes in one step under its name, never inside the evidence. Lets other work in between pieces. */
export async function writeSections(path: string, evidence: readonly string[], header: Readonly<Record<string, string>>, sections: Iterable<Section>, pace: Pace): Promise<void> {
  const output = openOutput(path, evidence);
  try {
    output.write(magic);
    let at = magic.length;
    const rows: v.InferOutput<typeof tableShape>['sections'] = [];
    for (const { name, bytes } of sections) {
      const padding = (sectionAlign - (at % sectionAlign)) % sectionAlign;
      if (padding > 0) output.write(Buffer.alloc(padding));
      at += padding;
      const hash = crypto.createHash('sha256');
      for (let from = 0; from < bytes.length; from += writeBytes) {
        const piece = bytes.subarray(from, from + writeBytes);
        hash.update(piece);
        output.write(piece);
        if (pace.due()) await pace.breathe();
      }
      rows.push({ name, start: at, length: bytes.length, sha256: hash.digest('hex') });
      at += bytes.length;
    }
    const table = Buffer.from(JSON.stringify({ header, sections: rows }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(table.length));
    output.write(table);
    output.write(crypto.createHash('sha256').update(table).digest());
    output.write(length);
    output.write(magic);
  } catch (error) {
    output.abandon();
    throw error;
  }
  output.finish();
}

export type OpenedSections =
  | { readonly kind: 'none' }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'opened'; readonly header: Readonly<Record<string, string>>; readonly file: SectionReader };

export interface SectionReader {
  readonly names: readonly string[];
  /** The section's bytes, in memory of their own. Throws where they are not what was written. */
  read(name: string): Uint8Array<ArrayBuffer>;
  close(): void;
}

class Damaged extends Error {}

export function openSections(path: string): OpenedSections {
  let handle: number;
  try {
    // What stands there may be anything; a FIFO would be waited for.
    handle = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? { kind: 'none' } : { kind: 'damaged', reason: reasonOf(error) };
  }
  try {
    const { size } = fs.fstatSync(handle);
    const readAt = (start: number, length: number): Buffer<ArrayBuffer> => {
      if (start < 0 || length < 0 || start + length > size) throw new Damaged('It is cut short.');
      const bytes = Buffer.from(new ArrayBuffer(length));
      for (let got = 0; got < length; ) {
        const more = fs.readSync(handle, bytes, got, length - got, start + got);
        if (more === 0) throw new Damaged('It is cut short.');
        got += more;
      }
      return bytes;
    };
    const tail = readAt(size - tailBytes, tailBytes);
    if (!tail.subarray(8).equals(magic) || !readAt(0, magic.length).equals(magic)) throw new Damaged('It is no index of this version.');
    const tableLength = Number(tail.readBigUInt64LE());
    if (tableLength > tableCap) throw new Damaged('Its table is damaged.');
    const hashStart = size - tailBytes - 32;
    const table = readAt(hashStart - tableLength, tableLength);
    if (!readAt(hashStart, 32).equals(crypto.createHash('sha256').update(table).digest())) throw new Damaged('Its table is damaged.');
    const { header, sections } = v.parse(tableShape, JSON.parse(table.toString('utf8')));
    const byName = new Map(sections.map((section) => [section.name, section]));
    const file: SectionReader = {
      names: [...byName.keys()],
      read(name) {
        const section = byName.get(name);
        if (!section) throw new Damaged(`Its part ${name} is missing.`);
        const bytes = readAt(section.start, section.length);
        if (crypto.createHash('sha256').update(bytes).digest('hex') !== section.sha256) throw new Damaged(`Its part ${name} is damaged.`);
        return bytes;
      },
      close: () => fs.closeSync(handle),
    };
    return { kind: 'opened', header, file };
  } catch (error) {
    fs.closeSync(handle);
    return { kind: 'damaged', reason: error instanceof Error ? error.message.slice(0, 300) : 'It can not be read.' };
  }
}
