/** Git as the second witness in the app: what a commit changed, which call made it, what is missing, and the way back. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { drawGitRun, start as began } from './draw-git.ts';
import { faultsOf } from './faults.ts';

const rows = (page: Page) => page.getByRole('treegrid', { name: 'Timeline' });
const row = (page: Page, name: RegExp) => rows(page).getByRole('row', { name });
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

/** A person's commit, then an unattended run that commits, and commits again with the entry cut out of the log. */
function drawRun(): { readonly root: string; readonly good: string; readonly bad: string } {
  const drawn = drawGitRun();
  const a = drawn.repository('till');
  drawn.write(`${a}/app.txt`, 'one\ntwo\nthree\n');
  drawn.git(a, ['add', '-A'], began - 80_000_000);
  drawn.git(a, ['commit', '-q', '-m', 'By a person'], began - 80_000_000);
  const good = drawn.git(a, ['rev-parse', 'HEAD'], began).trim();
  drawn.write(`${a}/app.txt`, 'one\n2 <b>bold</b>\nthree\nfour\n');
  drawn.bash(a, 'git commit -am "Change the numbers"', [['commit', '-q', '-am', 'Change the numbers']], { after: 30 });
  const bad = drawn.git(a, ['rev-parse', 'HEAD'], began).trim();
  drawn.bash(a, 'git commit --allow-empty -m "Hidden"', [['commit', '-q', '--allow-empty', '-m', 'Hidden']], { after: 60, say: '[main abcdef0] Hidden' });
  drawn.bash(a, 'npm test', [], { after: 60, say: 'ok' });
  for (const log of ['HEAD', 'refs/heads/main']) {
    const file = join(drawn.root, a, '.git/logs', log);
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').filter((line) => !line.endsWith('commit: Hidden')).join('\n'));
  }
  return { root: drawn.finish(), good, bad };
}

async function openTimeline(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+2');
  await expect(rows(page)).toHaveAttribute('aria-rowcount', /^[1-9]\d*$/);
}

test('a commit shows its files, its diff as text, who holds it, and the call that made it; G goes there and back', async ({ start }) => {
  const { root, bad } = drawRun();
  const { page } = await start({ words: ['--open', root] });
  await openTimeline(page);
  const entry = row(page, /git commit on main, .*explained, caused by event/);
  await expect(entry).toContainText('1 file +2 −1');
  await entry.getByText('Change the numbers').last().click();
  const commit = inspector(page).getByRole('region', { name: 'Commit' });
  await expect(commit).toContainText('kim@example.test');
  await expect(commit).toContainText('refs/heads/main');
  await expect(commit).toContainText('Signatureabsent');
  await expect(inspector(page)).toContainText(bad);
  await commit.getByRole('button', { name: /app\.txt/ }).click();
  await expect(commit).toContainText('+2 <b>bold</b>');
  await expect(commit).toContainText('−two');
  await expect(inspector(page).getByRole('button', { name: /Caused by #\d+/ })).toBeVisible();
  await page.keyboard.press('g');
  await expect(inspector(page).getByRole('region', { name: 'Reflog entries of this call' })).toContainText('Change the numbers');
  await page.keyboard.press('g');
  await expect(inspector(page).getByRole('region', { name: 'Commit' })).toContainText('Author');
  rmSync(root, { recursive: true });
});

test('an entry that a log should have and does not gets a dashed row in the Git lane, and the call says why', async ({ start }) => {
  const { root } = drawRun();
  const { page } = await start({ words: ['--open', root] });
  await openTimeline(page);
  await page.keyboard.press('u');
  await expect(page.locator('[role="row"]:focus')).toHaveAttribute('aria-label', /git commit --allow-empty/);
  await page.keyboard.press('u');
  await expect(page.getByRole('status').filter({ hasText: 'No unexplained or missing entry further down' })).toBeAttached();
  const missing = row(page, /git commit of event \d+: the reflog has no entry of it/);
  await expect(missing).toContainText('expected, not in the reflog');
  await expect(missing).toContainText('missing');
  await missing.getByText('expected, not in the reflog').click();
  await expect(inspector(page).getByRole('region', { name: 'Reflog entries of this call' })).toContainText('Contradictedgit commit: HEAD');
  await expect(inspector(page)).toContainText('git commit --allow-empty -m "Hidden"');
  await page.keyboard.press('g');
  await expect(page.getByRole('status').filter({ hasText: 'The reflog has no entry of this call' })).toBeAttached();
  rmSync(root, { recursive: true });
});

test('the overview says how the repository could be put back, and copies the commands', async ({ start }) => {
  const { root, good } = drawRun();
  const { page } = await start({ words: ['--open', root] });
  const panel = page.getByRole('region', { name: 'Rollback' });
  await expect(panel).toContainText(good);
  await expect(panel).toContainText(`git reset --hard ${good}`);
  await expect(panel).toContainText('recommended');
  await expect(panel).toContainText('left no reflog entry: the log may have been edited');
  await panel.getByRole('button', { name: /Copy the 1 command of option 1/ }).click();
  await expect(panel.getByRole('status')).toHaveText(/Command copied|clipboard is not available/);
  await panel.getByRole('button', { name: /^Event/ }).click();
  await expect(inspector(page)).toContainText('git commit -am');
  rmSync(root, { recursive: true });
});

test('a finding on lost work shows the commit that no ref leads to, with its files', async ({ start }) => {
  const drawn = drawGitRun();
  const a = drawn.repository('till');
  drawn.write(`${a}/notes.txt`, 'kept in nobody’s hands\n');
  drawn.git(a, ['add', '-A'], began - 80_000_000);
  drawn.git(a, ['commit', '-q', '-m', 'Lost work'], began - 80_000_000);
  const lost = drawn.git(a, ['rev-parse', 'HEAD'], began).trim();
  drawn.bash(a, 'git reset --hard HEAD~1', [['reset', '-q', '--hard', 'HEAD~1']]);
  const root = drawn.finish();
  const { page } = await start({ words: ['--open', root] });
  await expect(page.getByRole('region', { name: 'Rollback' })).toContainText(`git branch recovered/1 ${lost}`);
  await page.keyboard.press('Control+3');
  await page.getByText('Commits that no branch or tag leads to').first().click();
  const commit = page.getByRole('region', { name: 'Commit' });
  await expect(commit).toContainText('no ref of the copy: lost when the reflog expires');
  await commit.getByRole('button', { name: /notes\.txt/ }).click();
  await expect(commit).toContainText('+kept in nobody’s hands');
  rmSync(root, { recursive: true });
});

test('M shows which repository each folder is taken for and why, and what is left open', async ({ start }) => {
  const drawn = drawGitRun();
  const a = drawn.repository('a');
  const b = drawn.repository('b');
  drawn.bash(a, 'git commit -q --allow-empty -m One', [['commit', '-q', '--allow-empty', '-m', 'One']], { cwd: '/srv/shop' });
  const root = drawn.finish();
  for (const [from, to] of [[a, 'one'], [b, 'two']] as const) {
    mkdirSync(join(root, 'copies', to), { recursive: true });
    renameSync(join(root, from), join(root, 'copies', to, 'shop'));
  }
  const { page } = await start({ words: ['--open', root] });
  await expect(page.getByRole('region', { name: 'Repositories' }).getByRole('button', { name: /^Map of \d+ folders?, \d+ to look at/ })).toBeVisible();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Folders and their repositories' });
  const open = dialog.getByRole('row', { name: /\/srv\/shop/ });
  await expect(open).toContainText('not decided');
  await expect(open.getByRole('list', { name: 'Could be' })).toContainText('copies/two/shop/.git');
  await expect(open).toContainText('2 repositories end like this path (shop): none is taken.');
  await open.getByRole('button', { name: /1 in 1 session/ }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, /git commit -q --allow-empty -m One/).first()).toBeVisible();
  rmSync(root, { recursive: true });
});

test('the analyst corrects by keys which repository a folder was; it is kept, applied by a scan, and reset', async ({ start }) => {
  const drawn = drawGitRun();
  const a = drawn.repository('a');
  const b = drawn.repository('b');
  drawn.bash(a, 'git commit -m "Never made"', [], { cwd: '/srv/shop', say: '' });
  const root = drawn.finish();
  for (const [from, to] of [[a, 'one'], [b, 'two']] as const) {
    mkdirSync(join(root, 'copies', to), { recursive: true });
    renameSync(join(root, from), join(root, 'copies', to, 'shop'));
  }
  const mapOf = (page: Page) => page.getByRole('dialog', { name: 'Folders and their repositories' });
  const folder = (page: Page) => mapOf(page).getByRole('row', { name: /\/srv\/shop/ });
  const ready = (page: Page) => expect(page.getByRole('region', { name: 'Repositories' }).getByRole('button', { name: /^Map of/ })).toBeVisible();
  const { page, electron, userData } = await start({ words: ['--open', root] });
  await ready(page);
  await page.keyboard.press('m');
  await folder(page).getByRole('button', { name: 'Change the repository of /srv/shop' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Which repository this folder was' });
  await expect(dialog).toContainText('2 repositories end like this path (shop): none is taken.');
  await expect(dialog.getByRole('radio')).toHaveCount(3);
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('radio', { name: 'copies/one/shop/.git' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'copies/two/shop/.git' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('its build server');
  await dialog.getByRole('textbox', { name: /^Your name/ }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(folder(page)).toContainText('chosen by the analyst');
  await expect(folder(page)).toContainText('The analyst chose this repository for the folder.');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status', { name: 'Last choice' })).toContainText('/srv/shop was the repository copies/two/shop/.git of this copy');
  // The finding follows: the log of the chosen repository lacks the commit.
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('treegrid', { name: 'Findings by rule' })).toContainText('git.contradicted');
  await electron.close();

  const [caseFile = ''] = readdirSync(join(userData, 'cases')).map((name) => join(userData, 'cases', name));
  const scanned = spawnSync(process.execPath, [join(dirname(import.meta.dirname), 'dist/engine/cli.js'), 'scan', root, '--case', caseFile, '--format', 'json'], { encoding: 'utf8', timeout: 60_000 });
  expect(JSON.parse(scanned.stdout).repositoryMapping).toContainEqual(expect.objectContaining({ path: '/srv/shop', repository: 'copies/two/shop/.git', how: 'analyst' }));

  const again = await start({ words: ['--open', root, '--user-data', userData] });
  await ready(again.page);
  await again.page.keyboard.press('m');
  await expect(folder(again.page)).toContainText('chosen by the analyst');
  await folder(again.page).getByRole('button', { name: 'Reset the repository of /srv/shop' }).press('Enter');
  await expect(folder(again.page)).toContainText('not decided');
  await expect(folder(again.page).getByRole('button', { name: /^Reset/ })).toHaveCount(0);
  await folder(again.page).getByRole('button', { name: /^Change/ }).press('Enter');
  await again.page.getByRole('dialog', { name: 'Which repository this folder was' }).getByRole('radio', { name: 'none of them' }).press('Space');
  await again.page.keyboard.press('Enter');
  await expect(folder(again.page)).toContainText('The analyst chose none of the repositories for the folder.');
  rmSync(root, { recursive: true });
});

test('R shows what a repository holds beside its refs: files against HEAD, lost commits and lost contents', async ({ start }) => {
  const drawn = drawGitRun();
  const a = drawn.repository('till');
  drawn.write(`${a}/base.txt`, 'base\n');
  drawn.git(a, ['add', '-A'], began - 81_000_000);
  drawn.git(a, ['commit', '-q', '-m', 'Base'], began - 81_000_000);
  drawn.write(`${a}/kept.txt`, 'kept\n');
  drawn.git(a, ['add', '-A'], began - 80_000_000);
  drawn.git(a, ['commit', '-q', '-m', 'Lost work'], began - 80_000_000);
  drawn.write(`${a}/dropped.txt`, 'never committed\n');
  drawn.git(a, ['add', '-A'], began - 70_000_000);
  drawn.bash(a, 'git reset --hard HEAD~1', [['reset', '-q', '--hard', 'HEAD~1']]);
  drawn.write(`${a}/loose.txt`, 'untracked\n');
  const root = drawn.finish();
  const { page } = await start({ words: ['--open', root] });
  await expect(page.getByRole('region', { name: 'Repositories' }).getByRole('button', { name: /What they hold/ })).toBeVisible();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: 'What the repositories hold' });
  await expect(dialog).toContainText('1 untracked');
  await expect(dialog.getByRole('region', { name: 'Commits that no ref leads to' })).toContainText('Lost work');
  await expect(dialog.getByRole('region', { name: 'Commits that no ref leads to' })).toContainText('git branch recovered/1');
  await expect(dialog.getByRole('region', { name: 'Contents and folders that nothing leads to' })).toContainText('never committed');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  rmSync(root, { recursive: true });
});
