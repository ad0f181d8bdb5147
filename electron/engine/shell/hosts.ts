/** Finds the host in a URL or an `scp`-like place. One reading only; destinations.ts weighs the others. */
import { unknownMark, userMark } from './marks.ts';

export interface HostReading {
  readonly host: string | null;
  readonly port: number | null;
  readonly scheme: string | null;
}

const nothing: HostReading = { host: null, port: null, scheme: null };
const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/;

/** The host of a URL operand, with or without a scheme; null where it is known only at run time. */
export function readHost(written: string): HostReading {
  const match = scheme.exec(written);
  const name = match?.[1]?.toLowerCase() ?? null;
  const slashes = name !== null && written.charCodeAt(name.length + 1) === 47;
  if (name === 'file' || name === 'data') return { host: null, port: null, scheme: name };
  const rest = name !== null && slashes ? written.slice(name.length + 1).replace(/^\/+/, '') : written;
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  if (authority.includes(unknownMark)) {
    return { host: null, port: null, scheme: slashes ? name : null };
  }
  try {
    const url = new URL(`http://${authority.replaceAll(userMark, 'user')}`);
    if (url.hostname === '') return nothing;
    return { host: url.hostname.replace(/\.$/, ''), port: url.port === '' ? null : Number(url.port), scheme: slashes ? name : null };
  } catch {
    const at = authority.lastIndexOf('@');
    const host = authority.slice(at + 1).replace(/:.*$/, '');
    return host === '' ? nothing : { host: host.toLowerCase(), port: null, scheme: slashes ? name : null };
  }
}

const remote = /^(?:([^@/:]+)@)?(\[[0-9A-Fa-f:.]+\]|[^/:@\s]+):(.*)$/s;

/** `host:path`, `user@host:path`, `scp://…`; null where the text is a local path. A single letter is a Windows drive. */
export function readRemote(written: string): (HostReading & { readonly path: string }) | null {
  if (/^[a-z][a-z0-9+]*:\/\//i.test(written)) return { ...readHost(written), path: '' };
  const match = remote.exec(written);
  if (!match) return null;
  const host = match[2] ?? '';
  if (/^[A-Za-z]$/.test(host) || host.startsWith('.')) return null;
  return { host: host.includes(unknownMark) ? null : host.toLowerCase(), port: null, scheme: null, path: match[3] ?? '' };
}
