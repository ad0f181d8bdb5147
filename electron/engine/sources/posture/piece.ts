/** What a file's reader finds in it: texts that some shell would run, each with the environment that the file gives it. */
import type { BypassRequest } from '../../shell/programs/agent-flags.ts';

/** What kind of place a text stands in; scopes are judged from it elsewhere. */
export const flagOrigins = [
  'shell-script', 'makefile', 'package-script', 'task-file', 'source-code', 'schedule', 'shell-start-file', 'ci', 'container-file', 'compose', 'dev-container',
  'shell-history', 'process-event', 'settings', 'editor-settings', 'agent-config', 'transcript', 'prose',
] as const;
export type FlagOrigin = (typeof flagOrigins)[number];

/** A text in the grammar of a shell, or words that are started without one. */
export interface Piece {
  readonly text: string;
  /** Words instead of a text: `CMD ["claude", "…"]`. */
  readonly argv?: readonly string[];
  /** Where it stands in the file: positions of the file's text. */
  readonly start: number;
  readonly end: number;
  /** True where `text` is the file's text from `start` to `end`, letter by letter. */
  readonly exact: boolean;
  readonly env: ReadonlyMap<string, string | null>;
  /** Where `env` comes from, in words: `the job's environment`. */
  readonly envFrom: string;
  /** How wide it reaches, where the file says more than its kind does: `6 jobs of a matrix`. */
  readonly reach: string | null;
  readonly origin: FlagOrigin;
  /** Runs in a container by what the file says. */
  readonly container: boolean;
  /** Files that it can read in, by the name as written. */
  readonly look?: (path: string) => string | null;
  /** What has to be called for it to run: `alias cc`; null where the file runs it. */
  readonly behind: string | null;
}

/** A variable or a setting that claims a sandbox, as the place sets it. */
export interface SandboxVariable {
  readonly name: string;
  readonly value: string | null;
  /** `in the same command`, `exported before it`, `in the job's environment`. */
  readonly from: string;
}

/** A request that is no command: a setting, an option of an SDK. */
export interface DirectRequest {
  readonly request: BypassRequest;
  readonly start: number;
  readonly text: string;
  readonly origin: FlagOrigin;
  readonly how: string;
  readonly reach?: string;
  readonly env?: ReadonlyMap<string, string | null>;
  readonly envFrom?: string;
  readonly claims?: readonly SandboxVariable[];
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly direct: readonly DirectRequest[];
  readonly problem: string | null;
}

export const noEnvironment: ReadonlyMap<string, string | null> = new Map();

/** A piece that is the file's own text. */
export function exactPiece(text: string, start: number, end: number, origin: FlagOrigin, more: Partial<Piece> = {}): Piece {
  return { text: text.slice(start, end), start, end, exact: true, env: noEnvironment, envFrom: '', reach: null, origin, container: false, behind: null, ...more };
}

/** A piece that stands in the file in other words: a JSON string, a folded YAML text. */
export function decodedPiece(text: string, start: number, end: number, origin: FlagOrigin, more: Partial<Piece> = {}): Piece {
  return { text, start, end, exact: false, env: noEnvironment, envFrom: '', reach: null, origin, container: false, behind: null, ...more };
}
