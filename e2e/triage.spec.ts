/** A whole triage by keys alone: no pointer, and no focus that a key did not bring. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { drawNightRun } from './night-run.ts';

const view = (page: Page, name: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name });
const shows = (page: Page, name: string) => expect(view(page, name)).toHaveAttribute('aria-current', 'page');

/** Presses Tab until the control has the focus; it must be on the way. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let pressed = 0; pressed < 150; pressed += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(control).toBeFocused();
}

test('open, the six steps, a finding, the inspector, a choice and its undo, a search, the decision, the report', async ({ start, folder }) => {
  const out = join(folder, 'out.pdf');
  const { page, electron } = await start({ words: ['--open', drawNightRun(folder)] });
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, out);
  await shows(page, 'Overview');
  const steps = page.getByRole('region', { name: 'Runbook' }).getByRole('button');
  await expect(steps).toHaveCount(6);
  for (const [key, opens] of [['1', 'Posture'], ['2', 'Posture'], ['3', 'Timeline'], ['4', 'Timeline'], ['5', 'Posture'], ['6', 'Overview']] as const) {
    await page.keyboard.press(key);
    await shows(page, opens);
    await page.keyboard.press('Control+1');
    await expect(steps).toHaveCount(6);
  }

  await page.keyboard.press('n');
  await shows(page, 'Findings');
  const hit = page.getByRole('region', { name: 'The selected hit' });
  await expect(hit).toBeVisible();
  const sanction = hit.getByRole('button', { name: 'Sanction this host…' });
  const rows = page.getByRole('treegrid', { name: 'Findings by rule' });
  const selected = rows.getByRole('row', { selected: true });
  for (let moved = 0; moved < 60 && !(await selected.textContent())?.includes('Contact with an unsanctioned host'); moved += 1) {
    const before = await selected.textContent();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('j');
    await expect(selected).not.toHaveText(before ?? '');
  }
  await expect(selected).toContainText('Contact with an unsanctioned host');
  await page.keyboard.press('Enter');
  await shows(page, 'Timeline');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('curl -s https://paste.example.net/x');
  await page.keyboard.press('Control+3');
  await tabTo(page, sanction);
  await page.keyboard.press('Enter');
  const choosing = page.getByRole('dialog', { name: 'Sanction this host' });
  await expect(choosing.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type('our own paste service, jkn?');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(choosing).toHaveCount(0);
  const last = page.getByRole('status', { name: 'Last choice' });
  await expect(last).toContainText('paste.example.net is fine for network.unsanctioned');
  await tabTo(page, last.getByRole('button', { name: 'Undo' }));
  await page.keyboard.press('Enter');
  await expect(last).toContainText('Taken back');

  await page.keyboard.press('Control+f');
  await expect(page.getByRole('textbox', { name: 'Find in input and output' })).toBeFocused();
  await page.keyboard.type('credentials');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox', { name: 'Hits' }).getByRole('option')).not.toHaveCount(0);
  await page.keyboard.press('F3');
  await expect(inspector).toContainText('cat ~/.aws/credentials');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+1');
  await expect(steps).toHaveCount(6);
  await page.keyboard.press('d');
  const deciding = page.getByRole('dialog', { name: 'Decide where the case goes' });
  await expect(deciding.getByRole('radio', { checked: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('seen and settled');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(deciding).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Decision', exact: true })).toContainText('seen and settled');

  await page.keyboard.press('Control+5');
  await tabTo(page, page.getByRole('textbox', { name: 'Case number' }));
  await page.keyboard.type('IR-2026/014');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toContainText(out, { timeout: 30_000 });
  expect(existsSync(out)).toBe(true);
});

test('letters are text in each field that takes text, and find an entry in a list', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await shows(page, 'Overview');
  const letters = '?jknpughimrdy[]/123456';
  const field = async (name: string | RegExp) => {
    const box = page.getByRole('textbox', { name });
    await expect(box).toBeFocused();
    await page.keyboard.type(letters);
    await expect(box).toHaveValue(letters);
  };
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('treegrid', { name: 'Timeline' })).toHaveAttribute('aria-rowcount', /^[1-9]\d*$/);
  await page.keyboard.press('/');
  await field('Query');
  await page.keyboard.press('Control+f');
  await field('Find in input and output');
  await page.keyboard.press('Control+3');
  await page.keyboard.press('/');
  await field(/Words in the call/);
  await page.keyboard.press('Control+5');
  await tabTo(page, page.getByRole('textbox', { name: 'Title' }));
  await field('Title');
  const handling = page.getByRole('combobox', { name: 'Handling' });
  await tabTo(page, handling);
  await page.keyboard.type('rmr?');
  await expect(handling).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await shows(page, 'Report');
});
