/** What the analyst chooses: sanctioned hosts, settled paths, roots, the decision, a policy file. Kept, undone, printed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright/test';
import { electronExecutable, expect, test } from './app.ts';
import { drawGitRun } from './draw-git.ts';
import { faultsOf } from './faults.ts';
import { folderState } from './folder-state.ts';
import { drawNightRun } from './night-run.ts';

const root = dirname(import.meta.dirname);
const switches = (): string[] => JSON.parse(process.env['POSTFLIGHT_SWITCHES'] ?? '[]');
const grid = (page: Page) => page.getByRole('treegrid', { name: 'Findings by rule' });
const hit = (page: Page) => page.getByRole('region', { name: 'The selected hit' });
const lastChoice = (page: Page) => page.getByRole('status', { name: 'Last choice' });
const contact = /^.*Contact with an unsanctioned host/;

async function openFinding(page: Page, name: RegExp): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+3');
  const closed = grid(page).locator('[aria-level="1"][aria-expanded="false"]');
  await expect(grid(page).getByRole('row', { selected: true })).toHaveCount(1);
  for (let left = await closed.count(); left > 0; left--) {
    await closed.first().click();
    await page.keyboard.press('ArrowRight');
    await expect(closed).toHaveCount(left - 1);
  }
  await grid(page).getByRole('row', { name }).click();
}

/** Sanctions the host of the night run for each rule, by keys from the button on. */
async function sanctionHost(page: Page): Promise<void> {
  await openFinding(page, contact);
  await hit(page).getByRole('button', { name: 'Sanction this host…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Sanction this host' });
  await expect(dialog.getByRole('button', { name: 'Choose' })).toBeDisabled();
  await dialog.getByRole('radio', { name: 'paste.example.net, for each rule' }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('textbox', { name: 'Reason' }).focus();
  await page.keyboard.type('our own paste service');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Kim');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}

test('a sanctioned host’s finding stays as info with the reason, and the undo beside it gives its weight back', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const before = folderState(evidence);
  const { page } = await start({ words: ['--open', evidence] });
  await sanctionHost(page);
  await expect(lastChoice(page)).toContainText('Host paste.example.net is sanctioned');
  await openFinding(page, contact);
  await expect(hit(page)).toContainText('Set aside: our own paste service. By paste.example.net (choice 1 of this case');
  await expect(hit(page)).toContainText('Weighed low before');
  await expect(hit(page).getByRole('button', { name: 'Sanction this host…' })).toHaveCount(0);
  await lastChoice(page).getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect(lastChoice(page)).toContainText('Taken back: Host paste.example.net is sanctioned');
  await expect(hit(page)).not.toContainText('Set aside');
  await expect(hit(page).getByRole('button', { name: 'Sanction this host…' })).toBeVisible();
  expect(folderState(evidence)).toEqual(before);
});

test('a choice is there again after the app was closed, in a file outside the evidence, and can be taken back from the list', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const first = await start({ words: ['--open', evidence] });
  await sanctionHost(first.page);
  await expect(lastChoice(first.page)).toContainText('sanctioned');
  await first.electron.close();
  const cases = join(first.userData, 'cases');
  const [file] = readdirSync(cases);
  expect(JSON.parse(readFileSync(join(cases, file ?? ''), 'utf8'))).toMatchObject({ schema: 'postflight.case/1', history: [{ id: 1, by: 'Kim', reason: 'our own paste service', choice: { kind: 'sanction-host', host: 'paste.example.net' } }] });

  const { page } = await start({ words: ['--open', evidence, '--user-data', first.userData] });
  await openFinding(page, contact);
  await expect(hit(page)).toContainText('Set aside: our own paste service');
  await page.keyboard.press('Control+Shift+K');
  const dialog = page.getByRole('dialog', { name: 'Choices and policy' });
  await expect(dialog.getByRole('region', { name: 'Choices made in this case' })).toContainText(/choice 1, .*UTC, by Kim, in force/);
  await expect(dialog.getByRole('region', { name: 'Policy', exact: true })).toContainText('1 of network.unsanctioned: our own paste service');
  await dialog.getByRole('button', { name: 'Take back choice 1' }).click();
  await expect(dialog.getByRole('region', { name: 'Choices made in this case' })).toContainText('taken back');
  await expect(dialog.getByRole('region', { name: 'Policy', exact: true })).toContainText('No finding is set aside.');
  await dialog.getByText('Hosts of the built-in policy').click();
  await expect(dialog.getByRole('table')).toContainText('built-in:');
});

test('a path is settled from the inspector, with the wider form in reach', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFinding(page, /write\.outside-root/);
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'This path is fine…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'This path is fine' });
  await expect(dialog.getByRole('radio', { name: /^\/Users\/kim\/\.zshrc alone/ })).toBeChecked();
  await expect(dialog.getByRole('radio', { name: /whatever lies below \/Users\/kim,/ })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('set up by hand');
  await dialog.getByRole('button', { name: 'Choose' }).click();
  await expect(inspector).toContainText('Set aside: set up by hand');
});

test('the project root shows how it was chosen, is changed, and is reset', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFinding(page, /AWS credentials/i);
  await page.keyboard.press('Enter');
  const facts = page.getByLabel('What the record says was touched');
  await expect(facts).toContainText("the session's first working directory");
  await facts.getByRole('button', { name: 'Change the project root…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the project root' });
  await dialog.getByRole('textbox', { name: /Project root/ }).fill('/Users/kim');
  await dialog.getByRole('radio', { name: 'this session alone' }).check();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(facts).toContainText('set by the analyst for this session');
  await facts.getByRole('button', { name: 'Change the project root…' }).click();
  await dialog.getByRole('button', { name: 'Reset to what the records say' }).click();
  await expect(facts).toContainText("the session's first working directory");
});

test('a decision against the proposal needs a reason, and the PDF prints both; it is there after a restart', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const { page, electron, userData } = await start({ words: ['--open', evidence] });
  const disclosure = page.getByRole('region', { name: 'Disclosure' });
  await expect(disclosure).toContainText('IR queue');
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog', { name: 'Decide where the case goes' });
  await expect(dialog.getByRole('radio', { name: 'IR queue (proposed)' })).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Decide' })).toBeEnabled();
  await dialog.getByRole('radio', { name: 'Near-miss postmortem' }).check();
  await expect(dialog.getByRole('button', { name: 'Decide' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('the keys were of a test account');
  await dialog.getByRole('button', { name: 'Decide' }).click();
  await expect(disclosure).toContainText('Decided: Near-miss postmortem, against the proposal');
  await page.keyboard.press('Control+5');
  const out = join(folder, 'out.pdf');
  await electron.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = async () => ({ canceled: false, filePath });
  }, out);
  await page.getByRole('button', { name: /Save PDF/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible({ timeout: 30_000 });
  const text = execFileSync('pdftotext', ['-layout', out, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
  expect(text).toContain('Proposed by rules: IR queue.');
  expect(text).toContain('Decided: Near-miss postmortem');
  await electron.close();
  const again = await start({ words: ['--open', evidence, '--user-data', userData] });
  await expect(again.page.getByRole('region', { name: 'Disclosure' })).toContainText('the keys were of a test account');
});

test('a policy file is refused by its lines, or taken and kept', async ({ start, folder }) => {
  const { page, electron } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFinding(page, contact);
  const choosing = async (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    await electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, join(folder, name));
    await page.keyboard.press('Control+Shift+P');
  };
  await choosing('wrong.yaml', 'sanctionedHosts:\n  - paste.example.net\nhosts: []\n');
  await expect(lastChoice(page)).toContainText('The policy wrong.yaml is refused');
  await expect(lastChoice(page)).toContainText('line 3: There is no setting named "hosts"');
  await expect(grid(page).getByRole('row', { name: contact })).toHaveCount(1);
  await choosing('own.yaml', 'ignore:\n  - rule: network.unsanctioned\n    host: paste.example.net\n    reason: our own\n');
  await expect(lastChoice(page)).toContainText('Judged by the policy file own.yaml');
  await openFinding(page, contact);
  await expect(hit(page)).toContainText('Set aside: our own. By network.unsanctioned paste.example.net (own.yaml, line 2)');
});

test('a damaged case file is told and kept', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const first = await start({ words: ['--open', evidence] });
  await sanctionHost(first.page);
  await expect(lastChoice(first.page)).toContainText('sanctioned');
  await first.electron.close();
  const cases = join(first.userData, 'cases');
  const path = join(cases, readdirSync(cases)[0] ?? '');
  writeFileSync(path, '{"schema":"postflight.case/1",');
  const { page } = await start({ words: ['--open', evidence, '--user-data', first.userData] });
  await expect(page.getByText(/The case file .* is damaged: It is not JSON\./)).toBeVisible();
  expect(readFileSync(path, 'utf8')).toBe('{"schema":"postflight.case/1",');
});

test('a headless report takes a case file and a policy, and refuses what does not fit', ({ folder }) => {
  const evidence = drawNightRun(folder);
  const noted = { at: '2026-05-15T14:00:00.000Z', manifestSha256: null };
  const caseFile = join(folder, 'case.json');
  writeFileSync(caseFile, JSON.stringify({
    schema: 'postflight.case/1',
    evidence: { root: '/elsewhere', include: [''] },
    history: [{ what: 'chosen', id: 1, by: 'Kim', reason: 'a test account', choice: { kind: 'decision', queue: 'none', proposed: 'ir' }, ...noted }],
  }));
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, 'ignore:\n  - rule: network.unsanctioned\n    reason: known to us\n');
  const report = (...words: string[]) => {
    mkdirSync(join(folder, 'user'), { recursive: true });
    return spawnSync(electronExecutable(), [...switches(), root, '--report', evidence, ...words, '--user-data', join(folder, 'user')], { encoding: 'utf8', timeout: 60_000 });
  };
  const out = join(folder, 'out.pdf');
  const done = report('--out', out, '--case', caseFile, '--policy', policy);
  expect(done.stderr).not.toContain('refused');
  expect(done.status).toBe(0);
  const text = execFileSync('pdftotext', ['-layout', out, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
  expect(text).toContain('Decided: No incident');
  expect(text).toContain('known to us');
  writeFileSync(policy, 'nothing: like this\n');
  const refused = report('--out', join(folder, 'no.pdf'), '--policy', policy);
  expect(refused.stderr).toContain('line 1: There is no setting named "nothing"');
  expect(refused.status).toBe(2);
  writeFileSync(caseFile, '{}');
  expect(report('--out', join(folder, 'no.pdf'), '--case', caseFile).status).toBe(2);
});

test('a headless report prints which repository a folder was taken for and what the columns of a table mean, with who, when and why', ({ folder }) => {
  const drawn = drawGitRun();
  const till = drawn.repository('till');
  drawn.bash(till, 'git commit -q --allow-empty -m One', [['commit', '-q', '--allow-empty', '-m', 'One']], { cwd: '/srv/shop' });
  const evidence = drawn.finish();
  writeFileSync(join(evidence, 'starts.csv'), 'Wann;Befehl\n15.05.2026 16:00:01;whoami --all\n');
  const caseFile = join(folder, 'case.json');
  const noted = { what: 'chosen', by: 'Kim', manifestSha256: null };
  const reading = { path: 'starts.csv', delimiter: ';', zone: '+02:00', dates: 'dmy', columns: [{ column: 'Wann', meaning: 'time' }, { column: 'Befehl', meaning: 'command' }] };
  writeFileSync(caseFile, JSON.stringify({
    schema: 'postflight.case/1',
    evidence: { root: '/elsewhere', include: [''] },
    history: [
      { ...noted, id: 1, at: '2026-05-16T08:00:00.000Z', reason: null, choice: { kind: 'repository-of-path', path: '/srv/shop', repository: null } },
      { ...noted, id: 2, at: '2026-05-16T09:30:00.000Z', reason: 'its build server', choice: { kind: 'repository-of-path', path: '/srv/shop', repository: `${till}/.git` } },
      { ...noted, id: 3, at: '2026-05-16T10:00:00.000Z', reason: 'as the vendor says', choice: { kind: 'columns-of-table', ...reading } },
    ],
  }));
  const out = join(folder, 'out.pdf');
  mkdirSync(join(folder, 'user'), { recursive: true });
  const done = spawnSync(electronExecutable(), [...switches(), root, '--report', evidence, '--out', out, '--case', caseFile, '--user-data', join(folder, 'user')], { encoding: 'utf8', timeout: 60_000 });
  expect(done.status, done.stderr).toBe(0);
  const text = execFileSync('pdftotext', ['-raw', out, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
  expect(text).toContain('3 choices are recorded.');
  expect(text).toMatch(/1 \/srv\/shop was no repository of this copy none given .{0,40}2026 08:00:00 UTC, Kim replaced by a later choice/);
  expect(text).toMatch(/2 \/srv\/shop was the repository Users\/kim\/work\/till\/\.git of this copy its build server .{0,40}2026 09:30:00 UTC, Kim in force/);
  expect(text).toMatch(/3 starts\.csv is read as process events: Wann is time, Befehl is command line; times without a zone are in UTC\+02:00; dates are day, month, year; split by semicolon as the vendor says .{0,40}2026 10:00:00 UTC, Kim in force/);
  rmSync(evidence, { recursive: true });
});

test('the dialogs of choices and the bar with the undo pass axe', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  const all: string[] = [];
  const check = async (where: string) => {
    all.push(...(await faultsOf(page)).map((fault) => `${where}: ${fault}`));
  };
  await sanctionHost(page);
  await expect(lastChoice(page)).toContainText('sanctioned');
  await check('bar');
  await page.keyboard.press('Control+Shift+K');
  const dialog = page.getByRole('dialog', { name: 'Choices and policy' });
  await expect(dialog.getByRole('region', { name: 'Project roots' }).getByRole('listitem')).toHaveCount(1);
  await dialog.getByText('Hosts of the built-in policy').click();
  await check('choices');
  await dialog.getByRole('button', { name: 'Change…' }).click();
  await check('root');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(all).toEqual([]);
});

test('a scan takes a case file, and refuses one that is damaged', ({ folder }) => {
  const evidence = drawNightRun(folder);
  const noted = { at: '2026-05-15T14:00:00.000Z', by: 'Kim', reason: 'our own paste service', manifestSha256: null };
  const caseFile = join(folder, 'case.json');
  const content = JSON.stringify({
    schema: 'postflight.case/1',
    evidence: { root: '/elsewhere', include: [''] },
    history: [
      { what: 'chosen', id: 1, ...noted, choice: { kind: 'sanction-host', host: 'paste.example.net' } },
      { what: 'chosen', id: 2, ...noted, choice: { kind: 'decision', queue: 'none', proposed: 'ir' } },
    ],
  });
  writeFileSync(caseFile, content);
  const scan = (...words: string[]) => spawnSync(process.execPath, [join(root, 'dist/engine/cli.js'), 'scan', evidence, '--case', caseFile, ...words], { encoding: 'utf8', timeout: 60_000 });
  const json = JSON.parse(scan('--format', 'json').stdout);
  expect(json.policy.setAside).toContainEqual({ rule: 'network.unsanctioned', reason: 'our own paste service', by: expect.stringContaining('paste.example.net (choice 1'), findings: 1 });
  expect(json.decision).toMatchObject({ queue: 'ir', chosen: { queue: 'none', reason: 'our own paste service' } });
  expect(json.choices.map((choice: { state: string }) => choice.state)).toEqual(['in-force', 'in-force']);
  expect(scan('--format', 'summary').stdout).toMatch(/Decided {5}none \(proposed: ir\)/);
  writeFileSync(caseFile, content.slice(0, -9));
  const refused = scan();
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('is refused. It is not JSON.');
});

test('where no case is open, the keys of choices say so, and opening one takes it away', async ({ start, folder }) => {
  const { page, electron } = await start();
  await expect(page.getByRole('heading', { name: 'Open evidence' })).toBeVisible();
  for (const key of ['Control+Shift+K', 'Control+Shift+P']) {
    await page.keyboard.press(key);
    await expect(page.getByText('No case is open. Choices are made about a case: open an evidence folder first.')).toBeVisible();
  }
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const evidence = drawNightRun(folder);
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, evidence);
  await page.keyboard.press('Control+O');
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toBeVisible();
  await expect(page.getByText('No case is open.')).toHaveCount(0);
});
