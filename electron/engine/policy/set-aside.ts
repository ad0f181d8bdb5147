/** Sets aside what an ignore entry of the policy names: it stays, at the lightest weight, with the entry's reason. Pure. */
import type { Severity } from '../../../shared/event.ts';
import { ignoreEntryFor } from './ignored.ts';
import type { Policy } from './policy.ts';

type Detail = Readonly<Record<string, unknown>>;

/** What setting aside changes; null where no entry of the policy names the finding, or one has been applied already. */
export function asideBy<Value extends { readonly severity: Severity; readonly detail: Detail }>(rule: string, { severity, detail }: Value, policy: Policy): { readonly severity: 'info'; readonly ignored: string; readonly severityWithoutPolicy: Severity } | null {
  if (policy.ignore.length === 0 || Object.hasOwn(detail, 'ignored')) return null;
  const { path, host, hosts } = detail;
  const entry = ignoreEntryFor({ rule, path: typeof path === 'string' ? path : null, hosts: textsOf(hosts) ?? textsOf([host]) ?? [] }, policy);
  return entry === null ? null : { severity: 'info', ignored: entry.reason, severityWithoutPolicy: severity };
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string') ? value : null;
}
