/** The overview: every number opens the rows behind it, and there are as many. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { drawEvidence } from './draw-evidence.ts';
import { drawNightRun } from './night-run.ts';

const views = (page: Page) => page.getByRole('navigation', { name: 'Views' });

async function openOverview(page: Page): Promise<void> {
  await expect(views(page).getByRole('button', { name: 'Overview' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

for (const figure of ['writes outside root', 'credential touches', 'network commands']) {
  test(`the number of ${figure} opens exactly so many rows`, async ({ start, folder }) => {
    const { page } = await start({ words: ['--open', drawNightRun(folder)] });
    await openOverview(page);
    const button = page.getByRole('region', { name: 'Verdict' }).getByRole('button', { name: figure });
    const number = Number(/^\d+/.exec(((await button.textContent()) ?? '').trim())?.[0]);
    expect(number).toBeGreaterThan(0);
    await button.click();
    await expect(views(page).getByRole('button', { name: 'Timeline' })).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('main')).toContainText(new RegExp(`(^|\\D)${number} event${number === 1 ? '' : 's'}`));
  });
}

test('a severity opens the findings of that severity only', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openOverview(page);
  const bar = page.getByRole('region', { name: 'Findings by severity' }).getByRole('button', { name: /^High/ });
  const number = /(\d+)$/.exec(((await bar.textContent()) ?? '').trim())?.[1];
  await bar.click();
  await expect(page.getByRole('heading', { name: 'Findings', level: 1 })).toBeVisible();
  await expect(page.getByRole('main').getByRole('status').first()).toContainText(`${number} from`);
  await expect(page.getByRole('button', { name: /^High/, pressed: true })).toBeVisible();
});

test('N opens the finding to read first; a session opens its rows', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openOverview(page);
  const first = await page.getByRole('region', { name: 'Open next' }).getByRole('button').first().getAttribute('aria-label');
  await page.keyboard.press('n');
  await expect(page.getByRole('region', { name: 'The rule', exact: true })).toContainText(first?.split(': ')[1] ?? 'a title');
  await page.keyboard.press('Control+1');
  await page.getByRole('region', { name: 'Sessions' }).getByRole('button').first().click();
  await expect(views(page).getByRole('button', { name: 'Timeline' })).toHaveAttribute('aria-current', 'page');
});

test('the manifest and the ledger are one click away', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openOverview(page);
  const integrity = page.getByRole('region', { name: 'Evidence integrity' });
  await integrity.getByRole('button', { name: /in .* (bytes|kB)/ }).click();
  await expect(page.getByRole('dialog', { name: 'Files of the evidence' }).getByRole('row', { name: /5f3a\.jsonl.*[0-9a-f]{64}/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await integrity.getByRole('button', { name: 'malformed' }).click();
  await expect(page.getByRole('dialog', { name: 'What could not be read' })).toBeVisible();
});

test('the overview, the findings and their dialogs pass axe, dark and light', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openOverview(page);
  const violations = async (where: string) => {
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    return found.map((violation) => `${where}: ${violation.id} ${violation.nodes[0]?.target.join(' ')}`);
  };
  const all: string[] = [];
  for (const theme of ['dark', 'light']) {
    while ((await page.locator('html').getAttribute('data-theme')) !== theme) {
      const before = await page.getByRole('button', { name: /^Theme/ }).getAttribute('aria-label');
      await page.getByRole('button', { name: /^Theme/ }).click();
      await expect(page.getByRole('button', { name: /^Theme/ })).not.toHaveAttribute('aria-label', before ?? '');
    }
    await page.keyboard.press('Control+1');
    await openOverview(page);
    all.push(...(await violations(`overview ${theme}`)));
    await page.keyboard.press('?');
    all.push(...(await violations(`keys ${theme}`)));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+3');
    await expect(page.getByRole('treegrid', { name: 'Findings by rule' })).toBeVisible();
    all.push(...(await violations(`findings ${theme}`)));
    await page.getByRole('contentinfo').getByRole('button', { name: /malformed/ }).click();
    await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
    all.push(...(await violations(`ledger ${theme}`)));
    await page.keyboard.press('Escape');
    await page.getByRole('contentinfo').getByRole('button', { name: /\d files?$/ }).click();
    await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
    all.push(...(await violations(`files ${theme}`)));
    await page.keyboard.press('Escape');
  }
  expect(all).toEqual([]);
});

test('a case without a repository says what that means, and never that all is well', async ({ start }) => {
  const evidence = drawEvidence({ 'projects/-work/a.jsonl': ['{"type":"summary","summary":"nothing was done"}'] });
  const { page } = await start({ words: ['--open', evidence] });
  await openOverview(page);
  await expect(page.getByRole('region', { name: 'Repositories' })).toContainText('No .git folders in this copy');
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('main')).toContainText(/\d+ rules ran over 0 calls\. None matched\./);
});

test('the smallest window cuts off nothing of the bars, and each panel can be read', async ({ start, folder }) => {
  const { page, electron } = await start({ words: ['--open', drawNightRun(folder)] });
  await openOverview(page);
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(...((BrowserWindow.getAllWindows()[0]?.getMinimumSize() ?? [900, 600]) as [number, number])));
  await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThan(1000);
  const bar = page.getByRole('banner');
  for (const button of await bar.getByRole('button').all()) await expect(button).toBeInViewport({ ratio: 1 });
  const last = await views(page).getByRole('button', { name: 'Report' }).boundingBox();
  const custody = await bar.getByRole('button', { name: /^Read-only/ }).boundingBox();
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(custody?.x ?? 0);
  for (const button of await page.getByRole('region', { name: 'Verdict' }).getByRole('button').all()) await expect(button).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('region', { name: 'Disclosure' }).getByRole('button', { name: /Decide/ })).toBeInViewport({ ratio: 1 });
});
