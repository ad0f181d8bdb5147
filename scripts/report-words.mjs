/** Reads the command line of `report`. Knows nothing of how the report is made. */
import { resolve } from 'node:path';

/**
 * The app's words for a report; paths made absolute, as the app runs in another folder. Null for a wrong command line.
 * @param {readonly string[]} words
 */
export function reportWords(words) {
  /** @type {string | null} */
  let folder = null;
  /** @type {string[]} */
  const options = [];
  let out = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--quiet') continue;
    if (word === '--out' || word === '--case' || word === '--policy') {
      const value = words[++index];
      if (value === undefined) return null;
      out ||= word === '--out';
      options.push(word, resolve(value));
    } else if (word.startsWith('-') || folder !== null) return null;
    else folder = resolve(word);
  }
  return folder === null || !out ? null : ['--report', folder, ...options];
}
