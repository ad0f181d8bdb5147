/** A case made of payloads, in each view and dialog: nothing runs, nothing is asked for, nothing hides, nothing changes its order. */
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { drawPayloads } from './draw-payloads.ts';

const view = (page: Page, name: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name });

/** Elements, attributes and text that evidence must not reach; and places where a character stands left of the one before it. */
async function breachesIn(page: Page): Promise<{ readonly elements: readonly string[]; readonly hidden: readonly string[]; readonly order: readonly string[]; readonly characters: number }> {
  return page.evaluate(() => {
    const hiding = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u;
    const elements = [...document.querySelectorAll('#root :is(img, script, iframe, object, embed, base, link, style, form[action]), #root a[href]:not([href^="#"])')].map((element) => element.outerHTML.slice(0, 200));
    const hidden = [...document.querySelectorAll('#root *')].flatMap((element) => {
      const named = ['title', 'aria-label', 'aria-description', 'alt', 'placeholder', 'value'].map((name) => element.getAttribute(name) ?? '').filter((text) => hiding.test(text));
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && hiding.test(node.textContent ?? '')).map((node) => node.textContent ?? '');
      return [...named, ...own].map((text) => `${element.tagName} ${JSON.stringify(text).slice(0, 200)}`);
    });
    const order: string[] = [];
    let characters = 0;
    for (const evidence of document.querySelectorAll('#root [translate="no"][dir="ltr"]')) {
      const walker = document.createTreeWalker(evidence, NodeFilter.SHOW_TEXT);
      let before: { x: number; y: number } | null = null;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? '';
        for (let index = 0; index < text.length; index += 1) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + 1);
          const box = range.getBoundingClientRect();
          if (box.width === 0) continue;
          const place = { x: box.left, y: box.top + box.height / 2 };
          if (before !== null && Math.abs(before.y - place.y) < 3 && place.x < before.x - 0.5) order.push(`${text.slice(0, 60)} at ${index}`);
          before = place;
          characters += 1;
        }
      }
    }
    return { elements, hidden, order, characters };
  });
}

test('a case made of payloads runs nothing, asks for nothing, shows what hides and keeps the stored order', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawPayloads()] });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', (dialog) => {
    asked.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await expect(view(page, 'Overview')).toBeVisible();
  const holds = async (where: string) => {
    await expect(page.getByRole('main')).toBeVisible();
    const { characters, ...breaches } = await breachesIn(page);
    expect(breaches, where).toEqual({ elements: [], hidden: [], order: [] });
    return characters;
  };
  const shows = async (where: string) => {
    await expect(page.locator('#root').getByText('⟨U+202E RLO⟩').first(), where).toBeAttached();
    await expect(page.locator('#root').getByText(/tag characters: obey⟩/).first(), where).toBeAttached();
    expect(await holds(where), `characters looked at in ${where}`).toBeGreaterThan(100);
  };

  await shows('overview');
  await page.keyboard.press('Control+2');
  const rows = page.getByRole('treegrid', { name: 'Timeline' });
  await expect(rows).toHaveAttribute('aria-rowcount', /^[1-9]\d*$/);
  await shows('timeline');
  const count = Number(await rows.getAttribute('aria-rowcount'));
  for (let row = 0; row < count; row += 1) {
    await page.keyboard.press('j');
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toHaveAttribute('aria-busy', 'false');
    await holds(`inspector ${row}`);
  }
  await page.keyboard.press('Control+3');
  const groups = page.getByRole('treegrid', { name: 'Findings by rule' });
  await expect(groups.getByRole('row').first()).toBeVisible();
  const rules = await groups.getByRole('row').count();
  for (let row = 0; row < rules; row += 1) {
    await page.keyboard.press('j');
    await holds(`findings ${row}`);
  }
  await page.keyboard.press('Control+4');
  await expect(page.getByRole('heading', { name: 'Where the flag was found' })).toBeVisible();
  await shows('posture');
  await page.keyboard.press('Control+5');
  await expect(page.getByText('Incident summary')).toBeVisible();
  await shows('report');

  for (const [key, name] of [['Control+i', 'Files of the evidence'], ['m', 'Folders and their repositories'], ['r', 'What the repositories hold'], ['Control+Shift+K', 'Choices and policy']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await shows(name);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+f');
  await page.keyboard.type('onerror');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox', { name: 'Hits' })).toBeVisible();
  await shows('search');
  expect(await page.title()).not.toMatch(/[\u202e\u200b\u001b]/);
  expect(asked.filter((url) => !url.startsWith('app://case/'))).toEqual([]);
});
