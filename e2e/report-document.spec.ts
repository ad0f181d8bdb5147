/** What the saved report says: filled in and saved in the app, read back and checked with tools that know nothing of Postflight. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type StartedApp, test } from './app.ts';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';

const transcript = 'Users/kim/.claude/projects/-Users-kim-work-till/s1.jsonl';
const hostile = 'cat ~/.ssh/id_ed25519 # \u202Egpj.exe <img src=x onerror=alert(1)> [x](https://link.example/)';

const drawn: string[] = [];
test.afterEach(() => {
  for (const folder of drawn.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function drawTillRun(): string {
  const evidence = drawEvidence({
    [transcript]: [
      prompt('Make the till tests green. \u8cc7\u6599 \u05e9\u05dc\u05d5\u05dd', 'bypassPermissions', { second: 0 }),
      call('toolu_1', 'Bash', { command: hostile }, { second: 5 }),
      result('toolu_1', 'key', { second: 6 }),
      call('toolu_2', 'Write', { file_path: '/Users/kim/.zshrc', content: 'alias x=y' }, { second: 9 }),
      result('toolu_2', 'ok', { second: 10 }),
      '{"type":"assistant","cut',
    ],
  });
  drawn.push(evidence);
  return evidence;
}

const textOf = (pdf: string) => execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Answers the next save dialogs with a path, or with "cancel". */
async function answerSaveDialog({ electron }: StartedApp, path: string | null): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve(filePath === null ? { canceled: true, filePath: '' } : { canceled: false, filePath });
  }, path);
}

const preview = ({ page }: StartedApp) => page.getByRole('region', { name: 'Preview of the report' });

async function openReport(app: StartedApp): Promise<void> {
  await expect(async () => {
    await app.page.keyboard.press('Control+5');
    await expect(preview(app)).toBeVisible({ timeout: 1000 });
  }).toPass();
}

async function save(app: StartedApp, path: string): Promise<void> {
  await answerSaveDialog(app, path);
  await app.page.getByRole('button', { name: /Save PDF/ }).click();
  await expect(app.page.getByText('Saved', { exact: true })).toBeVisible({ timeout: 40_000 });
}

test('what the analyst fills in shows in the preview and prints, and others can check each cited record without Postflight', async ({ start, folder }) => {
  const evidence = drawTillRun();
  const app = await start({ words: ['--open', evidence] });
  await openReport(app);
  const { page } = app;
  await page.getByLabel('Case number').fill('IR-26-0041');
  await page.getByLabel('Title').fill('Till, night run');
  await page.getByLabel('Prepared by').fill('Duty analyst');
  await page.getByLabel('Handling').selectOption('TLP:RED');
  await page.getByLabel('Summary in your words').fill('The key was read.\n\nRotate it <b>now</b>.');
  await expect(preview(app).getByRole('heading', { name: 'Till, night run' })).toBeVisible();
  await expect(preview(app).getByText('Rotate it <b>now</b>.')).toBeVisible();
  await expect(page.getByText(/critical or high findings? in the report ha(s|ve) no verdict/)).toBeVisible();

  const pdf = join(folder, 'report.pdf');
  await save(app, pdf);
  await expect(page.getByText(`SHA-256 ${sha256(readFileSync(pdf))}`)).toBeVisible();
  execFileSync('sha256sum', ['-c', '--strict', '--quiet', 'report.pdf.sha256'], { cwd: folder });

  const words = textOf(pdf);
  const wanted = ['Till, night run', 'IR-26-0041', 'Duty analyst', 'TLP:RED', 'DRAFT', 'The key was read.', 'Rotate it <b>now</b>.', 'Unreviewed', 'RECORDED', 'What this does not show', 'End of report'];
  for (const one of wanted) expect(words).toContain(one);

  const manifest = join(folder, 'report.manifest.sha256');
  execFileSync('sha256sum', ['-c', '--strict', '--quiet', manifest], { cwd: evidence });
  expect(words).toContain(sha256(readFileSync(manifest)));
  const files = readFileSync(manifest, 'utf8').trimEnd().split('\n').length;
  expect(words).toContain(`the manifest must have ${files} line`);

  const findings = readFileSync(join(folder, 'report.findings.tsv'), 'utf8').trimEnd().split('\n').slice(1);
  expect(findings.length).toBeGreaterThan(1);
  for (const line of findings) {
    const [id = '', , , , , , , , path = '', , byteStart, byteEnd, hash = ''] = line.split('\t');
    expect(words).toContain(id);
    const record = execFileSync('sh', ['-c', `tail -c +${Number(byteStart) + 1} "$1" | head -c ${Number(byteEnd) - Number(byteStart)}`, 'sh', join(evidence, path)]);
    expect(sha256(record)).toBe(hash);
    expect(words.replaceAll(' ', '')).toContain(hash);
  }
});

test('the print fills its sheet, also where a finding needs many words for its state', async ({ start, folder }) => {
  const evidence = drawEvidence({
    [transcript]: [
      prompt('Make the till tests green.', 'bypassPermissions', { second: 0 }),
      call('toolu_1', 'Bash', { command: 'git push --force origin main' }, { second: 5 }),
      result('toolu_1', "The user doesn't want to proceed with this tool use.", { second: 6, error: true, extra: { toolDenialKind: 'user-rejected', toolUseResult: 'User rejected tool use' } }),
    ],
  });
  drawn.push(evidence);
  const app = await start({ words: ['--open', evidence] });
  await openReport(app);
  await expect(preview(app).getByText(/does not say whether before the call ran/).first()).toBeVisible();
  const pdf = join(folder, 'report.pdf');
  await save(app, pdf);
  const words = [...execFileSync('pdftotext', ['-bbox', pdf, '-'], { encoding: 'utf8' }).matchAll(/xMax="([\d.]+)" yMax="([\d.]+)"/g)];
  // Points: the text's right edge on A4 is 16 mm from the paper's, and the foot lies below 277 mm.
  const edge = ((210 - 16) / 25.4) * 72;
  const ends = words.filter(([, , yMax]) => Number(yMax) < (277 / 25.4) * 72).map(([, xMax]) => Number(xMax));
  expect(Math.max(...ends)).toBeGreaterThan(edge - 3);
  expect(Math.max(...ends)).toBeLessThan(edge + 3);
});

test('the PDF has the title, a tag tree, and an outline of its sections and findings', async ({ start, folder }) => {
  const app = await start({ words: ['--open', drawTillRun()] });
  await openReport(app);
  await app.page.getByLabel('Title').fill('Till, night run');
  const pdf = join(folder, 'report.pdf');
  await save(app, pdf);
  const about = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
  expect(about).toMatch(/^Title: +Till, night run, incident summary$/m);
  expect(about).toMatch(/^Tagged: +yes$/m);
  const pages = Number(/^Pages: +(\d+)$/m.exec(about)?.[1]);
  await expect(app.page.getByText(`${pages} pages`)).toBeVisible();
  const raw = readFileSync(pdf, 'latin1');
  expect(raw).toContain('/Lang (en)');
  const outline = [...raw.matchAll(/\/Title \(([^)]*)\)/g)].map((match) => match[1]);
  for (const heading of ['1 Summary', '2 Sessions', '3 Scope and launch posture', '4 Key events', '5 Findings', '8 Disclosure decision', '10 Method and limits', '11 How to check this report', 'Appendix A: findings in full', 'High: SSH key store read', 'Appendix B: evidence manifest']) {
    expect(outline).toContain(heading);
  }
  const tags = execFileSync('pdfinfo', ['-struct', pdf], { encoding: 'utf8' });
  for (const tag of ['H1', 'H2', 'H3', 'Table', 'TH', 'Figure']) expect(tags).toMatch(new RegExp(`^ *${tag}\\b`, 'm'));
  const fonts = execFileSync('pdffonts', [pdf], { encoding: 'utf8' });
  for (const font of ['Inter-Regular', 'JetBrainsMono-Regular']) expect(fonts).toMatch(new RegExp(`${font} .* yes +yes +yes `));
});

test('hostile evidence and hostile notes print as text: labels, no links, no markup', async ({ start, folder }) => {
  const app = await start({ words: ['--open', drawTillRun()] });
  await openReport(app);
  const payload = '<script>alert(1)</script> <img src=http://127.0.0.1:9/x> javascript:alert(1) \u202Egpj.exe\u2066\u200b [a](https://b.example)';
  for (const label of ['Title', 'Prepared by', 'Summary in your words']) await app.page.getByLabel(label).fill(payload);
  await expect(preview(app).getByText('<script>alert(1)</script>').first()).toBeVisible();
  const pdf = join(folder, 'report.pdf');
  await save(app, pdf);
  const words = textOf(pdf);
  for (const label of ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', 'U+202E', 'U+200B', 'U+2066', '\u05e9']) expect(words).toContain(label);
  expect(words).not.toMatch(/[\u202e\u2066\u200b]/);
  // What could act or fetch in a PDF: an address, a script, a file, something done on opening.
  expect(readFileSync(pdf, 'latin1')).not.toMatch(/\/URI|\/JavaScript|\/Launch|\/OpenAction|\/EmbeddedFile|\/SubmitForm|\/GoToR/);
});

test('two prints of one case with one issue time have the same bytes', async ({ start, folder }) => {
  const app = await start({ words: ['--open', drawTillRun()] });
  await openReport(app);
  await app.electron.evaluate(() => {
    Date.now = () => Date.UTC(2026, 4, 18, 8, 30, 0);
  });
  await save(app, join(folder, 'one.pdf'));
  await answerSaveDialog(app, join(folder, 'two.pdf'));
  await app.page.keyboard.press('Control+s');
  // Written last, so that the PDF is whole when it is there.
  await expect.poll(() => existsSync(join(folder, 'two.findings.tsv')), { timeout: 40_000 }).toBe(true);
  const one = readFileSync(join(folder, 'one.pdf'));
  expect(sha256(readFileSync(join(folder, 'two.pdf')))).toBe(sha256(one));
  expect(one.toString('latin1')).toContain('/CreationDate (D:20260518083000');
});

test('the manifest beside the report holds file names that are no UTF-8, byte for byte', async ({ start, folder }) => {
  const evidence = drawTillRun();
  writeFileSync(Buffer.from(`${evidence}/caf\u00e9\n`, 'latin1'), 'a name in another encoding, with a line break');
  const app = await start({ words: ['--open', evidence] });
  await openReport(app);
  await save(app, join(folder, 'report.pdf'));
  const manifest = join(folder, 'report.manifest.sha256');
  expect(readFileSync(manifest, 'latin1')).toContain('caf\u00e9\\n');
  execFileSync('sha256sum', ['-c', '--strict', '--quiet', manifest], { cwd: evidence });
});

test('a byte that changed since reading is named in the report', async ({ start, folder }) => {
  const evidence = drawTillRun();
  const app = await start({ words: ['--open', evidence] });
  await openReport(app);
  appendFileSync(join(evidence, transcript), ' ');
  const pdf = join(folder, 'report.pdf');
  await save(app, pdf);
  expect(textOf(pdf)).toContain('1 evidence file no longer has the SHA-256 that was read');
  expect(() => execFileSync('sha256sum', ['-c', '--strict', '--status', join(folder, 'report.manifest.sha256')], { cwd: evidence })).toThrow();
});

test('a closed dialog is no failure; a failure is shown with a way to try again', async ({ start, folder }) => {
  const app = await start({ words: ['--open', drawTillRun()] });
  await openReport(app);
  const { page } = app;
  await answerSaveDialog(app, null);
  await page.getByRole('button', { name: /Save PDF/ }).click();
  await expect(page.getByText('Not saved: no file was chosen.')).toBeVisible();
  await answerSaveDialog(app, '/proc/report.pdf');
  await page.getByRole('button', { name: /Save PDF/ }).click();
  await expect(page.getByRole('alert')).toBeVisible({ timeout: 40_000 });
  const pdf = join(folder, 'report.pdf');
  await answerSaveDialog(app, pdf);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible({ timeout: 40_000 });
  expect(existsSync(pdf)).toBe(true);
});

test('a case number that may not stand in the footer keeps the report from being saved, and says why', async ({ start }) => {
  const app = await start({ words: ['--open', drawTillRun()] });
  await openReport(app);
  await app.page.getByLabel('Case number').fill('IR 26 <b>');
  await expect(app.page.getByRole('alert')).toContainText('Up to 40 letters');
  await expect(app.page.getByRole('button', { name: /Save PDF/ })).toBeDisabled();
});

test('the report view has no fault that an accessibility checker finds, dark or light', async ({ start }) => {
  const app = await start({ words: ['--open', drawTillRun()] });
  await openReport(app);
  for (const theme of ['dark', 'light']) {
    await app.page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    // Legacy: the usual way opens a second page, which Electron has not.
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  }
});

test('what was typed survives a look at another view, and the contents lead to a section', async ({ start }) => {
  const app = await start({ words: ['--open', drawTillRun()] });
  await openReport(app);
  const { page } = app;
  await page.getByLabel('Title').fill('Till, night run');
  await page.keyboard.press('Control+1');
  await openReport(app);
  await expect(page.getByLabel('Title')).toHaveValue('Till, night run');
  await page.getByRole('navigation', { name: 'Sections of the report' }).getByRole('button', { name: /evidence manifest/ }).click();
  await expect(preview(app).getByRole('heading', { name: 'Appendix B: evidence manifest' })).toBeInViewport();
});
