/** The shell's own network files. */
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'network.dev-tcp',
    title: 'Network through the shell’s own files',
    severity: 'high',
    attack: ['T1095', 'T1059.004'],
    looksAt: ['network'],
    why: 'Writing to the shell’s network files opens a connection without any program that a monitor would name.',
    doesNotShow: 'What went over it.',
    otherExplanation: 'A script waits this way until a local service answers; local targets are reported low.',
    canBeWrong: 'Shells other than bash may treat the path as a plain file.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || !fact.program.startsWith('/dev/')) continue;
      const local = fact.host === null ? false : /^(?:localhost|127\.|::1|0\.0\.0\.0|\[::1\])/.test(fact.host);
      return [hitOn(call, fact, { severity: local ? 'low' : 'high', what: `opens a connection through ${fact.written}.`, detail: { host: fact.host, port: fact.port } })];
    }
    return noHits;
  },
);
