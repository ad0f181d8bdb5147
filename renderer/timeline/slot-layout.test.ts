import { describe, expect, test } from 'vitest';
import type { Slot } from '../../shared/contract.ts';
import type { EventRow, ReflogFields } from '../../shared/event.ts';
import { connectorPath, connectors, isCovered, placeGit, sessionCell, slotEvent } from './slot-layout.ts';

const row = (id: number, change: Partial<EventRow> = {}): EventRow => ({
  id,
  time: 1000 * id,
  lane: 'session',
  kind: 'tool-call',
  sessionId: 's',
  agentId: null,
  toolUseId: null,
  tool: 'Bash',
  argument: 'npm test',
  cwd: null,
  permissionMode: null,
  attended: 'unknown',
  outcome: 'ok',
  durationMs: null,
  findings: [],
  findingCount: 0,
  reflog: null,
  source: { path: 'a.jsonl', line: 1, byteStart: 0, byteEnd: 10 },
  ...change,
});
const reflog = (state: ReflogFields['state']): ReflogFields => ({
  repository: 'shop',
  refs: ['refs/heads/main'],
  old: '0'.repeat(40),
  new: '1'.repeat(40),
  action: 'commit',
  message: 'x',
  identity: 'Dev <dev@example.invalid> ',
  zone: '+0000',
  causeEventId: null,
  state,
});
const slot = (index: number, change: Partial<Slot> = {}): Slot => ({ index, separator: null, event: null, git: null, causeSlot: null, ...change });
const git = (id: number, state: ReflogFields['state'] = 'explained') => row(id, { lane: 'git', kind: 'reflog', tool: null, reflog: reflog(state) });

describe('the slot layout', () => {
  test('draws a straight line where a call and its reflog entry share a slot', () => {
    const [line] = connectors(placeGit([slot(9, { event: row(1), git: git(2), causeSlot: 9 })]));
    expect(line).toMatchObject({ shape: 'straight', dashed: false, fromY: 228, toY: 228 });
    expect(line && connectorPath(line, 0)).toBe('M0 228 L42 228');
  });

  test('draws a curve where the entry was pushed down, as the design draws it', () => {
    const [line] = connectors(placeGit([slot(11, { git: git(2), causeSlot: 10 })]));
    expect(line && connectorPath(line, 0)).toBe('M0 252 C30 252 12 278 42 278');
  });

  test('lets one call fan out to two entries from one point', () => {
    const lines = connectors(placeGit([slot(4, { git: git(2), causeSlot: 4 }), slot(6, { git: git(3), causeSlot: 4 })]));
    expect(lines.map((line) => line.fromY)).toEqual([108, 108]);
  });

  test('dashes the line of an entry whose join is not made, and draws none without a call', () => {
    expect(connectors(placeGit([slot(0, { git: git(2, 'not-joined'), causeSlot: 0 })]))[0]?.dashed).toBe(true);
    expect(connectors(placeGit([slot(0, { git: git(2, 'unexplained') })]))).toEqual([]);
  });

  test('gives an unexplained entry a row in the session lane that says what is absent', () => {
    expect(sessionCell(slot(0, { git: git(2, 'unexplained') })).kind).toBe('ghost');
    expect(sessionCell(slot(0, { git: git(2, 'explained') })).kind).toBe('nothing');
    expect(sessionCell(slot(0, { git: git(2, 'unexplained'), event: row(1) })).kind).toBe('call');
  });

  test('tells prompts, calls, sub-agent calls, notes and separators apart', () => {
    expect(sessionCell(slot(0, { event: row(1, { kind: 'prompt' }) })).kind).toBe('prompt');
    expect(sessionCell(slot(0, { event: row(1, { agentId: 'a1' }) }))).toMatchObject({ kind: 'call', agent: true });
    expect(sessionCell(slot(0, { event: row(1, { kind: 'compaction' }) })).kind).toBe('note');
    expect(sessionCell(slot(0, { separator: { kind: 'gap', ms: 5 } })).kind).toBe('separator');
  });

  test('knows the second slot of an entry, and what a slot opens', () => {
    const slots = new Map([[3, slot(3, { git: git(2) })], [4, slot(4, { event: row(7) })]]);
    expect(isCovered(slots, 4)).toBe(true);
    expect(isCovered(slots, 3)).toBe(false);
    expect(slotEvent(slot(3, { git: git(2) }))?.id).toBe(2);
    expect(slotEvent(slot(4))).toBeNull();
  });
});
