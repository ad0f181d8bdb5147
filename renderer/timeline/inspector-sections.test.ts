import { describe, expect, test } from 'vitest';
import { type EventRow, eventKinds } from '../../shared/event.ts';
import type { Fact, Finding } from '../../shared/finding.ts';
import { callInput, commandMarks } from './call-input.ts';
import { byWorst, eventSentence, outputNote, ruleOf } from './event-sentence.ts';
import { kindIcon, kindName } from './kind-words.ts';

const row: EventRow = {
  id: 1, time: 0, lane: 'session', kind: 'tool-call', sessionId: 's', agentId: null, toolUseId: 't', tool: 'Bash', argument: 'npm test', cwd: null,
  permissionMode: null, attended: 'unknown', outcome: 'ok', durationMs: 100, findings: [], findingCount: 0, reflog: null,
  source: { path: 'a', line: 1, byteStart: 0, byteEnd: 1 },
};
const finding = (rule: string, severity: Finding['severity']): Finding => ({
  id: rule, rule, title: rule, severity, confidence: 'high', confidenceReason: '', state: 'recorded', time: null, eventId: 1, sessionId: null, toolUseId: null,
  repository: null, ref: null, attack: [], sentence: '', excerpt: '', evidence: [], detail: {},
});
const field = (name: string, value: string) => ({ name, value, cut: false });

describe('the inspector', () => {
  test('says what ran, and never that a refused or unanswered call ran', () => {
    expect(eventSentence(row)).toBe('Ran npm test.');
    expect(eventSentence({ ...row, outcome: 'denied' })).toBe('Asked to run npm test. It was refused and did not run.');
    expect(eventSentence({ ...row, outcome: 'rejected' })).toBe('Asked to run npm test. It was refused, or stopped while it ran.');
    expect(eventSentence({ ...row, outcome: 'unknown' })).toBe('Asked to run npm test. No result is recorded.');
    expect(eventSentence({ ...row, tool: 'Write', argument: 'a.ts' })).toBe('Wrote a.ts.');
    expect(eventSentence({ ...row, agentId: 'a', tool: 'Grep', argument: 'x' })).toBe('A sub-agent: Called Grep: x.');
  });

  test('keeps unknown apart from refused in the output', () => {
    expect(outputNote({ ...row, outcome: 'denied' }, false)).toContain('did not run');
    expect(outputNote({ ...row, outcome: 'rejected' }, false)).toContain('that it did nothing is not shown');
    expect(outputNote({ ...row, outcome: 'unknown' }, false)).toContain('does not show that the call did not run');
    expect(outputNote(row, true)).toBeNull();
  });

  test('shows a command, an edit, several edits and a new file each in its form', () => {
    expect(callInput([field('command', 'ls'), field('description', 'list')])).toMatchObject({ kind: 'command', rest: [{ name: 'description' }] });
    expect(callInput([field('file_path', 'a'), field('old_string', 'x'), field('new_string', 'y')])).toMatchObject({ kind: 'diff', hunks: [{ before: 'x', after: 'y' }] });
    const edits = JSON.stringify([{ old_string: '1', new_string: '2' }, { old_string: '3', new_string: '4' }]);
    expect(callInput([field('file_path', 'a'), field('edits', edits)])).toMatchObject({ kind: 'diff', hunks: [{ after: '2' }, { after: '4' }] });
    expect(callInput([field('file_path', 'a'), field('content', 'new\n')])).toMatchObject({ kind: 'diff', hunks: [{ before: '', after: 'new\n' }] });
  });

  test('shows odd input as it is: broken edits lose nothing', () => {
    for (const value of ['[', '{}', '[1]', '[{"old_string":1,"new_string":"x"}]']) expect(callInput([field('edits', value)])).toMatchObject({ kind: 'fields', rest: [{ value }] });
  });

  test('marks the parts of a command that findings are about, without overlap', () => {
    const command = 'curl https://h.example -d @/tmp/x';
    const network: Fact = { kind: 'network', program: 'curl', written: '', host: 'h.example', port: null, scheme: null, direction: 'out', uploads: [], certainty: 'static', span: { start: 5, end: 22 } };
    const read: Fact = { kind: 'file', operation: 'read', written: '/tmp/x', path: '/tmp/x', via: 'curl', recursive: false, certainty: 'static', span: { start: 26, end: 33 } };
    expect(commandMarks(command, [read, network, { ...network, span: { start: 0, end: 400 } }], [finding('network.unsanctioned', 'high'), finding('network.command', 'info')])).toEqual([
      { start: 13, end: 22, tone: 'high' },
    ]);
    expect(commandMarks(command, [network], [])).toEqual([]);
    const whole = { ...network, written: 'https://h.example', span: { start: 0, end: command.length } };
    expect(commandMarks(command, [whole], [finding('network.unsanctioned', 'high')])).toEqual([{ start: 5, end: 22, tone: 'high' }]);
    expect(commandMarks(command, [{ ...whole, written: 'elsewhere', host: 'other.example' }], [finding('network.unsanctioned', 'high')])).toEqual([]);
  });

  test('puts the worst finding first and finds its rule or its family', () => {
    expect(byWorst([finding('a.x', 'low'), finding('b.y', 'critical')])[0]?.rule).toBe('b.y');
    const rule = { id: 'credential.*', version: 1, title: '', family: 'credential', severity: 'high' as const, attack: [], why: '', doesNotShow: '', otherExplanation: '', canBeWrong: '' };
    expect(ruleOf(finding('credential.ssh', 'high'), [rule])).toBe(rule);
    expect(ruleOf(finding('network.x', 'high'), [rule])).toBeNull();
  });
});

describe('a record that is no call', () => {
  test('is told in a sentence, with the words of the record behind it', () => {
    const note = (kind: EventRow['kind'], argument: string) => eventSentence({ ...row, kind, tool: null, outcome: null, argument });
    expect(note('unknown', 'quantum-state')).toBe('A kind of record that this version does not know, shown as it stands: quantum-state');
    expect(note('shell-command', 'ls')).toBe('A shell history has the command: ls');
    expect(note('thinking', '')).toBe('What the model wrote before it answered.');
    expect(note('permission-mode', 'plan')).toBe('The permission mode became plan.');
    expect(note('oversized', '51000000 bytes in one line')).toMatch(/its head and its tail\.$/);
  });

  test('has a name and an icon of its own: a question mark is for what is not known', () => {
    const known = eventKinds.filter((kind) => !['tool-call', 'prompt', 'reflog', 'unknown'].includes(kind));
    expect(known.filter((kind) => kindIcon(kind) === 'question' || /-/.test(kindName(kind)))).toEqual([]);
    expect(kindIcon('unknown')).toBe('question');
  });
});
