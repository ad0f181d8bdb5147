/** The checks end, also where a runner that has done its work does not. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boundedRun } from './bounded-run.mjs';
import { counts } from './e2e.mjs';
import { processesOf } from './processes.mjs';

const folder = () => mkdtempSync(join(tmpdir(), 'postflight-bounded-'));
/** A program, and a child of it in a group of its own that names a folder, as a test starts an app. */
const withChild = (then: string) => `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'MARK'], { detached: true, stdio: 'ignore' });
  require('node:fs').writeFileSync('FILE', String(child.pid));
  ${then}`;
const isAlive = (pid: number) => processesOf(pid).some((one) => one.pid === pid);

test('a program that ends by itself gives its status and its words', async () => {
  const ended = await boundedRun(['-e', 'console.log("told"); process.exitCode = 3'], { seconds: 20 });
  expect(ended).toEqual({ status: 3, output: 'told\n', left: [], done: true });
});

test('a program that has done its work and does not end is ended, with all that it started', async () => {
  const place = folder();
  const file = join(place, 'child');
  const said: string[] = [];
  const code = withChild('setInterval(() => {}, 1000);').replace('MARK', place).replace('FILE', file);
  const ended = await boundedRun(['-e', code], { seconds: 30, graceSeconds: 0, isDone: () => existsSync(file) && readFileSync(file, 'utf8') !== '', say: (line) => said.push(line), mark: place });
  expect(ended).toMatchObject({ status: null, done: true });
  const child = Number(readFileSync(file, 'utf8'));
  expect(ended.left.map(({ pid }) => pid)).toContain(child);
  await expect.poll(() => isAlive(child)).toBe(false);
  expect(said.join('\n')).toMatch(/had done its work and did not end/);
  expect(said.join('\n')).toContain(place);
});

test('what is left of a child whose parent is gone is found by the word in its command', async () => {
  const place = folder();
  const file = join(place, 'child');
  const orphaning = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(withChild('process.exit()'))}.replace('MARK', ${JSON.stringify(place)}).replace('FILE', ${JSON.stringify(file)})]); setInterval(() => {}, 1000);`;
  const ended = await boundedRun(['-e', orphaning], { seconds: 30, graceSeconds: 0.3, isDone: () => existsSync(file) && readFileSync(file, 'utf8') !== '', say: () => {}, mark: place });
  const child = Number(readFileSync(file, 'utf8'));
  expect(ended.left.map(({ pid }) => pid)).toContain(child);
  await expect.poll(() => isAlive(child)).toBe(false);
});

test('a program that does not get done in its time is ended and has failed', async () => {
  const said: string[] = [];
  const ended = await boundedRun(['-e', 'setInterval(() => {}, 1000)'], { seconds: 0.4, say: (line) => said.push(line) });
  expect(ended).toMatchObject({ status: null, done: false });
  expect(said[0]).toBe('-e did not get done in 0.4 s. What was left of it is ended now:');
});

const passed = { total: 3, passed: 3, failed: 0, skipped: 0, errors: 0 };
const app = { pid: 9, parent: 1, state: 'S', command: 'electron . --user-data x' };
const worker = { pid: 8, parent: 7, state: 'S', command: 'node worker' };

test.each([
  ['all told and ended', passed, { status: 0, left: [], done: true }, { passed: 3, failed: 0, skipped: 0 }],
  ['all told, a worker did not end', passed, { status: null, left: [worker], done: true }, { passed: 3, failed: 0, skipped: 0 }],
  ['all told, an app did not end', passed, { status: null, left: [worker, app], done: true }, { passed: 3, failed: 1, skipped: 0 }],
  ['not all told when the time was over', { ...passed, passed: 1 }, { status: null, left: [worker], done: false }, { passed: 1, failed: 2, skipped: 0 }],
  ['a file that cannot be loaded', { ...passed, errors: 1 }, { status: 1, left: [], done: true }, { passed: 3, failed: 1, skipped: 0 }],
  ['a runner that failed without saying why', passed, { status: 1, left: [], done: true }, { passed: 3, failed: 1, skipped: 0 }],
  ['nothing told', null, { status: 1, left: [], done: true }, { passed: 0, failed: 1, skipped: 0 }],
])('counting the end-to-end tests: %s', (_name, results, ended, expected) => {
  expect(counts(results, ended)).toEqual(expected);
});

test('results are there while the run goes on', async () => {
  const { default: Reporter } = await import('./e2e-reporter.mjs');
  const file = join(folder(), 'results.json');
  writeFileSync(file, '');
  const before = process.env['POSTFLIGHT_RESULTS'];
  process.env['POSTFLIGHT_RESULTS'] = file;
  try {
    const reporter = new Reporter();
    reporter.onBegin({} as never, { allTests: () => [1, 2] } as never);
    for (const outcome of ['expected', 'flaky']) reporter.onTestEnd({ outcome: () => outcome } as never);
    reporter.onError();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ total: 2, passed: 1, failed: 1, skipped: 0, errors: 1 });
  } finally {
    if (before === undefined) delete process.env['POSTFLIGHT_RESULTS'];
    else process.env['POSTFLIGHT_RESULTS'] = before;
  }
});
