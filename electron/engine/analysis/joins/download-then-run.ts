/** A file fetched or decoded in one call, and run in a later one. */
import { judge } from '../../policy/policy.ts';
import type { ToolCall } from '../examined-call.ts';
import { defineRule } from '../rule.ts';
import { recorded } from '../wording.ts';
import type { Join } from './join.ts';
import { isTemplate } from './scratch-name.ts';
import { follows, laterText, minute } from './time-bound.ts';

const bound = 120 * minute;

const rule = defineRule(
  {
    id: 'execution.download-then-run',
    title: 'Downloaded in one call, run in another',
    severity: 'critical',
    attack: ['T1105', 'T1059.004'],
    looksAt: [],
    why: 'A file that came from another machine, or was decoded, is run by a later call of the same session.',
    doesNotShow: 'What the file did; that it was still the same file.',
    otherExplanation: 'Installers are fetched, looked at and then run; from sanctioned hosts this is reported high.',
    canBeWrong: 'The two calls are tied by the path alone.',
  },
  () => [],
);

interface Fetched {
  readonly call: ToolCall;
  readonly at: number;
  readonly from: string;
}

export const downloadThenRun: Join = {
  rule,
  look(calls, policy) {
    const fetched = new Map<string, Fetched>();
    const found: { hit: ReturnType<typeof hitOf>; calls: readonly ToolCall[] }[] = [];
    calls.forEach(({ call, facts }, at) => {
      const run = new Set<string>();
      for (const fact of facts) {
        if (fact.kind !== 'file' || fact.operation !== 'execute') continue;
        const path = fact.real ?? fact.path ?? fact.written;
        const before = fetched.get(path);
        if (before === undefined || before.call === call || run.has(path) || !follows(before.call, call, bound, at - before.at)) continue;
        run.add(path);
        const sanctioned = before.from.startsWith('net:') && judge(before.from.slice(4), policy).verdict === 'sanctioned';
        found.push({ hit: hitOf(before, call, path, sanctioned), calls: [before.call, call] });
      }
      for (const fact of facts) {
        if (fact.kind !== 'flow' || !fact.to.startsWith('file:')) continue;
        const path = fact.to.slice(5);
        if (isTemplate(path)) continue;
        if (fact.from.startsWith('net:') || fact.from.startsWith('decode:')) fetched.set(path, { call, at, from: fact.from });
        else if (fact.from.startsWith('file:')) {
          const earlier = fetched.get(fact.from.slice(5));
          if (earlier !== undefined) fetched.set(path, earlier);
        }
      }
    });
    return found;
  },
};

function hitOf(before: Fetched, call: ToolCall, path: string, sanctioned: boolean) {
  const from = before.from.startsWith('net:') ? (before.from === 'net:…' ? 'a host that is known only at run time' : before.from.slice(4)) : 'encoded text';
  return {
    severity: sanctioned ? ('high' as const) : ('critical' as const),
    confidence: 'medium' as const,
    confidenceReason: 'The calls are tied by the path of the file.',
    sentence: recorded(`makes ${path} from ${from}, and, ${laterText(before.call, call)}, one that runs it.`),
    excerpt: path.slice(0, 900),
    ruleId: 'execution.download-exec',
    detail: { path, from, firstToolUseId: before.call.toolUseId, lastToolUseId: call.toolUseId },
  };
}
