/** The inspector: what a row did, what a finding does not show, and each record down to the bytes that coreutils print. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';
import { drawNightRun } from './night-run.ts';
import { copiedText } from './clipboard.ts';

const rows = (page: Page) => page.getByRole('treegrid', { name: 'Timeline' });
const row = (page: Page, name: RegExp) => rows(page).getByRole('row', { name });
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const transcriptPath = 'Users/kim/.claude/projects/-Users-kim-work-till/5f3a.jsonl';

async function openTimeline(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+2');
  await expect(rows(page)).toHaveAttribute('aria-rowcount', /^[1-9]\d*$/);
}

test('a finding is explained with its rule, its limits and another explanation', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await row(page, /\.zshrc/).click();
  const findings = inspector(page).getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText('write.outside-root');
  await expect(findings.getByRole('img', { name: /High|Medium|Critical/ }).first()).toBeVisible();
  await findings.getByText('What this does not show').first().click();
  await expect(findings.getByRole('heading', { name: 'Another explanation' }).first()).toBeVisible();
  await expect(inspector(page)).toContainText('outside root');
  await expect(inspector(page).getByText('export PATH=/tmp:$PATH')).toBeVisible();
});

test('the copied line prints the hash of exactly the record, from the evidence itself', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const { page, electron } = await start({ words: ['--open', evidence] });
  await openTimeline(page);
  await row(page, /cat ~\/\.aws\/credentials/).click();
  await expect(inspector(page)).toContainText('matches');
  const copy = async () => {
    await page.keyboard.press('y');
    await expect(inspector(page).getByRole('status')).toHaveText('Provenance copied');
  };
  const copied = await copiedText(electron, copy, (text) => text.startsWith('tail -c'));
  expect(copied).toMatch(/^tail -c \+\d+ .* \| head -c \d+ \| sha256sum {2}# [0-9a-f]{64}$/);
  const printed = execFileSync('sh', ['-c', copied], { cwd: evidence, encoding: 'utf8' });
  expect(printed.slice(0, 64)).toBe(copied.slice(-64));
});

test('the raw record is the line of the file, character for character', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const { page } = await start({ words: ['--open', evidence] });
  await openTimeline(page);
  await row(page, /npm test/).click();
  await inspector(page).getByRole('button', { name: 'Raw record' }).click();
  const dialog = page.getByRole('dialog', { name: 'Raw record' });
  const line = readFileSync(join(evidence, transcriptPath), 'utf8').split('\n')[1] ?? '';
  await expect(dialog.getByText(line.slice(0, 60))).toBeVisible();
  const shown = await dialog.locator('[translate="no"]').last().textContent();
  expect(shown).toBe(line);
  await expect(dialog.getByRole('status')).toContainText(`${line.length} of ${line.length} of the record`);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('a reflog entry shows both object ids, who and where; arrow and G lead to it and back', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await row(page, /Bash git commit -am/).click();
  await page.keyboard.press('g');
  const entry = inspector(page).getByRole('region', { name: 'Reflog entry' });
  await expect(entry).toContainText('1'.repeat(40));
  await expect(entry).toContainText('2'.repeat(40));
  await expect(entry).toContainText('Kim Example <kim@example.com>');
  await expect(entry).toContainText('refs/heads/main');
  await expect(inspector(page).getByRole('region', { name: 'Provenance' })).toContainText('logs/');
  await page.keyboard.press('g');
  await expect(inspector(page)).toContainText('Ran git commit -am');
  await page.keyboard.press('ArrowRight');
  await expect(entry).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(entry).toHaveCount(0);
});

test('refused, unanswered and failed calls are told apart; an edit shows as a diff; keys are masked', async ({ start }) => {
  const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXk'.repeat(3)}\n-----END OPENSSH PRIVATE KEY-----`;
  const evidence = drawEvidence({
    [transcriptPath]: [
      prompt('Go on.', 'default', { second: 0 }),
      call('a1', 'Bash', { command: 'make all' }, { second: 1 }),
      call('a2', 'Bash', { command: 'make broken' }, { second: 2 }),
      result('a2', 'boom', { second: 3, error: true }),
      call('a3', 'Edit', { file_path: '/Users/kim/work/till/a.ts', old_string: 'const a = 1;\nconst b = 2;', new_string: 'const a = 1;\nconst b = 3;' }, { second: 4 }),
      result('a3', 'done', { second: 5 }),
      call('a4', 'Bash', { command: 'cat ~/.ssh/id_ed25519' }, { second: 6 }),
      result('a4', key, { second: 7 }),
    ],
  });
  const { page } = await start({ words: ['--open', evidence] });
  await openTimeline(page);
  await row(page, /make all/).click();
  await expect(inspector(page)).toContainText('No result is recorded. That does not show that the call did not run.');
  await row(page, /make broken/).click();
  await expect(inspector(page)).toContainText('It ended with an error');
  await row(page, /Edit .*a\.ts/).click();
  await expect(inspector(page).getByRole('heading', { name: /Diff/ })).toContainText('+1');
  await expect(inspector(page).getByText('const b = 3;', { exact: true })).toBeVisible();
  await row(page, /id_ed25519/).click();
  const output = inspector(page).getByRole('region', { name: 'Output' });
  await expect(output).toContainText('characters masked');
  await expect(output).not.toContainText('b3BlbnNzaC1rZXk');
  await output.getByRole('button', { name: /Show key material/ }).click();
  await expect(output).toContainText('b3BlbnNzaC1rZXk');
});

test('hidden characters of a command stay visible, in the row and in the inspector', async ({ start }) => {
  const evidence = drawEvidence({
    [transcriptPath]: [prompt('Go on.', null, { second: 0 }), call('h1', 'Bash', { command: 'echo \u202Egpj.exe \u001b]0;x\u0007' }, { second: 1 }), result('h1', '\u001b[31mred\u001b[0m\u200B', { second: 2 })],
  });
  const { page } = await start({ words: ['--open', evidence] });
  await openTimeline(page);
  await expect(rows(page).getByText('⟨U+202E RLO⟩')).toBeVisible();
  await row(page, /echo/).click();
  await expect(inspector(page).getByText('⟨U+202E RLO⟩').first()).toBeVisible();
  await expect(inspector(page).getByRole('region', { name: 'Output' })).toContainText('red');
  await expect(inspector(page).getByRole('region', { name: 'Output' }).getByText(/U\+200B/)).toBeVisible();
});

test('who steps on from inside the inspector stays there; J from the rows stays in the rows', async ({ start, folder }) => {
  const { page } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await row(page, /npm test/).click();
  const next = inspector(page).getByRole('button', { name: 'Next row' });
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page)).toContainText('git commit -am');
  await expect(next).toBeFocused();
  await row(page, /npm test/).click();
  await page.keyboard.press('j');
  await expect(page.locator('[role="row"]:focus')).toHaveAttribute('aria-label', /git commit -am/);
});

test('I opens and closes the inspector, Enter leads into it, and in a narrow window it lies above the rows', async ({ start, folder }) => {
  const { page, electron } = await start({ words: ['--open', drawNightRun(folder)] });
  await openTimeline(page);
  await row(page, /npm test/).click();
  await expect(inspector(page)).toBeVisible();
  await page.keyboard.press('i');
  await expect(inspector(page)).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(inspector(page)).toBeFocused();
  await inspector(page).getByRole('button', { name: 'Close inspector' }).click();
  await expect(inspector(page)).toBeHidden();
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1100, 760));
  await expect(page.getByRole('button', { name: 'Sessions, repositories and tools' })).toBeVisible();
  await page.keyboard.press('i');
  await expect(inspector(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(inspector(page)).toBeHidden();
});

test('a call says who let it run and which call started its sub-agent, and shows a large result whole', async ({ start }) => {
  const project = 'Users/kim/.claude/projects/-Users-kim-work-till';
  const agent = { extra: { isSidechain: true, agentId: 'a1b2c3d' } };
  const whole = `${'a long answer, line by line\n'.repeat(2000)}the very end`;
  const evidence = drawEvidence({
    [`${project}/5f3a.jsonl`]: [
      prompt('Look into it', 'bypassPermissions', { second: 1, session: '5f3a' }),
      call('t1', 'Task', { description: 'Count the callers', prompt: 'Count' }, { second: 2, session: '5f3a' }),
      result('t1', 'done', { second: 9, session: '5f3a', extra: { toolUseResult: { status: 'completed', agentId: 'a1b2c3d' } } }),
      call('toolu_big', 'Bash', { command: 'cat large.log' }, { second: 10, session: '5f3a' }),
      result('toolu_big', '<persisted-output>\nPreview: a long answer', { second: 11, session: '5f3a' }),
    ],
    [`${project}/5f3a/subagents/agent-a1b2c3d.jsonl`]: [call('t2', 'Grep', { pattern: 'total(', path: 'src' }, { second: 4, session: '5f3a', ...agent })],
    [`${project}/5f3a/tool-results/toolu_big.txt`]: whole,
  });
  const { page } = await start({ words: ['--open', evidence] });
  await openTimeline(page);
  await row(page, /total\(/).click();
  await expect(inspector(page)).toContainText('Let run by');
  await expect(inspector(page)).toContainText('bypassPermissions');
  await inspector(page).getByRole('button', { name: /^Started by #\d+$/ }).click();
  await expect(inspector(page)).toContainText('Count the callers');
  await row(page, /large\.log/).click();
  const beside = inspector(page).getByRole('region', { name: 'Files beside this call' });
  await expect(beside).toContainText('Full result');
  await beside.getByRole('button', { name: 'Show' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Full result' });
  await expect(dialog.getByText('a long answer, line by line').first()).toBeVisible();
  for (let part = 0; part < 3; part++) await dialog.getByRole('button', { name: 'Next part' }).click();
  await expect(dialog).toContainText('the very end');
});

test('a line over the length limit is an event: its head and its tail can be read', async ({ start, folder }) => {
  const evidence = drawNightRun(folder);
  const file = join(evidence, transcriptPath);
  const length = 51_000_000;
  const line = Buffer.alloc(length, 'x');
  line.write('{"type":"user","head of the line');
  line.write('tail of the line"}', length - 18);
  // The file ends in the middle of a record; this one begins after it.
  appendFileSync(file, Buffer.concat([Buffer.from('\n'), line, Buffer.from('\n')]));
  const { page } = await start({ words: ['--open', evidence] });
  await openTimeline(page);
  await row(page, /51000000 bytes in one line/).click();
  await expect(inspector(page).getByText('Oversized line')).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Raw record' }).click();
  const dialog = page.getByRole('dialog', { name: 'Raw record' });
  await expect(dialog).toContainText('head of the line');
  await dialog.getByRole('button', { name: 'Last part' }).click();
  await expect(dialog).toContainText('tail of the line');
  await expect(dialog.getByRole('status')).toContainText('of 51,000,000 of the record');
  await dialog.getByRole('button', { name: 'First part' }).click();
  await expect(dialog).toContainText('head of the line');
});
