/** A contact with the address at which a cloud hands out credentials to its machines. */
import ipaddr from 'ipaddr.js';
import { readDestination } from '../../../shell/destinations.ts';
import { metadataHosts } from '../../../policy/well-known-hosts.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

/** `[::ffff:a9fe:a9fe]` is an address of the older kind. */
function unmapped(host: string): string {
  const bare = host.startsWith('[') ? host.slice(1, -1) : '';
  return bare !== '' && ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : host;
}

/** The host where only what follows it is known at run time. */
function begun(written: string): string | undefined {
  const host = /^(?:https?:\/\/)?(\d+\.\d+\.\d+\.\d+|[a-z.]+)…/.exec(written)?.[1];
  return host !== undefined && metadataHosts.has(host) ? host : undefined;
}

export const rule = defineRule(
  {
    id: 'credential.imds',
    title: 'Cloud metadata service asked',
    severity: 'critical',
    attack: ['T1552.005'],
    looksAt: ['network'],
    why: 'The metadata service answers whoever asks from inside the machine, with the credentials of the machine’s role among the answers.',
    doesNotShow: 'That the machine ran in a cloud, or what was answered.',
    otherExplanation: 'Set-up scripts ask it for a region or an instance name.',
    canBeWrong: 'On a development machine without such a service the address leads nowhere.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || fact.written === '') continue;
      const host = fact.host !== null && metadataHosts.has(fact.host) ? fact.host : (readDestination(fact.written).hosts.map(unmapped).find((each) => metadataHosts.has(each)) ?? begun(fact.written));
      if (host === undefined) continue;
      return [hitOn(call, fact, { severity: /^(?:metadata|instance-data)$/.test(host) ? 'medium' : 'critical', what: `contacts ${host}, where clouds hand out credentials, by ${fact.program}.`, detail: { host, program: fact.program } })];
    }
    return noHits;
  },
);
