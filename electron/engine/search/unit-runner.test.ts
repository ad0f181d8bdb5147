import { describe, expect, it } from 'vitest';
import type { SearchQuery } from './query.ts';
import type { UnitResult } from './search-unit.ts';
import { createLocalRunner, createThreadRunner } from './unit-runner.ts';

/** A thread that answers each unit with its query's text as a problem; `hang` never answers, `break` fails. */
const script = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ search, query, units, taken }) => {
  if (query === null) setTimeout(() => {}, 5);
  else if (query.text === 'hang') for (;;);
  else if (query.text === 'break') throw new Error('The thread broke.');
  for (;;) {
    const number = Atomics.add(taken, 0, 1);
    const ended = number >= units.length / 3;
    const results = ended ? [] : [{ number, result: { bytes: 0, hits: [], problems: [{ record: number, reason: query?.text ?? '' }], stopped: false } }];
    parentPort.postMessage({ search, results, ended });
    if (ended) return;
  }
});
`;
const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
const query = (text: string): SearchQuery => ({ text, kind: 'literal', caseSensitive: true });
const units = Array.from({ length: 20 }, (_, at) => ({ file: 0, from: at, to: at + 1 }));
const table = { path: 'a', starts: Float64Array.from(units, (_, at) => at * (8 << 20)), ends: Float64Array.from(units, (_, at) => (at + 1) * (8 << 20)), marks: new Uint8Array(units.length), plain: false };

function setup() {
  const runner = createThreadRunner(url, '/evidence', [table]);
  const results = new Map<number, UnitResult>();
  const run = (text: string) => runner.run(query(text), units, (number, result) => results.set(number, result));
  return { runner, run, results };
}

describe('searching in threads', () => {
  it('does each unit once', async () => {
    const { run, results } = setup();
    await run('a').ended;
    expect([...results.keys()].sort((a, b) => a - b)).toEqual(units.map((_, at) => at));
  });

  it('is ready with the next search after one that had to be broken off', async () => {
    const { run, results } = setup();
    const stuck = run('hang');
    stuck.stop();
    const next = run('b');
    await stuck.ended;
    await next.ended;
    expect(results.size).toBe(units.length);
    expect([...results.values()].every((result) => result.problems[0]?.reason === 'b')).toBe(true);
  });

  it('breaks off a search that is under way when the next begins', async () => {
    const { run, results } = setup();
    const stuck = run('hang');
    await new Promise((done) => setImmediate(done));
    await run('c').ended;
    await stuck.ended;
    expect([...results.values()].map((result) => result.problems[0]?.reason)).toEqual(units.map(() => 'c'));
  });

  it('fails a search whose thread fails, and starts a new thread for the next', async () => {
    const { run, results } = setup();
    await expect(run('break').ended).rejects.toThrow('The thread broke.');
    await run('d').ended;
    expect(results.size).toBe(units.length);
  });

  it('makes ready before the first search, and gives way to it', async () => {
    const { runner, run, results } = setup();
    const prepared = runner.prepare(units);
    await run('e').ended;
    await prepared.ended;
    expect([...results.values()].map((result) => result.problems[0]?.reason)).toEqual(units.map(() => 'e'));
  });

  it('has nothing to wait for where there is nothing to search', async () => {
    await createThreadRunner(url, '/evidence', []).run(query('a'), [], () => {}).ended;
    await expect(createLocalRunner({ open: () => ({ ok: false, problem: { path: '', line: null, byteOffset: null, reason: '' } }) }, []).run(query('a'), [], () => {}).ended).resolves.toBeUndefined();
  });
});
