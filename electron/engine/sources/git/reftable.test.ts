import { deflateSync, crc32 } from 'node:zlib';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { walk } from '../../intake/walk.ts';
import { readRepositories } from './read-repository.ts';
import { type ReftableRead, readReftable } from './reftable-file.ts';
import type { RepositoryRead } from './repository.ts';

// Both tables were written by git's own library: version 1 in blocks of 256 bytes, version 2 (SHA-256) in blocks of 512.
const firstTable = [
  'UkVGVAEAAQAAAAAAAAAABwAAAAAAAAANcgAA0wAjSEVBRAAPcmVmcy9oZWFkcy9tYWluAIBBcmVmcy9oZWFkcy90b3BpYy0wMDAwMC94AMZ+gWtL++L7VPa9',
  '33wc4YcBvzHeFRkxL3gBjCH/cu3XGNlOE5UT3Btj/JMG9r8VGTIveAJTw314jrRNt0gvbUY9GeVwJEy7oBUZMy94Axlm+38vkIKVQktFeZ0XZ+W1k4CBFRk0',
  'L3gE3wl4hdFsuHM8aB2s/RXpWUbZRGIAABwAADMAAmcAAOZ42mNoCCxKTSvWz0hNTCnWz8lP1zUwYPgPAZ/vc1a0XszZUWyTIbvmr+jLSLebLknLVn/rKfJ8',
  'G2je8vV+nEj2uRsKnM6sjnl5CqYCiXl5DqkVibkFOal6JanFJa0rzz1J/bdNPDk/NzezxEohrzQ3KbVIwVQhEQS4JDm+SHJ+DT5cW9G3xXe7h36um63k0wIV',
  'n90LJNN+1+tPaJrq5O1aOVc8/enWyQ2NYDuMsdnxWPnfNlE0O4xBdnAxMLAwMAIAQ0lfs2cAAN542mNoCCxKTSvWz0hNTCnWz8lP1zUwYPgPAd96FP8Xvb0u',
  'cdNPeKrwHenkP5PZvu0PPlxb0bfFd7uHfq6breTTAhWf3QtYHfPyFIwEEvPyHFIrEnMLclL1SlKLS1pXnnvkxHBCJDk/NzezxEohrzQ3KbVIwUghMZFLkvP7',
  'sbrGbO/fj36HfNt7v0bmYTvjfsN72GwEm26IzfSHif+2CaOZbqiQyMXAwMLACADI3V9iZwAAf3jaY2gILEpNK9bPSE1MKdbPyU/XNTBg+A8BPxjusKSukl8r',
  'G3Xr6RppuXjhgsqcv8fqGrO9fz/6HfJt7/0amYftjPsN77E65uUpGAgk5uU5pFYk5hbkpOqVpBaXtK4895CB4YRQcn5ubmaJlUJeaW5SapGCgQIXAwMLAyMA',
  '9Yo0wlJFRlQBAAEAAAAAAAAAAAcAAAAAAAAADQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADTAAAAAAAAAAAIUlWx',
].join('');
const firstText = [
  'ref HEAD sym refs/heads/main',
  'ref refs/heads/topic-00000/x c67e816b4bfbe2fb54f6bddf7c1ce18701bf31de',
  'ref refs/heads/topic-00001/x 8c21ff72edd718d94e139513dc1b63fc9306f6bf',
  'ref refs/heads/topic-00002/x 53c37d788eb44db7482f6d463d19e570244cbba0',
  'ref refs/heads/topic-00003/x 1966fb7f2f908295424b45799d1767e5b5938081',
  'ref refs/heads/topic-00004/x df097885d16cb8733c681dacfd15e95946d94462',
  'log refs/heads/log-00 12 df097885d16cb8733c681dacfd15e95946d94462 a6abf68c7249ed513784f5df5e146bced8200943 Ann 5 <ann@example.test> 1700000485 -330 commit: number 5 aaaaa',
  'log refs/heads/log-00 11 gone',
  'log refs/heads/log-00 10 53c37d788eb44db7482f6d463d19e570244cbba0 1966fb7f2f908295424b45799d1767e5b5938081 Ann 3 <ann@example.test> 1700000291 -330 commit: number 3 aaa',
  'log refs/heads/log-00 9 8c21ff72edd718d94e139513dc1b63fc9306f6bf 53c37d788eb44db7482f6d463d19e570244cbba0 Ann 2 <ann@example.test> 1700000194 200 commit: number 2 aa',
  'log refs/heads/log-00 8 c67e816b4bfbe2fb54f6bddf7c1ce18701bf31de 8c21ff72edd718d94e139513dc1b63fc9306f6bf Ann 1 <ann@example.test> 1700000097 -330 commit: number 1 a',
  'log refs/heads/log-00 7 00dc0465aa1fad1d5adae5ac1b1e5f1370796cfd c67e816b4bfbe2fb54f6bddf7c1ce18701bf31de Ann 0 <ann@example.test> 1700000000 200 commit: number 0',
];
const secondTable = [
  'UkVGVAIAAgAAAAAAAAAABwAAAAAAAAAMczI1NnIAAMcAI0hFQUQAD3JlZnMvaGVhZHMvbWFpbgCAQXJlZnMvaGVhZHMvdG9waWMtMDAwMDAveADGfoFrS/vi',
  '+1T2vd98HOGHAb8x3lZyD0dnZodZqog8WRUZMS94AYwh/3Lt1xjZThOVE9wbY/yTBva/nOUG4G2wCgWf8nWHFRkyL3gCU8N9eI60TbdIL21GPRnlcCRMu6Dj',
  'WPx4dPqMsZVcr7UAACAAADcAAmcAAfx42mNoCChKTSvWz0hNTCnWz8lP1zUwYPgPAV8kOb8GH66t6Nviu91DP9fNVvJpgYrP7gWPI/5UlPzq2Tg1Zv1WybTf',
  '9foTmqY6ebtWzhVPf7p1ckOj5qnPAlXO/LFdx188ZnXMy1MwFkjMy3NIrUjMLchJ1StJLS5pXXnusfK/baLJ+bm5mSVWCnmluUmpRQrGComJiVySnN96FP8X',
  'vb0ucdNPeKrwHenkP5PZvu2f85TtQe4GLtb5n0rbCTkLbK0RNmsfOTGcEEGz1kgBbOv3Y3WN2d6/H/0O+bb3fo3Mw3bG/Yb3wor43dPT2iNXddhEEnIV2FZD',
  'bLY+TPy3TRjNVkMFkKU/GO6wpK6SXysbdevpGmm5eOGCypy/Av8l1yfIsqzZIsukTchRYEsNsFrKwHBCCM1SAwUuBgYWBkYAz+XdxlJFRlQCAAIAAAAAAAAA',
  'AAcAAAAAAAAADHMyNTYAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAxwAAAAAAAAAAEsBFPQ==',
].join('');
const secondText = [
  'ref HEAD sym refs/heads/main',
  'ref refs/heads/topic-00000/x c67e816b4bfbe2fb54f6bddf7c1ce18701bf31de56720f4767668759aa883c59',
  'ref refs/heads/topic-00001/x 8c21ff72edd718d94e139513dc1b63fc9306f6bf9ce506e06db00a059ff27587',
  'ref refs/heads/topic-00002/x 53c37d788eb44db7482f6d463d19e570244cbba0e358fc7874fa8cb1955cafb5',
  'log refs/heads/log-00 11 gone',
  'log refs/heads/log-00 10 53c37d788eb44db7482f6d463d19e570244cbba0e358fc7874fa8cb1955cafb5 1966fb7f2f908295424b45799d1767e5b593808129caf3107a430f5d8ac7e8e3 Ann 3 <ann@example.test> 1700000291 -330 commit: number 3 aaa',
  'log refs/heads/log-00 9 8c21ff72edd718d94e139513dc1b63fc9306f6bf9ce506e06db00a059ff27587 53c37d788eb44db7482f6d463d19e570244cbba0e358fc7874fa8cb1955cafb5 Ann 2 <ann@example.test> 1700000194 200 commit: number 2 aa',
  'log refs/heads/log-00 8 c67e816b4bfbe2fb54f6bddf7c1ce18701bf31de56720f4767668759aa883c59 8c21ff72edd718d94e139513dc1b63fc9306f6bf9ce506e06db00a059ff27587 Ann 1 <ann@example.test> 1700000097 -330 commit: number 1 a',
  'log refs/heads/log-00 7 00dc0465aa1fad1d5adae5ac1b1e5f1370796cfd10ff19af601d04acb41d022b c67e816b4bfbe2fb54f6bddf7c1ce18701bf31de56720f4767668759aa883c59 Ann 0 <ann@example.test> 1700000000 200 commit: number 0',
];

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** The records as the program that wrote the tables printed them. */
function textOf(read: ReftableRead): readonly string[] {
  const refs = read.refs.map((ref) => {
    const value = ref.value === null ? 'gone' : ref.value.kind === 'symbolic' ? `sym ${ref.value.target}` : ref.value.oid;
    return `ref ${ref.name} ${value} ${ref.peeled ?? ''}`.trimEnd();
  });
  const logs = read.logs.map(({ ref, updateIndex, data }) =>
    `log ${ref} ${updateIndex} ${data === null ? 'gone' : `${data.old} ${data.new} ${data.name} <${data.email}> ${data.seconds} ${data.zone} ${data.message}`}`.trimEnd());
  return [...refs, ...logs];
}

const oid = (digit: string): string => digit.repeat(40);

interface Draft {
  readonly index: number;
  /** Name to object id, `ref: name`, or null for a tombstone; in the order of names. */
  readonly refs?: Readonly<Record<string, string | null>>;
  /** Name to `[old, new, message]`, or null for a tombstone. */
  readonly logs?: Readonly<Record<string, readonly [string, string, string] | null>>;
}

function varint(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest -= 1;
    bytes.unshift(0x80 | (rest & 0x7f));
  }
  return bytes;
}

/** A table of version 1 with one block of refs and one of logs, all of one update index. */
function table({ index, refs = {}, logs = {} }: Draft): Buffer {
  const sized = (text: string): Buffer => Buffer.concat([Buffer.from(varint(Buffer.byteLength(text))), Buffer.from(text)]);
  const key = (name: Buffer, type: number): Buffer => Buffer.concat([Buffer.from([0, ...varint(name.length * 8 + type)]), name]);
  const header = Buffer.alloc(24);
  header.write('REFT\u0001', 'latin1');
  header.writeBigUInt64BE(BigInt(index), 8);
  header.writeBigUInt64BE(BigInt(index), 16);
  const block = (kind: string, skip: number, records: readonly Buffer[]): Buffer => {
    const body = Buffer.concat([...records, Buffer.from([0, 0, skip + 4, 0, 1])]);
    const length = skip + 4 + body.length;
    const head = Buffer.from([kind.charCodeAt(0), length >> 16, length >> 8, length]);
    return Buffer.concat([head, kind === 'g' ? deflateSync(body) : body]);
  };
  const refRecords = Object.entries(refs).map(([name, value]) => {
    const type = value === null ? 0 : value.startsWith('ref: ') ? 3 : 1;
    const content = value === null ? Buffer.alloc(0) : type === 3 ? sized(value.slice(5)) : Buffer.from(value, 'hex');
    return Buffer.concat([key(Buffer.from(name), type), Buffer.from([0]), content]);
  });
  const logRecords = Object.entries(logs).map(([name, value]) => {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(0xffff_ffff_ffff_ffffn - BigInt(index));
    const named = key(Buffer.concat([Buffer.from(name), Buffer.from([0]), stamp]), value === null ? 0 : 1);
    if (value === null) return named;
    const [old, next, message] = value;
    const zone = Buffer.from([0, 200]);
    const who = [sized('Ann Example'), sized('ann@example.test'), Buffer.from(varint(1_700_000_000 + index)), zone];
    return Buffer.concat([named, Buffer.from(old, 'hex'), Buffer.from(next, 'hex'), ...who, sized(`${message}\n`)]);
  });
  const refBlock = refRecords.length > 0 ? block('r', 24, refRecords) : Buffer.alloc(0);
  const logAt = 24 + refBlock.length;
  const logBlock = logRecords.length > 0 ? block('g', refRecords.length > 0 ? 0 : 24, logRecords) : Buffer.alloc(0);
  const footer = Buffer.alloc(68);
  header.copy(footer);
  if (refRecords.length > 0 && logRecords.length > 0) footer.writeBigUInt64BE(BigInt(logAt), 48);
  footer.writeUInt32BE(crc32(footer.subarray(0, 64)), 64);
  return Buffer.concat([header, refBlock, logBlock, footer]);
}

async function readWith(tables: Readonly<Record<string, Buffer>>, list: readonly string[]): Promise<RepositoryRead> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reftable-')));
  made.push(root);
  const folder = path.join(root, 'app/.git/reftable');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(root, 'app/.git/HEAD'), 'ref: refs/heads/.invalid\n');
  fs.writeFileSync(path.join(root, 'app/.git/config'), '[core]\nrepositoryformatversion = 1\n[extensions]\nrefstorage = reftable\n');
  fs.writeFileSync(path.join(folder, 'tables.list'), list.map((name) => `${name}\n`).join(''));
  for (const [name, bytes] of Object.entries(tables)) fs.writeFileSync(path.join(folder, name), bytes);
  const { files } = await walk(root, ['']);
  for await (const read of readRepositories(files)) return read;
  throw new Error('no repository was found');
}

describe('a reftable', () => {
  test.each([
    ['of version 1', firstTable, firstText, 1, 40], ['of version 2 with SHA-256', secondTable, secondText, 2, 64],
  ] as const)('%s gives every record that git wrote', (_name, encoded, text, version, digits) => {
    const read = readReftable(Buffer.from(encoded, 'base64'));
    expect(textOf(read)).toEqual(text);
    expect(read).toMatchObject({ version, digits, problems: [] });
  });

  test('with any byte changed never makes the reader throw, and a changed footer is noticed', () => {
    const clean = [Buffer.from(firstTable, 'base64'), Buffer.from(secondTable, 'base64')];
    fc.assert(fc.property(fc.constantFrom(0, 1), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }), fc.boolean(), (which, changes, cut) => {
      const original = clean[which] ?? Buffer.alloc(0);
      const bytes = Buffer.from(original);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      const given = cut ? bytes.subarray(0, (changes[0]?.[0] ?? 0) % bytes.length) : bytes;
      const read = readReftable(given);
      for (const problem of read.problems) expect(problem.reason).not.toBe('');
      if (given.length === original.length && !given.subarray(-68).equals(original.subarray(-68))) expect(read.problems.length).toBeGreaterThan(0);
    }), { numRuns: 500 });
  });

  test('of random bytes is a problem', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(readReftable(bytes).problems.length).toBeGreaterThan(0);
      expect(readReftable(Buffer.concat([Buffer.from('REFT\u0001', 'latin1'), bytes])).problems.length).toBeGreaterThan(0);
    }), { numRuns: 300 });
  });
});

describe('a repository with reftables', () => {
  test('has the newest value of each ref, follows HEAD, and leaves out what was deleted', async () => {
    const read = await readWith({
      'a.ref': table({ index: 1, refs: { HEAD: 'ref: refs/heads/main', 'refs/heads/gone': oid('9'), 'refs/heads/main': oid('1') } }),
      'b.ref': table({ index: 2, refs: { 'refs/heads/gone': null, 'refs/heads/main': oid('2') } }),
    }, ['a.ref', 'b.ref']);
    expect(read.refStorage).toBe('reftable');
    expect(read.head).toEqual({ ref: 'refs/heads/main', branch: 'main', oid: oid('2'), state: 'branch' });
    expect(read.refs.map((ref) => [ref.name, ref.oid, ref.path])).toEqual([['refs/heads/main', oid('2'), 'app/.git/reftable/b.ref']]);
    expect(read.problems).toEqual([]);
  });

  test('has its logs in the order of time, with the block that holds each entry', async () => {
    const first = table({ index: 1, logs: { 'refs/heads/main': [oid('0'), oid('1'), 'commit (initial): first'] } });
    const second = table({ index: 2, refs: { 'refs/heads/main': oid('2') }, logs: { HEAD: [oid('1'), oid('2'), 'commit: second'], 'refs/heads/main': [oid('1'), oid('2'), 'commit: second'] } });
    const read = await readWith({ 'a.ref': first, 'b.ref': second }, ['a.ref', 'b.ref']);
    expect(read.reflogs.map((log) => [log.ref, log.path.slice(-5), log.live, log.stale, log.entries.map((entry) => entry.message)])).toEqual([
      ['HEAD', 'b.ref', true, false, ['commit: second']],
      ['refs/heads/main', 'a.ref', true, false, ['commit (initial): first']], ['refs/heads/main', 'b.ref', true, false, ['commit: second']],
    ]);
    expect(read.reflogs[1]?.entries[0]).toMatchObject({
      old: oid('0'), new: oid('1'), name: 'Ann Example', email: 'ann@example.test', seconds: 1_700_000_001, zone: '+0200', action: 'commit (initial)',
      byteStart: 0, byteEnd: first.length - 68, oddities: [],
    });
  });

  test('shows what a newer table deleted, and what only a stale table has, as stale', async () => {
    const read = await readWith({
      'a.ref': table({ index: 1, logs: { 'refs/heads/main': [oid('0'), oid('1'), 'commit: expired'] } }),
      'b.ref': table({ index: 1, refs: { 'refs/heads/main': oid('1') }, logs: { 'refs/heads/main': null } }),
      'old.ref': table({ index: 7, logs: { 'refs/heads/lost': [oid('3'), oid('4'), 'commit: of a deleted branch'] } }),
    }, ['a.ref', 'b.ref', 'absent.ref']);
    expect(read.reflogs.map((log) => [log.ref, log.stale, log.entries.map((entry) => entry.message)])).toEqual([
      ['refs/heads/lost', true, ['commit: of a deleted branch']], ['refs/heads/main', true, ['commit: expired']],
    ]);
    expect(read.notes.join()).toContain('old.ref: a table that tables.list does not name');
    expect(read.problems.map((problem) => [problem.line, problem.reason])).toEqual([[3, 'the table absent.ref is not in the folder'], [null, 'no table has HEAD']]);
  });

  test('refuses names that leave their folder', async () => {
    const read = await readWith({ 'a.ref': table({ index: 1, refs: { '../../x': oid('1'), 'refs/heads/ok': oid('1'), 'refs/heads/to': 'ref: /etc/passwd' } }) }, ['a.ref']);
    expect(read.refs.map((ref) => ref.name)).toEqual(['refs/heads/ok']);
    expect(read.refusedRefs.map((ref) => ref.name)).toEqual(['../../x', 'refs/heads/to']);
  });
});
