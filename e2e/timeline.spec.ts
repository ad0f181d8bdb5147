/** The timeline by roles and keys: moving, stepping, filtering, highlighting, the histogram, and what stays in place. */
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';
import { drawLongRun, drawNightRun } from './night-run.ts';

const rows = (page: Page) => page.getByRole('treegrid', { name: 'Timeline' });
const row = (page: Page, name: RegExp) => rows(page).getByRole('row', { name });
const focusedRow = (page: Page) => page.locator('[role="row"]:focus');
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

async function openTimeline(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+2');
  await expect(rows(page)).toHaveAttribute('aria-rowcount', /^[1-9]\d*$/);
}

test('both lanes show in time order, with the prompt, the unattended stretch and the reflog entries', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await expect(row(page, /human prompt: Get the tests green/)).toBeVisible();
  await expect(row(page, /Unattended from here/)).toBeVisible();
  await expect(row(page, /Bash npm test, ok/)).toBeVisible();
  await expect(row(page, /git commit on main, 1111111 to 2222222/)).toBeVisible();
  const indices = await rows(page)
    .getByRole('row')
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute('aria-rowindex'))));
  expect(indices).toEqual([...indices].sort((a, b) => a - b));
});

test('J and K, the arrows, Home and End move one focus through the rows, and the inspector follows', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await row(page, /Bash npm test/).click();
  await expect(inspector(page)).toContainText('Ran npm test.');
  await page.keyboard.press('j');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /git commit -am/);
  await expect(inspector(page)).toContainText('git commit -am');
  await page.keyboard.press('ArrowUp');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /npm test/);
  await page.keyboard.press('k');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /Unattended from here/);
  await page.keyboard.press('End');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /curl -s/);
  await page.keyboard.press('Home');
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '1');
  await expect(rows(page).locator('[role="row"][tabindex="0"]')).toHaveCount(1);
});

test('N and P step through findings, brackets through prompts, and the end is said', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await page.keyboard.press('n');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /Write .*\.zshrc/);
  await page.keyboard.press('n');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /cat ~\/\.aws\/credentials/);
  await page.keyboard.press('p');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /\.zshrc/);
  await page.keyboard.press('[');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /human prompt/);
  await page.keyboard.press('[');
  await expect(page.getByRole('status').filter({ hasText: 'No prompt further up' })).toBeAttached();
});

test('a reflog entry that no call explains has a row of its own in the session lane, and the word', async ({ start }) => {
  const who = 'Kim Example <kim@example.com>';
  const at = (second: number) => Date.UTC(2026, 4, 15, 14, 0, second) / 1000;
  const git = 'Users/kim/work/till/.git';
  const log = [
    `${'0'.repeat(40)} ${'1'.repeat(40)} ${who} ${at(-7200)} +0000\tcommit (initial): Begin\n`,
    `${'1'.repeat(40)} ${'2'.repeat(40)} ${who} ${at(30)} +0000\tcommit: Nobody asked for this\n`,
  ].join('');
  const evidence = drawEvidence({
    'Users/kim/.claude/projects/-Users-kim-work-till/5f3a.jsonl': [
      prompt('Run the tests.', 'bypassPermissions', { second: 0 }),
      call('t1', 'Bash', { command: 'npm test' }, { second: 5 }),
      result('t1', 'ok', { second: 9 }),
      call('t2', 'Bash', { command: 'npm run lint' }, { second: 50 }),
      result('t2', 'ok', { second: 55 }),
    ],
    [`${git}/HEAD`]: 'ref: refs/heads/main\n',
    [`${git}/config`]: '[core]\n\trepositoryformatversion = 0\n\tbare = false\n',
    [`${git}/refs/heads/main`]: `${'2'.repeat(40)}\n`,
    [`${git}/objects`]: { folder: true },
    [`${git}/logs/HEAD`]: log,
    [`${git}/logs/refs/heads/main`]: log,
  });
  const { page } = await start({ words: ['--open', evidence] });
  await openTimeline(page);
  const unexplained = row(page, /git commit on main, 1111111 to 2222222, unexplained/);
  await expect(unexplained).toContainText('No tool call explains this reflog entry');
  await unexplained.click();
  await expect(inspector(page)).toContainText('unexplained: no tool call accounts for it');
  await page.keyboard.press('g');
  await expect(page.getByRole('status').filter({ hasText: 'No tool call is joined to this reflog entry' })).toBeAttached();
});

test('a call on a branch that a rewind left is shown and marked', async ({ start }) => {
  const evidence = drawEvidence({
    'Users/kim/.claude/projects/-Users-kim-work-till/s1.jsonl': [
      prompt('Go', 'default', { uuid: 'p1', second: 0 }),
      call('t1', 'Bash', { command: 'ls' }, { uuid: 'a1', second: 1, extra: { parentUuid: 'p1' } }),
      result('t1', 'x', { uuid: 'r1', second: 2, extra: { parentUuid: 'a1' } }),
      prompt('Remove it', 'default', { uuid: 'p2', second: 3, extra: { parentUuid: 'r1' } }),
      call('t2', 'Bash', { command: 'make clean' }, { uuid: 'a2', second: 4, extra: { parentUuid: 'p2' } }),
      result('t2', 'done', { uuid: 'r2', second: 5, extra: { parentUuid: 'a2' } }),
      prompt('Better not', 'default', { uuid: 'p3', second: 6, extra: { parentUuid: 'r1' } }),
      call('t3', 'Bash', { command: 'pwd' }, { uuid: 'a3', second: 7, extra: { parentUuid: 'p3' } }),
    ],
  });
  const { page } = await start({ words: ['--open', evidence] });
  await expect(page.getByRole('region', { name: 'Sessions' }).getByRole('button', { name: /1 call left by a rewind/ })).toBeVisible();
  await openTimeline(page);
  await expect(row(page, /make clean, ok, on a branch that a rewind left/)).toContainText('REWOUND');
  await expect(rows(page).getByText('REWOUND')).toHaveCount(1);
});

test('a filter hides rows, says how many are left, and goes chip by chip', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  const before = await rows(page).getAttribute('aria-rowcount');
  await page.keyboard.press('/');
  await page.keyboard.type('tool:Bash credentials');
  await page.keyboard.press('Enter');
  const query = page.getByRole('search', { name: 'Timeline query' });
  await expect(query).toContainText('1 event');
  await expect(row(page, /npm test/)).toHaveCount(0);
  await expect(row(page, /cat ~\/\.aws\/credentials/)).toBeVisible();
  await query.getByRole('button', { name: 'Remove text from the filter' }).click();
  await expect(row(page, /npm test/)).toBeVisible();
  await query.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(rows(page)).toHaveAttribute('aria-rowcount', before ?? '');
});

test('a mistake in the query is named, and a filter without matches offers the way back', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  const input = page.getByRole('textbox', { name: 'Query' });
  // No ligature: two characters that were typed stay two.
  await expect(input).toHaveCSS('font-variant-ligatures', 'none');
  await input.fill('severity:awful');
  await input.press('Enter');
  await expect(page.getByRole('alert')).toContainText('severity is one of');
  await input.fill('no such words anywhere');
  await input.press('Enter');
  await expect(page.getByText('0 matches')).toBeVisible();
  await page.getByRole('button', { name: /Drop the last part/ }).click();
  await expect(row(page, /npm test/)).toBeVisible();
});

test('highlight keeps every row, counts the matches and steps through them with F3', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  const before = await rows(page).getAttribute('aria-rowcount');
  await page.keyboard.press('h');
  await expect(page.getByRole('radio', { name: 'Highlight' })).toBeChecked();
  const input = page.getByRole('textbox', { name: 'Query' });
  await input.fill('tool:Bash');
  await input.press('Enter');
  const query = page.getByRole('search', { name: 'Timeline query' });
  await expect(query).toContainText('4 matches');
  await page.keyboard.press('F3');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /npm test/);
  await expect(query).toContainText('1 of 4');
  await page.keyboard.press('Shift+F3');
  await expect(focusedRow(page)).toHaveAttribute('aria-label', /curl -s/);
  await expect(query).toContainText('4 of 4');
  await expect(rows(page)).toHaveAttribute('aria-rowcount', before ?? '');
});

test('the rail and the saved views are switches of the same filter', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  const rail = page.getByRole('complementary', { name: /Filter by session/ });
  await rail.getByRole('region', { name: 'Tools in view' }).getByRole('button', { name: /Bash/ }).click();
  await expect(row(page, /\.zshrc/)).toHaveCount(0);
  await rail.getByRole('region', { name: 'Tools in view' }).getByRole('button', { name: /Bash/ }).click();
  await expect(row(page, /\.zshrc/)).toBeVisible();
  const views = page.getByRole('group', { name: 'Saved views' });
  await views.getByRole('button', { name: /Outside root/ }).click();
  await expect(views.getByRole('button', { name: /Outside root/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(row(page, /\.zshrc/)).toBeVisible();
  await expect(row(page, /npm test/)).toHaveCount(0);
  await views.getByRole('button', { name: /Git writes/ }).click();
  await expect(row(page, /git commit on main/)).toBeVisible();
  await views.getByRole('button', { name: /All events/ }).click();
  await expect(row(page, /npm test/)).toBeVisible();
});

test('the histogram speaks each bar, takes a range by keyboard, and shows as a table', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  const histogram = page.getByRole('slider', { name: /Time histogram/ });
  await histogram.focus();
  await histogram.press('Home');
  await expect(histogram).toHaveAttribute('aria-valuetext', /\d\d:\d\d:\d\d, \d+ session, \d+ sub-agent, \d+ git/);
  await histogram.press('ArrowRight');
  await expect(histogram).toHaveAttribute('aria-valuenow', '1');
  await histogram.press('Shift+ArrowRight');
  await expect(histogram).toHaveAttribute('aria-valuetext', /chosen$/);
  await histogram.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove time from the filter' })).toBeVisible();
  await histogram.press('Escape');
  await expect(page.getByRole('button', { name: 'Remove time from the filter' })).toHaveCount(0);
  await page.getByRole('button', { name: 'As table' }).click();
  const table = page.getByRole('dialog').getByRole('table');
  await expect(table.getByRole('columnheader', { name: 'Sub-agent' })).toBeVisible();
  await expect(table.getByRole('rowheader').first()).toContainText('15 May');
});

test('the place and the selection stay while another view shows', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await row(page, /cat ~\/\.aws\/credentials/).click();
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+2');
  await expect(row(page, /cat ~\/\.aws\/credentials/)).toHaveAttribute('aria-selected', 'true');
  await expect(inspector(page)).toContainText('.aws/credentials');
});

test('single letters rest while the query has the focus, and Escape gives it back to the rows', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await row(page, /npm test/).click();
  await page.keyboard.press('/');
  await page.keyboard.type('jjj');
  await expect(page.getByRole('textbox', { name: 'Query' })).toHaveValue('jjj');
  await page.getByRole('textbox', { name: 'Query' }).fill('');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Query' })).not.toBeFocused();
});

test('a long run draws a handful of rows and reaches its last one with one key', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawLongRun(folder, 15)] });
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+2');
  await expect(rows(page)).toHaveAttribute('aria-rowcount', /^\d{5,}$/, { timeout: 30_000 });
  const total = (await rows(page).getAttribute('aria-rowcount')) ?? '';
  await rows(page).getByRole('row').first().click();
  await page.keyboard.press('End');
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', total);
  await expect.poll(() => rows(page).getByRole('row').count()).toBeLessThan(90);
  await page.keyboard.press('PageUp');
  await expect(focusedRow(page)).not.toHaveAttribute('aria-rowindex', total);
});
