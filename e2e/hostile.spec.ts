/** Evidence written by an attacker, in the real window: nothing runs, nothing hides, nothing changes its order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';
import { copiedText } from './clipboard.ts';

const markup = '<img src=http://127.0.0.1:9/x onerror=alert(1)><script>alert(2)</script>';
const reversed = 'report\u202egpj.exe';
const hidden = [...'obey me'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
const hebrew = '\u05e9\u05dc\u05d5\u05dd abc';
const command = `cat ~/.aws/credentials # ${reversed} \u0430dmin ${markup} ${hebrew} \u001b[8mgone\u001b[0m\u200b${hidden}`;

function drawHostile(): string {
  return drawEvidence({
    'Users/kim/.claude/projects/-Users-kim-work-till/evil.jsonl': [
      prompt(`Do it ${markup} ${reversed} [click](http://127.0.0.1:9/) ${hidden}`, 'bypassPermissions', { second: 0 }),
      call('h1', 'Bash', { command }, { second: 5 }),
      result('h1', `\u001b[31mred\u001b[0m \u001b]8;;http://127.0.0.1:9/\u0007link\u001b]8;;\u0007 ${'x'.repeat(5000)}`, { second: 6 }),
      call('h2', 'Write', { file_path: `/etc/${reversed}`, content: markup }, { second: 7 }),
      call(`h3${markup}`, `mcp__${markup}__\u202erun`, { [markup]: markup }, { second: 8 }),
    ],
    [`Users/kim/work/${reversed}/.git/HEAD`]: `ref: refs/heads/${reversed}\n`,
    [`Users/kim/work/${reversed}/.git/objects`]: { folder: true },
    [`Users/kim/work/${reversed}/.git/refs/heads/x`]: `${'3'.repeat(40)}\n`,
    [`Users/kim/work/${reversed}/.git/logs/HEAD`]: `${'0'.repeat(40)} ${'3'.repeat(40)} ${markup} <a@b> 1778853600 +0000\tcommit: ${markup} \u202e ${hidden}\n`,
  });
}

const shown = (page: Page) => page.getByRole('main');

async function openFinding(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+3');
  await page.getByRole('treegrid', { name: 'Findings by rule' }).getByRole('row', { name: /AWS credentials/i }).click();
  await expect(page.getByRole('region', { name: 'The selected hit' })).toContainText('cat ~/.aws/credentials');
}

test('no string of the evidence becomes an element, a link, a request or a dialog in any view', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawHostile()] });
  const requests: string[] = [];
  const dialogs: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await openFinding(page);
  for (const key of ['Control+1', 'Control+2', 'Control+3', 'Control+4', 'Control+5']) {
    await page.keyboard.press(key);
    await expect(shown(page)).toBeVisible();
    await expect(page.locator('#root :is(img, script, iframe, object, embed, base, link, style)')).toHaveCount(0);
    await expect(page.locator('#root a[href]:not([href^="#"])')).toHaveCount(0);
  }
  expect(requests.filter((url) => !url.startsWith('app://case/'))).toEqual([]);
  expect(dialogs).toEqual([]);
});

test('what hides or reorders text stands as a label, and a hidden prompt is read out', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawHostile()] });
  await openFinding(page);
  const hit = page.getByRole('region', { name: 'The selected hit' });
  for (const label of ['⟨U+202E RLO⟩', '⟨U+200B ZWSP⟩', '⟨ESC [8m⟩', 'mixed: Cyrillic+Latin', 'tag characters: obey me⟩']) await expect(hit).toContainText(label);
  await expect(hit).toContainText('<script>alert(2)</script>');
});

test('characters stand in the order in which they are stored, right-to-left letters too', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawHostile()] });
  await openFinding(page);
  const places = await page
    .getByRole('region', { name: 'The selected hit' })
    .locator('[dir="ltr"]', { hasText: 'gpj.exe' })
    .first()
    .evaluate((element) => {
      const all: { x: number; y: number }[] = [];
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? '';
        for (let index = 0; index < text.length; index += 1) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + 1);
          const box = range.getBoundingClientRect();
          if (box.width > 0) all.push({ x: box.left, y: Math.round(box.top / 12) });
        }
      }
      return all;
    });
  expect(places.length).toBeGreaterThan(60);
  const wrong = places.filter((place, index) => {
    const before = places[index - 1];
    return before !== undefined && before.y === place.y && place.x < before.x;
  });
  expect(wrong).toEqual([]);
});

test('a copy gives the escaped form, so that a paste runs nothing hidden', async ({ start }) => {
  const { page, electron } = await start({ words: ['--open', drawHostile()] });
  await openFinding(page);
  const copy = async () => {
    await page
      .getByRole('region', { name: 'The selected hit' })
      .locator('[dir="ltr"]', { hasText: 'gpj.exe' })
      .last()
      .evaluate((element) => getSelection()?.selectAllChildren(element));
    await page.keyboard.press('Control+c');
  };
  const copied = await copiedText(electron, copy, (text) => text.includes('report⟨U+202E RLO⟩gpj.exe'));
  expect(copied).not.toMatch(/[\u202e\u200b\u001b]|[\u{e0000}-\u{e007f}]/u);
});

test('the original bytes are a copy of their own, named as such, and leave nothing out', async ({ start }) => {
  const evidence = drawHostile();
  const { page, electron } = await start({ words: ['--open', evidence] });
  await openFinding(page);
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'Raw record' }).click();
  const dialog = page.getByRole('dialog', { name: 'Raw record' });
  const press = (button: string, said: string) => async () => {
    await dialog.getByRole('button', { name: button }).click();
    await expect(dialog.getByRole('status')).toContainText(said);
  };
  const shown = await copiedText(electron, press('Copy as shown', 'Copied as shown'), (text) => text.includes('report⟨U+202E RLO⟩gpj.exe'));
  expect(shown).not.toMatch(/[\u202e\u200b\u001b]|[\u{e0000}-\u{e007f}]/u);
  const record = readFileSync(join(evidence, 'Users/kim/.claude/projects/-Users-kim-work-till/evil.jsonl'), 'utf8').split('\n')[1];
  await copiedText(electron, press('Copy original bytes', 'take care where you paste'), (text) => text === record);
});

test('the window title, names for assistive technology and tooltips are escaped as well', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawHostile()] });
  await openFinding(page);
  for (const key of ['Control+1', 'Control+2', 'Control+3']) {
    await page.keyboard.press(key);
    await expect(shown(page)).toBeVisible();
    const attributes = await page.locator('#root *').evaluateAll((elements) =>
      elements.flatMap((element) => ['title', 'aria-label', 'aria-description', 'alt', 'placeholder'].map((name) => element.getAttribute(name) ?? '')),
    );
    expect(attributes.join('\n')).not.toMatch(/[\u202e\u200b\u001b]|[\u{e0000}-\u{e007f}]/u);
  }
  expect(await page.title()).not.toMatch(/[\u202e\u200b\u001b]/);
});
