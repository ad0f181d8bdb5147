import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnEvent, drawnReflog } from './drawn-report.ts';
import { keyEventDays } from './key-event-lines.ts';

const asEvents = (rows: readonly ReturnType<typeof drawnEvent>[]) => rows.map((row) => ({ row, findingRules: [] }));

describe('the two lanes of key events', () => {
  it('put a call and the reflog entries it caused on one line', () => {
    const [day] = keyEventDays(asEvents([drawnEvent(1), drawnReflog(2, 1), drawnReflog(3, 1)]));
    expect(day?.lines.map((line) => [line.session?.id, line.git.map((entry) => entry.id)])).toEqual([[1, [2, 3]]]);
  });

  it('give an unexplained entry, and one whose call is not printed, a line of its own', () => {
    const lines = keyEventDays(asEvents([drawnReflog(2, null), drawnReflog(3, 77)])).flatMap((day) => day.lines);
    expect(lines.map((line) => [line.session, line.git[0]?.id])).toEqual([[null, 2], [null, 3]]);
  });

  it('begin a new day at midnight UTC and end with what has no time', () => {
    const midnight = Date.UTC(2026, 9, 10);
    const days = keyEventDays(asEvents([drawnEvent(1, { time: midnight - 1 }), drawnEvent(2, { time: midnight }), drawnEvent(3, { time: null })]));
    expect(days.map((day) => day.day)).toEqual([Date.UTC(2026, 9, 9), midnight, null]);
  });

  it('show the worst severity of the call and of what it caused', () => {
    const tag = (severity: 'low' | 'high', title: string) => ({ id: title, rule: 'r', title, severity });
    const [day] = keyEventDays(asEvents([drawnEvent(1, { findings: [tag('low', 'a')] }), { ...drawnReflog(2, 1), findings: [tag('high', 'b'), tag('low', 'a')] }]));
    expect(day?.lines[0]?.severity).toBe('high');
    expect(day?.lines[0]?.titles).toEqual(['b', 'a']);
  });

  it('print each event exactly once, whatever the joins say', () => {
    const row = fc.tuple(fc.nat(30), fc.option(fc.nat(30), { nil: null }), fc.boolean());
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ([id]) => id, maxLength: 20 }), (drawings) => {
        // A cause is a call: the engine never joins a reflog entry to another one.
        const calls = new Set(drawings.filter(([, , git]) => !git).map(([id]) => id));
        const rows = drawings.map(([id, cause, git]) => (git ? drawnReflog(id, cause !== null && calls.has(cause) ? cause : null) : drawnEvent(id)));
        const printed = keyEventDays(asEvents(rows)).flatMap((day) => day.lines.flatMap((line) => [...(line.session ? [line.session.id] : []), ...line.git.map((entry) => entry.id)]));
        expect([...printed].sort((a, b) => a - b)).toEqual(rows.map((one) => one.id).sort((a, b) => a - b));
      }),
    );
  });
});
