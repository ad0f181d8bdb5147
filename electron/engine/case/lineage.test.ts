import { describe, expect, it } from 'vitest';
import { call, prompt, result } from '../../../e2e/draw-evidence.ts';
import { callLines, openDrawn } from '../drawn-case.ts';
import { eventDetail } from './detail.ts';
import { eventRow } from './rows.ts';
import type { OpenedCase } from './opened-case.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
const main = `${folder}/s1.jsonl`;
const agentRow = (agentId: string) => ({ isSidechain: true, agentId });

function eventOf(opened: OpenedCase, toolUseId: string): number {
  const { store } = opened;
  for (let event = 0; event < store.length; event++) if (store.toolUseId(event) === toolUseId) return event;
  throw new Error(`no call ${toolUseId}`);
}

describe('a sub-agent', () => {
  it('stands under the call that started it, by its meta file or by that call\'s result', async () => {
    const opened = await openDrawn({
      [main]: [
        prompt('Go', 'default', { second: 0 }),
        call('t1', 'Agent', { description: 'Look', prompt: 'x' }, { second: 1 }),
        call('t2', 'Agent', { description: 'Fix', prompt: 'y' }, { second: 2 }),
        result('t2', 'done', { second: 9, extra: { toolUseResult: { status: 'completed', agentId: 'a2' } } }),
      ],
      [`${folder}/s1/subagents/agent-a1.jsonl`]: [prompt('x', null, { second: 3, extra: agentRow('a1') }), call('c1', 'Bash', { command: 'ls' }, { second: 4, extra: agentRow('a1') })],
      [`${folder}/s1/subagents/agent-a1.meta.json`]: JSON.stringify({ agentType: 'explore', description: 'Look', toolUseId: 't1' }),
      [`${folder}/agent-a2.jsonl`]: [call('c2', 'Bash', { command: 'make' }, { second: 5, extra: agentRow('a2') })],
      [`${folder}/agent-a3.jsonl`]: [call('c3', 'Bash', { command: 'pwd' }, { second: 6, extra: agentRow('a3') })],
    });
    const lineage = (id: string) => eventDetail(opened, eventOf(opened, id)).lineage;
    expect(lineage('c1')).toEqual({ parentCall: { eventId: eventOf(opened, 't1'), how: 'toolUseId in agent-a1.meta.json' }, startedAgent: null, leftBranch: false });
    expect(lineage('c2')).toMatchObject({ parentCall: { eventId: eventOf(opened, 't2'), how: "agentId in the call's result" } });
    expect(lineage('c3')).toBeUndefined();
    expect(lineage('t2')).toEqual({ parentCall: null, startedAgent: 'a2', leftBranch: false });
  });
});

describe('sub-agents of two sessions that have the same id', () => {
  const session = (n: number): string => `${String(n).repeat(8)}-0000-4000-8000-000000000000`;
  const agentOf = (n: number, callId: string): Record<string, object[]> => ({ [`${folder}/${session(n)}/subagents/agent-a1.jsonl`]: [call(callId, 'Bash', { command: 'ls' }, { second: 5, session: session(n), extra: agentRow('a1') })] });
  const parentIn = (n: number, callId: string, mode: string): Record<string, object[]> => ({
    [`${folder}/${session(n)}.jsonl`]: [
      prompt('Go', 'default', { second: 0, session: session(n) }),
      call(callId, 'Agent', { prompt: 'x', mode }, { second: 1, session: session(n) }),
      result(callId, 'done', { second: 9, session: session(n), extra: { toolUseResult: { status: 'completed', agentId: 'a1' } } }),
    ],
  });

  it('stand each under the call of its own session, in the mode that this call asked for', async () => {
    const opened = await openDrawn({ ...parentIn(1, 't1', 'plan'), ...parentIn(2, 't2', 'dontAsk'), ...agentOf(1, 'c1'), ...agentOf(2, 'c2') });
    for (const [child, parent, mode] of [['c1', 't1', 'plan'], ['c2', 't2', 'dontAsk']] as const) {
      expect(eventDetail(opened, eventOf(opened, child)).lineage?.parentCall?.eventId).toBe(eventOf(opened, parent));
      expect(opened.store.mode(eventOf(opened, child))).toBe(mode);
    }
    expect([eventDetail(opened, eventOf(opened, 't1')).lineage?.startedAgent, eventDetail(opened, eventOf(opened, 't2')).lineage?.startedAgent]).toEqual(['a1', 'a1']);
  });

  it('lend no parent to the one whose own call is not in the copy', async () => {
    const opened = await openDrawn({ ...parentIn(1, 't1', 'plan'), ...agentOf(1, 'c1'), ...agentOf(2, 'c2') });
    expect(eventDetail(opened, eventOf(opened, 'c2')).lineage).toBeUndefined();
    expect(opened.store.mode(eventOf(opened, 'c2'))).toBeNull();
  });
});

describe('sub-agents in the oldest layout', () => {
  it('stand in the file of their session, under the call whose prompt they begin with', async () => {
    const side = (uuid: string, parentUuid: string | null, second: number) => ({ uuid, second, extra: { isSidechain: true, parentUuid, version: '1.0.80' } });
    const opened = await openDrawn({
      [main]: [
        prompt('Go', null, { uuid: 'p1', second: 0 }),
        call('t1', 'Task', { description: 'Look', prompt: 'Find it' }, { uuid: 'a1', second: 1, extra: { parentUuid: 'p1' } }),
        call('t2', 'Task', { description: 'Fix', prompt: 'Mend it' }, { uuid: 'a2', second: 1, extra: { parentUuid: 'a1' } }),
        prompt('Mend it', null, side('k1', null, 2)),
        prompt('Find it', null, side('k2', null, 2)),
        call('c2', 'Bash', { command: 'make' }, side('k3', 'k1', 3)),
        call('c1', 'Bash', { command: 'ls' }, side('k4', 'k2', 4)),
        result('c2', 'x', side('k5', 'k3', 5)),
        call('c3', 'Bash', { command: 'make test' }, side('k6', 'k5', 6)),
        result('t1', 'found', { uuid: 'r1', second: 9, extra: { parentUuid: 'a1' } }),
        call('t3', 'Bash', { command: 'pwd' }, { uuid: 'a3', second: 10, extra: { parentUuid: 'r1' } }),
      ],
    });
    const parent = (id: string) => eventDetail(opened, eventOf(opened, id)).lineage?.parentCall;
    expect(parent('c1')).toEqual({ eventId: eventOf(opened, 't1'), how: 'its first row repeats the prompt of the call' });
    for (const id of ['c2', 'c3']) expect(parent(id)?.eventId).toBe(eventOf(opened, 't2'));
    expect(parent('t3')).toBeUndefined();
    expect(opened.sessions).toMatchObject([{ prompts: 1, agents: 2, toolCalls: 6 }]);
  });
});

describe('an agent that nobody asked for', () => {
  it('is said to be the client\'s own, and its rows are no prompts of a person, marked as a side chain or not', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'default', { second: 0 })],
      [`${folder}/s1/subagents/agent-acompact-a1b2c3.jsonl`]: [prompt('Summarise the conversation', null, { second: 1, extra: agentRow('acompact-a1b2c3') }), call('c1', 'Read', { file_path: 'a' }, { second: 2, extra: agentRow('acompact-a1b2c3') })],
      [`${folder}/s1/subagents/agent-aprompt_suggestion-d4e5f6.jsonl`]: [prompt('Guess what comes next', null, { second: 3 }), call('c2', 'Bash', { command: 'ls' }, { second: 4 })],
      [`${folder}/s1/subagents/workflows/wf_1/agent-a77.jsonl`]: [prompt('Step one', null, { second: 5, extra: agentRow('a77') }), call('c3', 'Bash', { command: 'make' }, { second: 6, extra: agentRow('a77') })],
      [`${folder}/s1/subagents/workflows/wf_1/journal.jsonl`]: [{ type: 'step', n: 1 }],
    });
    const lineage = (id: string) => eventDetail(opened, eventOf(opened, id)).lineage;
    expect(lineage('c1')?.askedBy).toContain('compact');
    expect(lineage('c2')?.askedBy).toContain('next prompt');
    expect(lineage('c3')?.askedBy).toContain('workflow wf_1');
    expect(lineage('c3')?.parentCall).toBeNull();
    expect(opened.sessions).toMatchObject([{ id: 's1', prompts: 1, toolCalls: 3, agents: 3 }]);
    expect(opened.entries.find((entry) => entry.path.endsWith('journal.jsonl'))).toMatchObject({ kind: 'workflow-journal', state: 'hashed' });
  });
});

describe('an agent of a workflow', () => {
  it('stands under the call that ran the workflow, by the run that its result names', async () => {
    const step = (run: string, agent: string, id: string) => ({ [`${folder}/s1/subagents/workflows/${run}/agent-${agent}.jsonl`]: [call(id, 'Bash', { command: 'make' }, { second: 5, extra: agentRow(agent) })] });
    const opened = await openDrawn({
      [main]: [
        prompt('Go', 'default', { second: 0 }),
        ...['wf_1', 'wf_2'].flatMap((runId, n) => [call(`w${n}`, 'Workflow', { name: 'check' }, { second: 1 + n }), result(`w${n}`, 'ok', { second: 8 + n, extra: { toolUseResult: { runId, status: 'completed' } } })]),
      ],
      ...step('wf_1', 'a7', 'c1'),
      ...step('wf_2', 'a8', 'c2'),
    });
    for (const [child, parent, run] of [['c1', 'w0', 'wf_1'], ['c2', 'w1', 'wf_2']] as const) {
      expect(eventDetail(opened, eventOf(opened, child)).lineage).toMatchObject({ parentCall: { eventId: eventOf(opened, parent), how: `runId ${run} in the call's result` } });
    }
  });
});

describe('a rewind', () => {
  it('leaves calls that really ran: they are shown, counted and marked', async () => {
    const opened = await openDrawn({
      [main]: [
        prompt('Go', 'default', { uuid: 'p1', second: 0 }),
        call('t1', 'Bash', { command: 'ls' }, { uuid: 'a1', second: 1, extra: { parentUuid: 'p1' } }),
        result('t1', 'x', { uuid: 'r1', second: 2, extra: { parentUuid: 'a1' } }),
        prompt('Remove it', 'default', { uuid: 'p2', second: 3, extra: { parentUuid: 'r1' } }),
        call('t2', 'Bash', { command: 'rm -rf build' }, { uuid: 'a2', second: 4, extra: { parentUuid: 'p2' } }),
        result('t2', '', { uuid: 'r2', second: 5, extra: { parentUuid: 'a2' } }),
        prompt('Better not', 'default', { uuid: 'p3', second: 6, extra: { parentUuid: 'r1' } }),
        call('t3', 'Bash', { command: 'pwd' }, { uuid: 'a3', second: 7, extra: { parentUuid: 'p3' } }),
      ],
    });
    expect(callLines(opened)).toHaveLength(3);
    expect(eventDetail(opened, eventOf(opened, 't2')).lineage).toEqual({ parentCall: null, startedAgent: null, leftBranch: true });
    expect(['t1', 't2', 't3'].map((id) => eventRow(opened, eventOf(opened, id)).leftBranch)).toEqual([undefined, true, undefined]);
    for (const id of ['t1', 't3']) expect(eventDetail(opened, eventOf(opened, id)).lineage).toBeUndefined();
    expect(opened.sessions).toMatchObject([{ toolCalls: 3, lineage: { callsOnLeftBranches: 1 } }]);
  });
});

describe('a fork', () => {
  it('and its origin name each other; each call counts once and both places are kept', async () => {
    const rows = [prompt('Go', 'default', { uuid: 'p1', second: 0 }), call('t1', 'Bash', { command: 'make' }, { uuid: 'a1', second: 1 })];
    const opened = await openDrawn({
      [main]: [...rows, call('t2', 'Bash', { command: 'one' }, { second: 2 })],
      [`${folder}/s2.jsonl`]: [...rows.map((row) => ({ ...row, sessionId: 's2' })), call('t3', 'Bash', { command: 'two' }, { second: 3, session: 's2' })],
    });
    expect(opened.sessions.map((session) => [session.id, session.toolCalls, session.lineage?.related])).toEqual([
      ['s1', 2, [{ relation: 'shares-rows', sessionId: 's2' }]],
      ['s2', 1, [{ relation: 'shares-rows', sessionId: 's1' }]],
    ]);
    expect(opened.otherPlaces(eventOf(opened, 't1'))).toMatchObject([{ path: `${folder}/s2.jsonl`, line: 2 }]);
  });

  it('is read after what it was copied from, also where its name comes first: calls and prompts stay with the session that made them', async () => {
    // The ids of rows are of the client's own form: by them copies are told before anything is read.
    const first = [prompt('Go', 'default', { uuid: '0a1b2c3d-0000-4000-8000-000000000001', second: 0, session: 's5' }), call('t1', 'Bash', { command: 'make' }, { uuid: 'a1', second: 1, session: 's5' }), result('t1', 'ok', { uuid: 'r1', second: 2, session: 's5' })];
    const copy = (rows: readonly object[], sessionId: string) => rows.map((row) => ({ ...row, sessionId }));
    const fork = [...copy(first, 's3'), prompt('Other way', 'default', { uuid: 'p2', second: 60, session: 's3' }), call('t2', 'Bash', { command: 'two' }, { uuid: 'a2', second: 61, session: 's3' })];
    const again = [...copy(fork, 's1'), prompt('Third way', 'default', { uuid: 'p3', second: 90, session: 's1' }), call('t3', 'Bash', { command: 'three' }, { uuid: 'a3', second: 91, session: 's1' })];
    // The one that goes on last can be the first: then only its own word tells that the other one is a fork.
    const resumed = [...first, prompt('Go on', 'default', { second: 500, session: 's5' })];
    const told = (rows: readonly object[], sessionId: string, from: string) => [{ type: 'derived-from', sessionId, derivedFromSessionId: from }, ...rows];
    for (const files of [{ s1: again, s3: fork, s5: first }, { s1: told(again, 's1', 's3'), s3: told(fork, 's3', 's5'), s5: resumed }]) {
      const opened = await openDrawn(Object.fromEntries(Object.entries(files).map(([name, rows]) => [`${folder}/${name}.jsonl`, rows])));
      expect(opened.sessions.map((session) => [session.id, session.title, session.toolCalls]).sort()).toEqual([['s1', 'Third way', 1], ['s3', 'Other way', 1], ['s5', 'Go', 1]]);
      expect(opened.store.session(eventOf(opened, 't1'))).toBe('s5');
    }
  });

  it('leaves the answer of a call where it was first read; a copy that says another outcome is told', async () => {
    const rows = (outcome: boolean) => [call('t1', 'Bash', { command: 'make' }, { uuid: 'a1', second: 1 }), result('t1', 'x', { uuid: 'r1', second: 2, error: outcome })];
    const copy = (outcome: boolean) => openDrawn({ [main]: rows(true), [`${folder}/s2.jsonl`]: rows(outcome).map((row) => ({ ...row, sessionId: 's2' })) });
    const same = await copy(true);
    expect(same.store.result(eventOf(same, 't1'))).toMatchObject({ file: main, line: 2 });
    expect(same.problems).toEqual([]);
    const other = await copy(false);
    expect(other.store.outcome(eventOf(other, 't1'))).toBe('error');
    expect(other.problems).toMatchObject([{ path: `${folder}/s2.jsonl`, line: 2, reason: expect.stringContaining(`says otherwise than the one at ${main} line 2`) }]);
  });

  it('that begins in the middle of its origin, behind a compaction, still names it', async () => {
    const tail = [{ ...prompt('', null, { uuid: 'c1', second: 5 }), type: 'system', subtype: 'compact_boundary' }, call('t2', 'Bash', { command: 'make' }, { uuid: 'a2', second: 6 })];
    const opened = await openDrawn({
      [main]: [prompt('Go', 'default', { uuid: 'p1', second: 0 }), call('t1', 'Bash', { command: 'ls' }, { second: 1 }), ...tail],
      [`${folder}/s2.jsonl`]: [...tail.map((row) => ({ ...row, sessionId: 's2' })), prompt('Fork', 'default', { second: 50, session: 's2' })],
    });
    expect(opened.sessions.map((session) => session.lineage?.related)).toEqual([[{ relation: 'shares-rows', sessionId: 's2' }], [{ relation: 'shares-rows', sessionId: 's1' }]]);
  });

  it('is told apart from a continuation after /clear', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'default', { second: 0 }), { type: 'continued-in', sessionId: 's1', continuedInSessionId: 's2' }],
      [`${folder}/s2.jsonl`]: [prompt('Again', 'default', { second: 9, session: 's2' })],
    });
    expect(opened.sessions.map((session) => session.lineage?.related)).toEqual([[{ relation: 'continued-in', sessionId: 's2' }], [{ relation: 'continues', sessionId: 's1' }]]);
  });
});

describe('a title', () => {
  it('is the one that a person gave, else a model, else a summary of this very session, else the first prompt', async () => {
    const titleOf = async (...rows: readonly object[]): Promise<string | null | undefined> => (await openDrawn({ [main]: [...rows, prompt('First words', 'default', { uuid: 'p1', second: 1 }), prompt('More', 'default', { second: 2 })] })).sessions[0]?.title;
    expect(await titleOf()).toBe('First words');
    expect(await titleOf({ type: 'summary', summary: 'Of another', leafUuid: 'elsewhere' })).toBe('First words');
    expect(await titleOf({ type: 'summary', summary: 'Of this one', leafUuid: 'p1' })).toBe('Of this one');
    expect(await titleOf({ type: 'ai-title', aiTitle: 'Old' }, { type: 'ai-title', aiTitle: 'New' }, { type: 'summary', summary: 'S', leafUuid: 'p1' })).toBe('New');
    expect(await titleOf({ type: 'custom-title', customTitle: 'Mine' }, { type: 'ai-title', aiTitle: 'Its' })).toBe('Mine');
  });
});
