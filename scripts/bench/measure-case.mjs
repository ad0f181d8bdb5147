/**
 * Opens a case as the app does, through the contract, and prints how long what took: first rows, then searches.
 * `node measure-case.mjs <bundle> <evidence> <index folder or -> [search text]...` Started by the bench, in a process of its own.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const [bundle = '', evidence = '', index = '-', ...texts] = process.argv.slice(2);
const url = (/** @type {string} */ name) => pathToFileURL(join(bundle, `${name}.js`));
const [{ startCase }, { connect }, { contract, notices }] = await Promise.all([import(url('session').href), import(url('rpc').href), import(url('contract').href)]);

const begun = performance.now();
const order = { root: evidence, include: [''], name: 'bench', live: false, ...(index === '-' ? {} : { indexFolder: index }) };
const session = startCase(order, false, { now: Date.now, worker: url('transcript-worker'), searchWorker: url('search-worker') });
const [here, there] = ports();
session.serve(there);
const page = connect(here, contract, notices);
const end = await session.ended;
if (end.state !== 'ready') throw new Error(end.reason);
const opened = performance.now();
const rows = await page.call('slots.page', { filter: {}, offset: 0, limit: 200 }).result;
const firstRows = performance.now();

const { from } = await page.call('case.custody', {}).result;
// The index is written after the first calls are answered.
for (let waited = 0; index !== '-' && from === 'evidence' && waited < 120_000 && !isKept(); waited += 20) await sleep(20);
// Hashing again in the background would compete with the searches; they are measured alone.
for (let custody = await page.call('case.custody', {}).result; from === 'index' && texts.length > 0 && custody.verification.state !== 'done'; custody = await page.call('case.custody', {}).result) await sleep(20);
const searches = [];
for (const text of texts) {
  for (const [kind, caseSensitive] of /** @type {const} */ ([['literal', true], ['literal', true], ['literal', false], ['regex', true]])) {
    const from = performance.now();
    const processor = process.cpuUsage();
    const { id } = await page.call('search.start', { text: kind === 'regex' ? text.replaceAll(/[^\w ]/g, '.') : text, kind, caseSensitive }).result;
    let result = await page.call('search.page', { id, offset: 0, limit: 1 }).result;
    for (; result.state === 'running'; result = await page.call('search.page', { id, offset: 0, limit: 1 }).result) await sleep(2);
    searches.push({ text, kind, caseSensitive, ms: performance.now() - from, processorMs: processorMs(processor), state: result.state, hits: result.total, bytes: result.bytesTotal });
  }
}
process.stdout.write(`${JSON.stringify({ from, openMs: opened - begun, firstRowsMs: firstRows - begun, rows: rows.total, searches, peakMegabytes: process.resourceUsage().maxRSS / 1000 })}\n`);
process.exit(0);

function isKept() {
  return existsSync(index) && readdirSync(index).some((name) => name.endsWith('.postflight-index'));
}

/**
 * All threads of this process together.
 * @param {NodeJS.CpuUsage} since
 */
function processorMs(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** Two ends of a port in this process. */
function ports() {
  /** @type {((message: unknown) => void)[][]} */
  const handlers = [[], []];
  return [0, 1].map((at) => ({
    send: (/** @type {unknown} */ message) => queueMicrotask(() => { for (const handler of handlers[1 - at] ?? []) handler(message); }),
    listen: (/** @type {(message: unknown) => void} */ handler) => void handlers[at]?.push(handler),
  }));
}
