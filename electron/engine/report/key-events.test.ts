import { describe, expect, it } from 'vitest';
import { drawnEntry, drawnFinding, drawnRow, drawnSession, drawnSource } from './drawn-source.ts';
import { chooseKeyEvents } from './key-events.ts';

const ids = (chosen: readonly { readonly row: { readonly id: number } }[]) => chosen.map((item) => item.row.id);

describe('the key events of a report', () => {
  it('are what findings cite and the reflog entries of those calls, in time order, not the first rows of the case', () => {
    const rows = [drawnRow(0, 10), drawnRow(1, 20), drawnRow(2, 30), drawnEntry(3, 31, 2)];
    const source = drawnSource({ rows, findings: [drawnFinding('f', 'high', 2)], sessions: [drawnSession('s1', 10, 40)] });
    expect(ids(chooseKeyEvents(source, source.findings))).toEqual([2, 3]);
  });

  it('include a reflog entry inside a session that no call explains, and leave out one outside each session', () => {
    const rows = [drawnRow(0, 10), drawnEntry(1, 15, null), drawnEntry(2, 900, null)];
    const source = drawnSource({ rows, sessions: [drawnSession('s1', 10, 40)] });
    expect(ids(chooseKeyEvents(source, []))).toEqual([1]);
  });

  it('include the prompt that begins a session and the last one before an unattended span, not those between', () => {
    const prompt = (id: number, time: number) => drawnRow(id, time, { kind: 'prompt', tool: null });
    const rows = [prompt(0, 10), prompt(1, 20), prompt(2, 30), prompt(3, 60)];
    const source = drawnSource({ rows, sessions: [drawnSession('s1', 10, 90, { unattendedSpans: [{ from: 40, to: 50 }] })] });
    expect(ids(chooseKeyEvents(source, []))).toEqual([0, 2]);
  });

  it('leave out the words that a sub-agent was given', () => {
    const rows = [drawnRow(0, 10, { kind: 'prompt', agentId: 'a1' }), drawnRow(1, 12, { kind: 'prompt' })];
    expect(ids(chooseKeyEvents(drawnSource({ rows, sessions: [drawnSession('s1', 0, 90)] }), []))).toEqual([1]);
  });

  it('keep the worst when there are more than the report holds', () => {
    const rows = [drawnRow(0, 10), drawnRow(1, 20), drawnRow(2, 30)];
    const findings = [drawnFinding('a', 'low', 0), drawnFinding('b', 'medium', 1), drawnFinding('c', 'critical', 2)];
    expect(ids(chooseKeyEvents(drawnSource({ rows, findings }), findings, 2))).toEqual([1, 2]);
  });

  it('show an untimed record last and name each rule that cites an event once', () => {
    const rows = [drawnRow(0, null), drawnRow(1, 20)];
    const findings = [drawnFinding('a', 'low', 0, { rule: 'x.b' }), drawnFinding('b', 'low', 0, { rule: 'x.a' }), drawnFinding('c', 'low', 0, { rule: 'x.a' }), drawnFinding('d', 'low', 1)];
    const chosen = chooseKeyEvents(drawnSource({ rows, findings }), findings);
    expect(ids(chosen)).toEqual([1, 0]);
    expect(chosen[1]?.findingRules).toEqual(['x.a', 'x.b']);
  });

  it('stand without a finding that names no event or an event that is not there', () => {
    const findings = [drawnFinding('a', 'high', null), drawnFinding('b', 'high', 77)];
    expect(chooseKeyEvents(drawnSource({ findings }), findings)).toEqual([]);
  });
});
