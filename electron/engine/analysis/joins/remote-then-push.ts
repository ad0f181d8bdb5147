/** A git remote added or changed in one call, and pushed to in a later one. */
import { type Policy, judge } from '../../policy/policy.ts';
import type { ExecFact } from '../../../../shared/finding.ts';
import type { ToolCall } from '../examined-call.ts';
import { gitLineOf } from '../git-line.ts';
import { defineRule } from '../rule.ts';
import { recorded, shortened } from '../wording.ts';
import type { Join } from './join.ts';
import { follows, laterText, minute } from './time-bound.ts';

const bound = 240 * minute;

const rule = defineRule(
  {
    id: 'exfil.new-remote',
    title: 'Remote added, then pushed to',
    severity: 'high',
    attack: ['T1567.001', 'AML.T0086'],
    looksAt: [],
    why: 'The session itself named the place to which it then sent the repository with its history.',
    doesNotShow: 'That the remote took the push, or who reads it there.',
    otherExplanation: 'A fork is added as a remote before a pull request.',
    canBeWrong: 'The person may have asked for that very remote.',
  },
  () => [],
);

interface Remote {
  readonly call: ToolCall;
  readonly at: number;
  readonly url: string;
}

function remoteOf(fact: ExecFact): { name: string; url: string } | null {
  const git = gitLineOf(fact);
  if (git?.verb === 'remote' && /^(?:add|set-url)$/.test(git.operands[0] ?? '')) {
    const [, name, url] = git.operands;
    return name === undefined || url === undefined ? null : { name, url };
  }
  const key = git?.verb === 'config' ? /^remote\.(.+)\.(?:push)?url$/i.exec(git.operands[0] ?? '')?.[1] : undefined;
  return key === undefined || git?.operands[1] === undefined ? null : { name: key, url: git.operands[1] };
}

export const remoteThenPush: Join = {
  rule,
  look(calls, policy) {
    const remotes = new Map<string, Remote>();
    const found: { hit: ReturnType<typeof hitOf>; calls: readonly ToolCall[] }[] = [];
    calls.forEach(({ call, facts }, at) => {
      for (const fact of facts) {
        if (fact.kind !== 'exec' || fact.program !== 'git') continue;
        const added = remoteOf(fact);
        if (added !== null) {
          remotes.set(`${fact.cwd ?? call.cwd ?? ''} ${added.name}`, { call, at, url: added.url });
          continue;
        }
        const git = gitLineOf(fact);
        if (git?.verb !== 'push') continue;
        const name = git.operands[0] ?? 'origin';
        const remote = remotes.get(`${fact.cwd ?? call.cwd ?? ''} ${name}`);
        if (remote === undefined || !follows(remote.call, call, bound, at - remote.at)) continue;
        const weight = weigh(remote.url, policy);
        if (weight !== null) found.push({ hit: hitOf(remote, call, name, weight), calls: remote.call === call ? [call] : [remote.call, call] });
      }
    });
    return found;
  },
};

/** A host with many owners is judged by nobody's name but its own: the owner may be anybody. */
function weigh(url: string, policy: Policy): 'high' | 'medium' | null {
  if (/^(?:\/|\.{1,2}\/|~|file:)/.test(url)) return null;
  const { verdict } = judge(url, policy);
  if (verdict === 'local') return null;
  return verdict === 'sanctioned' || verdict === 'private' ? 'medium' : 'high';
}

function hitOf(remote: Remote, call: ToolCall, name: string, severity: 'high' | 'medium') {
  const url = shortened(remote.url.replace(/:\/\/[^/@]*@/, '://'), 300);
  return {
    severity,
    confidence: 'medium' as const,
    confidenceReason: 'The remote’s name ties the calls; its address is in the record.',
    sentence: recorded(`names ${url} as the remote ${name}, and, ${laterText(remote.call, call)}, one that pushes to it.`),
    excerpt: url,
    detail: { remote: name, url, firstToolUseId: remote.call.toolUseId, lastToolUseId: call.toolUseId },
  };
}
