import { describe, expect, it } from 'vitest';
import { at, call, prompt, result } from '../../../e2e/draw-evidence.ts';
import { callLines, openDrawn } from '../drawn-case.ts';
import { eventDetail } from './detail.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
const main = `${folder}/s1.jsonl`;
const agentRow = { isSidechain: true, agentId: 'a1' };
const ends = (lines: readonly string[]): string[] => lines.map((line) => line.split(' | ').slice(3).join(' '));

describe('the mode of a call', () => {
  it('is what a decision on the very call says, over the mode of its prompt', async () => {
    const opened = await openDrawn({
      [main]: [
        prompt('Go', 'default', { second: 1 }),
        call('t1', 'Bash', { command: 'one' }, { second: 2 }),
        result('t1', 'ok', { second: 3, extra: { permissionDecision: { decision: 'accept', source: 'config', reasonType: 'mode', reasonCode: 'mode:bypassPermissions' } } }),
        call('t2', 'Bash', { command: 'two' }, { second: 4 }),
        result('t2', 'ok', { second: 5, extra: { permissionDecision: { decision: 'accept', source: 'user_temporary' } } }),
      ],
    });
    expect(ends(callLines(opened))[0]).toBe('bypassPermissions unattended ok');
    expect(opened.sessions[0]).toMatchObject({ attended: 'mixed', permissionModes: [{ mode: 'default' }, { mode: 'bypassPermissions', source: 'permissionDecision' }] });
    const approvals = [0, 1, 2, 3].flatMap((event) => (event < opened.store.length ? (eventDetail(opened, event).approval?.by ?? []) : []));
    expect(approvals).toEqual(['mode', 'person']);
  });

  it('of a sub-agent is what its call asked for, unless the parent\'s mode wins', async () => {
    const drawn = (mode: string) =>
      openDrawn({
        [main]: [prompt('Go', mode, { second: 0 }), call('t1', 'Agent', { description: 'x', mode: 'dontAsk' }, { second: 1 }), result('t1', 'done', { second: 9, extra: { toolUseResult: { agentId: 'a1' } } })],
        [`${folder}/s1/subagents/agent-a1.jsonl`]: [call('c1', 'Bash', { command: 'ls' }, { second: 4, extra: agentRow })],
      });
    const asked = await drawn('default');
    expect(ends(callLines(asked))).toEqual(['default attended ok', 'dontAsk unattended unknown']);
    expect(eventDetail(asked, 2).approval).toMatchObject({ by: 'rule', source: 'mode asked for by the call that started the sub-agent' });
    expect(ends(callLines(await drawn('bypassPermissions')))).toEqual(['bypassPermissions unattended ok', 'bypassPermissions unattended unknown']);
  });

  it('follows time where a session\'s files do not', async () => {
    const opened = await openDrawn({
      [`${folder}/a.jsonl`]: [prompt('Later', 'default', { second: 100, session: 's1' })],
      [`${folder}/b.jsonl`]: [prompt('Earlier', 'bypassPermissions', { second: 1, session: 's1' })],
    });
    expect(opened.sessions[0]?.permissionModes.map((span) => [span.mode, span.from, span.to])).toEqual([
      ['bypassPermissions', Date.parse(at(1)), Date.parse(at(100))],
      ['default', Date.parse(at(100)), Date.parse(at(100))],
    ]);
  });
});

describe('a refusal in a row of its own', () => {
  it('counts for its call, with or without a result', async () => {
    const opened = await openDrawn({
      [main]: [
        { type: 'system', subtype: 'init', permissionMode: 'dontAsk', session_id: 's1', timestamp: at(0) },
        call('t1', 'Bash', { command: 'one' }, { second: 1 }),
        { type: 'system', subtype: 'permission_denied', tool_name: 'Bash', tool_use_id: 't1', decision_reason_type: 'mode', message: 'no', session_id: 's1' },
        result('t1', 'some other words', { second: 2, error: true }),
        call('t2', 'Bash', { command: 'two' }, { second: 3 }),
        { type: 'attachment', uuid: 'h1', sessionId: 's1', timestamp: at(4), attachment: { type: 'hook_permission_decision', decision: 'deny', toolUseID: 't2', hookEvent: 'PreToolUse' } },
        call('t3', 'Bash', { command: 'three' }, { second: 5 }),
      ],
    });
    expect(ends(callLines(opened))).toEqual(['dontAsk unattended denied', 'dontAsk unattended denied', 'dontAsk unattended unknown']);
    const approvals = Array.from({ length: opened.store.length }, (_, event) => eventDetail(opened, event).approval).flatMap((approval) => (approval ? [`${approval.verdict} by ${approval.by}`] : []));
    expect(approvals).toEqual(['denied by mode', 'denied by hook', 'unknown by rule']);
  });
});
