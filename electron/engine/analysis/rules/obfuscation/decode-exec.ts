/** Code that is decoded and run within one command. */
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'obfuscation.decode-exec',
    title: 'Decoded text run as code',
    severity: 'critical',
    attack: ['T1027.010', 'T1140'],
    looksAt: ['flow'],
    why: 'Encoding hides from a reader and from filters what is about to run.',
    doesNotShow: 'What ran, where the text is known only at run time; where it is known, its own facts are listed beside this.',
    otherExplanation: 'Build scripts carry small encoded helpers.',
    canBeWrong: 'A filter such as gunzip in front of an installer counts as decoding.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.from.startsWith('decode:') || !fact.to.startsWith('exec:')) continue;
      const archive = /^(?:gzip|gunzip|bzip2|bunzip2|xz|unxz|zstd|unzstd|lz4|pigz|zcat)$/.test(fact.from.slice(7));
      return [hitOn(call, fact, { severity: archive ? 'medium' : 'critical', what: `decodes text by ${fact.from.slice(7)} and runs it by ${fact.to.slice(5)}.`, detail: { from: fact.from, to: fact.to } })];
    }
    const decoded = new Set<string>();
    for (const fact of call.facts) {
      if (fact.kind === 'flow' && fact.from.startsWith('decode:') && fact.to.startsWith('file:')) decoded.add(fact.to.slice(5));
      else if (fact.kind === 'flow' && fact.from.startsWith('file:') && fact.to.startsWith('file:') && decoded.has(fact.from.slice(5))) decoded.add(fact.to.slice(5));
      else if (fact.kind === 'file' && fact.operation === 'execute' && decoded.has(fact.path ?? fact.written)) return [hitOn(call, fact, { severity: 'critical', what: `decodes text into ${fact.written} and runs it.`, detail: { path: fact.path } })];
    }
    return noHits;
  },
);
