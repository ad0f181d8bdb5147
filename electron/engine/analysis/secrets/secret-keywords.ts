/**
 * The marks beside which alone a secret is found, for whoever looks through bytes before: keywords of providers, and names,
 * signs of an address and programs. What is looked for in `find-secrets.ts` must be told here, and a mark of another kind also in
 * `scanner/wasm/named-values.ts`; a property test holds the two against each other.
 */
import { type ProviderPattern, providerPatterns } from './provider-patterns.ts';

/** How patterns of a name with a value go on behind the name. */
const valueGiven = '[\\s\'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)';
/** How a pattern begins that has its keyword first: whether case counts, whether a word must begin, the first letters. */
const beginning = /^(\(\?i\))?(\\b)?\(?([\w-]+)/;

/** A keyword with the patterns that are tried beside it; see `Keyword` of the scanner for how it counts. */
export interface ProviderKeyword {
  /** As patterns are tried by: in lower case. */
  readonly folded: string;
  readonly text: string;
  readonly named: boolean;
  readonly word: boolean;
  readonly exact: boolean;
  readonly patterns: readonly ProviderPattern[];
}

function keywordOf(folded: string, patterns: readonly ProviderPattern[]): ProviderKeyword {
  const named = patterns.every(({ pattern }) => pattern.includes(valueGiven));
  const heads = patterns.map(({ pattern }) => beginning.exec(pattern)).map((found) => (found?.[3]?.toLowerCase().startsWith(folded) === true ? found : null));
  const written = new Set(heads.map((head) => (head === null || head[1] !== undefined ? null : (head[3]?.slice(0, folded.length) ?? null))));
  const [only] = written;
  const exact = written.size === 1 && typeof only === 'string';
  return { folded, text: exact ? only : folded, named, word: heads.every((head) => head?.[2] !== undefined), exact, patterns };
}

const patternsOf = new Map<string, ProviderPattern[]>();
for (const pattern of providerPatterns) {
  // The block of a private key is found by its own first line.
  if (pattern.id !== 'private-key') for (const keyword of pattern.keywords) patternsOf.set(keyword, [...(patternsOf.get(keyword) ?? []), pattern]);
}

export const providerKeywords: readonly ProviderKeyword[] = [...patternsOf].map(([text, patterns]) => keywordOf(text, patterns));

/** For a reader that looks through bytes: plain data. */
export const secretKeywords = {
  providers: providerKeywords.map(({ text, named, word, exact }) => ({ text, named, word, exact })),
  names: ['token', 'secret', 'passw', 'key', '://', ':\\/', 'curl', 'wget', 'mysql', 'mariadb', 'sshpass', 'redis-cli', 'smbclient', 'mongo'].map((text) => ({ text })),
};

/** What gives a value to a name, and how far behind the name it stands: as `scanner/wasm/keywords.ts` has it. */
const givers = new Set(Buffer.from(',:=>?|'));
const between = new Set(Buffer.from('/+'));
const nameReach = 64;

/** True where the keyword stands at `at` in a way that counts. */
export function countsAt(bytes: Uint8Array, at: number, { text, folded, named, word, exact }: ProviderKeyword): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = bytes[at + index] ?? 0;
    if ((exact ? code : lower(code)) !== (exact ? text : folded).charCodeAt(index)) return false;
  }
  return (!word || beginsWord(bytes, at)) && (!named || isGiven(bytes, at + text.length));
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** True where no sign of a word stands before; the letter of an escape is none. */
function beginsWord(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1] ?? 0;
  const letter = before | 32;
  return !((letter >= 97 && letter <= 122) || (before >= 48 && before <= 57) || before === 95) || bytes[at - 2] === 92;
}

function isGiven(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + nameReach; at++) {
    const byte = bytes[at] ?? 0;
    if (givers.has(byte)) return true;
    if (between.has(byte)) return false;
  }
  return false;
}
