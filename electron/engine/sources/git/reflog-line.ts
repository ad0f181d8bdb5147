/** Reads one line of a reflog: `old new name <email> seconds zone TAB message`. Must not know where the line comes from. */
import { isUtf8, shortText, textFromBytes, viewOf } from './bytes.ts';
import { isHex } from './ref-name.ts';
import type { ReflogEntry } from './repository.ts';

/** Longest part of a message that is kept; the rest stays in the evidence and the entry says so. */
export const messageBytes = 4000;

export interface RawLine {
  readonly bytes: Uint8Array;
  /** True where `bytes` is only the beginning of the line. */
  readonly cut: boolean;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly terminated: boolean;
}

export type ReflogLine = { readonly kind: 'entry'; readonly entry: ReflogEntry } | { readonly kind: 'malformed'; readonly reason: string };

/** Reads a line. Anything with two ids is an entry, with its oddities named; anything else is malformed. */
export function parseReflogLine(raw: RawLine, digits: number): ReflogLine {
  if (raw.end === raw.start) return { kind: 'malformed', reason: 'an empty line in the reflog' };
  const tab = raw.bytes.indexOf(9);
  const header = viewOf(tab < 0 ? raw.bytes : raw.bytes.subarray(0, tab));
  const firstSpace = header.indexOf(32);
  const secondSpace = firstSpace < 0 ? -1 : header.indexOf(32, firstSpace + 1);
  if (secondSpace < 0) return { kind: 'malformed', reason: 'a reflog line without two object ids' };
  const old = header.toString('latin1', 0, Math.min(firstSpace, 130));
  const next = header.toString('latin1', firstSpace + 1, Math.min(secondSpace, firstSpace + 131));
  if (!isIdLike(old) || !isIdLike(next)) return { kind: 'malformed', reason: 'a reflog line that does not begin with two object ids' };

  const oddities: string[] = [];
  if (old.length !== digits || next.length !== digits) oddities.push(`an object id that has not ${digits} digits`);
  const who = splitIdent(header.subarray(secondSpace + 1), oddities);
  const time = readTime(who.time, oddities);
  const message = readMessage(tab < 0 ? header.subarray(header.length) : viewOf(raw.bytes).subarray(tab + 1), raw, oddities);
  if (raw.cut && tab < 0) oddities.push('a line too long to be read to its end');
  if (!raw.terminated) oddities.push('the last line has no line feed');
  if (header.includes(0)) oddities.push('a NUL byte');
  if (!isUtf8(header)) oddities.push('bytes that are no UTF-8 in the name');
  return {
    kind: 'entry',
    entry: {
      old: old.toLowerCase(),
      new: next.toLowerCase(),
      name: who.name,
      email: who.email,
      seconds: time.seconds,
      zone: time.zone,
      rawTime: shortText(who.time, 200),
      message: message.text,
      messageCut: message.cut,
      action: actionOf(message.text),
      line: raw.line,
      byteStart: raw.start,
      byteEnd: raw.end,
      oddities,
    },
  };
}

function isIdLike(text: string): boolean {
  return text.length >= 4 && text.length <= 128 && isHex(text);
}

function splitIdent(rest: Buffer, oddities: string[]): { readonly name: string; readonly email: string; readonly time: string } {
  // git takes the last `>`: names in hostile logs hold several.
  const close = rest.lastIndexOf(62);
  const open = rest.indexOf(60);
  if (close < 0 || open < 0 || open > close) {
    oddities.push('no address in < >');
    const text = textFromBytes(rest);
    const time = /(?:^| )(\S+ [+-]\S+)$/.exec(text.slice(-200));
    return { name: shortText(text, 1000), email: '', time: time?.[1] ?? '' };
  }
  const name = textFromBytes(rest.subarray(0, open)).trimEnd();
  const email = textFromBytes(rest.subarray(open + 1, close));
  return { name: shortText(name, 1000), email: shortText(email, 1000), time: textFromBytes(rest.subarray(close + 1)).trim() };
}

function readTime(text: string, oddities: string[]): { readonly seconds: number | null; readonly zone: string } {
  const parts = /^(-?\d{1,30})(?: ([+-]\d{1,10}))?$/.exec(text);
  if (!parts) {
    oddities.push('no time');
    return { seconds: null, zone: '' };
  }
  const zone = parts[2] ?? '';
  const seconds = Number(parts[1]);
  if (!/^[+-](?:0\d|1[0-4])[0-5]\d$/.test(zone)) oddities.push('an odd time zone');
  if (seconds >= 0 && seconds < 2 ** 32) return { seconds, zone };
  oddities.push('a time outside of 1970 to 2106');
  return { seconds: null, zone };
}

function readMessage(bytes: Buffer, raw: RawLine, oddities: string[]): { readonly text: string; readonly cut: boolean } {
  const cut = raw.cut || bytes.length > messageBytes;
  const kept = bytes.length > messageBytes ? bytes.subarray(0, messageBytes) : bytes;
  if (cut) oddities.push(`a line of ${raw.end - raw.start} bytes, of whose message the first ${messageBytes} are shown`);
  if (kept.includes(0)) oddities.push('a NUL byte in the message');
  if (!cut && !isUtf8(kept)) oddities.push('bytes that are no UTF-8 in the message');
  return { text: textFromBytes(kept), cut };
}

/** The words before the first colon; the whole of a short message that has none, as `update by push`. */
export function actionOf(message: string): string {
  const colon = /:(?: |$)/.exec(message.slice(0, 2000));
  if (colon) return shortText(message.slice(0, colon.index).trim(), 200);
  return message.length <= 60 ? message.trim() : '';
}
