import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseCustody } from '../../shared/case.ts';
import { createCustodyStore } from './custody-store.ts';

const custody = (state: CaseCustody['verification']['state'], total = 0): CaseCustody => ({
  from: 'index', hashedAt: 0, note: null, changes: null,
  verification: { state, files: 2, filesDone: 0, bytes: 10, bytesDone: 0, total, rows: total === 0 ? [] : [{ path: 'a.jsonl', what: 'changed', before: '1', now: '2' }] },
});

function setup() {
  const engine = { now: custody('off'), asked: 0, verified: 0 };
  const store = createCustodyStore({
    'case.custody': async () => {
      engine.asked += 1;
      return engine.now;
    },
    'case.verify': async () => {
      engine.verified += 1;
      engine.now = custody('running');
      return engine.now;
    },
  });
  return { engine, store };
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

describe('the custody of a case', () => {
  it('is asked for until hashing has ended, also where it begins a moment after the case is ready', async () => {
    const { engine, store } = setup();
    store.getState().follow();
    await vi.advanceTimersByTimeAsync(1000);
    engine.now = custody('running');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(store.getState().custody?.verification.state).toBe('running');
    engine.now = custody('done', 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.getState().custody?.verification).toMatchObject({ state: 'done', total: 1 });
    const { asked } = engine;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engine.asked).toBe(asked);
  });

  it('is hashed again when asked for, and followed to its end', async () => {
    const { engine, store } = setup();
    store.getState().verify();
    await vi.advanceTimersByTimeAsync(10);
    expect(store.getState().custody?.verification.state).toBe('running');
    engine.now = custody('done');
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.getState().custody?.verification.state).toBe('done');
    expect(engine.verified).toBe(1);
  });

  it('of the case before is forgotten, whatever is still answered', async () => {
    const { store } = setup();
    store.getState().follow();
    store.getState().reset();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(store.getState().custody).toBeNull();
  });
});
