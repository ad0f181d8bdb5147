import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchHit } from '../../shared/contract.ts';
import { CallProblem } from '../../shared/rpc.ts';
import type { SearchCalls, SearchPage } from './search-run.ts';
import { createSearchStore } from './search-store.ts';

const hit = (eventId: number): SearchHit => ({
  eventId, time: null, tool: 'Bash', part: 'input', place: { path: 'a.jsonl', line: eventId + 1, byteStart: eventId * 10, byteEnd: eventId * 10 + 9 }, field: 'command', occurrences: 1, snippet: 'curl', match: { start: 0, end: 4 },
});

/** An engine that has `found` hits; it is under way until `state` is set. */
function setup(found = 120) {
  const engine = { found, state: 'done' as SearchPage['state'], refuse: null as CallProblem | null, cancelled: 0, started: [] as unknown[] };
  const calls: SearchCalls = {
    async start(params) {
      engine.started.push(params);
      if (engine.refuse) throw engine.refuse;
      return { id: engine.started.length, bytesTotal: 100 };
    },
    page: async ({ offset, limit }) => ({
      state: engine.state, total: engine.found, hits: Array.from({ length: engine.found }, (_, at) => hit(at)).slice(offset, offset + limit), occurrences: engine.found, bytesSearched: 50, bytesTotal: 100, problems: [], problemCount: 0,
    }),
    async cancel() {
      engine.cancelled += 1;
      engine.state = 'cancelled';
      return { cancelled: true };
    },
  };
  const opened: number[] = [];
  const store = createSearchStore(calls, (eventId) => opened.push(eventId));
  const search = async (text: string) => {
    store.getState().show();
    store.getState().setForm({ text, kind: 'literal', caseSensitive: false, within: false });
    store.getState().begin({ tools: ['Bash'] });
    await vi.advanceTimersByTimeAsync(40);
  };
  return { engine, store, opened, search };
}

afterEach(() => {
  vi.useRealTimers();
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a search in the app', () => {
  it('steps through the hits, over pages and round at both ends, and opens each event', async () => {
    const { store, opened, search } = setup();
    await search('curl');
    store.getState().step('next');
    store.getState().step('previous');
    await vi.advanceTimersByTimeAsync(0);
    expect(opened).toEqual([0, 119]);
    expect(store.getState()).toMatchObject({ offset: 100, active: { ordinal: 119 } });
    store.getState().step('next');
    await vi.advanceTimersByTimeAsync(0);
    expect(opened).toEqual([0, 119, 0]);
  });

  it('asks again until it is over, and shows what was found meanwhile', async () => {
    const { engine, store, search } = setup(1);
    engine.state = 'running';
    await search('curl');
    expect(store.getState().page).toMatchObject({ state: 'running', total: 1 });
    engine.found = 3;
    engine.state = 'done';
    await vi.advanceTimersByTimeAsync(200);
    expect(store.getState().page).toMatchObject({ state: 'done', total: 3 });
  });

  it('keeps what was found when it is cancelled, and is asked no more', async () => {
    const { engine, store, search } = setup(2);
    engine.state = 'running';
    await search('curl');
    store.getState().cancel();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().page).toMatchObject({ state: 'cancelled', total: 2 });
    expect(engine.cancelled).toBe(1);
  });

  it('gives the filter along only where it is asked for', async () => {
    const { engine, store, search } = setup();
    await search('curl');
    store.getState().setForm({ ...store.getState().form, within: true });
    store.getState().begin({ tools: ['Bash'] });
    await vi.advanceTimersByTimeAsync(40);
    expect(engine.started).toEqual([
      { text: 'curl', kind: 'literal', caseSensitive: false },
      { text: 'curl', kind: 'literal', caseSensitive: false, filter: { tools: ['Bash'] } },
    ]);
  });

  it('shows why a pattern was refused, and nothing of the search before', async () => {
    const { engine, store, search } = setup();
    await search('curl');
    engine.refuse = new CallProblem('refused', 'The pattern is not understood: missing closing )');
    await search('(');
    expect(store.getState()).toMatchObject({ page: null, problem: { kind: 'refused' } });
  });

  it('ends with its panel, and forgets all with its case', async () => {
    const { engine, store, search } = setup();
    engine.state = 'running';
    await search('curl');
    store.getState().hide();
    expect(store.getState()).toMatchObject({ open: false, active: null });
    expect(engine.cancelled).toBe(1);
    store.getState().reset();
    expect(store.getState()).toMatchObject({ form: { text: '' }, page: null, asked: null });
  });
});
