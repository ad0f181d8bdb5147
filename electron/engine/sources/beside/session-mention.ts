/** A place outside the transcripts that names a session. Types only. */
import type { EvidenceRef } from '../../../../shared/event.ts';

export const mentionSources = ['prompt-history', 'claude-config', 'todo', 'task', 'file-history', 'debug-log', 'session-folder', 'sessions-index', 'running-session', 'agent-transcript', 'other-transcript', 'provider'] as const;
export type MentionSource = (typeof mentionSources)[number];

export interface SessionMention {
  readonly sessionId: string;
  readonly source: MentionSource;
  /** The configuration folder that it belongs to, as a path of the evidence; `''` is the root. */
  readonly folder: string;
  /** The record or file that names it; null for an empty folder. */
  readonly ref: EvidenceRef | null;
  /** Last time that a *record* gives for it, milliseconds UTC. File times are no record: copying changes them. */
  readonly time: number | null;
  readonly project: string | null;
  /** False where the client leaves the same trace of a session in which nothing was said. */
  readonly strong: boolean;
  /** What it says, in words, e.g. `3 prompts typed`. */
  readonly says: string;
}

/** A project that a backup of `~/.claude.json` has an entry for and the file itself has not. */
export interface RemovedProject {
  readonly folder: string;
  readonly project: string;
  /** The entry's name in the newest backup that has it. */
  readonly ref: EvidenceRef;
  /** True where the copy still holds the folder of its transcripts. */
  readonly hasFolder: boolean;
}

/** How long a configuration folder keeps transcripts, and when it was last swept. */
export interface Retention {
  readonly folder: string;
  readonly periodDays: number;
  /** The settings that say so; null where the client's default counts. */
  readonly periodFrom: EvidenceRef | null;
  /** Milliseconds UTC; null where no record says when. */
  readonly lastSweep: number | null;
  readonly sweepFrom: EvidenceRef | null;
  /** The settings did not parse: then the client does not sweep. */
  readonly paused: boolean;
}
