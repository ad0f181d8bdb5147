/** Which ignore entry of a policy sets a finding aside. Knows rule ids, paths and hosts; changes nothing. */
import picomatch from 'picomatch';
import type { IgnoreEntry, Policy } from './policy.ts';

/** What a finding is about, as far as an entry can name it. */
export interface Ignorable {
  readonly rule: string;
  readonly path: string | null;
  readonly hosts: readonly string[];
}

const matchers = new WeakMap<IgnoreEntry, (path: string) => boolean>();

function pathMatches(entry: IgnoreEntry, path: string): boolean {
  if (entry.reach === 'exact') return path === entry.path;
  if (entry.reach === 'below') return entry.path !== null && isBelow(entry.path, path);
  let matcher = matchers.get(entry);
  if (matcher === undefined) {
    matcher = picomatch(entry.path ?? '', { dot: true });
    matchers.set(entry, matcher);
  }
  return matcher(path);
}

function isBelow(folder: string, path: string): boolean {
  const separator = folder.includes('\\') ? '\\' : '/';
  return path.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}

/** The first entry that names the rule and, where it names a path or a host, that too; null where none does. */
export function ignoreEntryFor({ rule, path, hosts }: Ignorable, policy: Policy): IgnoreEntry | null {
  for (const entry of policy.ignore) {
    if (entry.rule !== rule && !(entry.rule.endsWith('.*') && rule.startsWith(entry.rule.slice(0, -1)))) continue;
    if (entry.path !== null && (path === null || !pathMatches(entry, path))) continue;
    if (entry.host !== null && !(hosts.length > 0 && hosts.every((host) => host === entry.host || (entry.host?.startsWith('*.') === true && host.endsWith(entry.host.slice(1)))))) continue;
    return entry;
  }
  return null;
}
