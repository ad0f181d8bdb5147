/** What a copy put on the clipboard. Knows no view. */
import { type ElectronApplication, expect } from 'playwright/test';

/**
 * Copies, and gives the text that is then on the clipboard. Specs that run side by side share one display and so one
 * clipboard: where another one took it in between, what is read does not fit, and the copy is made again.
 */
export async function copiedText(electron: ElectronApplication, copy: () => Promise<void>, fits: (text: string) => boolean): Promise<string> {
  let text = '';
  await expect(async () => {
    await copy();
    text = await electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(fits(text), `the clipboard has: ${text.slice(0, 200)}`).toBe(true);
  }).toPass({ timeout: 15_000 });
  return text;
}
