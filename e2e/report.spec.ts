/** The PDF: saved from the window and made headless, read back by other programs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { electronExecutable, expect, test } from './app.ts';
import { folderState } from './folder-state.ts';
import { drawNightRun } from './night-run.ts';

const root = dirname(import.meta.dirname);
const read = (program: string, ...words: string[]) => execFileSync(program, words, { encoding: 'utf8' });
const switches = (): string[] => JSON.parse(process.env['POSTFLIGHT_SWITCHES'] ?? '[]');

/** What holds for each report, however it was made. */
function expectGoodReport(path: string): void {
  const about = read('pdfinfo', path);
  expect(about).toMatch(/^Tagged:\s+yes$/m);
  expect(about).toMatch(/^Title:\s+\S/m);
  expect(about).toMatch(/^Page size:.*A4/m);
  const pages = Number(/^Pages:\s+(\d+)$/m.exec(about)?.[1]);
  expect(pages).toBeGreaterThan(2);
  expect(readFileSync(path, 'latin1')).toContain('/Outlines');
  for (let page = 1; page <= pages; page++) {
    const text = read('pdftotext', '-f', String(page), '-l', String(page), '-layout', path, '-');
    expect(text, `page ${page}`).toMatch(new RegExp(`page ${page} of ${pages}\\b`));
    expect(text, `page ${page}`).toMatch(/PF-\d{8}T\d{6}Z/);
  }
  const fonts = read('pdffonts', path).split('\n').slice(2).filter((line) => line.trim() !== '');
  expect(fonts.length).toBeGreaterThan(0);
  // Columns: ... emb sub uni
  for (const font of fonts) expect(font).toMatch(/\byes\s+(yes|no)\s+yes\s+\d+\s+\d+\s*$/);
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  expect(readFileSync(`${path}.sha256`, 'utf8')).toMatch(new RegExp(`^${sha256} {2}\\S.*\\.pdf\\n$`));
}

function headless(words: readonly string[], folder: string) {
  return spawnSync(electronExecutable(), [...switches(), root, ...words, '--user-data', join(folder, 'user')], { encoding: 'utf8', timeout: 60_000 });
}

test('a report saved from the window has the findings, the manifest beside it, and leaves the evidence alone', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const before = folderState(evidence);
  const out = join(folder, 'out', 'incident.pdf');
  const { page, electron } = await start({ words: ['--open', evidence] });
  await page.getByRole('button', { name: /^Report/ }).click();
  await page.getByRole('textbox', { name: 'Case number' }).fill('IR-2026/014');
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, out);
  await page.getByRole('button', { name: /Save PDF/ }).click();
  const saved = page.getByRole('status').filter({ hasText: 'Saved' });
  await expect(saved).toContainText(out, { timeout: 30_000 });
  await expect(saved).toContainText(createHash('sha256').update(readFileSync(out)).digest('hex'));
  expectGoodReport(out);
  const text = read('pdftotext', '-layout', out, '-');
  for (const words of ['IR-2026/014', 'TLP:AMBER', '.zshrc', '5f3a.jsonl', 'Fix the total', 'paste.example.net']) expect(text).toContain(words);
  expect(readdirSync(dirname(out)).sort()).toEqual(['incident.findings.tsv', 'incident.manifest.sha256', 'incident.pdf', 'incident.pdf.sha256']);
  // The manifest is checked by another program.
  read('sh', '-c', `cd '${evidence}' && sha256sum -c --strict --quiet '${join(folder, 'out', 'incident.manifest.sha256')}'`);
  expect(folderState(evidence)).toEqual(before);
});

test('a place inside the evidence is refused, and nothing is written there', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const before = folderState(evidence);
  const { page, electron } = await start({ words: ['--open', evidence] });
  await page.getByRole('button', { name: /^Report/ }).click();
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, join(evidence, 'Users', 'incident.pdf'));
  await page.getByRole('button', { name: /Save PDF/ }).click();
  await expect(page.getByText('lies inside the evidence folder', { exact: false })).toBeVisible();
  expect(folderState(evidence)).toEqual(before);
});

test('the headless report prints its path, and its bytes are those of a good PDF', ({ folder }) => {
  const evidence = drawNightRun(folder);
  const before = folderState(evidence);
  const out = join(folder, 'headless.pdf');
  const { status, stdout, stderr } = headless(['--report', evidence, '--out', out], folder);
  expect(status, stderr).toBe(0);
  expect(stdout.split('\n')[0]).toBe(out);
  expectGoodReport(out);
  expect(statSync(out).size).toBeGreaterThan(10_000);
  expect(folderState(evidence)).toEqual(before);
});

test.describe('a headless report that cannot be made says why, and ends as a scan does', () => {
  for (const [name, ends, words] of [
    ['no such folder', 3, (folder: string) => ['--report', join(folder, 'missing'), '--out', join(folder, 'a.pdf')]],
    ['a place inside the evidence', 2, (folder: string) => ['--report', join(folder, 'evidence'), '--out', join(folder, 'evidence', 'a.pdf')]],
    ['a folder', 2, (folder: string) => ['--report', join(folder, 'evidence'), '--out', folder]],
    ['a device', 2, (folder: string) => ['--report', join(folder, 'evidence'), '--out', '/dev/null']],
  ] as const) {
    test(name, ({ folder }) => {
      drawNightRun(folder);
      const { status, stdout, stderr } = headless(words(folder), folder);
      expect(status).toBe(ends);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/no such folder|inside the evidence|is a folder|is no file/i);
      expect(readdirSync(folder).filter((one) => one.endsWith('.pdf'))).toEqual([]);
    });
  }
});

test('the report of a folder that holds nothing known is made, and its status tells scripts', ({ folder }) => {
  mkdirSync(join(folder, 'empty'));
  const { status, stderr } = headless(['--report', join(folder, 'empty'), '--out', join(folder, 'a.pdf')], folder);
  expect(status).toBe(3);
  expect(stderr).toContain('holds nothing that Postflight knows');
  expectGoodReport(join(folder, 'a.pdf'));
});
