/** The findings view by keys alone: moving, closing a severity, hits, the way into the timeline, narrowing. */
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { drawNightRun } from './night-run.ts';

const grid = (page: Page) => page.getByRole('treegrid', { name: 'Findings by rule' });
const selected = (page: Page) => grid(page).getByRole('row', { selected: true });

async function openFindings(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+3');
  await expect(selected(page)).toHaveCount(1);
}

test('J and K move through heads and rules, and the rule’s text follows', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFindings(page);
  const first = (await selected(page).getByRole('gridcell').nth(1).textContent()) ?? '';
  await page.keyboard.press('j');
  await expect(selected(page)).not.toContainText(first);
  await expect(grid(page).locator('tr:focus')).toHaveCount(1);
  await page.keyboard.press('k');
  await expect(selected(page)).toContainText(first);
  await page.keyboard.press('k');
  await expect(selected(page)).toHaveAttribute('aria-level', '1');
});

test('Left closes a severity, Right opens it', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFindings(page);
  const rules = grid(page).locator('[aria-level="2"]');
  const before = await rules.count();
  await page.keyboard.press('ArrowLeft');
  await expect(selected(page)).toHaveAttribute('aria-expanded', 'false');
  expect(await rules.count()).toBeLessThan(before);
  await page.keyboard.press('ArrowRight');
  await expect(rules).toHaveCount(before);
});

test('Enter opens the hit in the timeline, on its row', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFindings(page);
  await grid(page).getByRole('row', { name: /AWS credentials/i }).click();
  await expect(page.getByRole('region', { name: 'The selected hit' })).toContainText('cat ~/.aws/credentials');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treegrid', { name: 'Timeline' }).getByRole('row', { selected: true })).toHaveAttribute('aria-label', /cat ~\/\.aws\/credentials/);
});

test('a hit names its file, line and bytes', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFindings(page);
  await grid(page).getByRole('row', { name: /AWS credentials/i }).click();
  await expect(page.getByRole('region', { name: 'The selected hit' })).toContainText(/5f3a\.jsonl\s*line 8, bytes [\d,]+ to [\d,]+/);
});

test('words narrow the findings and stand as a chip; no match says so and offers the way back', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFindings(page);
  await page.keyboard.press('/');
  await page.keyboard.type('jk');
  await expect(page.getByRole('textbox')).toHaveValue('jk');
  await page.getByRole('textbox').fill('zshrc');
  await page.keyboard.press('Enter');
  await expect(grid(page).getByRole('row', { name: /AWS credentials/i })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Drop text' })).toContainText('zshrc');
  await page.getByRole('textbox').fill('nothing like this');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('0 findings match');
  await page.getByRole('button', { name: 'Show all findings' }).click();
  await expect(grid(page)).toBeVisible();
});

test('the rail narrows to a family and frees it again', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openFindings(page);
  const family = page.getByRole('complementary', { name: 'Narrow the findings' }).getByRole('button', { name: /^Network/ });
  await family.click();
  await expect(family).toHaveAttribute('aria-pressed', 'true');
  for (const row of await grid(page).locator('[aria-level="2"]').all()) await expect(row).toContainText('network.');
  await family.click();
  await expect(family).toHaveAttribute('aria-pressed', 'false');
  await expect(grid(page).getByRole('row', { name: /AWS credentials/i })).toBeVisible();
});
