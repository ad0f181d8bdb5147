/** How a finding's calls ended, in its state and its words: the severity stays as it is. Knows no rule. */
import type { Outcome } from '../../../shared/event.ts';
import type { FindingState } from '../../../shared/finding.ts';

/** By outcome; one that is not named adds nothing. */
const said: Readonly<Record<string, string>> = {
  denied: 'The call was denied.',
  rejected: 'The call was refused, or stopped while it ran.',
  error: 'Its result reports an error.',
  interrupted: 'The call was interrupted.',
  unknown: 'No result of it is recorded.',
};
const saidOfEarlier: Readonly<Record<string, string>> = {
  denied: 'An earlier call of the chain was denied.',
  rejected: 'An earlier call of the chain was refused, or stopped while it ran.',
  error: 'The result of an earlier call of the chain reports an error.',
  interrupted: 'An earlier call of the chain was interrupted.',
  unknown: 'No result of an earlier call of the chain is recorded.',
};

const sentenceCap = 2000;

/** A sentence with how the calls ended; `earlier`: the outcomes of a chain's calls before the last. */
export function withOutcome(sentence: string, last: Outcome | null, earlier: readonly (Outcome | null)[]): string {
  const words = [said[last ?? ''], ...[...new Set(earlier)].map((outcome) => saidOfEarlier[outcome ?? ''])].filter((each) => each !== undefined);
  if (words.length === 0) return sentence.slice(0, sentenceCap);
  const tail = ` ${words.join(' ')}`;
  return `${sentence.slice(0, sentenceCap - tail.length)}${tail}`;
}

/** The state of a chain is that of the call that says least: one that was refused had no effect for the next to follow. */
export function chainState(states: readonly FindingState[]): FindingState {
  return states.find((state) => state === 'denied') ?? states.find((state) => state === 'attempted') ?? states[0] ?? 'attempted';
}
