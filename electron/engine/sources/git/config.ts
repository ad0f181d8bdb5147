/** Parses a git config for display. Settings are listed, never obeyed: includes are not opened, programs not started. */
import { shortText, textFromBytes } from './bytes.ts';
import { notableReason } from './config-notable.ts';
import type { ProblemList } from './problem-list.ts';
import type { ConfigEntry } from './repository.ts';

/** Larger files are refused: real ones have a few hundred bytes. */
export const maxConfigBytes = 16 * 1024 * 1024;
const maxEntries = 20_000;
const maxLineBytes = 64 * 1024;

interface Section {
  readonly name: string;
}

/** Reads the entries of a config file. A line that is no config becomes a problem, and reading goes on. */
export function parseConfig(bytes: Uint8Array, path: string, problems: ProblemList): readonly ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  let section: Section | null = null;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let line = 0;
  while (at < bytes.length) {
    line += 1;
    const start = at;
    const place = { line, byteOffset: start };
    let end = lineEnd(bytes, at);
    const firstLine = line;
    while (endsWithBackslash(bytes, start, end) && end < bytes.length && end - start <= maxLineBytes) {
      end = lineEnd(bytes, end + 1);
      line += 1;
    }
    at = end + 1;
    if (end - start > maxLineBytes) {
      problems.add(path, `a config line of ${end - start} bytes is not read`, place);
      continue;
    }
    let text = textFromBytes(bytes.subarray(start, end)).replace(/^[ \t\r]+/, '');
    if (text.startsWith('[')) {
      const header = sectionHeader(text);
      if (!header) {
        problems.add(path, `a config section that cannot be read: ${shortText(text, 120)}`, place);
        section = null;
        continue;
      }
      section = { name: header.name };
      text = header.rest;
    }
    if (text === '' || text.startsWith('#') || text.startsWith(';')) continue;
    const setting = section ? readSetting(text) : null;
    if (!section || !setting) {
      problems.add(path, `a config line that cannot be read: ${shortText(text, 120)}`, place);
      continue;
    }
    if (entries.length >= maxEntries) {
      problems.add(path, `more than ${maxEntries} settings; the lines from here on are not read`, place);
      break;
    }
    const key = `${section.name}.${setting.key}`;
    const notable = notableReason(key, setting.value);
    entries.push({ key, value: setting.value, path, line: firstLine, byteStart: start, byteEnd: end, notable });
  }
  return entries;
}

/** The last value of a key, as git takes it; null where it is not set or has no value. */
export function configValue(entries: readonly ConfigEntry[], key: string): string | null {
  return entries.findLast((entry) => entry.key === key)?.value ?? null;
}

function lineEnd(bytes: Uint8Array, from: number): number {
  const feed = bytes.indexOf(10, from);
  return feed < 0 ? bytes.length : feed;
}

function endsWithBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  let count = 0;
  while (end - 1 - count >= start && bytes[end - 1 - count] === 0x5c) count += 1;
  if (count % 2 === 0) return false;
  // A comment has no continuation.
  const text = textFromBytes(bytes.subarray(start, Math.min(end, start + 80))).trimStart();
  return !text.startsWith('#') && !text.startsWith(';');
}

function sectionHeader(text: string): { readonly name: string; readonly rest: string } | null {
  const plain = /^\[([A-Za-z0-9.-]+)\]/.exec(text);
  if (plain?.[1]) return { name: plain[1].toLowerCase(), rest: afterHeader(text, plain[0].length) };
  const open = /^\[([A-Za-z0-9.-]+)[ \t]+"/.exec(text);
  if (!open?.[1]) return null;
  let name = '';
  let at = open[0].length;
  for (; at < text.length && text[at] !== '"'; at += 1) {
    if (text[at] === '\\') at += 1;
    name += text[at] ?? '';
  }
  if (text[at] !== '"' || text[at + 1] !== ']') return null;
  return { name: `${open[1].toLowerCase()}.${name}`, rest: afterHeader(text, at + 2) };
}

function afterHeader(text: string, length: number): string {
  return text.slice(length).replace(/^[ \t\r]+/, '');
}

function readSetting(text: string): { readonly key: string; readonly value: string | null } | null {
  const key = /^[A-Za-z][A-Za-z0-9-]*/.exec(text)?.[0];
  if (!key) return null;
  const rest = text.slice(key.length).replace(/^[ \t\r]+/, '');
  if (rest === '' || rest.startsWith('#') || rest.startsWith(';')) return { key: key.toLowerCase(), value: null };
  if (!rest.startsWith('=')) return null;
  const value = readValue(rest.slice(1));
  return value === null ? null : { key: key.toLowerCase(), value };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['b', '\b'],
  ['"', '"'],
  ['\\', '\\'],
  ['\n', ''],
]);

/** The value with its quotes, escapes and comments resolved; null for a bad escape or an open quote. */
function readValue(text: string): string | null {
  let value = '';
  let quoted = false;
  // Blanks count only when something follows them.
  let blanks = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') {
      value += blanks;
      blanks = '';
      quoted = !quoted;
    } else if (character === '\\') {
      at += 1;
      const next = text[at] === '\r' && text[at + 1] === '\n' ? '\n' : (text[at] ?? '');
      const meant = escapes.get(next);
      if (meant === undefined) return null;
      value += blanks + meant;
      blanks = '';
    } else if (!quoted && (character === '#' || character === ';')) {
      break;
    } else if (!quoted && (character === ' ' || character === '\t' || character === '\r')) {
      if (value !== '') blanks += character;
    } else {
      value += blanks + character;
      blanks = '';
    }
  }
  return quoted ? null : value;
}
