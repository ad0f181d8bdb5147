import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionBook, type ModeChange, modeAt, noteMode, type SessionNotes } from './sessions.ts';

function sessionOf(changes: readonly ModeChange[]): SessionNotes {
  const session = createSessionBook().session('s1', 's1.jsonl', null);
  for (const change of changes) noteMode(session, change);
  return session;
}

const change = (mode: string, time: number | null): ModeChange => ({ mode, time, source: 'row' });

describe('the mode of a session', () => {
  it('is the last one set at or before a time, in whatever order its files are read', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: -1, max: 21 }), (times, time) => {
        const set = times.map((at, n) => [`mode ${n}`, at] as const);
        const session = sessionOf(set.map(([mode, at]) => change(mode, at)));
        const last = set.filter(([, at]) => at <= time).sort(([, a], [, b]) => a - b).at(-1);
        if (last) expect(modeAt(session, time)).toBe(last[0]);
        expect(session.modes.map((each) => each.time)).toEqual([...session.modes.map((each) => each.time)].sort((a, b) => (a ?? 0) - (b ?? 0)));
      }),
    );
  });

  it('that was set without a time holds from the one before on', () => {
    const session = sessionOf([change('plan', 5), change('auto', null), change('default', 3)]);
    expect([2, 3, 4, 5, 6].map((time) => modeAt(session, time))).toEqual([null, 'default', 'default', 'auto', 'auto']);
  });

  it('is told of a session that changes it fifty thousand times, backwards in time', () => {
    const many = 50_000;
    const session = sessionOf(Array.from({ length: many }, (_, n) => change(n % 2 === 0 ? 'plan' : 'default', many - n)));
    for (let time = 1; time <= many; time++) if (modeAt(session, time) !== ((many - time) % 2 === 0 ? 'plan' : 'default')) throw new Error(`Another mode at ${time}.`);
  });
});
