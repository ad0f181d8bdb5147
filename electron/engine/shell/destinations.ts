/**
 * Reads the hosts that an address can mean. Where programs read it differently it gives each reading: an address is
 * sanctioned only if each reading is. Knows no policy.
 */
import ipaddr from 'ipaddr.js';
import { unknownMark } from './marks.ts';
import { splitAlternatives } from './words.ts';

export type DestinationFlag =
  | 'userinfo' | 'userinfo-looks-like-host' | 'multiple-at' | 'trailing-dot' | 'parser-differential' | 'percent-encoded-host' | 'ip-literal' | 'obfuscated-ip'
  | 'ip-loopback' | 'ip-private' | 'ip-linkLocal' | 'ip-unspecified' | 'ip-other' | 'punycode' | 'non-ascii' | 'curl-glob' | 'malformed-scheme' | 'schemeless' | 'dynamic'
  | 'control-chars' | 'invalid-host';

export interface Destination {
  /** Host names and addresses in canonical form; more than one where readings differ or a pattern expands. */
  readonly hosts: readonly string[];
  readonly flags: readonly DestinationFlag[];
  readonly port: number | null;
  readonly scheme: string | null;
  /** First parts of the path, for hosts with many owners. */
  readonly path: string;
}

const cache = new Map<string, Destination>();
const maxCached = 4096;

/** Reads an address as `curl`, `git` and WHATWG do. */
export function readDestination(written: string): Destination {
  const known = cache.get(written);
  if (known !== undefined) return known;
  const destination = read(written.length > 8192 ? written.slice(0, 8192) : written);
  if (cache.size >= maxCached) cache.clear();
  cache.set(written, destination);
  return destination;
}

const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const controls = /[\u0000-\u001f\u007f]/;
const special = new Set(['http', 'https', 'ftp', 'ws', 'wss', 'file']);

function read(written: string): Destination {
  const flags = new Set<DestinationFlag>();
  let text = written.trim();
  if (controls.test(text)) {
    flags.add('control-chars');
    text = text.replace(/[\t\n\r]/g, '');
  }
  if (isBareAddress6(text)) return finish(text, [`[${text}]`], flags.add('schemeless'), null, null, '');
  const match = scheme.exec(text);
  let name = match?.[1]?.toLowerCase() ?? null;
  let rest: string;
  if (name !== null && text.startsWith('//', name.length + 1)) rest = text.slice(name.length + 3).replace(/^\/+/, '');
  else if (name !== null && special.has(name) && name !== 'file' && !/^\d+(?:[/?#]|$)/.test(text.slice(name.length + 1))) {
    flags.add('malformed-scheme');
    rest = text.slice(name.length + 1).replace(/^[/\\]+/, '');
  } else {
    const scp = scpHost(text);
    if (scp !== null) return finish(text, [scp.host], flags, null, null, scp.path);
    name = null;
    rest = text.replace(/^\/\//, '');
    flags.add('schemeless');
  }
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const path = end < 0 ? '' : rest.slice(end);
  if (authority.includes(unknownMark) || authority.includes('…') || /[$`]/.test(authority)) return { hosts: [], flags: ['dynamic'], port: null, scheme: name, path: '' };
  const slash = authority.indexOf('\\');
  if (slash >= 0) {
    flags.add('parser-differential');
    const readings = [authority.slice(0, slash), authority];
    if (authority.includes('@')) noteUser(authority.slice(0, authority.lastIndexOf('@')), flags);
    return finish(text, readings, flags, null, name, path);
  }
  const expanded = /[{[]/.test(authority) && !/\[[0-9a-f:.]+\]/i.test(authority) ? expandGlob(authority) : [authority];
  if (expanded.length > 1) flags.add('curl-glob');
  return finish(text, expanded, flags, null, name, path);
}

/** `2001:db8::1`, as `ssh` and `nc` take it: neither host and port nor host and path. */
export function isBareAddress6(text: string): boolean {
  return /^[0-9a-f:.]{2,45}$/i.test(text) && text.indexOf(':') !== text.lastIndexOf(':') && ipaddr.IPv6.isValid(text);
}

/** `git@host:path`: no URL. `host:443` and `host:443/x` are ports. */
function scpHost(text: string): { host: string; path: string } | null {
  const match = /^(?:[^@/\s:]+@)?([^@/:\s[\]]+|\[[0-9A-Fa-f:.]+\]):(?!\d+(?:[/?#]|$))([^/].*|\/(?!\/).*)$/s.exec(text);
  if (!match?.[1] || /^[A-Za-z]$/.test(match[1])) return null;
  return { host: match[1], path: `/${(match[2] ?? '').replace(/^\//, '')}` };
}

const maxExpanded = 32;

/** One group after the other, and never more than 32 texts at a time: a hostile address has many groups. */
function expandGlob(authority: string): readonly string[] {
  let texts: readonly string[] = [authority];
  for (let groups = 0; groups < 8; groups++) {
    const next = texts.flatMap((text) => expandFirst(text)).slice(0, maxExpanded);
    if (next.length === texts.length && next.every((text, at) => text === texts[at])) break;
    texts = next;
  }
  return texts;
}

function expandFirst(authority: string): readonly string[] {
  const brace = /\{([^{}]*)\}/.exec(authority);
  if (brace) return splitAlternatives(brace[1] ?? '').slice(0, maxExpanded).map((each) => authority.slice(0, brace.index) + each + authority.slice(brace.index + brace[0].length));
  const range = /\[(\w)-(\w)\]/.exec(authority);
  if (range?.[1] !== undefined && range[2] !== undefined) {
    const texts: string[] = [];
    for (let code = range[1].charCodeAt(0); code <= range[2].charCodeAt(0) && texts.length < maxExpanded; code++) texts.push(authority.slice(0, range.index) + String.fromCharCode(code) + authority.slice(range.index + range[0].length));
    return texts;
  }
  return [authority];
}

function noteUser(user: string, flags: Set<DestinationFlag>): void {
  flags.add('userinfo');
  if (user.includes('@')) flags.add('multiple-at');
  if (user.includes('.')) flags.add('userinfo-looks-like-host');
}

function finish(text: string, authorities: readonly string[], flags: Set<DestinationFlag>, known: number | null, name: string | null, path: string): Destination {
  const hosts: string[] = [];
  let port = known;
  for (const authority of authorities) {
    const at = authority.lastIndexOf('@');
    if (at >= 0) noteUser(authority.slice(0, at), flags);
    const bare = authority.slice(at + 1);
    if (/[^\u0000-\u007f]/.test(bare)) flags.add('non-ascii');
    if (bare.includes('%')) flags.add('percent-encoded-host');
    const reading = canonical(bare);
    if (reading === null) {
      flags.add('invalid-host');
      hosts.push(`!invalid:${bare.replace(/:\d+$/, '')}`);
      continue;
    }
    if (reading.port !== null) port = reading.port;
    else if (name === 'http' && /:80$/.test(bare)) port = 80;
    let host = reading.host;
    if (host.endsWith('.')) {
      flags.add('trailing-dot');
      host = host.slice(0, -1);
    }
    if (host.includes('xn--')) flags.add('punycode');
    noteAddress(host, bare.replace(/:\d+$/, ''), flags);
    if (!hosts.includes(host)) hosts.push(host);
  }
  void text;
  return { hosts, flags: [...flags], port, scheme: name, path: path.slice(0, 2000) };
}

interface Canonical {
  readonly host: string;
  readonly port: number | null;
}

/** Many addresses lead to few hosts. */
const knownHosts = new Map<string, Canonical | null>();

function canonical(bare: string): Canonical | null {
  const known = knownHosts.get(bare);
  if (known !== undefined) return known;
  const reading = parsed(bare);
  if (knownHosts.size >= maxCached) knownHosts.clear();
  knownHosts.set(bare, reading);
  return reading;
}

function parsed(bare: string): Canonical | null {
  try {
    const url = new URL(`http://${bare}/`);
    if (url.hostname === '') return null;
    return { host: url.hostname, port: url.port === '' ? (/:80$/.test(bare) ? 80 : null) : Number(url.port) };
  } catch {
    return null;
  }
}

function noteAddress(host: string, written: string, flags: Set<DestinationFlag>): void {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  if ((!host.startsWith('[') && !/^\d+\.\d+\.\d+\.\d+$/.test(host)) || !ipaddr.isValid(bare)) return;
  flags.add('ip-literal');
  if (!host.startsWith('[') && !/^\d+\.\d+\.\d+\.\d+$/.test(written)) flags.add('obfuscated-ip');
  const range = ipaddr.process(bare).range();
  if (range === 'loopback') flags.add('ip-loopback');
  else if (range === 'private' || range === 'uniqueLocal' || range === 'carrierGradeNat') flags.add('ip-private');
  else if (range === 'linkLocal') flags.add('ip-linkLocal');
  else if (range === 'unspecified') flags.add('ip-unspecified');
}
