/** The search over all tool input and output: from anywhere, by keyboard, to the event with the place shown. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const panel = (page: Page) => page.getByRole('region', { name: 'Search', exact: true });
const field = (page: Page) => page.getByRole('textbox', { name: 'Find in input and output' });
const hits = (page: Page) => page.getByRole('listbox', { name: 'Hits' }).getByRole('option');

const project = 'Users/kim/.claude/projects/-Users-kim-work-till';

function drawn(): string {
  const many = Array.from({ length: 70 }, (_, at) => [call(`m${at}`, 'Bash', { command: `echo ${at}` }, { second: 100 + at * 2 }), result(`m${at}`, `number ${at} of many`, { second: 101 + at * 2 })]).flat();
  return drawEvidence({
    [`${project}/5f3a.jsonl`]: [
      prompt('Look for the needle', 'bypassPermissions', { second: 0 }),
      call('t1', 'Bash', { command: 'grep -rn Needle src' }, { second: 1 }),
      result('t1', 'src/a.ts:1: the needle\nsrc/b.ts:7: one more needle', { second: 2 }),
      call('t2', 'Edit', { file_path: '/Users/kim/work/till/a.ts', old_string: 'hay', new_string: 'hay\nneedle-7' }, { second: 3 }),
      result('t2', 'done', { second: 4 }),
      call('t3', 'Bash', { command: 'env' }, { second: 5 }),
      result('t3', 'needle aws_secret_access_key=wJalrXUtnFEMIbPxRfiCYzzzzzzzzzzzzzzzzzzz', { second: 6 }),
      call('t4', 'Bash', { command: 'curl -H "x: ghp_0123456789abcdef0123456789abcdef0123" https://a.example/haystack' }, { second: 7 }),
      ...many,
    ],
  });
}

async function openSearch(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await page.keyboard.press('Control+f');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('the search opens from the title bar in each view', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawn()] });
  await page.getByRole('banner').getByRole('button', { name: 'Find in all calls' }).click();
  await expect(field(page)).toBeFocused();
});

test('the field keeps the focus also where the timeline was left with a chosen row', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawn()] });
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('treegrid', { name: 'Timeline' })).toHaveAttribute('aria-rowcount', /^[1-9]\d*$/);
  await page.keyboard.press('j');
  await expect(page.locator('[role="row"]:focus')).toBeVisible();
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('treegrid', { name: 'Timeline' }).getByRole('row', { selected: true })).toBeVisible();
  await page.keyboard.type('needle');
  await expect(field(page)).toHaveValue('needle');
});

test('Ctrl+F searches from any view; F3 opens one hit after the other with its place marked', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawn()] });
  await openSearch(page, 'needle');
  await expect(panel(page).getByRole('status').first()).toContainText(/4 hits, 5 places, searched .* (kB|bytes)/);
  await expect(hits(page)).toHaveCount(4);
  await page.keyboard.press('F3');
  await expect(inspector(page)).toContainText('grep -rn Needle src');
  await expect(inspector(page).getByRole('region', { name: 'Search hit' })).toContainText('Found in input · command');
  await expect(inspector(page).locator('mark').filter({ hasText: 'Needle' }).first()).toBeVisible();
  await page.keyboard.press('F3');
  await expect(inspector(page).getByRole('region', { name: 'Output' }).locator('mark')).toHaveCount(2);
  await page.keyboard.press('F3');
  await expect(inspector(page)).toContainText('Found in input · new_string');
  await page.keyboard.press('Shift+F3');
  await expect(inspector(page)).toContainText('Found in output');
  await expect(panel(page)).toContainText('2 of 4');
});

test('a pattern and the case are choices; a pattern that is none is refused in words', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawn()] });
  await openSearch(page, 'needle-[0-9]');
  await expect(panel(page).getByRole('status').first()).toContainText('0 matches');
  await expect(panel(page)).toContainText('no prompts');
  await panel(page).getByRole('radio', { name: 'Pattern' }).check();
  await expect(panel(page).getByRole('status').first()).toContainText('1 hit, 1 place');
  await field(page).fill('Needle');
  await panel(page).getByRole('checkbox', { name: 'Match case' }).check();
  await field(page).press('Enter');
  await expect(panel(page).getByRole('status').first()).toContainText('1 hit, 1 place');
  await field(page).fill('need(le');
  await field(page).press('Enter');
  await expect(panel(page).getByRole('alert')).toContainText('The pattern is not understood');
});

test('the hits are a list for the arrows; key material in them is masked; many come page by page', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawn()] });
  await openSearch(page, 'needle');
  await expect(hits(page)).toHaveCount(4);
  await expect(hits(page).nth(3)).toContainText('characters masked');
  await expect(hits(page).nth(3)).not.toContainText('wJalrX');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(hits(page).first()).toHaveAttribute('aria-selected', 'true');
  await expect(inspector(page)).toContainText('grep -rn Needle src');
  await expect(page.getByRole('listbox', { name: 'Hits' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treegrid', { name: 'Timeline' }).getByRole('row', { name: /grep -rn Needle/ })).toBeFocused();
  await page.keyboard.press('Control+f');
  await field(page).fill('of many');
  await field(page).press('Enter');
  await expect(panel(page).getByRole('status').first()).toContainText('70 hits');
  await panel(page).getByRole('button', { name: 'Next', exact: true }).click();
  await expect(hits(page)).toHaveCount(20);
  await field(page).press('Escape');
  await expect(panel(page)).toHaveCount(0);
});

test('key material in the input of a call is masked until it is asked for', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawn()] });
  await openSearch(page, 'haystack');
  await expect(hits(page)).toHaveCount(1);
  await page.keyboard.press('F3');
  await expect(inspector(page)).toContainText('characters masked');
  await expect(inspector(page)).not.toContainText('0123456789abcdef');
  await inspector(page).getByRole('button', { name: /Show key material/ }).click();
  await expect(inspector(page).getByText('ghp_0123456789abcdef').first()).toBeVisible();
});

test('the search with its hits and the inspector pass axe, dark and light', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawn()] });
  await openSearch(page, 'needle');
  await expect(hits(page)).toHaveCount(4);
  await page.keyboard.press('F3');
  await expect(inspector(page)).toContainText('Found in');
  const all: string[] = [];
  for (const theme of ['dark', 'light']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    all.push(...violations.flatMap((one) => one.nodes.map((node) => `${theme}: ${one.id} ${String(node.target[0])}`)));
  }
  expect(all).toEqual([]);
});
