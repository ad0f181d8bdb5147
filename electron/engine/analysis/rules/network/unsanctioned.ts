/** A contact with a host that the policy does not sanction; what is sent there weighs more. */
import type { NetworkFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { type Judgement, judgeContact, usualPorts } from '../../../policy/policy.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { ownerOf } from '../../git/remote-address.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const uploadingTools = /^(?:scp|rsync|tar|nc|ncat|netcat|sftp|ftp|lftp|socat|mail|mailx|mutt|sendmail)$/;

function sends(fact: NetworkFact, call: ExaminedCall): boolean {
  return fact.direction === 'out' && (fact.uploads.length > 0 || uploadingTools.test(fact.program) || fact.program === 'git' || carriesOutput(fact, call));
}

/** What they print says nothing of the machine's files. */
const plainPrinters = /^(?:date|uuidgen|seq|echo|printf|cat|mktemp|sleep|true|openssl|whoami|hostname|id|uname)$/;

/** Whether what another program prints, or a file, stands in the body that is sent. */
function carriesOutput(fact: NetworkFact, { facts }: ExaminedCall): boolean {
  const own = fact.span;
  if (own === null) return false;
  return facts.some((other) => (other.kind === 'exec' && other.span !== null && other.program !== fact.program && !plainPrinters.test(other.program) && other.span.start > own.start && other.span.end < own.end) || (other.kind === 'flow' && other.from.startsWith('file:') && other.to === `net:${fact.host}`));
}

/** What the judgement makes of one contact; null where nothing is to be said. */
function assess(fact: NetworkFact, { verdict, by, destination }: Judgement, call: ExaminedCall): { severity: Severity; upload: boolean; why: string } | null {
  const upload = sends(fact, call);
  switch (verdict) {
    case 'local':
    case 'unknown':
      return null;
    case 'private':
      return upload ? { severity: 'low', upload, why: 'a private address' } : null;
    case 'sanctioned':
    case 'port': {
      // `nc host port` and `ssh -p port` give it apart from the host.
      const port = destination.port ?? fact.port;
      if (verdict === 'port' || (destination.port === null && port !== null && !usualPorts.has(port))) return { severity: 'low', upload, why: `a sanctioned host on the unusual port ${port}` };
      if (!upload) return null;
      const entry = by[0];
      if (entry === undefined || entry.tier === 'both-ways') return null;
      // A push to an address instead of a remote goes to whoever owns that path: the owner of what was copied is no stranger.
      const owner = fact.program === 'git' && entry.tier === 'shared' ? ownerOf(fact.written) : null;
      const { owners } = call.machine;
      if (owner !== null && owners?.has(owner)) return null;
      return { severity: fact.program === 'git' && entry.tier === 'shared' && /^(?:https?|ssh|git):\/\/|@/.test(fact.written) ? 'medium' : 'low', upload, why: owner !== null && owners !== undefined ? `${owner} is the owner of no origin in the copy` : entry.tier === 'shared' ? 'a host with many owners, to which something is sent' : 'a host that is sanctioned for downloads, to which something is sent' };
    }
    case 'unsanctioned': {
      const misread = destination.flags.some((flag) => flag === 'userinfo-looks-like-host' || flag === 'parser-differential' || flag === 'obfuscated-ip' || flag === 'control-chars');
      return { severity: upload || misread ? 'medium' : 'low', upload, why: misread ? 'a host that the address hides' : 'a host that the policy does not name' };
    }
  }
}

export const rule = defineRule(
  {
    id: 'network.unsanctioned',
    title: 'Contact with an unsanctioned host',
    severity: 'low',
    attack: ['T1071.001', 'T1105', 'AML.T0086'],
    looksAt: ['network'],
    why: 'The policy lists the hosts that development work needs. A contact beside them is where code can come in and data can go out.',
    doesNotShow: 'That a connection was made, or where a redirection led; the command names the initial host.',
    otherExplanation: 'Documentation sites and the project’s own services are not on the list until somebody adds them.',
    canBeWrong: 'The list is of names. A sanctioned name can serve what others put there, and a name that is not listed can be harmless.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    let seen: Set<string> | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || fact.written === '' || fact.program === 'WebSearch') continue;
      if (fact.program === 'git' && fact.host === null) continue;
      const judgement = judgeContact(fact, call.policy);
      const found = assess(fact, judgement, call);
      if (found === null) continue;
      const host = judgement.destination.hosts.join(', ');
      const key = `${host} ${found.upload}`;
      seen ??= new Set();
      if (seen.has(key)) continue;
      seen.add(key);
      hits ??= [];
      if (hits.length < 12) hits.push(hit(call, fact, judgement, found, host));
    }
    return hits ?? noHits;
  },
);

function hit(call: ExaminedCall, fact: NetworkFact, judgement: Judgement, found: { severity: Severity; upload: boolean; why: string }, host: string): RuleHit {
  return hitOn(call, fact, {
    severity: found.severity,
    what: `${found.upload ? 'sends to' : 'contacts'} ${host} by ${fact.program}: ${found.why}.`,
    ...(found.upload ? { ruleId: 'network.unsanctioned-upload', title: 'Upload to an unsanctioned host' } : {}),
    detail: { host, hosts: [...judgement.destination.hosts], port: judgement.destination.port, program: fact.program, direction: fact.direction, uploads: fact.uploads.slice(0, 16), verdict: judgement.verdict, flags: [...judgement.destination.flags], decidedBy: judgement.by[0] === undefined ? 'no entry of the policy' : `${judgement.by[0].pattern} (${judgement.by[0].from})` },
  });
}
