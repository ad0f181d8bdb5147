/**
 * Finds tokens, keys and passwords in a text, and masks them. A quick look for long runs of letters and digits comes first;
 * provider patterns are tried only around those. Must not keep or log what it finds.
 */
import { RE2JS } from 're2js';
import type { ProviderPattern } from './provider-patterns.ts';
import { countsAt, providerKeywords, type ProviderKeyword } from './secret-keywords.ts';

/** A secret by its place; the text itself stays where it is. */
export interface FoundSecret {
  /** What kind, e.g. `github-pat`. */
  readonly kind: string;
  /** From `start` to `end` in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** True where the shape is a provider's own; false where only a name beside it says so. */
  readonly shaped: boolean;
}

const maxText = 4_000_000;
const maxNamed = 100_000;
const maxFound = 64;
const before = 160;
const shortest = 16;
const keyBlock = /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----/g;
const keyMark = Buffer.from('-----BEGIN');
const keyEnd = /-----END[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----/;
/** `TOKEN=…`, `password: …`, `--password …`, `aws_secret_access_key …`, `//user:password@`. */
const named = /(?:\b|_|--?)(?:aws_secret_access_key|[A-Za-z0-9_-]{0,40}(?:token|secret|passw(?:or)?d|api_?-?key|access_?-?key|private_?-?key|client_?-?secret|auth_?-?key))["']?(?:\s{0,3}[:=]\s{0,3}|\s{1,3})["']?([A-Za-z0-9_\-+/=.~!@#%^*]{8,200})/gi;
const inAddress = /:\/\/[^\s/:@"'`]{0,100}:([^\s/@"'`]{3,200})@/g;
const userOption = /\s(?:-u|--user|--proxy-user)[ =]?["']?[^\s:"'$]{1,100}:([^\s"'$]{6,200})/g;
/** A password as an option of a client: `mysql -psecret`, `sshpass -p secret`, `redis-cli -a secret`. */
const clientOption = /\b(?:(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;&\n]{0,200}?\s-p|(?:sshpass\s+-p|redis-cli\b[^|;&\n]{0,100}?\s-a|smbclient\b[^|;&\n]{0,100}?-U\s*\S+%|mongo(?:sh|dump)?\b[^|;&\n]{0,200}?\s-p)\s*)([^\s'"$|;&-][^\s'"$|;&]{7,200})/g;
const placeholder = /example|xxxx|your[-_ ]?|placeholder|change_?me|dummy|redacted|sample|\*\*\*|\.\.\.|…|<[^>]*>|\$\{?|%[A-Z]|\{\{|fake|test[-_]?(?:key|token|secret|password)|foobar|deadbeef|12345678|abcdef(?:gh)?|password|secret|insert|replace|todo|process\.env|os\.environ|undefined|null$/i;

/** Keywords by their first three signs, case folded: five bits of each code. Two-letter keywords stand under each third sign. */
const lists: ProviderKeyword[][] = [[]];
const listOf = new Uint16Array(32_768);
for (const keyword of providerKeywords) {
  const { folded } = keyword;
  const head = ((folded.charCodeAt(0) & 31) << 10) | ((folded.charCodeAt(1) & 31) << 5);
  const thirds = folded.length > 2 ? [folded.charCodeAt(2) & 31] : Array.from({ length: 32 }, (_, at) => at);
  for (const third of thirds) {
    const known = listOf[head | third] ?? 0;
    if (known === 0) {
      listOf[head | third] = lists.length;
      lists.push([keyword]);
    } else lists[known]?.push(keyword);
  }
}
/** Signs that a token is made of. */
const inRun = new Uint8Array(65_536);
for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') inRun[sign.charCodeAt(0)] = 1;
for (const sign of '0123456789') inRun[sign.charCodeAt(0)] = 2;
for (const sign of '_-+=.~') inRun[sign.charCodeAt(0)] = 4;

const compiled = new Map<ProviderPattern, RE2JS>();

function ready(pattern: ProviderPattern): RE2JS {
  let known = compiled.get(pattern);
  if (known === undefined) {
    known = RE2JS.compile(pattern.pattern);
    compiled.set(pattern, known);
  }
  return known;
}

/** Shannon entropy in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

function isRandom(text: string): boolean {
  let digit = false;
  let letter = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digit = true;
    else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) letter = true;
    if (digit && letter) return true;
  }
  return false;
}

/** Each secret that is found, in order, none inside another; at most 64. Texts past 4,000,000 characters are read to there. */
export function findSecrets(text: string): readonly FoundSecret[] {
  const source = text.length > maxText ? text.slice(0, maxText) : text;
  const found: FoundSecret[] = [];
  // A byte a character: one above U+00FF can pass for a sign of a token, and then a pattern decides.
  if (source.length >= shortest) {
    const bytes = Buffer.from(source, 'latin1');
    const textOf: TextOf = (from, to) => source.slice(from, to);
    findKeyBlocks(bytes, 0, bytes.length, textOf, found);
    findShaped(bytes, { first: 0, last: bytes.length, from: 0, to: bytes.length }, textOf, false, found);
  }
  // Names beside values are looked for in what a command or a small file is; a provider's shape is looked for throughout.
  const named = source.length > maxNamed ? source.slice(0, maxNamed) : source;
  if (/token|secret|passw|key|:\/\/|curl|wget|mysql|mariadb|sshpass|redis-cli|smbclient|mongo/i.test(named)) findNamed(named, (secret) => void found.push(secret));
  return found.length === 0 ? nothing : distinct(found);
}

/**
 * The provider-shaped secrets in a record as it stands in the evidence: JSON, read byte by byte. Places are bytes from the
 * record's start. `runs`: where to look, as a quick look at the bytes found it (`scanner/wasm/secrets.ts`), four numbers for each run
 * of signs: the text it stands in and the run itself, each by its first byte and the one behind; no run for a key's block.
 * Null for the whole record.
 */
export function findSecretsInRecord(bytes: Buffer, start: number, end: number, runs: readonly number[] | null = null): readonly FoundSecret[] {
  const behind = Math.min(end, start + maxText);
  const textOf: TextOf = (from, to) => bytes.toString('latin1', from, to);
  const found: FoundSecret[] = [];
  for (let at = 0; at < (runs?.length ?? 4); at += 4) {
    const [first, last, from, to] = runs === null ? [start, behind, start, behind] : [runs[at] ?? 0, runs[at + 1] ?? 0, runs[at + 2] ?? 0, runs[at + 3] ?? 0];
    if (runs === null || from === to) findKeyBlocks(bytes, first, last, textOf, found);
    findShaped(bytes, { first, last, from, to }, textOf, true, found);
  }
  return found.length === 0 ? nothing : distinct(found.map((secret) => ({ ...secret, start: secret.start - start, end: secret.end - start })));
}

const nothing: readonly FoundSecret[] = [];

/** The text of a range of the bytes under search. */
type TextOf = (from: number, to: number) => string;

/** A text, and the part of it whose runs count: a keyword may stand anywhere before in the text. */
interface Range {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

/** One pass for runs of token signs with letters and digits; keywords are looked for before and inside those only. */
function findShaped(bytes: Buffer, range: Range, textOf: TextOf, json: boolean, found: FoundSecret[]): void {
  const { first, last } = range;
  let at = range.from;
  while (at + shortest <= range.to) {
    // Looked at from behind: where the sixteenth sign is none of a token, the fifteen before it need no look.
    let other = at + shortest - 1;
    while (other >= at && inRun[bytes[other] ?? 0] !== 0) other--;
    if (other >= at) {
      at = other + 1;
      continue;
    }
    // The letter of an escape such as `\n` in JSON is no part of the run that follows.
    const from = json && isEscaped(bytes, at, first) ? at + 1 : at;
    let to = at + shortest;
    while (to < last && inRun[bytes[to] ?? 0] !== 0) to++;
    let kinds = 0;
    for (let sign = from; sign < to && (kinds & 3) !== 3; sign++) kinds |= inRun[bytes[sign] ?? 0] ?? 0;
    if (to - from >= shortest && (kinds & 3) === 3 && !(json && isRowId(bytes, from, to, textOf))) tryRun(bytes, first, last, textOf, json, from, to, found);
    at = to + 1;
  }
}

/** True where an odd number of backslashes stands before. */
function isEscaped(bytes: Buffer, at: number, first: number): boolean {
  let before = at - 1;
  while (before >= first && bytes[before] === 92) before--;
  return (at - 1 - before) % 2 === 1;
}

const rowIdKeys = ['"uuid":"', '"parentUuid":"', '"sessionId":"', '"tool_use_id":"', '"sourceToolAssistantUUID":"', '"promptId":"'];
const longestIdKey = Math.max(...rowIdKeys.map((key) => key.length));
const rowId = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|toolu_[A-Za-z0-9]{8,40})$/;

/**
 * True for an id that the client gave a row or a call: its key and its shape. A row has several, and each would cost a look
 * at all that stands before it. The key alone is not enough: a tool's structured answer can have a `sessionId` of its own.
 */
function isRowId(bytes: Buffer, from: number, to: number, textOf: TextOf): boolean {
  if (bytes[from - 1] !== 34 || bytes[to] !== 34 || bytes[from - 2] !== 58) return false;
  const length = to - from;
  if (length !== 36 && (length < 14 || length > 46)) return false;
  const before = textOf(Math.max(0, from - longestIdKey), from);
  return rowIdKeys.some((key) => before.endsWith(key)) && rowId.test(textOf(from, to));
}

function tryRun(bytes: Buffer, first: number, last: number, textOf: TextOf, json: boolean, from: number, to: number, found: FoundSecret[]): void {
  let window: string | null = null;
  let tried: Set<ProviderPattern> | null = null;
  const offset = Math.max(first, from - before);
  let rolling = 0;
  for (let at = offset; at < to; at++) {
    // Five bits of each of the last three signs.
    rolling = ((rolling << 5) | ((bytes[at] ?? 0) & 31)) & 32_767;
    const list = listOf[rolling] ?? 0;
    if (list === 0 || at < offset + 2) continue;
    const candidates = lists[list] ?? [];
    for (let index = 0; index < candidates.length; index++) {
      const keyword = candidates[index];
      // Short keywords are prefixes of tokens; longer ones are names that stand before a value.
      if (keyword === undefined || (keyword.text.length <= 3 && at - 2 < from - 1) || !countsAt(bytes, at - 2, keyword)) continue;
      for (const pattern of keyword.patterns) {
        tried ??= new Set();
        if (tried.has(pattern)) continue;
        tried.add(pattern);
        if (window === null) {
          const part = textOf(offset, Math.min(last, to + 40, from + 4000));
          window = json ? part.replace(/\\[nrt]/g, ' \n') : part;
        }
        match(pattern, window, offset, found);
      }
    }
  }
}

function match(pattern: ProviderPattern, window: string, offset: number, found: FoundSecret[]): void {
  const matcher = ready(pattern).matcher(window);
  for (let times = 0; times < 4 && matcher.find(); times++) {
    // A pattern with several forms has a group in each: the one that took part holds the secret.
    let group = 1;
    while (group <= matcher.groupCount() && !matcher.group(group)) group++;
    if (group > matcher.groupCount()) group = 0;
    const secret = matcher.group(group) ?? '';
    if (secret.length < 6 || placeholderLike(secret) || entropyOf(secret) < pattern.entropy) continue;
    const start = offset + matcher.start(group);
    keep({ kind: pattern.id, start, end: start + secret.length, shaped: true }, found);
  }
}

function keep(secret: FoundSecret, found: FoundSecret[]): void {
  if (found.length < 4 * maxFound) found.push(secret);
}

function findKeyBlocks(bytes: Buffer, first: number, last: number, textOf: TextOf, found: FoundSecret[]): void {
  if (!bytes.subarray(first, last).includes(keyMark)) return;
  const text = textOf(first, last);
  for (const match of text.matchAll(keyBlock)) {
    const rest = text.slice(match.index + match[0].length, match.index + 20_000);
    const end = keyEnd.exec(rest);
    const body = end === null ? rest.slice(0, 4000) : rest.slice(0, end.index);
    // An elided or empty body is documentation.
    if (body.replace(/[^A-Za-z0-9+/=]/g, '').length < 100 || /\.\.\.|…/.test(body)) continue;
    const start = first + match.index + match[0].length;
    keep({ kind: 'private-key', start, end: start + body.length, shaped: true }, found);
  }
}

function placeholderLike(secret: string): boolean {
  return /example|xxxxx|0{10}|1{10}|placeholder|redacted|your[-_]|\.\.\.|…|\*\*\*|[<>{}]/i.test(secret) || /^(.)\1+$/.test(secret);
}

function findNamed(text: string, add: (secret: FoundSecret) => void): void {
  for (const match of text.matchAll(named)) {
    const secret = match[1] ?? '';
    if (placeholder.test(secret) || !isRandom(secret) || /^[./~]|^\w+\(|^(?:true|false|none)$|:\/\//i.test(secret) || entropyOf(secret) < 3) continue;
    // Plain words and paths are values of ordinary settings.
    if (/^[a-z]+(?:[-_.][a-z]+)*\d{0,3}$/i.test(secret) || /\/.*\/.*\./.test(secret)) continue;
    const start = match.index + match[0].length - secret.length;
    add({ kind: 'named-secret', start, end: start + secret.length, shaped: false });
  }
  if (/\bcurl\b|\bwget\b/.test(text)) {
    for (const match of text.matchAll(userOption)) {
      const secret = match[1] ?? '';
      if (placeholder.test(secret) || /^[$<{]/.test(secret)) continue;
      const start = match.index + match[0].length - secret.length;
      add({ kind: 'password-option', start, end: start + secret.length, shaped: false });
    }
  }
  for (const match of text.matchAll(clientOption)) {
    const secret = match[1] ?? '';
    if (placeholder.test(secret) || !isRandom(secret)) continue;
    const start = match.index + match[0].length - secret.length;
    add({ kind: 'password-option', start, end: start + secret.length, shaped: false });
  }
  for (const match of text.matchAll(inAddress)) {
    const secret = match[1] ?? '';
    if (placeholder.test(secret) || secret.length < 6 || /^(?:postgres|root|admin|mysql|user|guest|minio\w*)$/i.test(secret)) continue;
    const start = match.index + match[0].length - 1 - secret.length;
    add({ kind: 'password-in-address', start, end: start + secret.length, shaped: false });
  }
}

/** A provider's own shape says more than the place where a value stands. */
function weightOf(secret: FoundSecret): number {
  return secret.shaped ? (secret.kind.startsWith('curl-') ? 1 : 2) : 0;
}

function distinct(found: readonly FoundSecret[]): readonly FoundSecret[] {
  const sorted = [...found].sort((one, other) => one.start - other.start || other.end - one.end || weightOf(other) - weightOf(one));
  const kept: FoundSecret[] = [];
  for (const secret of sorted) {
    const last = kept[kept.length - 1];
    if (last !== undefined && secret.start < last.end) {
      if (weightOf(secret) > weightOf(last)) kept[kept.length - 1] = { ...secret, start: Math.min(last.start, secret.start), end: Math.max(last.end, secret.end) };
      else if (secret.end > last.end) kept[kept.length - 1] = { ...last, end: secret.end };
      continue;
    }
    kept.push(secret);
  }
  return kept.slice(0, maxFound);
}

/** The text with each secret as `⟨masked: github-pat, 40 characters⟩`. */
export function maskSecrets(text: string, secrets: readonly FoundSecret[] = findSecrets(text)): string {
  if (secrets.length === 0) return text;
  let masked = '';
  let from = 0;
  for (const { kind, start, end } of secrets) {
    masked += `${text.slice(from, start)}⟨masked: ${kind}, ${end - start} characters⟩`;
    from = end;
  }
  return masked + text.slice(from);
}
