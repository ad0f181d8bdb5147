/** A credential that flows to the network within one command. */
import { judge } from '../../../policy/policy.ts';
import { storeOf } from '../../credential-stores.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

/** Services whose tokens stand in variables of a known name: by the first word of the name, a word of their hosts. */
const services: Readonly<Record<string, RegExp>> = {
  GITHUB: /git|ghcr/, GH: /git|ghcr/, GITLAB: /git/, NPM: /npm|yarn|registry|nexus|artifactory|verdaccio/, NODE: /npm|registry|nexus|artifactory/, PYPI: /pypi|nexus|artifactory/, TWINE: /pypi|nexus|artifactory/, CARGO: /crates|cargo/,
  AWS: /aws|s3|minio|localstack/, ANTHROPIC: /anthropic|claude/, OPENAI: /openai|azure/, GEMINI: /google/, GOOGLE: /google|gcp/, AZURE: /azure|microsoft|windows/, CLOUDFLARE: /cloudflare|workers/, HEROKU: /heroku/, DIGITALOCEAN: /digitalocean/,
  VERCEL: /vercel|now\.sh/, NETLIFY: /netlify/, FLY: /fly/, STRIPE: /stripe/, SLACK: /slack/, DISCORD: /discord/, TELEGRAM: /telegram/, TWILIO: /twilio/, SENDGRID: /sendgrid/, SENTRY: /sentry/, DATADOG: /datadog/, HF: /hugging|hf\.co/, HUGGINGFACE: /hugging|hf\.co/,
  DOCKER: /docker/, VAULT: /vault|hashicorp/, SSH: /^$/, CLAUDE: /anthropic|claude/, JIRA: /jira|atlassian/, CONFLUENCE: /confluence|atlassian/, LINEAR: /linear/, NOTION: /notion/, SUPABASE: /supabase/, PULUMI: /pulumi/, TERRAFORM: /terraform|hashicorp/, TF: /terraform|hashicorp/,
};

/** The hosts of the service that a variable's name belongs to; null where it names none. */
function serviceOf(name: string): RegExp | null {
  const first = /^([A-Z]+)_/.exec(name)?.[1];
  return first !== undefined && Object.hasOwn(services, first) ? (services[first] ?? null) : null;
}

/** Files of this command that hold a secret by now, with what it is. */
function carried(call: ExaminedCall): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  for (const fact of call.facts) {
    if (fact.kind !== 'flow' || !fact.to.startsWith('file:')) continue;
    const secret = fact.from.startsWith('file:') || fact.from.startsWith('credential:') || fact.from === 'env:' ? (secretSource(fact.from, call) ?? held.get(fact.from)) : undefined;
    if (secret !== undefined && secretSource(fact.to, call) === null) held.set(fact.to, secret);
  }
  return held;
}

/** What a flow's end names, if it is a secret; null otherwise. */
export function secretSource(from: string, call: ExaminedCall): string | null {
  if (from.startsWith('credential:')) return from.slice(11);
  if (from === 'env:') return 'the environment';
  if (from.startsWith('env:')) return serviceOf(from.slice(4)) === null ? null : `the variable ${from.slice(4)}`;
  if (!from.startsWith('file:')) return null;
  const path = from.slice(5);
  const store = storeOf(path.startsWith('/') ? shownPath(path, call) : path);
  return store === null ? null : `${shownPath(path, call)} (${store.title})`;
}

/** How much the store that a flow begins in holds; files that are only named for secrets hold less. */
function weighs(from: string, call: ExaminedCall): 'critical' | 'high' | 'medium' {
  const path = from.startsWith('file:') ? from.slice(5) : '';
  return storeOf(path.startsWith('/') ? shownPath(path, call) : path)?.severity ?? 'high';
}

export const rule = defineRule(
  {
    id: 'exfil.credential',
    title: 'Credential sent out',
    severity: 'critical',
    attack: ['T1041', 'T1048', 'T1567', 'AML.T0086'],
    looksAt: ['flow'],
    why: 'Within one command, what a credential store holds goes to another machine.',
    doesNotShow: 'That the other machine took it, or that the file held a live secret.',
    otherExplanation: 'A token is sent to the very service that it belongs to; sanctioned hosts are left out where a token is asked of a program.',
    canBeWrong: 'A filter in between may let nothing of the secret through.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    let held: ReadonlyMap<string, string> | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.to.startsWith('net:')) continue;
      const own = secretSource(fact.from, call);
      if (own === null && fact.from.startsWith('file:')) held ??= carried(call);
      const by = own === null ? held?.get(fact.from) : undefined;
      const secret = own ?? (by === undefined ? null : `${by} in ${shownPath(fact.from.slice(5), call)}`);
      if (secret === null) continue;
      const host = fact.to.slice(4);
      const verdict = judge(host, call.policy).verdict;
      // A token goes to its own service, wherever that is run.
      if (fact.from.length > 4 && fact.from.startsWith('env:') && (verdict === 'sanctioned' || verdict === 'private' || verdict === 'unknown' || serviceOf(fact.from.slice(4))?.test(host) === true)) continue;
      if (verdict === 'local' || (verdict === 'sanctioned' && fact.from.startsWith('credential:'))) continue;
      hits ??= [];
      if (hits.length < 4) hits.push(hitOn(call, fact, { severity: fact.from.startsWith('env:') && fact.from.length > 4 ? 'high' : verdict === 'private' || (verdict === 'unknown' && weighs(fact.from, call) === 'medium') ? 'high' : 'critical', what: `sends ${secret} to ${host === '…' ? 'a host that is known only at run time' : host}.`, detail: { from: fact.from, to: fact.to } }));
    }
    return hits ?? noHits;
  },
);
