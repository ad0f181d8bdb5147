import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../events/json.ts';
import type { CallSink, ReadAnswer, ReadCall } from '../sources/transcript/transcript-desk.ts';
import { cancelledAt, createJudgeLane, readLane, writeLane } from './judge-lane.ts';

const signals = () => new Int32Array(new SharedArrayBuffer(4));

let made = 0;

/** A call as the reader of rows hands it over, its record in a buffer with other bytes around. */
function callOf(input: JsonObject, more: Partial<ReadCall['call']> = {}, how: Partial<ReadCall> = {}): ReadCall {
  const row = JSON.stringify({ type: 'assistant', message: { content: [{ type: 'text', text: 'é' }, { type: 'tool_use', id: 'toolu_1', name: 'Bash', input }] } });
  const bytes = Buffer.from(`before\n${row}\nbehind`);
  const inputFrom = bytes.indexOf('"input":') + 8;
  const byteStart = 5_000_000_000 + 1000 * made++;
  const call = { eventId: 7, toolUseId: 'toolu_1', tool: 'Bash', input, cwd: '/Users/kim/é', sessionId: 's1', agentId: null, time: 1_780_000_000_000, noSecrets: false, ...more };
  return { call, ref: { path: 'a/b.jsonl', line: 3, byteStart, byteEnd: byteStart + 900 }, firstCwd: null, bytes, start: 7, end: bytes.length - 7, block: 1, inputIs: 'json', inputFrom, inputTo: bytes.length - 7 - 4, ...how };
}

/** What is said of a record, without where in memory it lies. */
function told(read: ReadCall | ReadAnswer): object {
  const record = read.bytes.toString('utf8', read.start, read.end);
  return 'call' in read ? { call: read.call, ref: read.ref, firstCwd: read.firstCwd, record } : { event: read.event, ref: read.ref, runs: read.runs?.map((place) => place - read.start) ?? null, record };
}

/** Sends each through a lane, reading as soon as a slot is full, a few records at a time, and gives what arrives. */
function sent(reads: readonly (ReadCall | ReadAnswer)[]): readonly object[] {
  const { reader, judge } = createJudgeLane(signals());
  const [writer, other] = [writeLane(reader, () => {}), readLane(judge)];
  const arrived: object[] = [];
  const sink: CallSink = { takesInput: true, call: (read) => void arrived.push(told(read)), answer: (read) => void arrived.push(told(read)) };
  let entries = 0;
  const enough = (): boolean => ++entries % 5 === 0;
  for (const read of reads) {
    if ('call' in read) writer.call(read);
    else writer.answer(read);
    while (other.read(sink, enough));
  }
  writer.end();
  while (other.read(sink, enough));
  expect(other.ended()).toBe(true);
  reader.port.close();
  return arrived;
}

describe('the lane between a reading thread and the one that judges', () => {
  it('hands over each call as it was read, in order, however long or strange', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('x'.repeat(9000)));
    const call = fc
      .record({ input: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }), cwd: fc.option(text), sessionId: text, agentId: fc.option(text), time: fc.option(fc.nat()), noSecrets: fc.boolean(), long: fc.constantFrom(0, 0, 0, 5000, 200_000), firstCwd: fc.option(text), inRecord: fc.boolean() })
      .map(({ input, long, firstCwd, inRecord, ...more }) => callOf(JSON.parse(JSON.stringify({ ...input, long: 'y'.repeat(long) })), more, { firstCwd, ...(inRecord ? { inputIs: 'in-record' as const, inputFrom: -1, inputTo: -1 } : {}) }));
    fc.assert(
      fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
        expect(sent(calls)).toEqual(calls.map(told));
      }),
      { numRuns: 30 },
    );
  });

  it('hands over the path alone where nothing else of the input counts', () => {
    const read = callOf({ file_path: '/a/b', content: 'c'.repeat(1000) });
    const at = read.bytes.indexOf('/a/b');
    const [arrived] = sent([{ ...read, call: { ...read.call, input: { file_path: '/a/b' } }, inputIs: 'path', inputFrom: at, inputTo: at + 4 }]);
    expect(arrived).toMatchObject({ call: { input: { file_path: '/a/b' }, toolUseId: 'toolu_1' } });
  });

  it('hands over an answer with the places where secrets may be', () => {
    const bytes = Buffer.from('{"other":1}\n{"answer":"ghp_x"}');
    const answer: ReadAnswer = { event: 4, ref: { path: 'a', line: 2, byteStart: 12, byteEnd: 30 }, bytes, start: 12, end: bytes.length, runs: [22, 27, 23, 27] };
    expect(sent([answer, { ...answer, runs: null }])).toEqual([told(answer), told({ ...answer, runs: null })]);
  });

  it('hands over the first record of a file with its byte order mark', () => {
    const read = callOf({ command: 'ls' }, {}, { inputIs: 'in-record' });
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), read.bytes.subarray(read.start, read.end)]);
    const marked = { ...read, bytes, start: 0, end: bytes.length };
    expect(sent([marked])).toEqual([told(marked)]);
  });

  it('sends a record with very many calls once, and tells each call of it', () => {
    const commands = Array.from({ length: 200 }, (_, at) => `ls ${at}`);
    const row = JSON.stringify({ type: 'assistant', message: { content: commands.map((command) => ({ type: 'tool_use', id: command, name: 'Bash', input: { command } })) }, rest: 'x'.repeat(10_000) });
    const bytes = Buffer.from(row);
    const { ref } = callOf({});
    const reads = commands.map((command, block) => callOf({ command }, { toolUseId: command }, { ref, bytes, start: 0, end: bytes.length, block, inputIs: 'in-record', inputFrom: -1, inputTo: -1 }));
    const other = callOf({ command: 'pwd' }, {}, { inputIs: 'in-record' });
    const read = vi.spyOn(JSON, 'parse');
    expect(sent([...reads, other]).map((arrived) => Object(arrived).call.input)).toEqual([...commands, 'pwd'].map((command) => ({ command })));
    expect(read).toHaveBeenCalledTimes(2);
    read.mockRestore();
  });

  it('keeps the texts of calls apart, however many different ones there are', () => {
    const one = callOf({ command: 'ls' });
    const calls = Array.from({ length: 20_500 }, (_, at) => ({ ...one, call: { ...one.call, sessionId: `s${at}` } }));
    expect(sent(calls).findIndex((arrived, at) => !('call' in arrived) || (arrived.call as ReadCall['call']).sessionId !== `s${at}`)).toBe(-1);
  });

  it('lets a reader that waits for the judge be stopped', () => {
    const stop = signals();
    const { reader } = createJudgeLane(stop);
    const writer = writeLane(reader, () => {});
    Atomics.store(stop, cancelledAt, 1);
    expect(() => {
      for (let at = 0; at < 100; at++) writer.call(callOf({ command: 'x'.repeat(100_000) }));
    }).toThrow('cancelled');
    reader.port.close();
  });
});
