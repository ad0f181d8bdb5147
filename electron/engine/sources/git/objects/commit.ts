/** Reads a commit's own bytes into fields. Believes nothing: each field may be missing, absurd or twice. */
import { shortText, textFromBytes, viewOf } from '../bytes.ts';
import { isHex, isOid } from '../ref-name.ts';

/** Longest part of a message that is kept. */
export const maxMessageBytes = 64 * 1024;
const maxParents = 10_000;

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970, or null where what is written is no plausible time. */
  readonly seconds: number | null;
  readonly zone: string;
  /** Time and zone as written. */
  readonly rawTime: string;
}

/** What kind of signature a commit carries. Whether it is good is not checked: that would run a program. */
export type Signature = 'openpgp' | 'ssh' | 'x509' | 'unknown';

export interface CommitRead {
  readonly oid: string;
  readonly tree: string | null;
  readonly parents: readonly string[];
  readonly author: Person | null;
  readonly committer: Person | null;
  readonly message: string;
  readonly messageCut: boolean;
  /** The first line of the message. */
  readonly subject: string;
  readonly encoding: string | null;
  readonly signature: Signature | null;
  readonly bytes: number;
  readonly oddities: readonly string[];
}

/** Reads a commit. Text in another encoding is decoded as it says where that is known, else as latin1. */
export function parseCommit(oid: string, bytes: Uint8Array): CommitRead {
  const view = viewOf(bytes);
  const oddities: string[] = [];
  const blank = view.indexOf('\n\n');
  const headerEnd = blank < 0 ? view.length : blank;
  const headers = readHeaders(view.subarray(0, headerEnd), oddities);
  const encoding = headers.find((header) => header.key === 'encoding')?.value.toString('latin1') ?? null;
  const decode = decoderOf(encoding);
  const ids = (key: string): readonly string[] =>
    headers.filter((header) => header.key === key).map((header) => header.value.toString('latin1', 0, 130).toLowerCase());
  const tree = ids('tree').find((text) => isOid(text, oid.length)) ?? null;
  if (tree === null) oddities.push('no tree');
  const every = ids('parent');
  const parents = every.filter((text) => isOid(text, oid.length)).slice(0, maxParents);
  if (parents.length < every.length) oddities.push(`${every.length - parents.length} parents that are no ids or too many`);
  const message = blank < 0 ? view.subarray(view.length) : view.subarray(blank + 2);
  if (message.includes(0)) oddities.push('a NUL byte in the message');
  const text = decode(message.subarray(0, maxMessageBytes));
  return {
    oid,
    tree,
    parents,
    author: personOf(headers, 'author', decode, oddities),
    committer: personOf(headers, 'committer', decode, oddities),
    message: text,
    messageCut: message.length > maxMessageBytes,
    subject: shortText(text.split('\n', 1)[0] ?? '', 500),
    encoding,
    signature: signatureOf(headers),
    bytes: bytes.length,
    oddities,
  };
}

interface Header {
  readonly key: string;
  readonly value: Buffer;
}

function readHeaders(view: Buffer, oddities: string[]): readonly Header[] {
  const headers: Header[] = [];
  let at = 0;
  while (at < view.length) {
    const feed = view.indexOf(10, at);
    const end = feed < 0 ? view.length : feed;
    const line = view.subarray(at, end);
    at = end + 1;
    // A line that begins with a blank goes on with the header before it: signatures have many.
    if (line[0] === 32) continue;
    const space = line.indexOf(32);
    if (space <= 0) {
      oddities.push('a header that cannot be read');
      continue;
    }
    if (headers.length > maxParents + 100) {
      oddities.push('more headers than are read');
      break;
    }
    headers.push({ key: line.toString('latin1', 0, Math.min(space, 40)), value: line.subarray(space + 1) });
  }
  return headers;
}

function decoderOf(encoding: string | null): (bytes: Uint8Array) => string {
  if (encoding === null || /^utf-?8$/i.test(encoding)) return textFromBytes;
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return (bytes) => viewOf(bytes).toString('latin1');
  }
}

function personOf(headers: readonly Header[], key: string, decode: (bytes: Uint8Array) => string, oddities: string[]): Person | null {
  const found = headers.filter((header) => header.key === key);
  if (found.length !== 1) oddities.push(found.length === 0 ? `no ${key}` : `${found.length} lines for the ${key}`);
  const value = found[0]?.value;
  if (!value) return null;
  const close = value.lastIndexOf(62);
  const open = value.indexOf(60);
  const good = open >= 0 && close > open;
  if (!good) oddities.push(`no address for the ${key}`);
  const rawTime = decode(value.subarray(good ? close + 1 : 0)).trim();
  const time = /^(-?\d{1,30})(?: ([+-]\d{1,10}))?$/.exec(rawTime);
  const seconds = Number(time?.[1]);
  const plausible = seconds >= 0 && seconds < 2 ** 32;
  if (!plausible) oddities.push(`no plausible time for the ${key}`);
  return {
    name: shortText(decode(value.subarray(0, good ? open : value.length)).trimEnd(), 1000),
    email: shortText(good ? decode(value.subarray(open + 1, close)) : '', 1000),
    seconds: plausible ? seconds : null,
    zone: time?.[2] ?? '',
    rawTime: shortText(rawTime, 200),
  };
}

function signatureOf(headers: readonly Header[]): Signature | null {
  const found = headers.find((header) => header.key === 'gpgsig' || header.key === 'gpgsig-sha256');
  if (!found) return null;
  const text = found.value.toString('latin1', 0, 60);
  if (text.startsWith('-----BEGIN PGP ')) return 'openpgp';
  if (text.startsWith('-----BEGIN SSH ')) return 'ssh';
  return text.startsWith('-----BEGIN SIGNED MESSAGE') ? 'x509' : 'unknown';
}

/** The object that an annotated tag names, as hexadecimal text, or null. */
export function tagTarget(bytes: Uint8Array): string | null {
  const text = viewOf(bytes).toString('latin1', 0, 72);
  const id = text.startsWith('object ') ? text.slice(7).split('\n', 1)[0] : undefined;
  return id !== undefined && isHex(id) ? id.toLowerCase() : null;
}
