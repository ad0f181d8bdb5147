import { describe, expect, it } from 'vitest';
import { call, drawEvidence, prompt, result } from '../../../e2e/draw-evidence.ts';
import { secretKeywords } from '../analysis/secrets/secret-keywords.ts';
import { createPace } from '../intake/pace.ts';
import { walk } from '../intake/walk.ts';
import { findTranscripts } from '../sources/find-transcripts.ts';
import { createLedgerBook } from '../sources/ledger-book.ts';
import type { CallSink } from '../sources/transcript/transcript-desk.ts';
import { type MergedTranscripts, mergeParts } from './merge-parts.ts';
import { readPart } from './read-part.ts';

/** What is judged is another matter. */
const nobody: CallSink = { takesInput: false, call() {}, answer() {} };

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';

/** Sessions with a rewind, a sub-agent, a loose row, a late answer and a refusal in a row of its own. */
function session(id: string, from: number): Record<string, readonly (object | string)[]> {
  const row = (uuid: string, parent: string | null, second: number) => ({ uuid: `${id}-${uuid}`, second: from + second, session: id, extra: { parentUuid: parent === null ? null : `${id}-${parent}` } });
  return {
    [`${folder}/${id}.jsonl`]: [
      prompt('Go', 'default', row('p1', null, 0)),
      call(`${id}-t1`, 'Agent', { description: 'x', mode: 'dontAsk' }, row('a1', 'p1', 1)),
      result(`${id}-t1`, 'done', { ...row('r1', 'a1', 2), extra: { parentUuid: `${id}-a1`, toolUseResult: { agentId: `${id}-agent` } } }),
      prompt('No', 'default', row('p2', 'r1', 3)),
      call(`${id}-t2`, 'Bash', { command: 'rm x' }, row('a2', 'p2', 4)),
      prompt('Other', 'default', row('p3', 'r1', 5)),
      call(`${id}-t3`, 'Bash', { command: 'ls' }, row('a3', 'gone', 6)),
      { type: 'system', subtype: 'permission_denied', tool_use_id: `${id}-t3`, decision_reason_type: 'rule', session_id: id },
      '{"type":"cut',
    ],
    [`${folder}/${id}/subagents/agent-${id}-agent.jsonl`]: [call(`${id}-c1`, 'Bash', { command: 'pwd' }, { uuid: `${id}-k1`, second: from + 7, session: id, extra: { isSidechain: true, agentId: `${id}-agent` } })],
  };
}

/** What was read, by ids instead of event numbers. */
function told({ store, trail }: MergedTranscripts): object {
  const id = (event: number): string | null => store.toolUseId(event);
  const calls = Array.from({ length: store.length }, (_, event) => event).filter((event) => store.kind(event) === 'tool-call');
  return {
    calls: calls.map((event) => [id(event), store.mode(event), store.outcome(event), store.line(event)]).sort(),
    left: trail.leftCalls.map(id).sort(),
    agents: trail.agentCalls.map(([agent, event]) => [agent, id(event)]).sort(),
    inline: trail.inlineCalls.map(([event, parent]) => [id(event), id(parent)]),
    loose: trail.files.flatMap((file) => file.looseRows.map((row) => [row.parentUuid, row.ref.line, row.explained, row.callBefore === null ? null : id(row.callBefore)])).sort(),
    decisions: trail.decisions.map((decision) => decision.toolUseId).sort(),
  };
}

describe('transcripts that are read in parts', () => {
  it('tell the same of branches, sub-agents, gaps and refusals as when they are read as one', async () => {
    const { files } = await walk(drawEvidence({ ...session('s1', 0), ...session('s2', 30), ...session('s3', 60), [`${folder}/s4.jsonl`]: [prompt('On', 'default', { uuid: 's4-p1', second: 90, session: 's4', extra: { parentUuid: 's1-a2' } })] }), ['']);
    const { transcripts } = await findTranscripts(files, () => false, createPace());
    const read = (names: readonly string[]) => readPart(files, transcripts.filter((each) => names.includes(each.sessionId) || names.some((name) => each.path.includes(`/${name}/`))), secretKeywords, nobody, undefined, () => {});
    const whole = await mergeParts([await read(['s1', 's2', 's3', 's4'])], [], createLedgerBook());
    const parts = [await read(['s2', 's4']), await read(['s1', 's3'])];
    const ledger = createLedgerBook();
    const merged = await mergeParts(parts, [], ledger);
    if (!whole || !merged) throw new Error('the parts overlap');
    expect(told(merged)).toEqual(told(whole));
    expect(told(whole)).toMatchObject({ left: ['s1-t2', 's2-t2', 's3-t2'], agents: [['s1-agent', 's1-t1'], ['s2-agent', 's2-t1'], ['s3-agent', 's3-t1']] });
    expect(parts.flatMap((part) => part.files).reduce((sum, file) => sum + file.counts.events, 0)).toBe(merged.store.length);
    expect([...whole.followed]).toEqual(['s1-a2']);
    expect([...merged.followed]).toEqual(['s1-a2']);
  });

  it('are read as one where two parts hold the same row', async () => {
    const shared = prompt('Go', 'default', { uuid: '11111111-1111-4111-8111-111111111111' });
    const { files } = await walk(drawEvidence({ [`${folder}/s1.jsonl`]: [shared], [`${folder}/s2.jsonl`]: [{ ...shared, sessionId: 's2' }] }), ['']);
    const { transcripts } = await findTranscripts(files, () => false, createPace());
    const parts = await Promise.all(transcripts.map((transcript) => readPart(files, [transcript], secretKeywords, nobody, undefined, () => {})));
    expect(await mergeParts(parts, [], createLedgerBook())).toBeNull();
  });

  it('are read as one where two parts hold the same call in rows of their own', async () => {
    const made = (session: string) => [call('toolu_same', 'Bash', { command: 'ls' }, { uuid: `${session}-a1`, session }), call(`${session}-t2`, 'Bash', { command: 'pwd' }, { uuid: `${session}-a2`, second: 1, session })];
    const { files } = await walk(drawEvidence({ [`${folder}/s1.jsonl`]: made('s1'), [`${folder}/s2.jsonl`]: made('s2') }), ['']);
    const { transcripts } = await findTranscripts(files, () => false, createPace());
    const parts = await Promise.all(transcripts.map((transcript) => readPart(files, [transcript], secretKeywords, nobody, undefined, () => {})));
    expect(await mergeParts(parts, [], createLedgerBook())).toBeNull();
  });
});
