/** A credential read or files packed in one call, and sent in a later one. */
import { judge } from '../../policy/policy.ts';
import { credentialPath } from '../credential-path.ts';
import type { ToolCall } from '../examined-call.ts';
import { defineRule } from '../rule.ts';
import { recorded } from '../wording.ts';
import type { Join } from './join.ts';
import { isTemplate } from './scratch-name.ts';
import { follows, laterText, minute } from './time-bound.ts';

const bound = 120 * minute;

interface Held {
  readonly call: ToolCall;
  readonly at: number;
  readonly what: string;
  readonly secret: boolean;
}

const rule = defineRule(
  {
    id: 'exfil.staged',
    title: 'Read or packed, then sent',
    severity: 'critical',
    attack: ['T1074.001', 'T1041', 'T1567', 'AML.T0086'],
    looksAt: [],
    why: 'A file that was made from a credential store, or an archive, goes to another machine in a later call of the same session.',
    doesNotShow: 'That the other machine took it, or what the file held by then.',
    otherExplanation: 'Backups and deployments pack in one step and send in the next.',
    canBeWrong: 'The two calls are tied by the path alone; the file may have been replaced in between.',
  },
  () => [],
);

export const readThenUpload: Join = {
  rule,
  look(calls, policy) {
    const held = new Map<string, Held>();
    const found: { hit: ReturnType<typeof hitOf>; calls: readonly ToolCall[] }[] = [];
    calls.forEach(({ call, facts }, at) => {
      const sent = new Set<string>();
      for (const fact of facts) {
        if (fact.kind === 'flow' && fact.from.startsWith('file:') && fact.to.startsWith('net:')) {
          const path = fact.from.slice(5);
          const before = held.get(path);
          if (before === undefined || before.call === call || sent.has(path) || !follows(before.call, call, bound, at - before.at)) continue;
          const host = fact.to.slice(4);
          const verdict = judge(host, policy).verdict;
          if (verdict === 'local' || (verdict === 'sanctioned' && !before.secret)) continue;
          sent.add(path);
          found.push({ hit: hitOf(before, call, path, host), calls: [before.call, call] });
        }
      }
      for (const fact of facts) {
        if (fact.kind === 'flow' && fact.to.startsWith('file:')) {
          const path = fact.to.slice(5);
          if (isTemplate(path)) continue;
          const secret = fact.from.startsWith('file:') ? credentialPath(fact.from.slice(5)) : fact.from.startsWith('credential:') ? fact.from.slice(11) : fact.from === 'env:' ? 'the environment' : null;
          const earlier = fact.from.startsWith('file:') ? held.get(fact.from.slice(5)) : undefined;
          if (secret !== null) held.set(path, { call, at, what: secret, secret: true });
          else if (earlier !== undefined) held.set(path, earlier);
          else if (fact.from.startsWith('archive:') && !held.has(path)) held.set(path, { call, at, what: 'packed files', secret: false });
        }
      }
    });
    return found;
  },
};

function hitOf(before: Held, call: ToolCall, path: string, host: string) {
  const to = host === '…' ? 'a host that is known only at run time' : host;
  return {
    severity: before.secret ? ('critical' as const) : ('high' as const),
    confidence: 'medium' as const,
    confidenceReason: 'The calls are tied by the path of the file.',
    sentence: recorded(`puts ${before.what} into ${path}, and, ${laterText(before.call, call)}, one that sends the file to ${to}.`),
    excerpt: path.slice(0, 900),
    detail: { path, from: before.what, host, firstToolUseId: before.call.toolUseId, lastToolUseId: call.toolUseId },
  };
}
