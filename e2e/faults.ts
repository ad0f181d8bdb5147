/** What an accessibility checker finds wrong with the page as it stands, in the dark and in the light theme. Knows no view. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

export async function faultsOf(page: Page): Promise<readonly string[]> {
  const before = await page.locator('html').getAttribute('data-theme');
  const found: string[] = [];
  for (const theme of ['dark', 'light', before ?? 'dark']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    // Legacy: the usual way opens a second page, which Electron has not.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    found.push(...violations.map((violation) => `${theme}: ${violation.id} ${violation.nodes[0]?.target.join(' ')}`));
  }
  return found;
}
