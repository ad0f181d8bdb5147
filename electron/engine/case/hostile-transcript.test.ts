import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { at, call, drawEvidence, prompt } from '../../../e2e/draw-evidence.ts';
import { CallProblem } from '../../../shared/rpc.ts';
import { callLines, openDrawn, openFolder } from '../drawn-case.ts';
import { createSearchDesk } from '../search/search-desk.ts';
import { eventDetail } from './detail.ts';
import type { OpenedCase } from './opened-case.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
const main = `${folder}/s1.jsonl`;

const nested = (depth: number, open: string, close: string): string => `${open.repeat(depth)}1${close.repeat(depth)}`;

/** A JSON value as hostile text: deep, with keys twice, of numbers that no float holds, half surrogates, NULs. */
const value = fc.oneof(
  fc.jsonValue().map((any) => JSON.stringify(any)),
  fc.integer({ min: 1, max: 3000 }).map((depth) => nested(depth, '[', ']')),
  fc.integer({ min: 1, max: 3000 }).map((depth) => nested(depth, '{"input":', '}')),
  fc.constantFrom('1e400', '-0', '123456789012345678901234567890', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"a\\u0000b"', 'null', 'true', '""', '"\\u202egpj.exe"', '{"__proto__":{"type":"user"}}', '{"constructor":{"prototype":1}}'),
);
const key = fc.constantFrom('type', 'uuid', 'parentUuid', 'sessionId', 'timestamp', 'cwd', 'message', 'content', 'toolUseResult', 'permissionMode', 'isSidechain', 'agentId', 'attachment', 'snapshot', 'data', 'input', 'tool_name', '__proto__', 'permissionDecision');
/** Written out by hand: `JSON.stringify` would write no key twice. */
const object = fc.array(fc.tuple(key, value), { maxLength: 6 }).map((pairs) => `{${pairs.map(([name, text]) => `"${name}":${text}`).join(',')}}`);
const row = fc.tuple(fc.constantFrom('user', 'assistant', 'system', 'attachment', 'progress', 'tool_use', 'tool_result', 'permission-mode', 'summary', 'odd'), object, fc.boolean(), value).map(([type, rest, block, input]) => {
  const content = block ? `[{"type":"tool_use","id":"t","name":"Bash","input":{"command":${input}}},{"type":"tool_result","tool_use_id":"t","content":${input}}]` : input;
  return `{"type":"${type}","timestamp":"${at(1)}","message":{"content":${content}}${rest === '{}' ? '' : `,${rest.slice(1, -1)}`}}`;
});
const line = fc.oneof(
  { weight: 4, arbitrary: row.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: fc.tuple(row, fc.nat()).map(([text, cut]) => Buffer.from(text.slice(0, cut % (text.length + 1)))) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: object.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.constantFrom('', '\r', '\u0000\u0000\u0000', '\ufeff', ' ').map((text) => Buffer.from(text)) },
);
const file = fc.tuple(fc.boolean(), fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\n\n', '\r')), { maxLength: 10 })).map(([mark, lines]) => Buffer.concat([Buffer.from(mark ? '\ufeff' : ''), ...lines.flatMap(([bytes, end]) => [bytes, Buffer.from(end)])]));

/** Asks for everything that a screen would ask for; a refusal is data, anything else thrown is a fault. */
function lookAtAll(opened: OpenedCase): void {
  for (let event = 0; event < opened.store.length; event++) {
    try {
      eventDetail(opened, event);
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error;
    }
  }
}

async function search(opened: OpenedCase, text: string) {
  const desk = createSearchDesk(opened.files, opened.store);
  const { id } = desk.start({ text, kind: 'regex', caseSensitive: false }, null);
  for (;;) {
    const page = desk.page(id, 0, 500);
    if (page?.state !== 'running') return page?.state;
    await new Promise((done) => setTimeout(done, 1));
  }
}

describe('a transcript that someone made to break the reader', () => {
  it('is read to its end whatever its bytes are; its ledger adds up, each event can be looked at and searched', async () => {
    await fc.assert(
      fc.asyncProperty(file, file, async (one, two) => {
        const opened = await openDrawn({ [main]: one, [`${folder}/agent-0badcafe.jsonl`]: two });
        expect(opened.problems.filter((problem) => /does not add up|Reading stopped/.test(problem.reason))).toEqual([]);
        for (const { bytes, lines, records, malformed, oversized, blank } of opened.fileLedger) {
          expect(records + malformed + oversized + blank).toBe(lines);
          expect([one.length, two.length]).toContain(bytes);
        }
        lookAtAll(opened);
        expect(await search(opened, 'a|1')).toBe('done');
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 60 : 30 },
    );
  }, 60_000);

  it('is read beside a prompt history that names far more sessions than there are', async () => {
    const many = 140_000;
    const history = Array.from({ length: many }, (_, n) => `{"display":"x","project":"/w","sessionId":"h${n}","timestamp":${Date.parse(at(0)) + n}}`);
    const opened = await openDrawn({ [main]: [call('t1', 'Bash', { command: 'ls' })], 'Users/kim/.claude/history.jsonl': history });
    expect(opened.fileLedger.map(({ records }) => records)).toEqual([1, many]);
    expect(opened.beside.mentions).toHaveLength(many);
  });

  it('can be a folder: it is none, and what is beside it is read', async () => {
    const opened = await openDrawn({ [main]: [call('t1', 'Bash', { command: 'ls' })], [`${folder}/s9.jsonl`]: { folder: true }, [`${folder}/s9.jsonl/s8.jsonl`]: [call('t2', 'Bash', { command: 'pwd' })] });
    expect(callLines(opened)).toHaveLength(2);
    expect(opened.problems).toEqual([]);
  });

  it('that is emptied between the listing of the folder and its reading is listed with both sizes', async () => {
    const root = drawEvidence({ [main]: [prompt('go', 'default'), call('t1', 'Bash', { command: 'rm -rf /' })] });
    const name = path.join(root, main);
    const { size } = fs.statSync(name);
    const open = fs.openSync;
    let emptied = false;
    const spy = vi.spyOn(fs, 'openSync').mockImplementation((...given) => {
      if (String(given[0]) === name && !emptied) {
        emptied = true;
        fs.truncateSync(name, 0);
      }
      return open(...given);
    });
    const opened = await openFolder(root);
    spy.mockRestore();
    expect(opened.problems).toContainEqual({ path: main, line: null, byteOffset: null, reason: `It had ${size} bytes when the folder was listed, and 0 when it was read.` });
    expect(opened.ledger.problems).toBe(opened.problems.length);
  });

  it.each([
    ['shrinks', (name: string) => fs.truncateSync(name, 100_000)],
    ['grows', (name: string) => fs.appendFileSync(name, `${JSON.stringify(prompt('more', null, { second: 9 }))}\n`)],
    ['is exchanged', (name: string) => fs.writeFileSync(name, '{"type":"summary"}\n')],
  ])('that %s while it is read is listed with what was read of it', async (_how, change) => {
    const root = drawEvidence({ [main]: Array.from({ length: 20_000 }, (_, n) => prompt(`${n}`, 'default', { second: n % 60 })) });
    const name = path.join(root, main);
    const size = fs.statSync(name).size;
    const read = fs.readSync;
    let reads = 0;
    const spy = vi.spyOn(fs, 'readSync').mockImplementation((...given: unknown[]) => {
      const got = Reflect.apply(read, fs, given);
      // The first look is at the file's head; the change comes between two reads of its lines.
      if (got > 65_536 && reads++ === 0) change(name);
      return got;
    });
    const opened = await openFolder(root);
    spy.mockRestore();
    expect(reads).toBeGreaterThan(0);
    expect(opened.problems.some((problem) => problem.path === main && /size changed|ends in the middle|no JSON|shorter/i.test(problem.reason))).toBe(true);
    expect(opened.entries.find((entry) => entry.path === main)).toMatchObject({ state: 'partial' });
    expect(size).toBeGreaterThan(1 << 20);
    lookAtAll(opened);
  });
});
