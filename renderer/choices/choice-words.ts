/** What choices are called on screen. Words only. */
import type { Choice, HistoryEntry, Queue } from '../../shared/choices.ts';
import { parseIsoTime } from '../../shared/time.ts';
import { dayClockText } from '../text/time-text.ts';

/** Who and when, e.g. `choice 3, Thu 12 Mar 2026 22:41:07 UTC, by Kim`. Names are typed by the analyst. */
export function noteWords({ id, at, by }: Pick<HistoryEntry, 'id' | 'at' | 'by'>): string {
  return `choice ${id}, ${dayClockText(parseIsoTime(at))} UTC, ${by === null ? 'nobody named' : `by ${by}`}`;
}

/** A choice as one of several to pick from, the narrowest first. */
export function optionWords(choice: Choice): string {
  switch (choice.kind) {
    case 'host-is-fine':
      return `${choice.host}, for ${choice.rule} alone`;
    case 'sanction-host':
      return choice.host.startsWith('*.') ? `each host below ${choice.host.slice(2)}, for each rule` : `${choice.host}, for each rule`;
    case 'path-is-fine':
      return choice.reach === 'exact' ? `${choice.path} alone, for ${choice.rule}` : `whatever lies below ${choice.path}, for ${choice.rule}`;
    case 'project-root':
      return choice.sessionId === null ? 'each session of the case' : 'this session alone';
    case 'decision':
      return queueOptions[choice.queue];
    case 'policy-file':
      return choice.name;
    case 'repository-of-path':
      return choice.repository ?? 'none of them';
    case 'columns-of-table':
      return choice.path;
    default: {
      const never: never = choice;
      return never;
    }
  }
}

/** How a decision stands to the proposal as it is now, and as it was. */
export function againstProposal({ queue, proposed }: { readonly queue: Queue; readonly proposed: Queue }, now: Queue): string {
  const stands = queue === now ? ', as proposed' : `, against the proposal (${queueOptions[now]})`;
  return proposed === now ? `${stands}.` : `${stands}; when it was decided the proposal was ${queueOptions[proposed]}.`;
}

/** The queues of a decision. */
export const queueOptions: Readonly<Record<Queue, string>> = {
  ir: 'IR queue',
  postmortem: 'Near-miss postmortem',
  none: 'No incident',
};
