/** A row, a separator and an outcome in words: what a screen reader says and what a tooltip shows. Pure; escapes nothing itself. */
import type { Slot } from '../../shared/contract.ts';
import type { EventRow, Outcome } from '../../shared/event.ts';
import { spanText } from '../../shared/time.ts';
import { gitLook } from './slot-layout.ts';
import { clockText, type DisplayZone } from './time-axis.ts';

/** What the last column of a call shows: a short sign, the word for it, and whether it stands out. */
export interface OutcomeSign {
  readonly sign: string;
  readonly word: string;
  readonly strong: boolean;
}

/** An outcome as sign and word. Unknown is a question mark: no result is recorded, which is not "did not run". */
export function outcomeSign(outcome: Outcome | null): OutcomeSign {
  switch (outcome) {
    case 'ok':
      return { sign: '✓', word: 'ok', strong: false };
    case 'error':
      return { sign: '!', word: 'error', strong: true };
    case 'denied':
      return { sign: '⊘', word: 'denied', strong: true };
    case 'rejected':
      return { sign: '⊘', word: 'refused or stopped', strong: true };
    case 'interrupted':
      return { sign: '◼', word: 'interrupted', strong: true };
    case 'unknown':
      return { sign: '?', word: 'no result recorded', strong: false };
    case null:
      return { sign: '', word: '', strong: false };
    default: {
      const never: never = outcome;
      return never;
    }
  }
}

/** `0.1s`, `41.2s`, `2m 58s`, `3h 19m`: a call's duration in five to seven characters. */
export function durationText(milliseconds: number | null): string {
  if (milliseconds === null) return '';
  const seconds = milliseconds / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m ${whole % 60}s`;
  return minutes < 60 * 24 ? `${Math.floor(minutes / 60)}h ${minutes % 60}m` : `${Math.floor(minutes / 1440)}d ${Math.floor((minutes % 1440) / 60)}h`;
}

const shortTools: Readonly<Record<string, string>> = {
  WebFetch: 'Fetch',
  WebSearch: 'Search',
  MultiEdit: 'Edits',
  NotebookEdit: 'Cell',
  NotebookRead: 'Cells',
  TodoWrite: 'Todo',
  BashOutput: 'Output',
  KillShell: 'Kill',
};

/** A tool in five letters or so; an MCP tool by the last part of its name. The row's label has the full name. */
export function toolWord(tool: string | null): string {
  if (tool === null) return 'call';
  if (tool.startsWith('mcp__')) return tool.split('__').at(-1) ?? tool;
  return (Object.hasOwn(shortTools, tool) ? shortTools[tool] : undefined) ?? tool;
}

/** The first seven digits of an object id; all zeros means that there was none. */
export function shortId(id: string): string {
  if (/^0+$/.test(id)) return 'none';
  return id.length > 7 && /^[0-9a-f]+$/i.test(id) ? id.slice(0, 7) : id.slice(0, 12);
}

/** `main`, `origin/main`, `HEAD`: a ref without the folder that git keeps it in. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|remotes|tags)\//, '').replace(/^refs\/stash$/, 'stash');
}

/** The ref that an entry is shown under: a branch before HEAD, since HEAD only repeats it. */
export function mainRef(refs: readonly string[]): string {
  return refs.find((ref) => ref.startsWith('refs/heads/')) ?? refs.find((ref) => ref !== 'HEAD') ?? refs[0] ?? '';
}

/** The folder that a repository's git directory lies in: what people call the repository. */
export function repositoryName(gitDir: string): string {
  return gitDir.split(/[\\/]/).filter((part) => part !== '' && part !== '.git').at(-1) ?? gitDir;
}

/** What is shown of `commit (amend): message`: the message without the action that stands before it. */
export function messageWithoutAction(action: string, message: string): string {
  return message.startsWith(`${action}: `) ? message.slice(action.length + 2) : message;
}

/** A separator in words. */
export function separatorWords(separator: NonNullable<Slot['separator']>): string {
  switch (separator.kind) {
    case 'gap':
      return `${spanText(separator.ms)} idle`;
    case 'unattended':
      return `Unattended from here, ${separator.mode}, ${spanText(separator.ms)}`;
    case 'session-end':
      return `Session ${separator.sessionId} ends`;
    default: {
      const never: never = separator;
      return never;
    }
  }
}

/** A reflog entry in words, with its cause. */
export function gitWords(row: EventRow, zone: DisplayZone): string {
  const entry = row.reflog;
  if (!entry) return 'git entry';
  const state = gitLook(row);
  const cause = entry.causeEventId === null ? '' : `, caused by event ${entry.causeEventId}`;
  const said = state === 'explained' ? `, explained${cause}` : state === 'not-joined' ? cause : `, ${state}`;
  return `${clockText(row.time, zone)} git ${entry.action} on ${shortRef(mainRef(entry.refs))}, ${shortId(entry.old)} to ${shortId(entry.new)}${said}`;
}

/** An event of the session lane in words. */
export function eventWords(row: EventRow, zone: DisplayZone): string {
  const time = clockText(row.time, zone);
  if (row.kind === 'prompt') return `${time} human prompt: ${row.argument}`;
  if (row.kind === 'reflog') return gitWords(row, zone);
  const who = row.agentId === null ? '' : 'sub-agent, ';
  const what = row.kind === 'tool-call' ? (row.tool ?? 'tool call') : row.kind;
  const found = row.findings.length === 0 ? '' : `, ${row.findings.map((finding) => `${finding.severity}: ${finding.title}`).join('; ')}`;
  const outcome = outcomeSign(row.outcome).word;
  const unattended = row.attended === 'unattended' ? ', unattended' : '';
  const left = row.leftBranch ? ', on a branch that a rewind left' : '';
  return `${time} ${who}${what} ${row.argument}${outcome === '' ? '' : `, ${outcome}`}${left}${unattended}${found}`;
}

/** A whole slot in words: both lanes. */
export function slotWords(slot: Slot, zone: DisplayZone): string {
  const parts: string[] = [];
  if (slot.separator) parts.push(separatorWords(slot.separator));
  if (slot.event) parts.push(eventWords(slot.event, zone));
  if (slot.git) parts.push(gitWords(slot.git, zone));
  if (slot.missing) parts.push(`git ${slot.missing.verb} of event ${slot.missing.eventId}: the reflog has no entry of it`);
  return parts.join('. ');
}
