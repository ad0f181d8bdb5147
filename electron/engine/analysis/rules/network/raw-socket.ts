/** A program that opens a plain connection or waits for one. */
import { judge } from '../../../policy/policy.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const plain = /^(?:nc|ncat|netcat|nc\.openbsd|nc\.traditional|socat|telnet|cryptcat|pwncat|pwncat-cs|sbd|powercat)$/;

export const rule = defineRule(
  {
    id: 'network.raw-socket',
    title: 'Plain connection',
    severity: 'medium',
    attack: ['T1095'],
    looksAt: ['exec'],
    programs: (program) => plain.test(program),
    why: 'A plain connection carries anything in either direction, past the tools that name what they send.',
    doesNotShow: 'What went over it.',
    otherExplanation: 'Checking whether a port is open is ordinary; that and local targets are not reported.',
    canBeWrong: 'A listener on one’s own machine may only wait for a test.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !plain.test(fact.program) || fact.argv.length === 0) continue;
      if (hasFlag(fact, 'zhV', 'help', 'version')) continue;
      const targets = call.facts.filter((other) => other.kind === 'network' && other.program === fact.program);
      const listens = hasFlag(fact, 'l', 'listen') || fact.argv.some((argument) => /LISTEN/i.test(argument));
      if (!listens && targets.length > 0 && targets.every((target) => target.kind === 'network' && target.written !== '' && judge(target.written, call.policy).verdict === 'local')) continue;
      return [hitOn(call, fact, { severity: fact.program === 'telnet' ? 'low' : 'medium', what: `${listens ? 'waits for a plain connection' : 'opens a plain connection'}: ${lineOf(fact)}.`, detail: { program: fact.program, listens } })];
    }
    return noHits;
  },
);
