/** Reads the command line of `report`. Knows nothing of how the report is made. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * The app's words for a report; paths made absolute, as the app runs in another folder. Null for a wrong command line.
 * @param {readonly string[]} words
 */
export function reportWords(words) {
  const read = parsed(words);
  const [folder, ...more] = read?.positionals ?? [];
  const paths = (read?.tokens ?? []).flatMap((token) => (token.kind === 'option' && token.value !== undefined ? [{ name: token.name, value: token.value }] : []));
  // An empty path is what an unset variable leaves; it would become the folder one stands in.
  if (!folder || more.length > 0 || !paths.some(({ name }) => name === 'out') || paths.some(({ value }) => value === '')) return null;
  return ['--report', resolve(folder), ...paths.flatMap(({ name, value }) => [`--${name}`, resolve(value)])];
}

/** @param {readonly string[]} words */
function parsed(words) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, tokens: true, options: { out: { type: 'string' }, case: { type: 'string' }, policy: { type: 'string' }, quiet: { type: 'boolean' } } });
  } catch {
    return null;
  }
}
