/**
 * Words that mix scripts, and words that look like a command but are none: the single-script idea of UTS #39. Escaping
 * cannot show these, since each letter is visible; a badge beside the word says it.
 */

const scriptNames = [
  'Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Georgian', 'Cherokee', 'Coptic', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati',
  'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Khmer', 'Mongolian', 'Ethiopic', 'Hangul', 'Hiragana',
  'Katakana', 'Bopomofo', 'Han', 'Lisu', 'Glagolitic', 'Gothic', 'Deseret', 'Tifinagh', 'Vai', 'Syriac', 'Thaana', 'Osage',
] as const;

const tests = scriptNames.map((name) => ({ name, test: new RegExp(`\\p{Script_Extensions=${name}}`, 'u') }));
const anyScript = /[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/u;
/** Writing systems that use several scripts in one word; not a mixture in the sense of UTS #39. */
const systems: readonly ReadonlySet<string>[] = [
  new Set(['Han', 'Hiragana', 'Katakana']),
  new Set(['Han', 'Hangul']),
  new Set(['Han', 'Bopomofo']),
];
const word = /[\p{L}\p{M}\p{N}_]+/gu;
const ascii = /^[\0-\x7f]*$/;
const longestWord = 256;

/** A word that reads as one thing and is another. `start` and `end` are UTF-16 offsets in the text. */
export interface OddWord {
  readonly start: number;
  readonly end: number;
  /** `mixed: Latin+Cyrillic`, or `looks like curl, is Cyrillic`. */
  readonly label: string;
}

function scriptsOf(text: string): readonly string[] {
  let common: Set<string> | null = null;
  const primary: string[] = [];
  for (const character of text) {
    if (anyScript.test(character)) continue;
    const own = tests.filter(({ test }) => test.test(character)).map(({ name }) => name as string);
    const scripts = own.length > 0 ? own : ['another script'];
    const first = scripts[0] ?? 'another script';
    if (!primary.includes(first)) primary.push(first);
    common = common === null ? new Set(scripts) : new Set(scripts.filter((name) => common?.has(name)));
  }
  if (common === null) return [];
  const [one] = common;
  return one === undefined ? primary : [one];
}

/** Letters of other scripts that are drawn like a Latin one; small on purpose, for command names only. */
const lookalikes: ReadonlyMap<string, string> = new Map(
  [...'аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwьbмmтtкkпnгrвbнhαaοoρpνvυuιiκkτtηnεeωw'].reduce<[string, string][]>((pairs, letter, index, all) => {
    if (index % 2 === 0) pairs.push([letter, all[index + 1] ?? '']);
    return pairs;
  }, []),
);

const commandNames: ReadonlySet<string> = new Set(
  (
    'aws bash base64 bun cat chmod chown claude cp curl dash dd docker echo env eval exec find gh git go gpg grep head kubectl less ln ls make mv nc ' +
    'node npm npx perl php pip pnpm ps python python3 rm rsync ruby scp sed sftp sh socat source ssh su sudo tail tar tee touch uv wget xargs yarn zsh'
  ).split(' '),
);

/** The command that a word without a single Latin letter imitates, or null. */
function imitated(text: string): string | null {
  let skeleton = '';
  for (const character of text.toLowerCase()) skeleton += lookalikes.get(character) ?? character;
  return skeleton !== text.toLowerCase() && commandNames.has(skeleton) ? skeleton : null;
}

/** The odd words of a text, in order; ASCII text has none and costs one test. At most 200. */
export function oddWords(text: string): readonly OddWord[] {
  if (ascii.test(text)) return [];
  const found: OddWord[] = [];
  for (const match of text.matchAll(word)) {
    const [letters] = match;
    if (ascii.test(letters)) continue;
    const scripts = scriptsOf(letters.slice(0, longestWord));
    const start = match.index;
    const end = start + letters.length;
    const oneSystem = systems.some((system) => scripts.every((name) => system.has(name)));
    const command = scripts.length === 1 ? imitated(letters) : null;
    if (scripts.length > 1 && !oneSystem) found.push({ start, end, label: `mixed: ${scripts.join('+')}` });
    else if (command) found.push({ start, end, label: `looks like ${command}, is ${scripts[0] ?? 'another script'}` });
    if (found.length >= 200) break;
  }
  return found;
}
