import { describe, expect, it } from 'vitest';
import { at, call, prompt } from '../../../e2e/draw-evidence.ts';
import { callLines, openDrawn } from '../drawn-case.ts';
import { eventDetail } from './detail.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
const changed = (session: string, second: number, from: string, to: string): object => ({ body: 'claude_code.permission_mode_changed', timestamp: at(second), attributes: { 'session.id': session, from_mode: from, to_mode: to, trigger: 'shift_tab' } });

describe('a session whose version recorded no mode', () => {
  it('has the modes that telemetry names for it, each from its time on, and says where they come from', async () => {
    const opened = await openDrawn({
      [`${folder}/s1.jsonl`]: [prompt('Go', null, { second: 1 }), call('t1', 'Bash', { command: 'one' }, { second: 2 }), call('t2', 'Bash', { command: 'two' }, { second: 20 }), call('t3', 'Bash', { command: 'three' }, { second: 40 })],
      [`${folder}/s2.jsonl`]: [prompt('Go', null, { second: 1, session: 's2' }), call('t4', 'Bash', { command: 'four' }, { second: 21, session: 's2' })],
      'logs/otel.jsonl': [changed('s1', 10, 'default', 'bypassPermissions'), changed('s1', 30, 'bypassPermissions', 'plan'), changed('other', 5, 'default', 'auto')],
    });
    expect(callLines(opened)).toEqual([
      '00:02 | Bash | one | default | attended | unknown',
      '00:20 | Bash | two | bypassPermissions | unattended | unknown',
      '00:21 | Bash | four | - | unknown | unknown',
      '00:40 | Bash | three | plan | attended | unknown',
    ]);
    expect(opened.sessions).toMatchObject([
      { id: 's1', attended: 'mixed', permissionModes: [{ mode: 'default' }, { mode: 'bypassPermissions', source: 'OTel permission_mode_changed' }, { mode: 'plan' }], unattendedSpans: [{ from: Date.parse(at(20)) }] },
      { id: 's2', attended: 'unknown', permissionModes: [] },
    ]);
    const two = Array.from({ length: opened.store.length }, (_, event) => event).find((event) => opened.store.toolUseId(event) === 't2') ?? -1;
    expect(eventDetail(opened, two).approval).toMatchObject({ by: 'mode', source: 'OTel permission_mode_changed' });
  });

  it('has the mode that a hook was told, at the call that it was asked about, where the hook keeps a log', async () => {
    const asked = (id: string | null, mode: string, more: object = {}): object => ({ session_id: 's1', transcript_path: '/t', cwd: '/w', permission_mode: mode, hook_event_name: id === null ? 'UserPromptSubmit' : 'PreToolUse', ...(id === null ? {} : { tool_name: 'Bash', tool_input: { command: 'x' }, tool_use_id: id }), ...more });
    const opened = await openDrawn({
      [`${folder}/s1.jsonl`]: [prompt('Go', null, { second: 1 }), call('t1', 'Bash', { command: 'one' }, { second: 2 }), call('t2', 'Bash', { command: 'two' }, { second: 20 }), call('t3', 'Bash', { command: 'three' }, { second: 40 })],
      'Users/kim/.claude/hooks/audit.log': [asked('t2', 'bypassPermissions'), asked('gone', 'auto'), asked(null, 'acceptEdits', { timestamp: at(30) })].map((row) => `${JSON.stringify(row)}\n`).join(''),
    });
    expect(callLines(opened)).toEqual(['00:02 | Bash | one | - | unknown | unknown', '00:20 | Bash | two | bypassPermissions | unattended | unknown', '00:40 | Bash | three | acceptEdits | attended | unknown']);
    expect(opened.sessions).toMatchObject([{ attended: 'mixed', permissionModes: [{ mode: 'bypassPermissions', from: Date.parse(at(20)), source: 'permission_mode of a hook' }, { mode: 'acceptEdits' }] }]);
    expect(opened.entries.find((entry) => entry.path.endsWith('audit.log'))).toMatchObject({ kind: 'hook-log' });
    expect(opened.posture.secondSources).toMatchObject([{ kind: 'hook-log', records: 3, untimed: 2 }]);
  });

  it('keeps the modes that the transcript itself records', async () => {
    const opened = await openDrawn({
      [`${folder}/s1.jsonl`]: [prompt('Go', 'default', { second: 1 }), call('t1', 'Bash', { command: 'one' }, { second: 20 })],
      'logs/otel.jsonl': [changed('s1', 10, 'default', 'bypassPermissions')],
    });
    expect(callLines(opened)).toEqual(['00:20 | Bash | one | default | attended | unknown']);
    expect(opened.sessions[0]?.permissionModes).toMatchObject([{ mode: 'default', source: 'user.permissionMode' }]);
  });
});
