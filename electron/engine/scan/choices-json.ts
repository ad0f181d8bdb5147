/** The choices part of `scan --format json`: what was chosen, when, by whom and why, and what was taken back. Pure. */
import { inForceOf, listed } from '../../../shared/choice-history.ts';
import { type Choice, choiceWords, type History } from '../../../shared/choices.ts';

/** A policy file's text would be longer than the rest of the scan. */
function named(choice: Choice) {
  if (choice.kind !== 'policy-file') return choice;
  const { kind, name } = choice;
  return { kind, name };
}

export function choicesJson(history: History) {
  return [...listed(history)].reverse().map(({ entry, state, takenBack }) => ({
    id: entry.id,
    at: entry.at,
    by: entry.by,
    reason: entry.reason,
    says: choiceWords(entry.choice),
    choice: named(entry.choice),
    state,
    takenBack: takenBack && { at: takenBack.at, by: takenBack.by, reason: takenBack.reason },
  }));
}

/** The decision that a person made; null where none is in force. */
export function decisionJson(history: History) {
  const [entry] = inForceOf(history, 'decision');
  return entry ? { queue: entry.choice.queue, proposed: entry.choice.proposed, at: entry.at, by: entry.by, reason: entry.reason } : null;
}
