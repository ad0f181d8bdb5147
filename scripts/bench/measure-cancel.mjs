/**
 * How long cancelling takes while a folder is read: from the moment at which an analyst asks to the end of reading, whatever holds
 * the engine's thread at that moment. `node measure-cancel.mjs <bundle> <evidence> <millisecond>...` Started by the bench.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [bundle = '', evidence = '', ...moments] = process.argv.slice(2);
const url = (/** @type {string} */ name) => pathToFileURL(join(bundle, `${name}.js`));
const [{ startCase }, { connect }, { contract, notices }] = await Promise.all([import(url('session').href), import(url('rpc').href), import(url('contract').href)]);

/** @type {{ after: number, ms: number, state: string }[]} */
const runs = [];
for (const after of moments.map(Number)) {
  /** @type {((message: unknown) => void)[][]} */
  const handlers = [[], []];
  const [here, there] = [0, 1].map((at) => ({
    send: (/** @type {unknown} */ message) => queueMicrotask(() => { for (const handler of handlers[1 - at] ?? []) handler(message); }),
    listen: (/** @type {(message: unknown) => void} */ handler) => void handlers[at]?.push(handler),
  }));
  const asked = performance.now() + after;
  const session = startCase({ root: evidence, include: [''], name: 'bench', live: false }, false, { now: Date.now, worker: url('transcript-worker') });
  session.serve(here);
  const page = connect(there, contract, notices);
  // What holds the thread at the moment of asking delays this timer, and so counts.
  await sleep(after);
  await page.call('case.cancel', {}).result;
  const { state } = await session.ended;
  runs.push({ after, ms: performance.now() - asked, state });
}
process.stdout.write(`${JSON.stringify(runs)}\n`);
process.exit(0);
