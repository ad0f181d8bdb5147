/** What follows from a history of choices: which are in force, whether the history is sound, what an undo takes back. Pure. */
import { aboutOf, type Choice, type ChoiceKind, type ChoiceOf, type Chosen, choiceWords, type History, type HistoryEntry, isJudging, needsReason } from './choices.ts';

/** The choices that nobody took back, and of those about the same thing the last: oldest first. */
export function inForce(history: History): readonly Chosen[] {
  const about = new Map<string, Chosen>();
  for (const entry of standing(history)) {
    const key = aboutOf(entry.choice);
    // Set anew, so that the order is that of the entries that count.
    about.delete(key);
    about.set(key, entry);
  }
  return [...about.values()];
}

/** The choices that nobody took back, those that a later one replaced among them. */
export function standing(history: History): readonly Chosen[] {
  const gone = new Set(history.flatMap((entry) => (entry.what === 'taken-back' ? [entry.of] : [])));
  return history.filter((entry): entry is Chosen => entry.what === 'chosen' && !gone.has(entry.id));
}

/** The choices of one kind that are in force. */
export function inForceOf<Kind extends ChoiceKind>(history: History, kind: Kind): readonly (Chosen & { readonly choice: ChoiceOf<Kind> })[] {
  const isOfKind = (entry: Chosen): entry is Chosen & { readonly choice: ChoiceOf<Kind> } => entry.choice.kind === kind;
  return inForce(history).filter(isOfKind);
}

/** Numbers of the entries to take back so that nothing is chosen about the same thing any more. */
export function allAbout(history: History, choice: Choice): readonly number[] {
  const about = aboutOf(choice);
  return standing(history).flatMap((entry) => (aboutOf(entry.choice) === about ? [entry.id] : []));
}

/** Equal for histories by which evidence is judged alike. */
export function judgingKey(history: History): string {
  return JSON.stringify(inForce(history).filter(({ choice }) => isJudging(choice)));
}

/** Why a history can't be one that was only ever added to, in words; null where it can. */
export function historyFault(history: History): string | null {
  const standingIds = new Set<number>();
  for (const [at, entry] of history.entries()) {
    if (entry.id !== at + 1) return `Entry ${at + 1} has the number ${entry.id}.`;
    if (entry.what === 'chosen') {
      if (entry.reason === null && needsReason(entry.choice)) return `Entry ${entry.id} has no reason: ${choiceWords(entry.choice)}.`.slice(0, 300);
      standingIds.add(entry.id);
    } else if (!standingIds.delete(entry.of)) return `Entry ${entry.id} takes back entry ${entry.of}, which does not stand.`;
  }
  return null;
}

/** One choice for a list: with the entry that took it back, or the later one that counts instead. */
export interface ListedChoice {
  readonly entry: Chosen;
  readonly state: 'in-force' | 'replaced' | 'taken-back';
  readonly takenBack: Extract<History[number], { readonly what: 'taken-back' }> | null;
}

/** The choices of a history, newest first. */
export function listed(history: History): readonly ListedChoice[] {
  const force = new Set(inForce(history).map((entry) => entry.id));
  const backs = new Map(history.flatMap((entry) => (entry.what === 'taken-back' ? [[entry.of, entry] as const] : [])));
  return history
    .flatMap((entry): readonly ListedChoice[] => {
      if (entry.what !== 'chosen') return [];
      const takenBack = backs.get(entry.id) ?? null;
      return [{ entry, takenBack, state: takenBack !== null ? 'taken-back' : force.has(entry.id) ? 'in-force' : 'replaced' }];
    })
    .reverse();
}

/** A history for showing: the texts of policy files are left empty, their names stay. */
export function withoutTexts(history: History): HistoryEntry[] {
  return history.map((entry) => (entry.what === 'chosen' && entry.choice.kind === 'policy-file' ? { ...entry, choice: { ...entry.choice, text: '' } } : entry));
}
