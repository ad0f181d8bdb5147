/**
 * What an analyst can choose about a finding's hosts and path, from the narrowest to the widest, and which entries of the
 * policy decided it as it is. Pure.
 */
import { getDomain } from 'tldts';
import * as v from 'valibot';
import { type Choice, hostPattern, rulePattern } from '../../../shared/choices.ts';
import type { ChoiceOptions } from '../../../shared/judging.ts';
import type { Finding } from '../../../shared/finding.ts';
import { judge, type Policy } from '../policy/policy.ts';
import { readDestination } from '../shell/destinations.ts';
import { hostEntryRow } from './policy-view.ts';

const mostHosts = 8;

export function choiceOptions(finding: Finding, policy: Policy): ChoiceOptions {
  const { detail, rule } = finding;
  const hosts = hostsOf(finding);
  const named = namedHosts(finding);
  const [only] = named;
  const fitsRule = v.is(rulePattern, rule);
  const aside = typeof detail['ignored'] === 'string';
  return {
    hosts: aside ? [] : hosts.flatMap((host): Choice[] => [
      ...(fitsRule && named.length === 1 && only === host ? [{ kind: 'host-is-fine', rule, host } as const] : []),
      ...(isSanctioned(host, policy) ? [] : [{ kind: 'sanction-host', host } as const, ...widerHost(host)]),
    ]),
    paths: aside || !fitsRule ? [] : pathChoices(rule, detail['path']),
    decidedBy: hosts.map((host) => {
      const { verdict, by } = judge(host, policy);
      return { host: host.slice(0, 1000), verdict, entry: by[0] === undefined ? null : hostEntryRow(by[0]) };
    }),
    setAside: aside ? { by: textOf(detail['setAsideBy']).slice(0, 8192), reason: textOf(detail['ignored']).slice(0, 2000), severity: textOf(detail['severityWithoutPolicy']).slice(0, 40) } : null,
  };
}

/** True where sanctioning the host would change nothing. */
function isSanctioned(host: string, policy: Policy): boolean {
  const { verdict, by } = judge(host, policy);
  return verdict === 'sanctioned' && by.every(({ tier }) => tier === 'both-ways');
}

/** The hosts that an ignore entry of the policy is held against. */
function namedHosts({ detail }: Finding): readonly string[] {
  const { host, hosts } = detail;
  const list = Array.isArray(hosts) && hosts.length > 0 ? hosts : [host];
  return list.filter((each) => typeof each === 'string');
}

/** Hosts that the finding's own values name, as far as a policy can name them too. */
function hostsOf(finding: Finding): readonly string[] {
  const { detail } = finding;
  const places = [detail['from'], detail['to']].flatMap((end) => (typeof end === 'string' && end.startsWith('net:') ? readDestination(end.slice(4)).hosts : []));
  const named = namedHosts(finding).flatMap((host) => (v.is(hostPattern, host) ? [host] : readDestination(host).hosts));
  return [...new Set([...named, ...places])].filter((host) => v.is(hostPattern, host)).slice(0, mostHosts);
}

/** What lies below the registered domain: never a public suffix, nor an address. */
function widerHost(host: string): readonly Choice[] {
  const domain = getDomain(host, { allowPrivateDomains: true });
  return domain === null || domain === host ? [] : [{ kind: 'sanction-host', host: `*.${domain}` }];
}

function pathChoices(rule: string, path: unknown): Choice[] {
  if (typeof path !== 'string' || path === '' || path.length > 8192) return [];
  const exact: Choice = { kind: 'path-is-fine', rule, path, reach: 'exact' };
  const folder = /^(.+)[\\/][^\\/]+[\\/]?$/.exec(path)?.[1];
  return folder === undefined || /^(?:~|[A-Za-z]:)$/.test(folder) ? [exact] : [exact, { kind: 'path-is-fine', rule, path: folder, reach: 'below' }];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
