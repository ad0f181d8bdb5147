/** The keys that work everywhere, and where they must rest. */
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { drawNightRun } from './night-run.ts';

const view = (page: Page, name: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name });

test('Ctrl with a digit switches the view', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await expect(view(page, 'Overview')).toBeVisible();
  for (const [key, name] of [
    ['Control+2', 'Timeline'],
    ['Control+3', 'Findings'],
    ['Control+4', 'Posture'],
    ['Control+5', 'Report'],
    ['Control+1', 'Overview'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(view(page, name)).toHaveAttribute('aria-current', 'page');
  }
});

test('the question mark lists all keys; Escape closes the list and gives the focus back', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await view(page, 'Findings').click();
  await view(page, 'Findings').focus();
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'All keys' });
  await expect(list).toContainText('Follow the connector');
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await expect(view(page, 'Findings')).toBeFocused();
});

test('single letters are text in a text field', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await expect(view(page, 'Overview')).toBeVisible();
  await page.keyboard.press('Control+3');
  await page.keyboard.press('/');
  await page.keyboard.type('?jkn/');
  await expect(page.getByRole('textbox')).toHaveValue('?jkn/');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+1');
  await expect(view(page, 'Overview')).toHaveAttribute('aria-current', 'page');
});

test('the welcome screen is a list that the arrows move through', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const { page } = await start({ words: ['--open', evidence] });
  await expect(view(page, 'Overview')).toBeVisible();
  await page.getByRole('button', { name: 'Close this case' }).click();
  await expect(page.getByRole('button', { name: /^Evidence folder/ })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('button', { name: /^Open evidence, 1 session/ })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('button', { name: /^Sample evidence/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(view(page, 'Overview')).toBeVisible();
});
