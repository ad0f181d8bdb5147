/** Files are written whole or not at all, and never inside the evidence. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, lstatSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInside, openOutput, openOutputFolder, OutputRefused, putAside, refuseUnlessFile, writeOutput } from './output-file.ts';

function setup() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'postflight-output-')));
  const evidence = join(folder, 'evidence');
  mkdirSync(join(evidence, 'deep'), { recursive: true });
  return { folder, evidence };
}

describe('an output file', () => {
  test('appears under its name only when it is finished', () => {
    const { folder } = setup();
    const path = join(folder, 'new', 'a.txt');
    const output = openOutput(path, []);
    output.write('one ');
    output.write(Buffer.from('two'));
    expect(readdirSync(join(folder, 'new'))).not.toContain('a.txt');
    output.finish();
    expect(readFileSync(path, 'utf8')).toBe('one two');
    expect(readdirSync(join(folder, 'new'))).toEqual(['a.txt']);
  });

  test('goes into a pipe or device that stands under its name, and leaves it there', async () => {
    const { folder } = setup();
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe]);
    let got = '';
    reader.stdout.on('data', (text) => (got += String(text)));
    writeOutput(pipe, 'through', []);
    await once(reader, 'close');
    expect(got).toBe('through');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['evidence', 'pipe']);
  });

  test('goes into the stream of this process that a link stands for, whatever the stream leads to, and leaves the link', () => {
    const { folder } = setup();
    const link = join(folder, 'stdout');
    const [redirected, descriptor] = [join(folder, 'redirected'), join(folder, 'descriptor')];
    writeFileSync(redirected, '');
    const opened = openSync(redirected, 'r+');
    symlinkSync(`/proc/self/fd/${opened}`, link);
    symlinkSync(`/dev/fd/${opened}`, descriptor);
    try {
      writeOutput(link, 'one', []);
      expect(readFileSync(redirected, 'utf8')).toBe('one');
      writeOutput(descriptor, 'two', []);
      expect(readFileSync(redirected, 'utf8')).toBe('onetwo');
    } finally {
      closeSync(opened);
    }
    expect(lstatSync(link).isSymbolicLink() && lstatSync(descriptor).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['descriptor', 'evidence', 'redirected', 'stdout']);
  });

  test('is refused before anything is written where it cannot stand: a folder, below a file, a name too long, a place with no room for folders', () => {
    const { folder } = setup();
    writeFileSync(join(folder, 'file'), '');
    for (const path of [folder, `${folder}/`, join(folder, 'file', 'below'), join(folder, 'x'.repeat(300)), '/proc/none/such']) {
      expect(() => openOutput(path, []), path).toThrow(OutputRefused);
    }
    expect(readdirSync(folder).sort()).toEqual(['evidence', 'file']);
  });

  test('that others lie beside is no device, no stream and no folder', () => {
    const { folder, evidence } = setup();
    for (const path of ['/dev/null', '/dev/stdout', folder, join(evidence, 'a.pdf')]) expect(() => refuseUnlessFile(path, [evidence]), path).toThrow(OutputRefused);
    expect(() => refuseUnlessFile(join(folder, 'new', 'a.pdf'), [evidence])).not.toThrow();
  });

  test('replaces the file before it in one step; one that was given up leaves the file before it as it was', () => {
    const { folder } = setup();
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'before');
    const output = openOutput(path, []);
    output.write('half');
    output.abandon();
    expect(readFileSync(path, 'utf8')).toBe('before');
    writeOutput(path, 'after', []);
    expect(readFileSync(path, 'utf8')).toBe('after');
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'evidence']);
  });

  test('takes no more words once it is closed', () => {
    const { folder } = setup();
    const output = openOutput(join(folder, 'a.txt'), []);
    output.finish();
    expect(() => output.write('late')).toThrow(OutputRefused);
    expect(() => output.finish()).toThrow(OutputRefused);
  });

  test('replaces a link of its name instead of writing through it', () => {
    const { folder, evidence } = setup();
    writeFileSync(join(evidence, 'kept'), 'kept');
    symlinkSync(join(evidence, 'kept'), join(folder, 'a.txt'));
    writeOutput(join(folder, 'a.txt'), 'new', [evidence]);
    expect(readFileSync(join(evidence, 'kept'), 'utf8')).toBe('kept');
  });
});

describe('the evidence', () => {
  test.each([
    ['the folder itself', 'evidence/a.pdf'],
    ['a folder below', 'evidence/deep/a.pdf'],
    ['a folder to be made below', 'evidence/new/newer/a.pdf'],
    ['a way round', 'evidence/deep/../a.pdf'],
    ['a link into it', 'link/a.pdf'],
    ['a folder to be made behind a link', 'link/new/a.pdf'],
  ])('is refused as a place: %s', (_name, place) => {
    const { folder, evidence } = setup();
    symlinkSync(evidence, join(folder, 'link'));
    const before = readdirSync(evidence, { recursive: true });
    expect(() => writeOutput(join(folder, place), 'x', [evidence])).toThrow(OutputRefused);
    expect(readdirSync(evidence, { recursive: true })).toEqual(before);
  });

  test('is the same when it is named through a link', () => {
    const { folder, evidence } = setup();
    symlinkSync(evidence, join(folder, 'link'));
    expect(() => writeOutput(join(evidence, 'a.pdf'), 'x', [join(folder, 'link')])).toThrow(OutputRefused);
  });

  test('does not reach to a neighbour whose name begins alike', () => {
    const { folder, evidence } = setup();
    writeOutput(join(folder, 'evidence-report', 'a.pdf'), 'x', [evidence]);
    expect(readFileSync(join(folder, 'evidence-report', 'a.pdf'), 'utf8')).toBe('x');
  });

  test('inside is a matter of path parts, not of letters', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z.]{1,6}$/), { maxLength: 4 }), fc.stringMatching(/^[a-z.]{1,6}$/), (parts, end) => {
        const clean = parts.filter((part) => part !== '.' && part !== '..');
        expect(isInside('/e/v', ['/e/v', ...clean].join('/'))).toBe(true);
        expect(isInside('/e/v', `/e/v${end}`)).toBe(false);
      }),
    );
    expect(isInside('/e/v', '/e')).toBe(false);
    expect(isInside('/e/v', '/e/v/..v')).toBe(true);
  });
});

test('a folder takes its name when it is full; one given up is gone', () => {
  const { folder } = setup();
  const given = openOutputFolder(join(folder, 'x', 'sample'));
  writeFileSync(join(given.draft, 'a'), '1');
  given.abandon();
  expect(readdirSync(join(folder, 'x'))).toEqual([]);
  const kept = openOutputFolder(join(folder, 'x', 'sample'));
  writeFileSync(join(kept.draft, 'a'), '1');
  kept.finish();
  expect(readdirSync(join(folder, 'x', 'sample'))).toEqual(['a']);
});

test('a damaged file is kept under another name', () => {
  const { folder } = setup();
  writeFileSync(join(folder, 'settings.json'), '{');
  const aside = putAside(join(folder, 'settings.json'));
  expect(readFileSync(aside, 'utf8')).toBe('{');
});
