/** A contact that waits or repeats behind the session's back: started in the background, or in a loop without end. */
import { judgeContact } from '../../../policy/policy.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const behind = /^(?:background|nohup|setsid|disown|at|batch|screen|tmux)$/;
const waits = /^(?:sleep|usleep|at|batch)$/;

export const rule = defineRule(
  {
    id: 'network.beacon',
    title: 'Contact that waits in the background',
    severity: 'medium',
    attack: ['T1071.001', 'T1029'],
    looksAt: ['exec'],
    programs: (name) => waits.test(name),
    why: 'A program that waits in the background and then reaches a host that the policy does not name can go on after the session has ended.',
    doesNotShow: 'How long it ran, or what was answered.',
    otherExplanation: 'A service is asked in a loop until it is up.',
    canBeWrong: 'Waiting for one’s own deployment looks the same; the policy can name its host.',
  },
  (call) => {
    if (!call.facts.some((fact) => fact.kind === 'exec' && waits.test(fact.program))) return noHits;
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || fact.written === '' || judgeContact(fact, call.policy).verdict !== 'unsanctioned') continue;
      const started = call.facts.find((other) => other.kind === 'exec' && other.program === fact.program && other.wrappers.some((wrapper) => behind.test(wrapper) || wrapper === 'loop without end'));
      if (started?.kind === 'exec') return [hitOn(call, fact, { severity: 'medium', what: `waits, and then contacts ${fact.host ?? fact.written} by ${fact.program}, ${started.wrappers.includes('loop without end') ? 'in a loop without end' : 'in the background'}.`, detail: { host: fact.host, program: fact.program } })];
    }
    return noHits;
  },
);
