/** A searching thread: takes unit after unit and hands the hits back. Opens files read-only, as the engine does. */
import { parentPort, workerData } from 'node:worker_threads';
import { openRegular } from '../intake/open-file.ts';
import type { SearchQuery } from './query.ts';
import type { ThreadAnswer, ThreadOrder, ThreadStart } from './search-thread.ts';
import { createUnitSearcher } from './search-unit.ts';
import { unitAt, warmUnits } from './units.ts';

const { root, tables, current }: ThreadStart = workerData;
/** Folders that were seen to lie in the evidence while this search runs: most files stand beside the one before. */
const seen = new Set<string>();
const searcher = createUnitSearcher({ open: (path) => openRegular(root, path, seen) }, tables);
/** Waking the engine costs more than a small file: it hears of results so often. */
const answerEveryMs = 20;
/**
 * What stands in many records, and words that stand in some: the first units are searched for it when a search is made ready, as
 * code that was never run is slow. Each search is a new one, so that the code is compiled for any.
 */
const common: readonly SearchQuery[] = ['error', 'function', 'ers', 'import ', 'update', 'return'].flatMap((text) => [{ text, kind: 'literal', caseSensitive: true }, { text: `t${text}`, kind: 'literal', caseSensitive: false }]);
let running = 0;
const stop = (): boolean => Atomics.load(current, 0) !== running;

parentPort?.on('message', ({ search, query, units, taken }: ThreadOrder) => {
  running = search;
  seen.clear();
  let cold = query === null ? warmUnits : 0;
  searcher.begin(query);
  let results: ThreadAnswer['results'][number][] = [];
  let answered = performance.now();
  for (;;) {
    const number = Atomics.add(taken, 0, 1);
    const unit = stop() ? null : unitAt(units, number);
    const ended = unit === null;
    if (unit !== null && cold > 0) {
      searcher.begin(common[cold % common.length] ?? query);
      searcher.search(unit, stop);
      cold -= 1;
      searcher.begin(query);
    } else if (unit !== null) results.push({ number, result: searcher.search(unit, stop) });
    const now = performance.now();
    if (!ended && now - answered < answerEveryMs) continue;
    const answer: ThreadAnswer = { search, results, ended };
    parentPort?.postMessage(answer);
    if (ended) return;
    results = [];
    answered = now;
  }
});
