import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asObject, type Json } from '../../events/json.ts';
import { parseLine } from './parse-line.ts';
import { readRecord } from './record.ts';

const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('naïve 日本語 🙂', '\u00e9', '\ud800', 'plain', '"tool_use"', "The user doesn't want to proceed with this tool use é"));
const block = fc.oneof(
  fc.record({ type: fc.constant('tool_result'), tool_use_id: word, content: word, is_error: fc.boolean() }),
  fc.record({ type: fc.constant('tool_use'), id: word, name: word, input: fc.record({ command: word }) }),
  fc.record({ type: fc.constant('text'), text: word }),
);
const decision = fc.record({ decision: fc.constantFrom('accept', 'reject'), source: fc.constantFrom('user_temporary', 'user_reject', 'user_abort', 'config', 'é'), reasonCode: fc.oneof(fc.constantFrom('mode:é', 'mode:plan', 'mode:auto'), word) }, { requiredKeys: [] });
const row = fc.record({
  toolDenialKind: fc.constantFrom('user-rejected', 'permission-rule', 'é', null),
  permissionDecision: fc.oneof(fc.constantFrom(null, undefined), decision),
  type: fc.constantFrom('user', 'assistant', 'system', 'odd'),
  uuid: word,
  cwd: word,
  sessionId: word,
  message: fc.record({ content: fc.oneof(word, fc.array(block, { maxLength: 3 })) }),
  toolUseResult: fc.oneof(word, fc.record({ stdout: word })),
});

/** The plain way: decode the line, parse it, read the row. */
const plainly = (bytes: Buffer) => {
  const object = asObject(JSON.parse(bytes.toString('utf8')) as Json);
  return object && readRecord(object);
};

describe('parsing a line', () => {
  it('reads the same as decoding and parsing the whole line would', () => {
    fc.assert(
      fc.property(row, fc.infiniteStream(fc.boolean()), (value, escaped) => {
        const json = JSON.stringify(value);
        const text = json.replace(/[\u0080-\uffff]/g, (unit) => (escaped.next().value === true ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit));
        const bytes = Buffer.from(text);
        expect(parseLine(bytes, 0, bytes.length)).toStrictEqual(plainly(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a folder of one letter escaped and one as it is', { cwd: 'E\u0301\u00c9', toolUseResult: 'naïve' }, (json: string) => json.replace('\u00c9', '\\u00C9')],
    ['a person who let the call run, beside an output that is not plain', { permissionDecision: { decision: 'accept', source: 'user_temporary' }, toolUseResult: 'naïve' }, (json: string) => json],
  ])('reads %s', (_, more, written) => {
    const bytes = Buffer.from(written(JSON.stringify({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't1', content: 'naïve' }] }, ...more })));
    expect(parseLine(bytes, 0, bytes.length)).toEqual(plainly(bytes));
  });

  it('refuses what the parser refuses', () => {
    fc.assert(
      fc.property(row, fc.nat(), (value, at) => {
        const text = JSON.stringify(value);
        const bytes = Buffer.from(text.slice(0, at % text.length));
        expect(() => parseLine(bytes, 0, bytes.length)).toThrow(SyntaxError);
      }),
    );
  });
});
