/** The words of an entry, and whether they are those that a command gave its commit. Pure. */
import type { JoinEntry } from './join-model.ts';

/** The words after the first colon. */
export function subjectIn(entry: JoinEntry): string {
  const colon = entry.message.indexOf(': ');
  return colon < 0 ? entry.message : entry.message.slice(colon + 2);
}

/** A hook may add to a subject; it does not write another one. */
export function sameSubject(subject: string, entry: JoinEntry): boolean {
  if (!entry.action.startsWith('commit')) return true;
  const written = subjectIn(entry).replace(/\s+/g, ' ');
  if (written === subject || (subject.length >= 8 && written.includes(subject))) return true;
  // Few letters may be part of any word.
  return subject !== '' && ((written.startsWith(subject) && !/\w/.test(written[subject.length] ?? '')) || (written.endsWith(subject) && !/\w/.test(written[written.length - subject.length - 1] ?? '')));
}
