import { describe, expect, test, vi } from 'vitest';
import type { Params, Result, Slot } from '../../shared/contract.ts';
import { CallProblem } from '../../shared/rpc.ts';
import { createSlotSource } from './slot-source.ts';

const slot = (index: number): Slot => ({ index, separator: { kind: 'gap', ms: index }, event: null, git: null, causeSlot: null });

function setup(total = 1000) {
  const calls: { params: Params<'slots.page'>; signal: AbortSignal; answer(): void; fail(error: unknown): void }[] = [];
  const timers: (() => void)[] = [];
  const source = createSlotSource({
    page: (params, signal) =>
      new Promise<Result<'slots.page'>>((done, fail) => {
        const count = params.filter.text === undefined ? total : 10;
        const rows = Array.from({ length: Math.max(0, Math.min(params.limit, count - params.offset)) }, (_, at) => slot(params.offset + at));
        calls.push({ params, signal, answer: () => done({ total: count, rows }), fail });
      }),
    problemOf: (error) => (error instanceof CallProblem ? error.problem : { kind: 'failed', path: null, reason: 'x' }),
    later: (_, run) => {
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), timers.includes(run) ? 1 : 0);
    },
  });
  const heard = vi.fn();
  source.subscribe(heard);
  const settled = () => new Promise((done) => setTimeout(done, 0));
  return { source, calls, timers, heard, settled };
}

describe('the slot source', () => {
  test('asks for aligned pages and knows the total from the first answer', async () => {
    const { source, calls, settled } = setup();
    source.want({}, 190, 230);
    expect(calls.map((call) => call.params.offset)).toEqual([0, 200]);
    calls[0]?.answer();
    calls[1]?.answer();
    await settled();
    expect(source.view().total).toBe(1000);
    expect(source.view().slot(201)?.index).toBe(201);
  });

  test('does not ask twice for a page that is here or on its way', async () => {
    const { source, calls, settled } = setup();
    source.want({}, 0, 40);
    source.want({}, 10, 50);
    calls[0]?.answer();
    await settled();
    source.want({}, 20, 60);
    expect(calls).toHaveLength(1);
  });

  test('gives up pages that were scrolled past', () => {
    const { source, calls } = setup();
    source.want({}, 0, 40);
    source.want({}, 800, 840);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(calls[1]?.signal.aborted).toBe(false);
  });

  test('keeps the old rows until the first page of a new filter is there', async () => {
    const { source, calls, settled } = setup();
    source.want({}, 0, 40);
    calls[0]?.answer();
    await settled();
    source.want({ text: 'ssh' }, 0, 40);
    expect(source.view().total).toBe(1000);
    expect(source.view().slot(3)?.index).toBe(3);
    calls[1]?.answer();
    await settled();
    expect(source.view().total).toBe(10);
    expect(source.view().filter).toEqual({ text: 'ssh' });
  });

  test('says that it is slow only after the wait, and stops saying so with the answer', async () => {
    const { source, calls, timers, settled } = setup();
    source.want({}, 0, 40);
    expect(source.view().slow).toBe(false);
    timers[0]?.();
    expect(source.view().slow).toBe(true);
    calls[0]?.answer();
    await settled();
    expect(source.view().slow).toBe(false);
  });

  test('hands a problem on and asks again on demand', async () => {
    const { source, calls, settled } = setup();
    source.want({}, 0, 40);
    calls[0]?.fail(new CallProblem('unreadable', 'gone', 'a.jsonl'));
    await settled();
    expect(source.view().problem).toMatchObject({ kind: 'unreadable', path: 'a.jsonl' });
    source.retry();
    calls[1]?.answer();
    await settled();
    expect(source.view().problem).toBeNull();
    expect(source.view().total).toBe(1000);
  });

  test('tries again by itself where the engine was busy', async () => {
    const { source, calls, timers, settled } = setup();
    source.want({}, 0, 40);
    calls[0]?.fail(new CallProblem('busy', 'too many'));
    await settled();
    expect(source.view().problem).toBeNull();
    for (const run of [...timers]) run();
    expect(calls).toHaveLength(2);
  });

  test('is silent after it was closed', async () => {
    const { source, calls, heard, settled } = setup();
    source.want({}, 0, 40);
    source.close();
    calls[0]?.answer();
    await settled();
    expect(heard).not.toHaveBeenCalled();
    expect(calls[0]?.signal.aborted).toBe(true);
  });
});
