/** What is learnt of each session while its files are read: span, versions, permission modes, who was there. */
import type { Attendance, Lane } from '../../../../shared/event.ts';
import { type Envelope, savedStream, type TitleRank, titleRanks } from './record.ts';

export interface ModeChange {
  /** Null where the mode before was left, and no record says for which other one. */
  readonly mode: string | null;
  /** Milliseconds UTC; null where the row has no time and none stands before it. */
  readonly time: number | null;
  readonly source: string;
}

/** A session under way. Readers write to it through `SessionBook`. */
export interface SessionNotes {
  readonly id: string;
  title: string | null;
  /** What the title was taken from. */
  titleRank: TitleRank;
  project: string | null;
  cwd: string | null;
  readonly files: string[];
  start: number | null;
  end: number | null;
  readonly versions: Set<string>;
  readonly promptTimes: number[];
  prompts: number;
  toolCalls: number;
  readonly agents: Set<string>;
  readonly modes: ModeChange[];
  /** For each change the time that places it: its own, or that of the one before; without any, the first of all. */
  readonly modeTimes: number[];
  attendedCalls: number;
  unattendedCalls: number;
  /** Started by a program, with nobody at a terminal: its entrypoint, or null. Of a session that was resumed, the last one read. */
  headless: string | null;
}

export interface SessionBook {
  /** The session's notes, begun where it is new. `file` is added to its files. */
  session(id: string, file: string, project: string | null): SessionNotes;
  find(id: string): SessionNotes | undefined;
  readonly size: number;
  list(): readonly SessionNotes[];
}

export function createSessionBook(): SessionBook {
  const sessions = new Map<string, SessionNotes>();
  return {
    session(id, file, project) {
      let notes = sessions.get(id);
      if (!notes) {
        notes = {
          id, title: null, titleRank: 'prompt', project, cwd: null, files: [], start: null, end: null, versions: new Set(), promptTimes: [], prompts: 0,
          toolCalls: 0, agents: new Set(), modes: [], modeTimes: [], attendedCalls: 0, unattendedCalls: 0, headless: null,
        };
        sessions.set(id, notes);
      }
      if (notes.files.at(-1) !== file && !notes.files.includes(file)) notes.files.push(file);
      return notes;
    },
    find: (id) => sessions.get(id),
    get size() {
      return sessions.size;
    },
    list: () => [...sessions.values()].sort((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity) || (a.id < b.id ? -1 : 1)),
  };
}

/** Widens a session's span. */
export function noteTime(session: SessionNotes, time: number): void {
  if (session.start === null || time < session.start) session.start = time;
  if (session.end === null || time > session.end) session.end = time;
}

/** What a row says of its session beside its content. */
export function noteEnvelope(session: SessionNotes, { time, version, cwd, entrypoint, sidechain, parentUuid, uuid }: Envelope, agentId: string | null): void {
  if (time !== null) noteTime(session, time);
  if (version !== null && session.versions.size < 200) session.versions.add(version);
  if (agentId !== null) session.agents.add(agentId);
  else {
    // In the oldest layout a sub-agent has no id; its first row, which follows none, has one.
    if (sidechain && parentUuid === null && uuid !== null) session.agents.add(uuid);
    session.cwd ??= cwd;
  }
  // A session can be resumed in another way than it was started.
  if (entrypoint !== null) session.headless = headlessOf(entrypoint);
}

/** Takes a title where it counts at least as much as the one there is. Titles are written again: the last one wins; of prompts the first. */
export function noteTitle(session: SessionNotes, title: string, rank: TitleRank): void {
  if (title === '') return;
  const known = titleRanks.indexOf(session.titleRank);
  const better = session.title === null || titleRanks.indexOf(rank) > known || (rank === session.titleRank && rank !== 'prompt');
  if (!better) return;
  session.title = title;
  session.titleRank = rank;
}

/** Counts a call, or takes it back (`by` is -1), by whether a person was there. */
export function callCounted(session: SessionNotes, attended: Exclude<Attendance, 'mixed'>, by: 1 | -1): void {
  if (attended === 'attended') session.attendedCalls += by;
  if (attended === 'unattended') session.unattendedCalls += by;
}

/** Adds a change of mode in its place in time; the mode that holds already is no change. */
export function noteMode(session: SessionNotes, change: ModeChange): void {
  const { modes, modeTimes } = session;
  // A session's files are read one after the other, and need not follow each other in time.
  const at = change.time === null ? modes.length : changesBefore(session, change.time);
  if (modes[at - 1]?.mode === change.mode) return;
  const again = modes[at]?.mode === change.mode ? 1 : 0;
  modeTimes.splice(at, again, change.time ?? modeTimes.at(-1) ?? Number.NEGATIVE_INFINITY);
  modes.splice(at, again, change);
}

/** How many changes there are at or before a time. They are halved again and again: of many each call would ask for all. */
function changesBefore({ modeTimes }: SessionNotes, time: number): number {
  let low = 0;
  let high = modeTimes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((modeTimes[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Modes of a parent that win over what it asks for its sub-agent. */
const winningModes = new Set(['bypassPermissions', 'acceptEdits', 'auto']);

/** The mode that a sub-agent starts in: its parent's where that one wins, else the one that the call asks for; null for none. */
export function modeOfAgent(parent: string | null, asked: string | null): string | null {
  return parent !== null && winningModes.has(parent) ? parent : asked;
}

/** The mode that held at a time: the last change at or before it. Before the first one no record tells, and without a time only a mode that never changed. */
export function modeAt(session: SessionNotes, time: number | null): string | null {
  const { modes } = session;
  if (time === null) return modes.length === 1 ? (modes[0]?.mode ?? null) : null;
  return modes[changesBefore(session, time) - 1]?.mode ?? null;
}

/** Modes in which no person approves a call: checks are off, or a rule or a model decides. */
const unattendedModes = new Set(['bypassPermissions', 'dontAsk', 'auto']);
/** Modes in which a person is asked; `manual` is another word for `default`. What a mode of a later version means is not known. */
const askingModes = new Set(['default', 'manual', 'acceptEdits', 'plan']);

/** Entrypoints of runs that have no terminal to ask at. */
const headlessEntrypoints = new Set(['sdk-cli', 'sdk-ts', 'sdk-py', 'claude-code-github-action', savedStream]);

/** The entrypoint of a run without a terminal; null for another one. */
export function headlessOf(entrypoint: string | null): string | null {
  return entrypoint !== null && headlessEntrypoints.has(entrypoint) ? entrypoint : null;
}

/** Whether a person was there to approve: by the mode that held, and by how the session was started. */
export function attendance(mode: string | null, headless: string | null): Exclude<Attendance, 'mixed'> {
  if (mode !== null && unattendedModes.has(mode)) return 'unattended';
  if (headless !== null) return 'unattended';
  return mode !== null && askingModes.has(mode) ? 'attended' : 'unknown';
}

/**
 * The same for one call whose row says that the user decided on it. That is a click in an interactive session alone: in a run
 * without a terminal the same word stands for saved rules and for the program that started it.
 */
export function attendanceOfCall(mode: string | null, headless: string | null, byUser: boolean): Exclude<Attendance, 'mixed'> {
  return byUser && headless === null ? 'attended' : attendance(mode, headless);
}

/** Where a row's events stand: beside those of its session, or among those of a sub-agent. */
export function laneOf(sidechain: boolean, agentId: string | null): Lane {
  return sidechain || agentId !== null ? 'agent' : 'session';
}
