/** What an analyst chose is kept whole, outside the evidence, and comes back; a damaged file is told and kept. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inForce } from '../../shared/choice-history.ts';
import type { Choice } from '../../shared/choices.ts';
import { openOutput } from '../output-file.ts';
import { caseFilePath, openCaseFile, readCaseFileAt } from './case-file.ts';

const manifest = 'a'.repeat(64);
const other = 'b'.repeat(64);
const host: Choice = { kind: 'sanction-host', host: 'mirror.invented.example' };
const note = { by: 'Kim', reason: 'our own mirror' };

function setup(root = mkdtempSync(join(tmpdir(), 'postflight-evidence-'))) {
  const folder = join(mkdtempSync(join(tmpdir(), 'postflight-user-')), 'cases');
  const order = { root, include: [''], live: false };
  let clock = Date.UTC(2026, 4, 15, 14);
  const open = () => openCaseFile({ folder, order, now: () => (clock += 1000) });
  return { root, folder, order, open, path: caseFilePath(folder, order) };
}

const hostsOf = (file: ReturnType<typeof openCaseFile>) => inForce(file.history()).flatMap(({ choice }) => (choice.kind === 'sanction-host' ? [choice.host] : []));

test('a choice comes back at the next opening, with who, when and why', () => {
  const { open } = setup();
  const file = open();
  file.sealed(manifest);
  file.choose(host, note);
  const again = open();
  expect(again.problem()).toBeNull();
  expect(again.history()).toEqual([{ what: 'chosen', id: 1, at: '2026-05-15T14:00:01.000Z', by: 'Kim', reason: 'our own mirror', manifestSha256: manifest, choice: host }]);
});

test('an undo is a further entry, and the first one stays in the file', () => {
  const { open } = setup();
  const file = open();
  file.choose(host, note);
  file.takeBack([1], { by: null, reason: null });
  expect(hostsOf(file)).toEqual([]);
  expect(open().history().map((entry) => [entry.id, entry.what])).toEqual([[1, 'chosen'], [2, 'taken-back']]);
  expect(() => file.takeBack([1], note)).toThrow('no longer stands');
});

test('a choice that needs a reason is refused without one, and nothing is written', () => {
  const { open, path } = setup();
  const file = open();
  for (const reason of [null, '', '  \n ']) expect(() => file.choose(host, { by: 'Kim', reason })).toThrow('needs a reason');
  expect(() => file.choose({ kind: 'decision', queue: 'none', proposed: 'ir' }, { by: null, reason: null })).toThrow('needs a reason');
  expect(readCaseFileAt(path)).toBeNull();
  file.choose({ kind: 'decision', queue: 'ir', proposed: 'ir' }, { by: null, reason: null });
  expect(file.history()).toHaveLength(1);
});

describe('a damaged case file', () => {
  const sound = (folder: ReturnType<typeof setup>) => {
    folder.open().choose(host, note);
    return readFileSync(folder.path, 'utf8');
  };

  test.each<readonly [string, (text: string) => string]>([
    ['cut short', (text) => text.slice(0, -20)],
    ['empty', () => ''],
    ['with an unknown key', (text) => text.replace('"history"', '"extra": 1, "history"')],
    ['with an unknown key in a choice', (text) => text.replace('"kind"', '"__proto__": {}, "also": 1, "kind"')],
    ['with a kind of choice that is not known', (text) => text.replace('sanction-host', 'sanction-all')],
    ['with an entry taken out', (text) => text.replace('"id": 1', '"id": 2')],
    ['of another version', (text) => text.replace('postflight.case/1', 'postflight.case/2')],
  ])('%s is told at each opening and kept, and never written over', (_how, damage) => {
    const folder = setup();
    const bytes = damage(sound(folder));
    writeFileSync(folder.path, bytes);
    expect(folder.open().problem()).toContain('damaged');
    const file = folder.open();
    expect(file.problem()).toContain('damaged');
    expect(file.history()).toEqual([]);
    expect(readFileSync(folder.path, 'utf8')).toBe(bytes);
    file.choose(host, note);
    const kept = readdirSync(folder.folder).filter((name) => name.includes('damaged'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(folder.folder, kept[0] ?? ''), 'utf8')).toBe(bytes);
    expect(file.problem()).toContain(kept[0]);
    expect(hostsOf(folder.open())).toEqual(['mirror.invented.example']);
  });

  test('no content stops an opening', () => {
    const folder = setup();
    mkdirSync(dirname(folder.path), { recursive: true });
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (content) => {
        writeFileSync(folder.path, content);
        expect(folder.open().history()).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

test('a crash in the middle of writing leaves what stood there before', () => {
  const folder = setup();
  folder.open().choose(host, note);
  const torn = openOutput(folder.path, []);
  torn.write('{"schema":"postflight.case/1","hist');
  expect(hostsOf(folder.open())).toEqual(['mirror.invented.example']);
  torn.abandon();
});

test('a place inside the evidence is refused: nothing is chosen and nothing is written', () => {
  const root = mkdtempSync(join(tmpdir(), 'postflight-evidence-'));
  const file = openCaseFile({ folder: join(root, 'cases'), order: { root, include: [''], live: false }, now: () => 0 });
  expect(() => file.choose(host, note)).toThrow('inside the evidence');
  expect(file.history()).toEqual([]);
  expect(readdirSync(root).flatMap((name) => (name === 'cases' ? readdirSync(join(root, name)) : [name]))).toEqual([]);
});

test('evidence that changed since a choice is told, and the choice holds', () => {
  const folder = setup();
  const file = folder.open();
  file.sealed(manifest);
  file.choose(host, note);
  const again = folder.open();
  again.sealed(other);
  expect(again.problem()).toContain('not what it was at choice 1');
  expect(hostsOf(again)).toEqual(['mirror.invented.example']);
});

test('the same files in another place bring their choices along, other files do not', () => {
  const folder = setup();
  const first = folder.open();
  first.sealed(manifest);
  first.choose(host, note);
  const moved = openCaseFile({ folder: folder.folder, order: { root: '/elsewhere', include: [''], live: false }, now: () => 0 });
  expect(moved.adopt()).toBe(false);
  moved.sealed(other);
  expect(moved.adopt()).toBe(false);
  moved.sealed(manifest);
  expect(moved.adopt()).toBe(true);
  expect(moved.history()).toEqual(first.history());
});
