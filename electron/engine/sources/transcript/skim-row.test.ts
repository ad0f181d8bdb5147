import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from './parse-line.ts';
import type { Part, RecordReading } from './record.ts';
import { findSecretsInRecord } from '../../analysis/secrets/find-secrets.ts';
import { secretKeywords } from '../../analysis/secrets/secret-keywords.ts';
import { secretsOf } from '../../analysis/secrets/mask-examination.ts';
import { createRowScanner } from '../../scanner/row-scanner.ts';
import { createRowSkimmer } from './skim-row.ts';

const scanner = createRowScanner(secretKeywords);
const skimmer = () => {
  const skimmedRow = createRowSkimmer(scanner);
  return (_inBlock: Buffer, start: number, end: number) => (scanner.scan(start, end) ? skimmedRow() : null);
};

/** Puts a row where the scanner reads it; behind it stands the next one, or what a longer one left. */
function inBlock(row: Uint8Array): Buffer {
  scanner.block.set(row);
  scanner.block.write('}]}"true\n', row.length);
  return scanner.block;
}

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

const short = new Set(['Read', 'Write', 'Edit']);

/** What a skim leaves out, as no reader of rows asks for it: an answer's words, and what beside its path a call writes. */
function withoutWords(reading: RecordReading | null): unknown {
  return reading && { ...reading, runs: null, parts: reading.parts.map(shortened) };
}

function shortened(part: Part): object {
  if (part.part === 'call') {
    const { part: kind, toolUseId, tool, input } = part;
    return { part: kind, toolUseId, tool, input: short.has(tool) && typeof input['file_path'] === 'string' ? { file_path: input['file_path'] } : input };
  }
  return part.part === 'note' && (part.kind === 'assistant-text' || part.kind === 'thinking') ? { ...part, text: '' } : part;
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
const runs = process.env['POSTFLIGHT_THOROUGH'] === '1' ? 5000 : 300;

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
    ['an answer that failed', answerRow('Exit code 1\né', 'Error', {}, { is_error: true })],
    ['an answer that tells a refusal in the client’s words', answerRow('The user doesn\'t want to proceed with this tool use. The tool use was rejected.', 'Error', {}, { is_error: true })],
    ['an answer that failed in a broken off row', answerRow('no', { interrupted: true }, { permissionDecision: { decision: 'accept', source: 'user_temporary' } }, { is_error: true })],
    ['words and a thought', { ...callRow('Bash', {}), message: { content: [{ type: 'text', text: 'I will' }, { type: 'thinking', thinking: 'hm', signature: 'ab' }] } }],
  ])('gives what parsing gives for %s', (_, row) => {
    const bytes = Buffer.from(JSON.stringify(row));
    const skimmed = skimmer()(inBlock(bytes), 0, bytes.length);
    expect(skimmed).not.toBeNull();
    expect(withoutWords(skimmed)).toEqual(parsed(bytes));
  });

  it.each([
    ['a prompt', { ...envelope, type: 'user', message: { role: 'user', content: 'Get the tests green.' }, ...behind }],
    ['an answer that failed with blocks', answerRow([{ type: 'text', text: 'Exit code 1' }], 'Error', {}, { is_error: true })],
    ['an answer that failed at length', answerRow('x'.repeat(40_000), 'Error', {}, { is_error: true })],
    ['a denial with its kind', answerRow('no', 'User rejected tool use', { toolDenialKind: 'user-rejected' })],
    ['words of the client', { ...envelope, type: 'assistant', message: { model: '<synthetic>', content: [{ type: 'text', text: 'No response requested.' }] }, ...behind }],
    ['a row after a compaction', answerRow('x', {}, { logicalParentUuid: 'u9' })],
    ['a mode row', { type: 'permission-mode', permissionMode: 'plan', sessionId: 's' }],
    ['a call among answers', answerRow('x', {}, {}, { type: 'tool_use', name: 'Bash', input: {} })],
  ])('leaves %s to the parser', (_, row) => {
    const bytes = Buffer.from(JSON.stringify(row));
    expect(skimmer()(inBlock(bytes), 0, bytes.length)).toBeNull();
  });

  it('takes of a call that writes a file the path alone, unless a secret may stand in the rest', () => {
    const input = (content: string) => {
      const bytes = Buffer.from(JSON.stringify(callRow('Write', { file_path: '/a/b.ts', content })));
      return skimmer()(inBlock(bytes), 0, bytes.length)?.parts[0];
    };
    expect(input('const a = 1;')).toMatchObject({ input: { file_path: '/a/b.ts' }, noSecrets: true });
    expect(input('api_key = "q8Zk4Tn1Vx7Lp2Rw"')).toMatchObject({ input: { content: 'api_key = "q8Zk4Tn1Vx7Lp2Rw"' }, noSecrets: false });
  });

  it('says where in an answer secrets are to be looked for, once where the client wrote it twice', () => {
    const text = `a long answer with ghp_${'q8Zk4Tn1Vx7'.repeat(3)}abc in it`;
    const bytes = Buffer.from(JSON.stringify(answerRow(text, { stdout: text, stderr: 'and more' })));
    const runs = skimmer()(inBlock(bytes), 0, bytes.length)?.runs ?? [];
    expect(runs).toHaveLength(4);
    expect(scanner.block.toString('latin1', runs[2], runs[3])).toBe(`ghp_${'q8Zk4Tn1Vx7'.repeat(3)}abc`);
    expect(findSecretsInRecord(scanner.block, 0, bytes.length, runs)).toMatchObject([{ kind: 'github-pat', end: runs[3] }]);
  });

  it('looks through what only resembles the answer, wherever the two differ', () => {
    const token = `ghp_${'q8Zk4Tn1Vx7'.repeat(3)}abc`;
    for (let at = 0; at < 200; at += 1) {
      const other = `${'a '.repeat(100).slice(0, at)} ${token} ${'b '.repeat(30)}`;
      const text = other.replace(token, `${token.slice(0, -20)} ${'c '.repeat(10).slice(0, 19)}`);
      const bytes = Buffer.from(JSON.stringify(answerRow(text, { stdout: other })));
      expect(findSecretsInRecord(inBlock(bytes), 0, bytes.length, skimmer()(scanner.block, 0, bytes.length)?.runs ?? [])).toMatchObject([{ kind: 'github-pat' }]);
    }
  });

  it('names the block of a key before the runs of its text, wherever in it the block begins', () => {
    for (let at = 0; at < 80; at += 1) {
      for (const before of ['x'.repeat(at), ' '.repeat(at), `${'x'.repeat(at)}-`]) {
        const text = `ghp_${'q8Zk4Tn1Vx7'.repeat(3)}abc ${before}-----BEGIN RSA PRIVATE KEY-----`;
        const bytes = Buffer.from(JSON.stringify(answerRow(text, { stdout: text })));
        const runs = skimmer()(inBlock(bytes), 0, bytes.length)?.runs ?? [];
        expect(runs[2]).toBe(runs[3]);
        expect(scanner.block.toString('latin1', runs[6], runs[7])).toMatch(/^ghp_/);
      }
    }
  });

  it('sees each name, address and program in a call’s input, in each case and wherever it stands', () => {
    for (const { text } of secretKeywords.names) {
      for (const written of [text, text.toUpperCase()]) {
        for (let at = 0; at < 40; at += 1) {
          const input = `{"command":"${' '.repeat(at)}${text === 'key' ? 'api_' : ''}${written}=me:q8Zk4Tn1Vx7Lp2Rw@"}`;
          const line = Buffer.from(JSON.stringify(callRow('Bash', {})).replace('"input":{}', () => `"input":${input}`));
          expect(skimmer()(inBlock(line), 0, line.length)?.parts[0], input).toMatchObject({ noSecrets: false });
        }
      }
    }
  });

  it('keeps the texts of rows apart, however many different ones there are', () => {
    const skim = skimmer();
    for (let session = 0; session < 3000; session++) {
      const row = callRow(session % 7 === 0 ? `tool-${session}` : 'Bash', { command: 'ls' }, { sessionId: `s${session % 2000}`, cwd: session % 5 === 0 ? `/${'long/'.repeat(80)}${session}` : '/a', agentId: `a${session}` });
      const bytes = Buffer.from(JSON.stringify(row));
      expect(withoutWords(skim(inBlock(bytes), 0, bytes.length))).toEqual(parsed(bytes));
    }
  });

  it('never says anything but what the parser says, whatever a row holds and however its bytes are changed', () => {
    const anything = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
    const key = fc.constantFrom('type', 'uuid', 'parentUuid', 'sessionId', 'cwd', 'version', 'agentId', 'timestamp', 'message', 'permissionMode', 'toolUseResult', 'permissionDecision', 'interrupted', 'is_error', 'content', 'session_id', '__proto__', 'x');
    const extra = fc.dictionary(key, fc.oneof(anything, fc.constantFrom('user', 'assistant', '<synthetic>', 'toolu_1', '', '2026-02-28T23:59:59.999Z', '2024-02-29T00:00:00.000Z', '2026-13-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z')), { maxKeys: 3 });
    const row = fc.oneof(
      fc.tuple(fc.constantFrom('Bash', 'Read', 'Edit', 'mcp__a__b'), fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('file_path', 'command', 'path')), anything, { maxKeys: 3 }), extra).map(([name, input, more]) => callRow(name, input, more)),
      fc.tuple(fc.oneof(fc.string(), anything), anything, extra, extra).map(([content, result, more, block]) => answerRow(content, result, more, block)),
    );
    const change = fc.record({ at: fc.nat(), kind: fc.constantFrom('none', 'none', 'byte', 'cut', 'insert', 'double'), byte: fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[]:,0-.eEutfn \n\r')), fc.integer({ min: 0, max: 127 })) });
    const skim = skimmer();
    let taken = 0;
    fc.assert(
      fc.property(row, change, (value, { at, kind, byte }) => {
        const whole = Buffer.from(JSON.stringify(value));
        const place = at % whole.length;
        const rest = { none: [whole], byte: [whole.subarray(0, place), Buffer.from([byte]), whole.subarray(place + 1)], cut: [whole.subarray(0, place)], insert: [whole.subarray(0, place), Buffer.from([byte]), whole.subarray(place)], double: [whole.subarray(0, place), whole.subarray(Math.max(0, place - 40))] }[kind];
        const line = Buffer.concat(rest);
        const skimmed = skim(inBlock(line), 0, line.length);
        if (skimmed === null) return;
        taken += 1;
        expect(withoutWords(skimmed)).toEqual(parsed(line));
      }),
      { numRuns: runs },
    );
    expect(taken).toBeGreaterThan(runs / 10);
  });

  const token = fc.constantFrom('ghp_q8Zk4Tn1Vx7Lp2RwYb5Mc9Jd3Fg6Hs0Ae1Ui', 'AKIAQ8ZK4TN1VX7LP2RW', 'q8Zk4Tn1Vx7Lp2RwYb5Mc9Jd3Fg6Hs0A', 'SK9f86d081884c7d659a2feaa0c55ad015', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N', '9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015', 'discord', ' = ', 'facebook', 'dapi', 'discord_token=', 'api_key: ', 'token', 'passwd', 'SECRET', 'access-key ', 'curl -u ', 'mysql ', '://', 'me:hunter2secret@', ':', '@');
  const filler = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('\n', '\\', '"', '/', ' ', 'ŁÀ日', '-----BEGIN RSA PRIVATE KEY-----', '='.repeat(20), 'a'.repeat(170)));
  const hiding = fc.array(fc.oneof(token, filler), { maxLength: 12 }).map((pieces) => pieces.join(''));

  it('never overlooks a secret in a record that the slow search finds', () => {
    let found = 0;
    fc.assert(
      fc.property(hiding, hiding, fc.nat(3), (one, other, cut) => {
        const line = Buffer.from(JSON.stringify(answerRow(one, { stdout: one, stderr: other, content: [other] }))).subarray(cut);
        const bytes = inBlock(line);
        const all = findSecretsInRecord(bytes, 0, line.length, null);
        found += all.length;
        expect(findSecretsInRecord(bytes, 0, line.length, scanner.runsIn(0, line.length))).toEqual(all);
      }),
      { numRuns: runs },
    );
    expect(found).toBeGreaterThan(runs / 20);
  });

  it('never says of a call with a secret in its input that there can be none', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.constantFrom('Bash', 'Write', 'Edit', 'WebFetch'), hiding, hiding, (tool, one, other) => {
        const input = { command: one, content: one, old_string: other, new_string: one, url: one, file_path: '/a' };
        const line = Buffer.from(JSON.stringify(callRow(tool, input)));
        const part = skimmer()(inBlock(line), 0, line.length)?.parts[0];
        if (part?.part !== 'call') throw new Error('The row is a call.');
        const secrets = secretsOf({ eventId: 0, toolUseId: null, tool, input, cwd: null, sessionId: 's', agentId: null, time: null });
        found += secrets.length;
        if (secrets.length > 0) expect(part.noSecrets).toBe(false);
      }),
      { numRuns: runs },
    );
    expect(found).toBeGreaterThan(runs / 20);
  });
});
