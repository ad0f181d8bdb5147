/** Sets aside what an ignore entry of the policy names: it stays, at the lightest weight, with the entry and its reason. Pure. */
import type { Severity } from '../../../shared/event.ts';
import { ignoreEntryFor } from './ignored.ts';
import type { IgnoreEntry, Policy } from './policy.ts';

type Detail = Readonly<Record<string, unknown>>;

/** What a finding carries from then on; `severityWithoutPolicy` is the weight that it had. */
export interface Aside {
  readonly severity: 'info';
  readonly ignored: string;
  readonly setAsideBy: string;
  readonly severityWithoutPolicy: Severity;
}

/** What setting aside changes; null where no entry of the policy names the finding, or it was set aside already. */
export function asideBy<Value extends { readonly severity: Severity; readonly detail: Detail }>(rule: string, { severity, detail }: Value, policy: Policy): Aside | null {
  if (policy.ignore.length === 0 || Object.hasOwn(detail, 'ignored')) return null;
  const { path, host, hosts } = detail;
  const entry = ignoreEntryFor({ rule, path: typeof path === 'string' ? path : null, hosts: textsOf(hosts) ?? textsOf([host]) ?? [] }, policy);
  return entry === null ? null : { severity: 'info', ignored: entry.reason.slice(0, 2000), setAsideBy: entryWords(entry), severityWithoutPolicy: severity };
}

/** An ignore entry in words: what it names and where it stands. */
export function entryWords({ rule, path, reach, host, from }: IgnoreEntry): string {
  const what = path === null ? (host ?? '') : reach === 'below' ? `below ${path}` : path;
  return `${rule}${what === '' ? '' : ` ${what}`} (${from})`.slice(0, 8192);
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string') ? value : null;
}
