/** How findings put things: what a record states, never more. Knows no rule. */
import type { Fact } from '../../../shared/finding.ts';
import type { ExaminedCall } from './examined-call.ts';
import { runTextOf, serverCommand } from './shell-tools.ts';

/** Space that is not one blank between words; most texts have none. */
const uneven = /[^\S ]|^ | $| {2}/;

/** A text of at most `max` characters, shortened in the middle, on one line. */
export function shortened(text: string, max = 240): string {
  const line = text.length > 4 * max ? `${text.slice(0, 2 * max)}${text.slice(-2 * max)}` : text;
  const plain = uneven.test(line) ? line.replace(/\s+/g, ' ').trim() : line;
  if (plain.length <= max && text.length <= 4 * max) return plain;
  const head = Math.ceil((max - 1) * 0.6);
  return `${plain.slice(0, head)}…${plain.slice(plain.length - (max - 1 - head))}`;
}

/** The part of a call that a finding is about: the command around a fact, or the tool with its path. */
export function excerptOf({ call }: ExaminedCall, fact?: Fact): string {
  const command = runTextOf(call)?.text ?? null;
  if (command === null) {
    const subject = fact?.kind === 'file' || fact?.kind === 'network' ? fact.written : (serverCommand(call) ?? '');
    return shortened(`${call.tool} ${subject}`, 400);
  }
  const span = fact?.span;
  if (!span || command.length <= 240) return shortened(command);
  return shortened(command.slice(Math.max(0, span.start - 40), Math.min(command.length, span.end + 40)));
}

/** `writes to`, `deletes`, `reads`: what an operation is called in a sentence. */
export const verbs = { read: 'reads', write: 'writes to', delete: 'deletes', metadata: 'looks at', execute: 'runs' } as const;

/** "The transcript records a call that …": each sentence begins with what is known, the record. */
export function recorded(what: string): string {
  return shortened(`The transcript records a call that ${what}`, 1900);
}

/** A path with the home folder as `~`, the way analysts read it. */
export function shownPath(path: string, { machine }: ExaminedCall): string {
  const home = machine.home;
  if (home === null || home.length < 2) return path;
  return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
