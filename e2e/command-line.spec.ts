/** The command line as scripts run it: what it writes, what it leaves, and the status it ends with. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from './app.ts';
import { drawNightRun } from './night-run.ts';

const root = dirname(import.meta.dirname);
const program = join(root, 'scripts/postflight.mjs');
const run = (...words: string[]) => spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', timeout: 60_000 });

test('a scan that cannot be leaves nothing beside the place of its output', ({ folder }) => {
  const out = join(folder, 'out');
  mkdirSync(out);
  const scan = run('scan', join(folder, 'none'), '--out', join(out, 'a.json'));
  expect(scan.status).toBe(3);
  expect(scan.stderr).toContain('There is no such folder.');
  expect(readdirSync(out)).toEqual([]);
  const into = run('scan', drawNightRun(folder), '--out', out);
  expect(into.status).toBe(2);
  expect(into.stderr).toContain('is a folder. Choose a file.');
  expect(readdirSync(out)).toEqual([]);
});

test('a scan that is stopped takes its half written output away and ends as a shell says it', async ({ folder }) => {
  const evidence = drawNightRun(folder);
  const out = join(folder, 'out');
  mkdirSync(out);
  const scan = spawn(process.execPath, [program, 'scan', evidence, '--format', 'jsonl', '--out', join(out, 'a.jsonl')], { stdio: 'ignore' });
  const ended = once(scan, 'close');
  await expect.poll(() => readdirSync(out).length, { intervals: [5] }).toBeGreaterThan(0);
  scan.kill('SIGINT');
  const [status] = await ended;
  // Where it was done before the signal came, the file is whole.
  expect(existsSync(join(out, 'a.jsonl')) ? 130 : status).toBe(130);
  expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('stdout by its name leads where the shell sends it, and stays what it was', ({ folder }) => {
  const evidence = drawNightRun(folder);
  const to = join(folder, 'redirected');
  writeFileSync(to, 'before\n');
  const shell = spawnSync('sh', ['-c', '"$0" "$1" scan "$2" --out /dev/fd/1 >> "$3"', process.execPath, program, evidence, to], { encoding: 'utf8', timeout: 60_000 });
  expect(shell.status).toBe(0);
  expect(readFileSync(to, 'utf8')).toMatch(/^before\nPostflight /);
});

test('the status tells of a finding that the print leaves out', ({ folder }) => {
  const evidence = drawNightRun(folder);
  const json = JSON.parse(run('scan', evidence, '--format', 'json').stdout);
  const lesser = json.findings.find((finding: { severity: string }) => finding.severity !== 'critical');
  expect(lesser).toBeDefined();
  const failing = run('scan', evidence, '--format', 'json', '--min-severity', 'critical', '--fail-on', lesser.severity, '--until', lesser.time, '--since', lesser.time);
  expect(failing.status).toBe(1);
});

test('help is no mistake, and more than can be is', ({ folder }) => {
  for (const words of [['--help'], ['scan', '--help'], ['verify', folder, '--help'], ['report', '--help'], ['open', '--help']]) {
    const help = run(...words);
    expect(help.status, words.join(' ')).toBe(0);
    expect(help.stdout).toContain('usage: postflight scan');
  }
  for (const words of [[], ['bogus'], ['scan', ''], ['open', 'a', 'b'], ['report', folder, '--out', '']]) expect(run(...words).status, words.join(' ')).toBe(2);
});

test('a comparison names what could not be read', ({ folder }) => {
  const [none, manifest] = [join(folder, 'none'), join(folder, 'manifest')];
  writeFileSync(manifest, '');
  expect(run('verify', folder, '--manifest', none)).toMatchObject({ status: 3, stderr: `The manifest ${none} can't be read. There is no such file.\n` });
  expect(run('verify', folder, '--manifest', folder)).toMatchObject({ status: 3, stderr: `The manifest ${folder} can't be read. It is a folder.\n` });
  expect(run('verify', none, '--manifest', manifest)).toMatchObject({ status: 3, stderr: `${none} can't be read. There is no such folder.\n` });
});
