import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, call, type Drawn, drawEvidence, prompt, result } from '../../../e2e/draw-evidence.ts';
import type { FileChange } from '../../../shared/case.ts';
import { caseSummary } from '../case/summary.ts';
import { eventDetail } from '../case/detail.ts';
import { eventRow } from '../case/rows.ts';
import { overviewOf } from '../case/overview.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { scanJson } from '../scan/scan-json.ts';
import { scanWindow } from '../scan/scan-window.ts';
import { type IndexedCase, openIndexed } from './indexed-case.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
const transcript = `${folder}/s1.jsonl`;
const oid = (digit: string): string => digit.repeat(40);
const reflog = `${oid('0')} ${oid('1')} Kim <kim@example.test> ${Date.parse(at(11)) / 1000} +0200\tcommit (initial): start\n`;

const drawing: Readonly<Record<string, Drawn>> = {
  [transcript]: [
    prompt('Fix it', 'default', { second: 0 }),
    call('t1', 'Read', { file_path: '/Users/kim/.aws/credentials' }, { second: 1 }),
    result('t1', 'the secret text', { second: 2 }),
    prompt('Alone now', 'bypassPermissions', { second: 10 }),
    call('t2', 'Bash', { command: 'git commit -m "ä 🙂"' }, { second: 11 }),
    result('t2', '[main 1111111] a', { second: 12 }),
    '{"cut',
  ],
  'notes.txt': 'plain',
  'Users/kim/work/till/.git/HEAD': 'ref: refs/heads/main\n',
  'Users/kim/work/till/.git/objects/info/.keep': '',
  'Users/kim/work/till/.git/refs/heads/main': `${oid('1')}\n`,
  'Users/kim/work/till/.git/logs/HEAD': reflog,
  'Users/kim/work/till/.git/logs/refs/heads/main': reflog,
};

function setup(live = false) {
  const root = drawEvidence(drawing);
  const indexFolder = drawEvidence({});
  let clock = Date.parse('2026-06-01T10:00:00Z');
  const open = (code = 'build 1'): Promise<IndexedCase> => openIndexed({ root, include: [''], name: 'drawn', live, indexFolder }, { now: () => (clock += 1000) }, code);
  const openKept = async (code?: string): Promise<IndexedCase> => {
    const opened = await open(code);
    await opened.keep({ aborted: false });
    return opened;
  };
  const indexFile = (): string => path.join(indexFolder, fs.readdirSync(indexFolder)[0] ?? 'none');
  const verify = async (indexed: IndexedCase): Promise<FileChange[]> => {
    const changes: FileChange[] = [];
    await indexed.verify({ aborted: false }, (change) => changes.push(change));
    return changes;
  };
  return { root, indexFolder, open, openKept, indexFile, verify };
}

/** All that the app, the JSON and the report show. */
function shown(opened: OpenedCase): unknown {
  const events = Array.from({ length: opened.store.length }, (_, event) => event);
  return {
    summary: caseSummary(opened),
    overview: overviewOf(opened),
    scan: scanJson(opened, scanWindow(null, null, 'info')),
    rows: events.map((event) => eventRow(opened, event)),
    details: events.map((event) => eventDetail(opened, event)),
    fileLedger: opened.fileLedger,
    problems: opened.problems,
    manifest: Buffer.from(opened.manifest).toString(),
  };
}

describe('opening from an index', () => {
  it('gives the same case as reading, to the last value', async () => {
    const { open, openKept } = setup();
    const read = await openKept();
    const reopened = await open();
    expect(read.custody().from).toBe('evidence');
    expect(reopened.custody()).toMatchObject({ from: 'index', note: null, changes: null });
    expect(shown(reopened.opened)).toEqual(shown(read.opened));
  });

  it('reads again what was touched, and calls no file changed whose bytes are the same', async () => {
    const { open, openKept, root } = setup();
    await openKept();
    fs.chmodSync(path.join(root, 'notes.txt'), 0o644);
    const read = await open();
    expect(read.custody()).toMatchObject({ from: 'evidence', changes: null });
    expect(read.custody().note).toContain('touched');
  });

  it('says what changed, came and went since, and reads all of it again', async () => {
    const { open, openKept, root } = setup();
    await openKept();
    fs.appendFileSync(path.join(root, transcript), `\n${JSON.stringify(call('t3', 'Bash', { command: 'ls' }, { second: 20 }))}\n`);
    fs.writeFileSync(path.join(root, 'new.txt'), 'new');
    fs.rmSync(path.join(root, 'notes.txt'));
    const again = await openKept();
    const { changes, from } = again.custody();
    expect(from).toBe('evidence');
    expect(changes?.rows.map(({ path: name, what }) => [name, what])).toEqual([[transcript, 'changed'], ['new.txt', 'added'], ['notes.txt', 'removed']]);
    expect(again.opened.problems.map((problem) => problem.path)).toEqual(expect.arrayContaining([transcript, 'new.txt', 'notes.txt']));
    expect(again.opened.ledger.problems).toBe(again.opened.problems.length);
    // The next opening finds it as this one left it.
    expect((await open()).custody()).toMatchObject({ from: 'index', changes: null });
  });

  it('keeps none for a folder in use, and none without a place for it', async () => {
    const { openKept, indexFolder } = setup(true);
    await openKept();
    expect(fs.readdirSync(indexFolder)).toEqual([]);
  });

  it('believes no index of another build', async () => {
    const { open, openKept } = setup();
    await openKept('build 1');
    expect((await open('build 2')).custody().from).toBe('evidence');
  });

  it('loses nothing where the index is deleted', async () => {
    const { open, openKept, indexFile } = setup();
    const first = await openKept();
    fs.rmSync(indexFile());
    const second = await open();
    expect(second.custody()).toMatchObject({ from: 'evidence', note: null });
    expect(second.opened.manifestSha256).toBe(first.opened.manifestSha256);
  });

  it('rebuilds a damaged index, whichever byte is wrong and wherever it is cut, and says so', async () => {
    const { open, openKept, indexFile } = setup();
    const first = await openKept();
    const good = fs.readFileSync(indexFile());
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.boolean(), async (place, cut) => {
        const at = Math.floor(place * good.length);
        const bad = cut ? good.subarray(0, at) : Buffer.from(good);
        if (!cut) bad[at] = (bad[at] ?? 0) ^ 0x55;
        fs.writeFileSync(indexFile(), bad);
        const again = await open();
        // Bytes between sections carry nothing; an index with another one there is as good.
        if (again.custody().from === 'evidence') expect(again.custody().note).toContain('made anew');
        expect(shown(again.opened)).toEqual({ ...Object(shown(first.opened)), summary: { ...caseSummary(first.opened), hashedAt: again.opened.hashedAt } });
      }),
      { numRuns: 25 },
    );
    await openKept();
    expect((await open()).custody().from).toBe('index');
  });

  it.each([
    ['a folder', (name: string) => fs.mkdirSync(name)],
    ['a FIFO that nobody writes to', (name: string) => execFileSync('mkfifo', [name])],
    ['a link to itself', (name: string) => fs.symlinkSync(name, name)],
    ['the file of another program', (name: string) => fs.writeFileSync(name, 'SQLite format 3\0'.repeat(100))],
  ])('reads the evidence and says so where %s stands in the place of the index', async (_, put) => {
    const { open, openKept, indexFile } = setup();
    const first = await openKept();
    const name = indexFile();
    fs.rmSync(name);
    put(name);
    const again = await open();
    expect(again.custody()).toMatchObject({ from: 'evidence', note: expect.stringContaining('made anew') });
    expect(again.opened.manifestSha256).toBe(first.opened.manifestSha256);
  });

  it('writes no index inside the evidence, and the case opens all the same', async () => {
    const { root } = setup();
    const indexed = await openIndexed({ root, include: [''], name: 'drawn', live: false, indexFolder: path.join(root, 'index') }, { now: () => 0 }, 'build');
    await indexed.keep({ aborted: false });
    expect(indexed.custody().note).toContain('No index could be kept');
    expect(fs.existsSync(path.join(root, 'index'))).toBe(false);
  });
});

describe('hashing again what an index vouched for', () => {
  it('finds nothing where nothing changed', async () => {
    const { open, openKept, verify } = setup();
    await openKept();
    const reopened = await open();
    expect(await verify(reopened)).toEqual([]);
    expect(reopened.custody().verification).toMatchObject({ state: 'done', filesDone: reopened.custody().verification.files, total: 0 });
  });

  it('names a file that differs though it looked untouched, and the next opening reads again and says so too', async () => {
    const { open, openKept, verify, root } = setup();
    await openKept();
    const reopened = await open();
    // After the key was checked: the same length, and the same time put back, as a careful hand would.
    const file = path.join(root, 'notes.txt');
    const { atime, mtime } = fs.statSync(file);
    fs.writeFileSync(file, 'PLAIN');
    fs.utimesSync(file, atime, mtime);
    const changes = await verify(reopened);
    expect(changes.map(({ path: name, what }) => [name, what])).toEqual([['notes.txt', 'changed']]);
    expect(reopened.custody().verification.rows).toEqual(changes);
    const next = await open();
    expect(next.custody()).toMatchObject({ from: 'evidence', changes: { total: 1 } });
  });

  it('stops when it is told to, and can begin anew', async () => {
    const { open, openKept, verify } = setup();
    await openKept();
    const reopened = await open();
    // A signal that is set before the first pause ends it there; a small case may be done by then.
    await reopened.verify({ aborted: true }, () => {});
    expect(['off', 'done']).toContain(reopened.custody().verification.state);
    expect(await verify(reopened)).toEqual([]);
    expect(reopened.custody().verification.state).toBe('done');
  });
});
