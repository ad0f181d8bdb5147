import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionOf, messageBytes, parseReflogLine, type RawLine } from './reflog-line.ts';
import type { ReflogEntry } from './repository.ts';

const zero = '0'.repeat(40);
const one = '1'.repeat(40);

function raw(bytes: Uint8Array, over: Partial<RawLine> = {}): RawLine {
  return { bytes, cut: false, line: 1, start: 0, end: bytes.length, terminated: true, ...over };
}

function entry(text: string): ReflogEntry {
  const read = parseReflogLine(raw(Buffer.from(text, 'latin1')), 40);
  if (read.kind !== 'entry') throw new Error(read.reason);
  return read.entry;
}

describe('a reflog line', () => {
  test('gives ids, person, time, zone, action and message as written', () => {
    expect(entry(`${zero} ${one} Ann Example <ann@example.test> 1700000000 +0530\tcommit (initial): first: draft`)).toEqual({
      old: zero, new: one, name: 'Ann Example', email: 'ann@example.test', seconds: 1_700_000_000, zone: '+0530',
      rawTime: '1700000000 +0530', message: 'commit (initial): first: draft', messageCut: false, action: 'commit (initial)',
      line: 1, byteStart: 0, byteEnd: 160, oddities: [],
    });
  });

  test.each([
    ['commit (amend): x', 'commit (amend)'], ['update by push', 'update by push'], ['merge topic: Fast-forward', 'merge topic'],
    ['rebase (finish): returning to refs/heads/main', 'rebase (finish)'], ['pull https://git.example.test/x.git main: Fast-forward', 'pull https://git.example.test/x.git main'],
    ['', ''], ['reset: moving to HEAD~1', 'reset'], ['clone: from host:x', 'clone'],
  ])('has the action of %s', (message, action) => expect(actionOf(message)).toBe(action));

  test('without a message is the entry that update-ref leaves', () => {
    const read = entry(`${one} ${one} Eve <eve@example.test> 1700000001 +0100`);
    expect(read).toMatchObject({ message: '', action: '', oddities: [] });
  });

  test.each([
    ['99999999999999999999 +9999', null, 'a time outside of 1970 to 2106'], ['-5 -0000', null, 'a time outside of 1970 to 2106'],
    ['9223372036854775807 +0000', null, 'a time outside of 1970 to 2106'], ['4294967295 +0000', 4_294_967_295, undefined],
    ['1e9 +0000', null, 'no time'], ['', null, 'no time'], ['1700000000 +2500', 1_700_000_000, 'an odd time zone'],
  ])('with the time %j is kept, and is dated only where that is a plausible time', (time, seconds, oddity) => {
    const read = entry(`${zero} ${one} A <a@example.test> ${time}\tx`);
    expect(read.seconds).toBe(seconds);
    expect(read.rawTime).toBe(time);
    if (oddity === undefined) expect(read.oddities).toEqual([]);
    else expect(read.oddities).toContain(oddity);
  });

  test.each(['', 'garbage without any structure', `${zero} nothing`, `xyz ${one} A <a@x> 1 +0000\tm`])('that is %j is malformed, with a reason', (text) => {
    const read = parseReflogLine(raw(Buffer.from(text)), 40);
    expect(read.kind).toBe('malformed');
  });

  test('with short ids, no address, a NUL or no line feed is kept, and each is named', () => {
    expect(entry(`deadbeef deadbeef Eve <e@x> 1700000007 +0100\tshort`).oddities).toEqual(['an object id that has not 40 digits']);
    expect(entry(`${zero} ${one} Name <no@end 1700000002 +0100\tx`)).toMatchObject({ seconds: 1_700_000_002, oddities: ['no address in < >'] });
    expect(entry(`${zero} ${one} E <e@x> 1700000004 +0100\tnul \0 inside`).oddities).toEqual(['a NUL byte in the message']);
    const cut = parseReflogLine(raw(Buffer.from(`${zero} ${one} E <e@x> 1700000004 +0100\tm`), { terminated: false }), 40);
    expect(cut).toMatchObject({ kind: 'entry', entry: { oddities: ['the last line has no line feed'] } });
  });

  test('shows bytes that are no UTF-8 as replacement characters and says so', () => {
    const read = entry(`${zero} ${one} A\xff\xfeB <inv\xc3@x> 1700000003 +0100\tinvalid \xff`);
    expect(read.name).toBe('A\ufffd\ufffdB');
    expect(read.message).toBe('invalid \ufffd');
    expect(read.oddities).toHaveLength(2);
  });

  test('with a message of 10 MB keeps its beginning and says how long it is', () => {
    const message = Buffer.alloc(10_000_000, 'M');
    const bytes = Buffer.concat([Buffer.from(`${zero} ${one} E <e@x> 1700000004 +0100\t`), message]);
    const read = parseReflogLine(raw(bytes), 40);
    if (read.kind !== 'entry') throw new Error(read.reason);
    expect(read.entry.message).toHaveLength(messageBytes);
    expect(read.entry.messageCut).toBe(true);
    expect(read.entry.oddities.join()).toContain(String(bytes.length));
  });

  test('of any bytes is an entry or malformed, never an error, and keeps its place', () => {
    const lineBytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.tuple(fc.constantFrom(zero, one, 'dead', ''), fc.constantFrom(zero, one, 'zz'), fc.uint8Array({ maxLength: 80 })).map(([old, next, rest]) =>
        Buffer.concat([Buffer.from(`${old} ${next} `), rest])),
    );
    fc.assert(fc.property(lineBytes, fc.nat(), fc.boolean(), fc.constantFrom(40, 64), (bytes, start, cut, digits) => {
      const given = raw(bytes, { start, end: start + bytes.length, cut, line: 7 });
      const read = parseReflogLine(given, digits);
      if (read.kind === 'malformed') expect(read.reason).not.toBe('');
      else {
        expect(read.entry).toMatchObject({ line: 7, byteStart: start, byteEnd: start + bytes.length });
        expect(read.entry.seconds === null || Number.isInteger(read.entry.seconds)).toBe(true);
        if (cut) expect(read.entry.messageCut).toBe(true);
      }
    }), { numRuns: 2000 });
  });

  test('that git could have written comes back field by field', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc XYZ.-äß日'), maxLength: 30 });
    const oid = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 });
    fc.assert(fc.property(oid, oid, word, word, fc.integer({ min: 0, max: 2 ** 32 - 1 }), word, (old, next, name, email, seconds, message) => {
      const read = parseReflogLine(raw(Buffer.from(`${old} ${next} ${name} <${email}> ${seconds} -0330\t${message}`)), 40);
      if (read.kind !== 'entry') throw new Error(read.reason);
      expect(read.entry).toMatchObject({ old, new: next, name: name.trimEnd(), email, seconds, zone: '-0330', message, oddities: [] });
    }));
  });
});
