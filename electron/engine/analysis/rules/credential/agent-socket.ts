/** The keys of a running key agent used through its socket, or thrown away. */
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'credential.agent-socket',
    title: 'Key agent used or emptied',
    severity: 'medium',
    attack: ['T1552.004', 'T1555'],
    looksAt: ['exec', 'env'],
    programs: (program) => /^ssh-add$/.test(program),
    why: 'A running agent signs with its keys for whoever reaches its socket, without the keys being read.',
    doesNotShow: 'That the agent answered.',
    otherExplanation: 'Scripts that start an agent of their own set the same variable.',
    canBeWrong: 'A socket that the session made itself is reported too.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'env' && fact.name === 'SSH_AUTH_SOCK' && fact.value !== null && /^\/(?:tmp|run|var|private)\//.test(fact.value)) return [hitOn(call, fact, { severity: 'medium', what: `takes the key agent at ${fact.value.slice(0, 200)}.`, detail: { socket: fact.value.slice(0, 1000) } })];
      if (fact.kind === 'exec' && fact.program === 'ssh-add' && fact.argv.some((argument) => /^-[Dde]$/.test(argument))) return [hitOn(call, fact, { severity: 'medium', what: `takes keys out of the key agent: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
