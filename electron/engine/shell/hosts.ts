/** The host that a program contacts for an address it is given. Which other readings there are, destinations.ts says. */
import { isBareAddress6, readDestination } from './destinations.ts';
import { unknownMark } from './marks.ts';

export interface HostReading {
  readonly host: string | null;
  readonly port: number | null;
  readonly scheme: string | null;
}

/** The host of an address, with or without a scheme; null where it is known only at run time or there is none. */
export function readHost(written: string): HostReading {
  return readHosts(written)[0] ?? { host: null, port: null, scheme: null };
}

/** Each host that an address names: a pattern of `curl` names several. At least one reading, its host null where unknown. */
export function readHosts(written: string): readonly HostReading[] {
  if (/^(?:file|data):/i.test(written)) return [{ host: null, port: null, scheme: 'file' }];
  const { hosts, port, scheme, flags } = readDestination(written);
  if (hosts.length === 0) return [{ host: null, port, scheme }];
  // Where parsers differ, `curl` and `git` take what stands after the last `@`: the last reading.
  const read = flags.includes('parser-differential') ? hosts.slice(-1) : hosts;
  return read.map((host) => ({ host: host.startsWith('!invalid:') ? host.slice(9) : host, port, scheme }));
}

const remote = /^(?:([^@/:]+)@)?(\[[0-9A-Fa-f:.]+\]|[^/:@\s]+):(.*)$/s;

/** `host:path`, `user@host:path`, `scp://…`; null where the text is a local path. A single letter is a Windows drive. */
export function readRemote(written: string): (HostReading & { readonly path: string }) | null {
  if (/^[a-z][a-z0-9+]*:\/\//i.test(written)) return { ...readHost(written), path: '' };
  const match = remote.exec(written);
  if (!match || isBareAddress6(written)) return null;
  const host = match[2] ?? '';
  if ((match[1] === undefined && /^[A-Za-z]$/.test(host)) || host.startsWith('.')) return null;
  return { host: host.includes(unknownMark) ? null : host.toLowerCase(), port: null, scheme: null, path: match[3] ?? '' };
}

/** A word that is an address by its scheme: what is named so is reached, whatever program it is given to. */
export function isAddress(word: string): boolean {
  return word.includes('://') && /^(?:https?|wss?|s?ftps?|ssh|tcp|grpcs?|nats|rediss?|amqps?|mqtts?|ldaps?|mongodb(?:\+srv)?|postgres(?:ql)?|mysql|git(?:\+[a-z]+)?):\/\/[^\s/]/i.test(word) && !/\s/.test(word);
}
