import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from './parse-line.ts';
import type { Part, RecordReading } from './record.ts';
import { createRowSkimmer } from './skim-row.ts';

const envelope = {
  parentUuid: '11111111-1111-4111-a111-111111111111', isSidechain: false, userType: 'external', cwd: '/Users/dev/shop', sessionId: '22222222-2222-4222-a222-222222222222',
  version: '2.1.150', gitBranch: 'main',
};
const behind = { uuid: '33333333-3333-4333-a333-333333333333', timestamp: '2026-05-15T14:31:00.000Z' };
const usage = { input_tokens: 3, output_tokens: 333, service_tier: 'standard', cost: -1.5e-3, nothing: null, list: [1, [true, {}], []] };

function callRow(name: string, input: object, extra: object = {}): object {
  return { ...envelope, type: 'assistant', requestId: 'req_1', message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-4-8', content: [{ type: 'tool_use', id: 'toolu_1', name, input }], stop_reason: 'tool_use', usage }, ...extra, ...behind };
}

function answerRow(content: unknown, toolUseResult: unknown, extra: object = {}, block: object = {}): object {
  return { ...envelope, type: 'user', message: { role: 'user', content: [{ tool_use_id: 'toolu_1', type: 'tool_result', content, ...block }] }, toolUseResult, ...extra, ...behind };
}

/** What a skim leaves out, as no reader of rows asks for it: the words of an answer in text. */
function withoutWords(reading: RecordReading | null): unknown {
  return reading && { ...reading, texts: null, parts: reading.parts.map((part): Part => (part.part === 'note' && (part.kind === 'assistant-text' || part.kind === 'thinking') ? { ...part, text: '' } : part)) };
}

function parsed(bytes: Buffer): unknown {
  try {
    return withoutWords(parseLine(bytes, 0, bytes.length));
  } catch (error) {
    if (error instanceof SyntaxError) return 'malformed';
    throw error;
  }
}

/** Many more on the whole test run than on a check between two changes. */
const runs = process.env['POSTFLIGHT_THOROUGH'] === '1' ? 5000 : 600;

describe('skimming a row', () => {
  it.each([
    ['a call', callRow('Bash', { command: 'npm test', description: 'naïve 日本語 🙂 \u2028 "quoted" \\path\\to' })],
    ['a call of a sub-agent', callRow('Read', { file_path: '/a', offset: 3 }, { agentId: 'a0f1e2d3', isSidechain: true })],
    ['an answer', answerRow('done\n"ok"', { stdout: 'done\n"ok"', stderr: '', interrupted: false })],
    ['an answer that was broken off', answerRow('', { stdout: '', interrupted: true })],
    ['an answer of blocks', answerRow([{ type: 'text', text: 'a' }, { type: 'image', source: { data: 'AAAA' } }], { content: [] })],
    ['an answer with a mode and the sub-agent that it names', answerRow('x', { agentId: 'a1', status: 'completed' }, { permissionMode: 'plan', entrypoint: 'sdk-cli' })],
    ['an answer whose structure is a text, and one whose structure is a list', answerRow('x', 'Error: no')],
    ['a decision on the call', answerRow('ok', {}, { permissionDecision: { decision: 'accept', source: 'config', reasonCode: 'mode:bypassPermissions' }, sandboxed: false })],
    ['a refusal by a rule', answerRow('ok', {}, { permissionDecision: { decision: 'reject', source: 'hook' } })],
    ['words and a thought', { ...callRow('Bash', {}), message: { content: [{ type: 'text', text: 'I will' }, { type: 'thinking', thinking: 'hm', signature: 'ab' }] } }],
  ])('gives what parsing gives for %s', (_, row) => {
    const bytes = Buffer.from(JSON.stringify(row));
    const skimmed = createRowSkimmer()(bytes, 0, bytes.length);
    expect(skimmed).not.toBeNull();
    expect(withoutWords(skimmed)).toEqual(parsed(bytes));
  });

  it.each([
    ['a prompt', { ...envelope, type: 'user', message: { role: 'user', content: 'Get the tests green.' }, ...behind }],
    ['an answer that failed', answerRow('Exit code 1', 'Error', {}, { is_error: true })],
    ['a denial with its kind', answerRow('no', 'User rejected tool use', { toolDenialKind: 'user-rejected' })],
    ['words of the client', { ...envelope, type: 'assistant', message: { model: '<synthetic>', content: [{ type: 'text', text: 'No response requested.' }] }, ...behind }],
    ['a row after a compaction', answerRow('x', {}, { logicalParentUuid: 'u9' })],
    ['a mode row', { type: 'permission-mode', permissionMode: 'plan', sessionId: 's' }],
    ['a call among answers', answerRow('x', {}, {}, { type: 'tool_use', name: 'Bash', input: {} })],
  ])('leaves %s to the parser', (_, row) => {
    const bytes = Buffer.from(JSON.stringify(row));
    expect(createRowSkimmer()(bytes, 0, bytes.length)).toBeNull();
  });

  it('says where what the tool gave stands, and leaves out the second copy of it', () => {
    const text = 'a long answer '.repeat(9);
    const bytes = Buffer.from(JSON.stringify(answerRow(text, { stdout: text, stderr: 'and more' })));
    const ranges = createRowSkimmer()(bytes, 0, bytes.length)?.texts ?? [];
    const seen = Array.from({ length: ranges.length / 2 }, (_, pair) => bytes.toString('utf8', ranges[pair * 2], ranges[pair * 2 + 1]));
    expect(seen.join('').split(text)).toHaveLength(2);
    expect(seen.join('')).toContain('and more');
    expect(seen.join('')).not.toContain(envelope.sessionId);
  });

  it('never says anything but what the parser says, whatever a row holds and however its bytes are changed', () => {
    const anything = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
    const key = fc.constantFrom('type', 'uuid', 'parentUuid', 'sessionId', 'cwd', 'version', 'agentId', 'message', 'permissionMode', 'toolUseResult', 'permissionDecision', 'interrupted', 'content', 'session_id', '__proto__', 'x');
    const extra = fc.dictionary(key, fc.oneof(anything, fc.constantFrom('user', 'assistant', '<synthetic>', 'toolu_1', '')), { maxKeys: 3 });
    const row = fc.oneof(
      fc.tuple(fc.constantFrom('Bash', 'Read', 'mcp__a__b'), fc.dictionary(fc.string(), anything, { maxKeys: 3 }), extra).map(([name, input, more]) => callRow(name, input, more)),
      fc.tuple(fc.oneof(fc.string(), anything), anything, extra, extra).map(([content, result, more, block]) => answerRow(content, result, more, block)),
    );
    const change = fc.record({ at: fc.nat(), kind: fc.constantFrom('none', 'none', 'byte', 'cut', 'insert', 'double'), byte: fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[]:,0-.eEutfn \n\r')), fc.integer({ min: 0, max: 127 })) });
    const skim = createRowSkimmer();
    let taken = 0;
    fc.assert(
      fc.property(row, change, (value, { at, kind, byte }) => {
        const whole = Buffer.from(JSON.stringify(value));
        const place = at % whole.length;
        const rest = { none: [whole], byte: [whole.subarray(0, place), Buffer.from([byte]), whole.subarray(place + 1)], cut: [whole.subarray(0, place)], insert: [whole.subarray(0, place), Buffer.from([byte]), whole.subarray(place)], double: [whole.subarray(0, place), whole.subarray(Math.max(0, place - 40))] }[kind];
        // Behind a line stands the next one, or what a longer line left in the buffer.
        const line = Buffer.concat(rest);
        const bytes = Buffer.concat([line, Buffer.from('}]}"true\n')]);
        const skimmed = skim(bytes, 0, line.length);
        if (skimmed === null) return;
        taken += 1;
        expect(withoutWords(skimmed)).toEqual(parsed(line));
      }),
      { numRuns: runs },
    );
    expect(taken).toBeGreaterThan(runs / 10);
  });
});
