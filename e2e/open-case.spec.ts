/** Opening evidence: each way in, progress, cancel, folders that cannot be opened, and evidence left as it was. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, type StartedApp, test } from './app.ts';
import { call, drawEvidence, result } from './draw-evidence.ts';
import { folderState } from './folder-state.ts';
import { drawLongRun, drawNightRun } from './night-run.ts';

const overviewIsShown = (page: Page) => expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toHaveAttribute('aria-current', 'page');
const welcomeIsShown = (page: Page) => expect(page.getByRole('heading', { name: 'Open evidence' })).toBeVisible();

/** Answers the system's folder dialog, which no test can press. */
const answerFolderDialog = ({ electron }: StartedApp, path: string | null) =>
  electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
  }, path);

async function drop({ page }: StartedApp, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
}

test('a folder named on the command line opens, and nothing in it changes', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const before = folderState(evidence);
  const { page, electron } = await start({ words: ['--open', evidence] });
  await overviewIsShown(page);
  for (const view of ['Timeline', 'Findings', 'Report', 'Overview']) {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
    await expect(page.getByRole('main')).toBeVisible();
  }
  await electron.close();
  expect(folderState(evidence)).toEqual(before);
});

test('evidence that is large enough for several threads is read by them, judged meanwhile, and can be searched', async ({ start }) => {
  const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
  const long = 'a line of a build that went on and on\n'.repeat(20_000);
  const session = (id: string) => [
    call(`${id}-1`, 'Bash', { command: 'cat ~/.aws/credentials' }, { session: id, second: 1 }),
    result(`${id}-1`, `${long}the needle of ${id}`, { session: id, second: 2 }),
    ...Array.from({ length: 20 }, (_, at) => [call(`${id}-b${at}`, 'Bash', { command: `make ${at}` }, { session: id, second: 3 + at }), result(`${id}-b${at}`, long, { session: id, second: 4 + at })]).flat(),
  ];
  const { page } = await start({ words: ['--open', drawEvidence({ [`${folder}/one.jsonl`]: session('one'), [`${folder}/two.jsonl`]: session('two') })] });
  await overviewIsShown(page);
  await expect(page.getByRole('main')).toContainText('/Users/kim/.aws/credentials');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('the needle of');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '2 hits' }).first()).toBeVisible();
});

test('what could not be read is counted on the screen and listed with its place', async ({ start, folder }) => {
  const { page } = await start({ words: ['--', drawNightRun(folder)] });
  await overviewIsShown(page);
  await page.getByRole('contentinfo').getByRole('button', { name: /1 malformed line/ }).click();
  const rows = page.getByRole('dialog').getByRole('row');
  await expect(rows.filter({ hasText: '5f3a.jsonl' }).filter({ hasText: '12' })).toHaveCount(1);
});

test('a folder opens by the dialog, by key alone; a dismissed dialog changes nothing', async ({ start, folder }) => {
  const app = await start();
  await welcomeIsShown(app.page);
  await answerFolderDialog(app, null);
  await app.page.keyboard.press('Enter');
  await welcomeIsShown(app.page);
  await answerFolderDialog(app, drawNightRun(folder));
  await app.page.keyboard.press('Enter');
  await overviewIsShown(app.page);
});

test('a folder dropped on the window opens; its path never passes through the page', async ({ start, folder }) => {
  const app = await start();
  await welcomeIsShown(app.page);
  await drop(app, drawNightRun(folder));
  await overviewIsShown(app.page);
});

test('a file dropped on the window is refused with a message, and the app stays', async ({ start, folder }) => {
  const app = await start();
  writeFileSync(join(folder, 'a.txt'), '');
  const shown = app.electron.evaluate(
    ({ dialog }) =>
      new Promise<string>((done) => {
        dialog.showMessageBox = async (...given: unknown[]) => {
          const options = given[given.length - 1];
          done(JSON.stringify(options));
          return { response: 0, checkboxChecked: false };
        };
      }),
  );
  // The call above must have put its own dialog in place before the drop.
  await app.page.waitForTimeout(200);
  await drop(app, join(folder, 'a.txt'));
  expect(await shown).toContain('not a folder');
  await welcomeIsShown(app.page);
});

test('the sample opens with one key, and again from the list of recent cases', async ({ start }) => {
  const app = await start();
  await welcomeIsShown(app.page);
  await app.page.getByRole('button', { name: /Sample evidence/ }).click();
  await overviewIsShown(app.page);
  await app.page.getByRole('button', { name: 'Close this case' }).click();
  await welcomeIsShown(app.page);
  await app.page.getByRole('button', { name: /^Open Sample case/ }).click();
  await overviewIsShown(app.page);
});

test('this machine shows its folders first, reads only then, and is marked as live', async ({ start, folder }) => {
  const home = join(drawNightRun(folder), 'Users', 'kim');
  const { page } = await start({ environment: { HOME: home } });
  await page.getByRole('button', { name: /This machine/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('.claude', { exact: false }).first()).toBeVisible();
  await dialog.getByRole('button', { name: /^Read / }).click();
  await overviewIsShown(page);
  await expect(page.getByText('Live, not evidence').first()).toBeVisible();
});

test('a long reading shows its progress, and cancel leads back and leaves nothing', async ({ start, folder }) => {
  const evidence = drawLongRun(folder, 220);
  const before = folderState(evidence, false);
  const { page, electron } = await start({ words: ['--open', evidence] });
  const bar = page.getByRole('progressbar', { name: 'Reading the evidence' });
  await expect(bar).toBeVisible();
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  // Rows to look at are there long before the end.
  await expect(page.getByRole('region', { name: 'First rows' }).getByRole('row', { name: /Bash echo \d+/ })).toHaveCount(12);
  // They scroll in their own place: the bars above and below stay.
  expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
  await page.getByRole('button', { name: /Cancel/ }).click();
  await welcomeIsShown(page);
  await expect.poll(() => electron.evaluate(({ app }) => app.getAppMetrics().filter((metric) => metric.name === 'Postflight engine').length)).toBe(0);
  expect(folderState(evidence, false)).toEqual(before);
});

test('a folder that holds nothing known says so', async ({ start, folder }) => {
  mkdirSync(join(folder, 'empty'));
  const { page } = await start({ words: ['--open', join(folder, 'empty')] });
  await overviewIsShown(page);
  await expect(page.getByRole('main')).toContainText('No session transcripts in this copy');
});

test('a folder that vanishes between choice and reading gives a message', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const app = await start();
  await answerFolderDialog(app, evidence);
  // Gone between the choice and the reading.
  await app.electron.evaluate(({ dialog }, path) => {
    const fs: typeof import('node:fs') = process.getBuiltinModule('node:fs');
    const before = dialog.showOpenDialog;
    dialog.showOpenDialog = async (...given: unknown[]) => {
      const answer = await Reflect.apply(before, dialog, given);
      queueMicrotask(() => fs.renameSync(path, `${path}-gone`));
      return answer;
    };
  }, evidence);
  await app.page.getByRole('button', { name: /Evidence folder/ }).click();
  const alert = app.page.getByRole('alert').filter({ hasText: /could not be opened|no such folder/i });
  await expect(alert).toBeVisible();
});

test('a recent case whose folder is gone gives a message with its path', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const { page } = await start({ words: ['--open', evidence] });
  await overviewIsShown(page);
  await page.getByRole('button', { name: 'Close this case' }).click();
  await welcomeIsShown(page);
  rmSync(evidence, { recursive: true });
  await page.getByRole('button', { name: /^Open evidence,/ }).click();
  await expect(page.getByRole('alert')).toContainText('no such folder');
  await expect(page.getByRole('alert')).toContainText(evidence);
});

test('a second start opens its folder in the first window', async ({ start, folder }) => {
  const app = await start();
  await welcomeIsShown(app.page);
  const evidence = drawNightRun(folder);
  await app.electron.evaluate(({ app: main }, path) => {
    main.emit('second-instance', {}, [], '/', { open: { kind: 'folder', path } });
  }, evidence);
  await overviewIsShown(app.page);
});
