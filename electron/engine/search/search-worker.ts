/** A searching thread: searches the stretches it is given and hands the hits back. Opens files read-only, as the engine does. */
import { parentPort, workerData } from 'node:worker_threads';
import { openRegular } from '../intake/open-file.ts';
import type { ThreadAnswer, ThreadOrder, ThreadStart } from './search-thread.ts';
import { createUnitSearcher } from './search-unit.ts';

const { root, tables, current }: ThreadStart = workerData;
const searcher = createUnitSearcher({ open: (path) => openRegular(root, path) }, tables);
let begun = 0;

parentPort?.on('message', ({ search, query, units }: ThreadOrder) => {
  if (begun !== search) {
    searcher.begin(query);
    begun = search;
  }
  const stop = (): boolean => Atomics.load(current, 0) !== search;
  const answer: ThreadAnswer = { search, results: units.map(({ number, unit }) => ({ number, result: searcher.search(unit, stop) })) };
  parentPort?.postMessage(answer);
});
