/** Custody and ledger on screen: what was hashed, what was read of each file, and what happens where a file is no longer the same. */
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { drawNightRun } from './night-run.ts';

const transcript = 'Users/kim/.claude/projects/-Users-kim-work-till/5f3a.jsonl';
const files = (page: Page) => page.getByRole('dialog', { name: 'Files of the evidence' });
const ready = (page: Page) => expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();

test('the files dialog tells when the evidence was hashed, and what was read of each file to the line', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await ready(page);
  await expect(page.getByRole('button', { name: 'Read-only, hashed' })).toBeVisible();
  await page.keyboard.press('Control+i');
  const custody = files(page).getByRole('region', { name: 'Custody' });
  await expect(custody).toContainText('while the evidence was read');
  await expect(custody).toContainText(/[0-9a-f]{64}/);
  await custody.getByRole('button', { name: 'Hash again' }).click();
  await expect(custody.getByRole('status')).toContainText('No difference was found');
  await files(page).getByRole('radio', { name: 'Lines read' }).check();
  // Twelve lines, the last one cut; each number stands under its name.
  await expect(files(page).getByRole('row', { name: /5f3a\.jsonl [\d,]+ 12 11 6 1 0 0 0 0 0$/ })).toBeVisible();
  await expect(files(page).getByRole('row', { name: /^Transcripts, sum [\d,]+ 12 11 6 1/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Read-only, hashes match' })).toBeVisible();
});

test('a file that is no longer what was hashed is a bar under the title, marked in the inspector, and the report asks why', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const { page } = await start({ words: ['--open', evidence] });
  await ready(page);
  appendFileSync(join(evidence, transcript), '\n{}\n');
  await page.getByRole('button', { name: 'Read-only, hashed' }).click();
  await files(page).getByRole('button', { name: 'Hash again' }).click();
  await expect(files(page).getByRole('region', { name: 'Not what was hashed' })).toContainText('5f3a.jsonl');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alert').filter({ hasText: 'Hash mismatch' })).toContainText('1 file is no longer what was hashed');
  await expect(page.getByRole('button', { name: 'Hash mismatch' })).toBeVisible();
  await page.keyboard.press('Control+2');
  await page.getByRole('treegrid', { name: 'Timeline' }).getByRole('row', { name: /npm test/ }).click();
  await expect(page.getByRole('region', { name: 'Provenance' })).toContainText('no longer what was hashed');
  await page.keyboard.press('Control+5');
  const reason = page.getByRole('textbox', { name: 'Why files changed' });
  await expect(reason).toBeVisible();
  await expect(page.getByRole('button', { name: /Save PDF/ })).toBeDisabled();
  await reason.fill('The copy was written to after it was opened.');
  await expect(page.getByRole('button', { name: /Save PDF/ })).toBeEnabled();
});

test('a file that changed since the last opening is read again, and that is said', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const { page, userData } = await start({ words: ['--open', evidence] });
  await ready(page);
  const kept = () => existsSync(userData) && readdirSync(userData, { recursive: true }).some((name) => String(name).endsWith('.postflight-index'));
  await expect.poll(kept).toBe(true);
  await page.getByRole('button', { name: 'Close this case' }).click();
  appendFileSync(join(evidence, transcript), '\n{"type":"summary","summary":"More"}\n');
  await page.getByRole('button', { name: /^Open evidence, 1 session/ }).click();
  await ready(page);
  const note = page.getByRole('status').filter({ hasText: 'Files changed since this evidence was opened last' });
  await expect(note).toContainText('1 file since');
  await note.getByRole('button', { name: 'Show the files' }).click();
  await expect(files(page).getByRole('region', { name: /^Changed since/ })).toContainText('5f3a.jsonl');
  await page.keyboard.press('Escape');
  await note.getByRole('button', { name: 'Put this note away' }).click();
  await expect(note).toHaveCount(0);
});

test('a kind of record that nobody knows is counted by its name, leads to its rows, and is shown raw', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  appendFileSync(join(evidence, transcript), '\n{"type":"brand-new","sessionId":"5f3a","timestamp":"2026-05-15T14:00:50.000Z","payload":"of a later version"}\n');
  const { page } = await start({ words: ['--open', evidence] });
  await ready(page);
  await page.getByRole('button', { name: /malformed line skipped/ }).click();
  await page.getByRole('dialog', { name: 'What could not be read' }).getByRole('button', { name: 'brand-new 1' }).click();
  const rows = page.getByRole('treegrid', { name: 'Timeline' }).getByRole('row', { name: /brand-new/ });
  await rows.click();
  await page.getByRole('button', { name: 'Raw record' }).click();
  await expect(page.getByRole('dialog', { name: 'Raw record' })).toContainText('"payload":"of a later version"');
});
