/** Makes the corpora that the bench reads, once, outside the checkout. Knows the generator's arguments, not what it writes. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, renameSync, statfsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../build.mjs';
import { cacheFolder, exists, onceMade } from '../cache-folder.mjs';

/** The generator lies beside the project, not in it. */
export const generator = resolve(root, '../shared/bench/make-corpus.mjs');

/**
 * @typedef {{ files: number, bytes: number, records: number, malformed: number, sessions: number, subagents: number,
 *   toolCalls: number, byTool: Record<string, number>, commands: Record<string, number>, outsideRootWrites: number,
 *   credentialReads: number, unsanctionedNetwork: number, bypassSessions: number, duplicates: number }} Truth
 * @typedef {{ folder: string, mebibytes: number, seed: number, truth: Truth, files: readonly string[] }} Corpus
 */

/**
 * A corpus of that size and seed; the same for each run, as the generator is deterministic.
 * @param {number} mebibytes
 * @param {number} seed
 * @param {(line: string) => void} say
 * @returns {Promise<Corpus>}
 */
export async function corpus(mebibytes, seed, say) {
  if (!exists(generator)) {
    throw new Error(`The corpus generator is not there: ${relative(root, generator)}, seen from the project's folder. The bench cannot run without it.`);
  }
  const version = createHash('sha256').update(readFileSync(generator)).digest('hex').slice(0, 8);
  const shelf = join(cacheFolder(), 'bench');
  mkdirSync(shelf, { recursive: true });
  const place = await onceMade(join(shelf, `corpus-${mebibytes}-${seed}-${version}`), async (draft) => {
    const room = statfsSync(shelf);
    const free = (room.bavail * room.bsize) / 2 ** 20;
    if (free < mebibytes * 1.2) throw new Error(`${shelf} has ${Math.round(free)} MiB free; a corpus of ${mebibytes} MiB does not fit.`);
    say(`Making a corpus of ${mebibytes} MiB, seed ${seed} ...`);
    await run([process.execPath, generator, join(draft, 'evidence'), '--mib', String(mebibytes), '--seed', String(seed)]);
    renameSync(join(draft, 'evidence.truth.json'), join(draft, 'truth.json'));
  });
  const folder = join(place, 'evidence');
  return { folder, mebibytes, seed, truth: JSON.parse(readFileSync(join(place, 'truth.json'), 'utf8')), files: filesOf(folder) };
}

/**
 * Relative paths, sorted.
 * @param {string} folder
 */
function filesOf(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

/**
 * Reads each file once, so that no contender pays for the disk.
 * @param {Corpus} corpus
 */
export function warm({ folder, files }) {
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (const file of files) {
    const handle = openSync(join(folder, file), 'r');
    while (readSync(handle, buffer) > 0);
    closeSync(handle);
  }
}

/**
 * @param {readonly string[]} words
 * @returns {Promise<void>}
 */
function run([program = '', ...rest]) {
  return new Promise((done, fail) => {
    const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`The generator ended with ${code}.`))));
  });
}
