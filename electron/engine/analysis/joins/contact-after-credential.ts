/** A credential read, and soon afterwards the first contact with a host that the policy does not sanction. */
import type { NetworkFact } from '../../../../shared/finding.ts';
import { judgeContact } from '../../policy/policy.ts';
import type { ToolCall } from '../examined-call.ts';
import { ruleIdOf } from '../hit.ts';
import { defineRule } from '../rule.ts';
import { recorded } from '../wording.ts';
import type { Join } from './join.ts';
import { follows, laterText, minute } from './time-bound.ts';

const bound = 15 * minute;

const rule = defineRule(
  {
    id: 'exfil.after-credential',
    title: 'Unsanctioned contact soon after a credential read',
    severity: 'medium',
    attack: ['T1552.001', 'T1071.001', 'AML.T0086'],
    looksAt: [],
    why: 'What the session had just read could go along with the contact, in a form that no path ties to it.',
    doesNotShow: 'That anything of the credential was sent.',
    otherExplanation: 'The two belong to different steps of the same task.',
    canBeWrong: 'Only the time ties the two calls.',
  },
  () => [],
);

export const contactAfterCredential: Join = {
  rule,
  look(calls, policy) {
    let read: { call: ToolCall; at: number; what: string } | null = null;
    const found: { hit: ReturnType<typeof hitOf>; calls: readonly ToolCall[] }[] = [];
    calls.forEach(({ call, facts, hits }, at) => {
      if (read !== null && read.call !== call && follows(read.call, call, bound, at - read.at)) {
        for (const fact of facts) {
          if (fact.kind !== 'network' || fact.written === '' || judgeContact(fact, policy).verdict !== 'unsanctioned') continue;
          found.push({ hit: hitOf(read, call, fact.host ?? fact.written, fact.program, carries(fact)), calls: [read.call, call] });
          read = null;
          break;
        }
      }
      const credential = hits.find((hit) => hit.severity === 'high' && /^(?:credential|secret)\./.test(ruleIdOf(hit)) && ruleIdOf(hit) !== 'credential.imds');
      if (credential !== undefined) read = { call, at, what: credential.title ?? credential.rule.info.title };
    });
    return found;
  },
};

/** A plain fetch of a written address carries nothing that the call does not spell out. */
function carries(fact: NetworkFact): boolean {
  if (fact.certainty !== 'static' || fact.uploads.length > 0) return true;
  if (/^(?:ping6?|nslookup|host|dig|drill|kdig|getent|traceroute)$/.test(fact.program)) return false;
  return fact.direction !== 'in' || fact.written.includes('?');
}

function hitOf(read: { call: ToolCall; what: string }, call: ToolCall, host: string, program: string, carries: boolean) {
  return {
    severity: carries ? ('medium' as const) : ('low' as const),
    confidence: 'low' as const,
    confidenceReason: 'Only the time ties the two calls.',
    sentence: recorded(`touches a credential (${read.what}), and, ${laterText(read.call, call)}, one that contacts ${host} by ${program}.`),
    excerpt: host.slice(0, 900),
    detail: { credential: read.what, host, program, firstToolUseId: read.call.toolUseId, lastToolUseId: call.toolUseId },
  };
}
