/**
 * The marks beside which alone a secret is found, for whoever looks through bytes before: keywords of providers, and names,
 * signs of an address and programs. What is looked for in `find-secrets.ts` must be told here, and a mark of another kind also in
 * `scanner/wasm/secrets.ts`; a property test holds the two against each other.
 */
import { type ProviderPattern, providerPatterns } from './provider-patterns.ts';

/** How patterns of a name with a value go on behind the name. */
const valueGiven = '[\\s\'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)';
/** How a pattern begins that has its keyword first: whether case counts, whether a word must begin, the first letters. */
const beginning = /^(\(\?i\))?(\\b)?\(?([\w-]+)/;

function keywordOf(text: string, patterns: readonly ProviderPattern[]) {
  const named = patterns.every(({ pattern }) => pattern.includes(valueGiven));
  const heads = patterns.map(({ pattern }) => beginning.exec(pattern)).map((found) => (found?.[3]?.toLowerCase().startsWith(text) === true ? found : null));
  const written = new Set(heads.map((head) => (head === null || head[1] !== undefined ? null : (head[3]?.slice(0, text.length) ?? null))));
  const [only] = written;
  const exact = written.size === 1 && typeof only === 'string';
  return { text: exact ? only : text, named, word: heads.every((head) => head?.[2] !== undefined), exact };
}

const patternsOf = new Map<string, ProviderPattern[]>();
for (const pattern of providerPatterns) {
  // The block of a private key is found by its own first line.
  if (pattern.id !== 'private-key') for (const keyword of pattern.keywords) patternsOf.set(keyword, [...(patternsOf.get(keyword) ?? []), pattern]);
}

export const secretKeywords = {
  providers: [...patternsOf].map(([text, patterns]) => keywordOf(text, patterns)),
  names: ['token', 'secret', 'passw', 'key', '://', ':\\/', 'curl', 'wget', 'mysql', 'mariadb', 'sshpass', 'redis-cli', 'smbclient', 'mongo'].map((text) => ({ text })),
};
