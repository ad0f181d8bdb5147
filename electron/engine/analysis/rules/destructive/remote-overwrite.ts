/** A copy onto a system folder of another machine. */
import { defineRule, hitOn, noHits } from '../../rule.ts';

const target = /^[^/\s]*:(?:\/(?:etc|usr|bin|sbin|lib|boot|var|root|home|opt)?(?:\/(?:\w[\w.-]*\/?)?)?)$|^[^/\s]*:\/(?:etc|usr|bin|sbin|lib|boot|var\/lib)\//;

export const rule = defineRule(
  {
    id: 'destructive.remote-overwrite',
    title: 'Copy onto a system folder of another machine',
    severity: 'medium',
    attack: ['T1485', 'T1565.001'],
    looksAt: ['network'],
    why: 'The copy can replace what the other machine runs on, and nothing of it stays in this record.',
    doesNotShow: 'What was there before, or that the other machine took it.',
    otherExplanation: 'Deployments by hand copy straight to where a service reads.',
    canBeWrong: 'The folder may belong to the project.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || !/^(?:scp|rsync)$/.test(fact.program) || fact.direction !== 'out') continue;
      const path = fact.written.slice(fact.written.indexOf(':') + 1);
      if (!target.test(fact.written) || /^\/(?:home|opt|var|srv)\/[\w.-]+\/./.test(path) || /^\/(?:tmp|srv|var\/www|home\/[\w.-]+)\/?/.test(path)) continue;
      return [hitOn(call, fact, { severity: 'medium', what: `copies onto ${fact.written} by ${fact.program}.`, detail: { written: fact.written, program: fact.program } })];
    }
    return noHits;
  },
);
