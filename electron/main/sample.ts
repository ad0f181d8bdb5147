/**
 * Unpacks the sample evidence into the user's own folder, once for each version of it. The archive is ours, yet it is
 * read like a stranger's: a name that leads out is refused. Knows nothing of the case.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { isInside, makeFolder, makeReadOnly, openOutputFolder, writeOutput } from '../output-file.ts';

const largestFile = 64 * 1024 * 1024;
const mostEntries = 20_000;

/** The folder with the sample, unpacked now or before. */
export async function sampleFolder(archive: string, userFolder: string): Promise<string> {
  const bytes = readFileSync(archive);
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const place = join(userFolder, 'sample', version);
  if (existsSync(place)) return place;
  const output = openOutputFolder(place);
  try {
    await unpack(bytes, output.draft);
  } catch (error) {
    output.abandon();
    throw error;
  }
  try {
    output.finish();
  } catch (error) {
    // Another window may have unpacked it at the same moment: then it is there.
    if (!existsSync(place)) throw error;
  }
  return place;
}

async function unpack(bytes: Uint8Array, folder: string): Promise<void> {
  const archive = extract();
  const source = Readable.from([bytes]).pipe(createGunzip());
  source.on('error', (error) => archive.destroy(error));
  source.pipe(archive);
  const folders = new Set([folder]);
  let entries = 0;
  for await (const entry of archive) {
    if (++entries > mostEntries) throw new Error('The sample archive has too many entries.');
    const path = placeOf(folder, entry.header);
    if (entry.header.type === 'directory') {
      makeFolder(path);
      folders.add(path);
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of entry) {
      if (!(chunk instanceof Uint8Array)) throw new Error('The sample archive gave no bytes.');
      const part = Buffer.from(chunk);
      size += part.length;
      if (size > largestFile) throw new Error(`The sample archive has a file that is too large: ${entry.header.name}`);
      chunks.push(part);
    }
    writeOutput(path, Buffer.concat(chunks), []);
    makeReadOnly(path, false);
    for (let above = dirname(path); above !== folder; above = dirname(above)) folders.add(above);
  }
  // Folders last: nothing could be made in them afterwards.
  for (const path of folders) makeReadOnly(path, true);
}

/** Where an entry goes. Throws for a name that leads out of the folder and for what is neither file nor folder. */
export function placeOf(folder: string, header: Pick<Header, 'name' | 'type'>): string {
  if (header.type !== 'file' && header.type !== 'directory') {
    throw new Error(`The sample archive holds a ${header.type ?? 'strange entry'}: ${header.name}`);
  }
  const path = join(folder, header.name);
  if (header.name.startsWith('/') || header.name.includes('\0') || header.name.includes('\\') || !isInside(folder, path)) {
    throw new Error(`The sample archive holds a name that leads out: ${header.name}`);
  }
  return path;
}
