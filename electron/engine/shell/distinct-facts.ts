/** Tells facts apart that a text gives more than once: by all that they say, or by what they are about. Pure. */
import type { RawFact } from './values.ts';

/** Each that says something else, once. */
export function distinct(facts: readonly RawFact[]): readonly RawFact[] {
  const seen = new Set<string>();
  return facts.filter((fact) => {
    const key = JSON.stringify(fact);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What a fact is about: the same for what was read surely and what was only guessed. */
export function keyOf(fact: RawFact): string {
  switch (fact.kind) {
    case 'exec':
      return `e${fact.program}\0${fact.argv.join('\0')}`;
    case 'file':
      return `f${fact.operation}\0${fact.written}`;
    case 'network':
      return `n${fact.program}\0${fact.written}`;
    case 'flow':
      return `w${fact.from.kind}${fact.from.label}\0${fact.to.kind}${fact.to.label}`;
    case 'env':
      return `v${fact.name}\0${fact.value}`;
    case 'dynamic':
      return `d${fact.reason}`;
  }
}
