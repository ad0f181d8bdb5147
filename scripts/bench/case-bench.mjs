/** Times opening, reopening and searching through the contract, as the app does it, beside `rg -c` in the same rounds. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build.mjs';
import { contenders, isThere, literal } from './contenders.mjs';
import { measuredRun } from './measured-run.mjs';
import { median } from './result-table.mjs';

/** @typedef {import('./corpus.mjs').Corpus} Corpus */
/** @typedef {{ kind: string, caseSensitive: boolean, ms: number, state: string, hits: number }} Search */
/** @typedef {{ from: string, firstRowsMs: number, searches: Search[], peakMegabytes: number }} Measured */
/**
 * @typedef {{ mebibytes: number, firstRows: number, reopened: number, reopenedPeak: number, first: number, again: number,
 *   folded: number, pattern: number, rg: number | null, hits: number, ended: string, cancelled: number | null }} CaseResult
 */

/**
 * @param {string} bundle
 * @param {Corpus} corpus
 * @param {number} rounds
 * @param {string} scratch
 * @param {(line: string) => void} say
 * @returns {Promise<CaseResult>}
 */
export async function benchCase(bundle, corpus, rounds, scratch, say) {
  const index = mkdtempSync(join(scratch, 'index-'));
  const measure = async (/** @type {readonly string[]} */ texts) => {
    const run = await measuredRun([process.execPath, join(root, 'scripts/bench/measure-case.mjs'), bundle, corpus.folder, index, ...texts], { cwd: scratch, scratch, name: 'case' });
    if (run.status !== 0) throw new Error(`measure-case.mjs ended with ${run.status}.\n${readFileSync(join(scratch, 'case.err'), 'utf8').slice(0, 2000)}`);
    return { .../** @type {Measured} */ (JSON.parse(readFileSync(run.output, 'utf8'))), peak: run.peakMegabytes ?? 0 };
  };
  /** The longest of several, at moments over the whole reading; null where reading ended before each of them. */
  const measureCancel = async () => {
    const moments = cancelShares.map((share) => String(Math.round(read.firstRowsMs * share)));
    const run = await measuredRun([process.execPath, join(root, 'scripts/bench/measure-cancel.mjs'), bundle, corpus.folder, ...moments], { cwd: scratch, scratch, name: 'cancel' });
    if (run.status !== 0) throw new Error(`measure-cancel.mjs ended with ${run.status}.\n${readFileSync(join(scratch, 'cancel.err'), 'utf8').slice(0, 2000)}`);
    /** @type {{ ms: number, state: string }[]} */
    const ends = JSON.parse(readFileSync(run.output, 'utf8'));
    const stopped = ends.filter(({ state }) => state === 'cancelled').map(({ ms }) => ms);
    return stopped.length === 0 ? null : Math.max(...stopped);
  };
  const rgWords = contenders('').find(({ id }) => id === 'rg')?.words(corpus) ?? [];
  const read = await measure([]);
  if (read.from !== 'evidence') throw new Error('The first opening did not read the evidence.');
  say(`${corpus.mebibytes} MiB: first rows after reading ${(read.firstRowsMs / 1000).toFixed(2)} s`);
  /** @type {(Measured & { peak: number })[]} */
  const reopened = [];
  /** @type {number[]} */
  const rg = [];
  for (let round = 0; round < rounds; round++) {
    const again = await measure([literal]);
    if (again.from !== 'index') throw new Error('The second opening did not use the index.');
    reopened.push(again);
    if (isThere('rg')) rg.push((await measuredRun(rgWords, { cwd: corpus.folder, scratch, name: 'rg' })).seconds * 1000);
    say(`${corpus.mebibytes} MiB, round ${round + 1} of ${rounds}: first rows from the index ${again.firstRowsMs.toFixed(0)} ms, search ${again.searches.map((search) => search.ms.toFixed(0)).join(', ')} ms, rg ${rg.at(-1)?.toFixed(0) ?? '-'} ms`);
  }
  rmSync(index, { recursive: true, force: true });
  const cancelled = await measureCancel();
  const searches = (/** @type {number} */ at) => median(reopened.map((run) => run.searches[at]?.ms ?? Number.NaN));
  return {
    mebibytes: corpus.mebibytes,
    firstRows: read.firstRowsMs,
    reopened: median(reopened.map((run) => run.firstRowsMs)),
    reopenedPeak: Math.max(...reopened.map((run) => run.peak)),
    first: searches(0),
    again: searches(1),
    folded: searches(2),
    pattern: searches(3),
    rg: rg.length > 0 ? median(rg) : null,
    hits: reopened[0]?.searches[0]?.hits ?? 0,
    ended: reopened[0]?.searches[3]?.state ?? '',
    cancelled,
  };
}

/** Moments of asking, as shares of the time that reading took. */
const cancelShares = [0.02, 0.1, 0.3, 0.6, 0.8, 0.85, 0.9, 0.93, 0.96];

/** @param {readonly CaseResult[]} results */
export function caseTables(results) {
  const ms = (/** @type {number | null} */ value) => (value === null ? '–' : value.toFixed(0));
  return [
    '### Opening again, from the index',
    '',
    '| MiB | first rows after reading, ms | first rows from the index, ms | share | peak MB with searches |',
    '|---:|---:|---:|---:|---:|',
    ...results.map((row) => `| ${row.mebibytes} | ${ms(row.firstRows)} | ${ms(row.reopened)} | ${((row.reopened / row.firstRows) * 100).toFixed(1)} % | ${ms(row.reopenedPeak)} |`),
    '',
    `### Searching all input and output for \`${literal}\``,
    '',
    'The threads are started and warmed, and unusual escapes looked for, in the background from 0.3 s after the first screen on; the first search begins when the files have been hashed again. The pattern has its signs replaced by `.`.',
    '',
    '| MiB | events found | first, ms | again, ms | `rg -c`, ms | first / rg | again / rg | any case, ms | pattern, ms |',
    '|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...results.map((row) => {
      const times = (/** @type {number} */ value) => (row.rg === null ? '–' : (value / row.rg).toFixed(2));
      return `| ${row.mebibytes} | ${row.hits} | ${ms(row.first)} | ${ms(row.again)} | ${ms(row.rg)} | ${times(row.first)} | ${times(row.again)} | ${ms(row.folded)} | ${ms(row.pattern)}${row.ended === 'done' ? '' : ` (${row.ended})`} |`;
    }),
    '',
    '### Cancelling while reading',
    '',
    'The longest of nine, asked for at moments over the whole of reading, most of them while it is put together.',
    '',
    '| MiB | from asking to the end, ms |',
    '|---:|---:|',
    ...results.map((row) => `| ${row.mebibytes} | ${ms(row.cancelled)} |`),
  ].join('\n');
}
