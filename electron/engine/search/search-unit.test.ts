import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenFile } from '../intake/evidence-files.ts';
import { createMatcher } from './matcher.ts';
import type { SearchQuery } from './query.ts';
import { snippetOf } from './record-hits.ts';
import { recordTexts } from './record-texts.ts';
import type { FileRecords } from './record-table.ts';
import { createUnitSearcher } from './search-unit.ts';

/** A file in memory. */
function fileOf(bytes: Buffer): OpenFile {
  return {
    bytes: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
    readInto: (target, offset, position) => bytes.copy(target, offset, position, position + target.length - offset),
    close() {},
  };
}

function setup(lines: readonly string[]) {
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += Buffer.byteLength(line);
    ends.push(at);
    at += 1;
  }
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const table: FileRecords = { path: 'a.jsonl', starts: Float64Array.from(starts), ends: Float64Array.from(ends), marks: new Uint8Array(starts.length), plain: false };
  const searcher = createUnitSearcher({ open: () => ({ ok: true, value: fileOf(bytes) }) }, [table]);
  const search = (query: SearchQuery | null) => {
    searcher.begin(query);
    return searcher.search({ file: 0, from: 0, to: lines.length }, () => false);
  };
  return { search };
}

/** Writes a string as a hostile or unusual writer could: any character in any of the forms that JSON allows. */
function written(text: string, choices: readonly number[]): string {
  const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\b': '\\b', '/': '\\/' };
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? '';
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    const choice = choices[at % Math.max(1, choices.length)] ?? 0;
    const half = /[\ud800-\udfff]/.test(unit);
    if (choice === 1 || half && choice === 2) result += `\\u${hex}`;
    else if (choice === 2) result += `\\u${hex.toUpperCase()}`;
    else if (choice === 3 && short[unit] !== undefined) result += short[unit];
    else if (half) result += unit;
    else result += JSON.stringify(unit).slice(1, -1);
  }
  return `"${result}"`;
}

/** The text as a pattern of several certain stretches: after each second character something may stand. */
const patternOf = (text: string): string => [...text].map((sign, at) => sign.replace(/[!-/:-@[-`{-~]/, '\\$&') + (at % 2 === 1 ? '.?' : '')).join('');

const callLine = (value: string): string => `{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":${value}}}]}}`;
const answerLine = (value: string): string => `{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":${value}}]}}`;

const character = fc.constantFrom('a', 'A', 'k', 'K', 's', 'ſ', '\u212a', '"', '\\', '/', '\n', '\t', '\b', '\u001b', '\u007f', 'é', 'É', 'ß', 'Σ', 'ς', '日', '🙂', '🙃', ' ', 'u', '0', '\ufffd', '\u2028');
const words = fc.oneof(fc.array(character, { maxLength: 24 }), fc.array(character, { maxLength: 500, size: 'max' })).map((parts) => parts.join(''));
const needle = fc.array(character, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));

describe('searching a file', () => {
  it('finds each record that decoding every record would find, however its text is escaped', () => {
    let hits = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), words, fc.boolean(), fc.array(fc.nat(3), { minLength: 1, maxLength: 7 })), { minLength: 1, maxLength: 8 }),
        needle,
        fc.boolean(),
        fc.boolean(),
        (records, text, caseSensitive, asPattern) => {
          const texts = records.map(([, body, holds]) => (holds ? `${body}${text}${body}` : body));
          const lines = records.map(([isCall, , , choices], at) => (isCall ? callLine : answerLine)(written(texts[at] ?? '', choices)));
          const query: SearchQuery = asPattern ? { text: patternOf(text), kind: 'regex', caseSensitive } : { text, kind: 'literal', caseSensitive };
          const matcher = createMatcher(query);
          const slow = lines.flatMap((line, record) => {
            const row: { message: { content: { input?: { command: string }; content?: string }[] } } = JSON.parse(Buffer.from(line).toString());
            const block = row.message.content[0];
            const text = block?.input?.command ?? block?.content ?? '';
            const found = matcher.find(text);
            return found ? [{ record, occurrences: found.occurrences, ...snippetOf(text, found.first) }] : [];
          });
          const { search } = setup(lines);
          expect(search(query).hits.map(({ record, occurrences, snippet, match }) => ({ record, occurrences, snippet, match }))).toEqual(slow);
          // The second search of a file knows where its odd escapes are.
          search({ ...query, text: asPattern ? patternOf(`${text}!`) : `${text}!` });
          hits += slow.length;
        },
      ),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 1500 : 400 },
    );
    expect(hits).toBeGreaterThan(100);
  });

  it('finds with a known set of odd escapes what it finds at first', () => {
    const { search } = setup([callLine('"\\u0063url x"'), callLine('"curl x"'), callLine('"a\\/b"')]);
    for (let round = 0; round < 2; round++) {
      expect(search({ text: 'curl', kind: 'literal', caseSensitive: true }).hits.map((hit) => hit.record)).toEqual([0, 1]);
      expect(search({ text: 'a/b', kind: 'literal', caseSensitive: true }).hits.map((hit) => hit.record)).toEqual([2]);
    }
  });

  it('finds the same where the odd escapes were looked for before the first search', () => {
    const { search } = setup([callLine('"\\u0063url x"'), callLine('"curl x"'), callLine('"a\\/b"')]);
    expect(search(null)).toMatchObject({ hits: [], problems: [] });
    expect(search({ text: 'curl', kind: 'literal', caseSensitive: true }).hits.map((hit) => hit.record)).toEqual([0, 1]);
    expect(search({ text: 'a/b', kind: 'literal', caseSensitive: true }).hits.map((hit) => hit.record)).toEqual([2]);
  });

  it('finds what lies across the chunks that a file is read in', () => {
    const filler = 'x'.repeat(200_000);
    const lines = Array.from({ length: 12 }, (_, at) => callLine(JSON.stringify(`${filler}${'y'.repeat(at * 1777)}needle in hay${filler}`)));
    const { search } = setup(lines);
    for (const query of [{ text: 'needle in hay', kind: 'literal' }, { text: 'NEEDLE IN', kind: 'literal' }, { text: 'need[a-l]e in', kind: 'regex' }] as const) {
      expect(search({ ...query, caseSensitive: query.text !== 'NEEDLE IN' }).hits.map((hit) => hit.record), query.text).toEqual(lines.map((_, at) => at));
    }
  });

  it('finds the same in records of any length, however the chunks cut them, with characters of several bytes on both sides', () => {
    const piece = fc.tuple(fc.constantFrom('x', 'é', '日', '🙂', 'nee', '\n', 'ein'), fc.oneof(fc.nat(300), fc.nat(90_000)));
    let hits = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(piece, { maxLength: 3 }), fc.boolean(), fc.array(piece, { maxLength: 3 })), { minLength: 1, maxLength: 9 }), fc.constantFrom('needle', 'Nadel', 'é needle', '🙂日'), fc.boolean(), (records, text, caseSensitive) => {
        const long = (pieces: readonly (readonly [string, number])[]): string => pieces.map(([sign, times]) => sign.repeat(times)).join('');
        const texts = records.map(([head, holds, tail]) => `${long(head)}${holds ? (caseSensitive ? text : text.toUpperCase()) : ''}${long(tail)}`);
        const query: SearchQuery = { text, kind: 'literal', caseSensitive };
        const matcher = createMatcher(query);
        const slow = texts.flatMap((each, record) => {
          const found = matcher.find(each);
          return found ? [{ record, occurrences: found.occurrences, ...snippetOf(each, found.first) }] : [];
        });
        const { search } = setup(texts.map((each) => answerLine(JSON.stringify(each))));
        for (let round = 0; round < 2; round++) expect(search(query).hits.map(({ record, occurrences, snippet, match }) => ({ record, occurrences, snippet, match }))).toEqual(slow);
        hits += slow.length;
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 100 : 30 },
    );
    expect(hits).toBeGreaterThan(10);
  });

  it('finds in answers with long texts and copies of them what the whole texts say', () => {
    const filler = fc.tuple(fc.constantFrom('x', 'é', '\\', '"', '\u001b', '\n', 'needl', '🙂', '\\n', 'u001'), fc.oneof(fc.nat(20), fc.nat(3000)));
    const text = fc.array(fc.oneof(fc.constantFrom<readonly [string, number]>(['needle', 1], ['nneedle', 1], ['\nneedle', 1], ['1b', 1], ['\u001b', 1]), fc.constant<readonly [string, number]>(['neednee"dle', 1]), filler), { maxLength: 8 }).map((pieces) => pieces.map(([sign, times]) => sign.repeat(times)).join(''));
    const names = fc.constantFrom('stdout', 'stderr', 'content', 'originalFile', 'other', 'type');
    let cut = 0;
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), fc.constantFrom('alone', 'list', 'parts'), fc.array(fc.tuple(names, fc.nat(3)), { maxLength: 3 }), fc.constantFrom('needle', 'e"d', '\n', 'n', '1b', '\\', 'é"', 'nneedle', 'NEEDLE'), fc.boolean(), (texts, shape, beside, wanted, isFlat) => {
        const copyOf = (at: number): string => (at < texts.length ? (texts[at] ?? '') : at === 3 ? (texts[0] ?? '').slice(0, -1) : `${texts[0]}needle`);
        const content = shape === 'alone' ? (texts[0] ?? '') : shape === 'list' ? texts : texts.map((each) => ({ type: 'text', text: each }));
        const answer = { type: 'tool_result', tool_use_id: 'té', content };
        const row = { ...(isFlat ? answer : { type: 'user', message: { content: [answer] } }), toolUseResult: Object.fromEntries(beside.map(([name, at]) => [name, copyOf(at)])) };
        const query: SearchQuery = { text: wanted, kind: 'literal', caseSensitive: wanted !== 'NEEDLE' };
        const { find } = createMatcher(query);
        const slow = recordTexts(row).flatMap(({ texts: named }) => {
          const found = named.flatMap(({ name, text: each }) => { const match = find(each); return match ? [{ name, each, match }] : []; });
          const [first] = found;
          return first === undefined ? [] : [{ field: first.name, occurrences: found.reduce((sum, { match }) => sum + match.occurrences, 0), ...snippetOf(first.each, first.match.first) }];
        });
        const { search } = setup([JSON.stringify(row)]);
        expect(search(query).hits.map(({ field, occurrences, snippet, match }) => ({ field, occurrences, snippet, match }))).toEqual(slow);
        if (slow.length > 0 && JSON.stringify(row).length > 8000) cut += 1;
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 3000 : 800 },
    );
    expect(cut).toBeGreaterThan(30);
  });

  it('tells input from output, names the field, and passes over envelopes, prompts and images', () => {
    const { search } = setup([
      '{"type":"user","cwd":"/needle","message":{"role":"user","content":"needle"}}',
      callLine('"a needle"'),
      '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"needle","content":[{"type":"text","text":"b"},{"type":"image","source":{"type":"base64","data":"needle"}}]}]},"toolUseResult":{"stderr":"the needle and the needle"}}',
    ]);
    const found = search({ text: 'needle', kind: 'literal', caseSensitive: true }).hits.map(({ record, owner, field, occurrences }) => ({ record, part: owner.part, field, occurrences }));
    expect(found).toEqual([
      { record: 1, part: 'input', field: 'command', occurrences: 1 },
      { record: 2, part: 'output', field: 'stderr', occurrences: 2 },
    ]);
  });

  it('counts an answer once where the client keeps a copy of it beside', () => {
    const { search } = setup(['{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"one needle"}]},"toolUseResult":{"stdout":"one needle","stderr":""}}']);
    expect(search({ text: 'needle', kind: 'literal', caseSensitive: true }).hits[0]?.occurrences).toBe(1);
  });

  it('counts an answer once where the copy beside it was cut in the middle of a character', () => {
    for (const filler of ['', 'x'.repeat(5000)]) {
      const { search } = setup([JSON.stringify({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't', content: `${filler}one needle 🙂 and more` }] }, toolUseResult: { content: `${filler}one needle 🙂`.slice(0, -1) } })]);
      for (let round = 0; round < 2; round++) expect(search({ text: 'needle', kind: 'literal', caseSensitive: true }).hits.map((hit) => hit.occurrences)).toEqual([1]);
    }
  });

  it('says of a record that is no longer what was read that it could not be searched', () => {
    const lines = [callLine('"a needle"')];
    const { search } = setup(lines.map((line) => line.replace('{"type"', '["type"')));
    expect(search({ text: 'needle', kind: 'literal', caseSensitive: true })).toMatchObject({ hits: [], problems: [{ record: 0 }] });
  });
});

describe('a snippet', () => {
  it('holds the match, is short, and never begins or ends in half a character', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '🙂', 'é'), { maxLength: 600 }).map((parts) => parts.join('')), fc.array(fc.constantFrom('n', '🙃'), { minLength: 1, maxLength: 300 }).map((parts) => parts.join('')), (around, match) => {
        const text = `${around}${match}${around}`;
        const { snippet, match: span } = snippetOf(text, { start: around.length, end: around.length + match.length });
        expect(snippet.length).toBeLessThanOrEqual(500);
        expect(match.startsWith(snippet.slice(span.start, span.end))).toBe(true);
        expect(/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(snippet)).toBe(false);
      }),
    );
  });
});

