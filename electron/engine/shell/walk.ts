/** The state of reading one command text, and how facts are noted in it. Knows no program. */
import type { ParsedScript, SyntaxNode } from 'unbash';
import type { NetworkFact } from '../../../shared/finding.ts';
import { hasMark, showMarks } from './marks.ts';
import { reasons } from './reasons.ts';
import type { RawFact, Source, Span, Stream, Value } from './values.ts';

export const maxFacts = 480;
export const maxDepth = 8;

/** Counts shared by a text and what is nested in it. */
export interface Budget {
  nodes: number;
  /** Of nested texts that were read. */
  characters: number;
  complete: boolean;
  /** A body was read more than once: facts may repeat. */
  repeated: boolean;
  /** Functions that are being read, and those that were called. */
  readonly calling: Set<string>;
  readonly called: Set<string>;
}

/** A file held open: what reading it gives, and where writing to it goes. */
export interface Descriptor {
  readonly input: Stream | null;
  readonly output: Output | null;
}

/** Where output goes: a file by its word, or the input of a substituted command. */
export interface Output {
  readonly target: Value;
  readonly into: ParsedScript | null;
}

export interface Walk {
  readonly facts: RawFact[];
  readonly budget: Budget;
  env: Map<string, Value>;
  functions: Map<string, SyntaxNode>;
  /** Working directory in marks: empty is the call's own, null is unknown. */
  cwd: string | null;
  /** The working directory before the last `cd`; null where unknown. */
  before: string | null;
  /** What `pushd` put away, the last first. */
  pushed: readonly (string | null)[];
  depth: number;
  context: 'host' | 'remote' | 'container';
  wrappers: readonly string[];
  privileged: boolean;
  /** Arguments of the function or script that is read; null at the top. */
  positional: readonly Value[] | null;
  /** Place in the call's text for a text that is nested in it; null where positions are the call's own. */
  place: Span | null;
  stdin: Stream;
  /** Files that `exec 3>file` and the like hold open, by number or variable. */
  readonly descriptors: Map<string, Descriptor>;
  /** Texts that the command wrote into files, by path: a file that is then run holds them. */
  readonly contents: Map<string, string>;
  background: boolean;
  /** What is read here may not run, or its end does not decide how the whole ends. */
  open: boolean;
  /** What is read here may run more than once. */
  repeats: boolean;
  /** Set by the walker, so that words can run what is substituted in them without knowing how. */
  readonly runScript: (walk: Walk, script: ParsedScript, stdin: Stream) => Stream;
  readonly callFunction: (walk: Walk, name: string, body: SyntaxNode, args: readonly Value[], stdin: Stream, place: Span | null) => Stream;
  readonly runText: (walk: Walk, text: string, stdin: Stream, place: Span | null) => Stream;
}

export function span(walk: Walk, start: number, end: number): Span {
  return walk.place ?? { start, end };
}

export function note(walk: Walk, fact: RawFact): void {
  if (fact.kind === 'network') fact = bounded(fact);
  if (walk.facts.length < maxFacts) walk.facts.push(fact);
  else incomplete(walk, reasons.tooLarge, null);
}

/** The contract bounds each text of a contact; hostile hosts and URLs are longer. */
function bounded(fact: NetworkFact): NetworkFact {
  const tooLong = fact.written.length > 8000 || (fact.host?.length ?? 0) > 900;
  if (!tooLong && fact.uploads.length === 0 && !hasMark(fact.written) && !(fact.host !== null && hasMark(fact.host))) return fact;
  return {
    ...fact,
    written: showMarks(fact.written).slice(0, 8000),
    host: fact.host === null || hasMark(fact.host) ? null : fact.host.slice(0, 900),
    uploads: fact.uploads.slice(0, 64).map((upload) => showMarks(upload).slice(0, 8000)),
  };
}

/** Says once, and for the whole command, that it was not read to its end. */
export function incomplete(walk: Walk, reason: string, place: Span | null): void {
  if (!walk.budget.complete) return;
  walk.budget.complete = false;
  walk.facts.push({ kind: 'dynamic', reason, span: place });
}

export function noteReason(walk: Walk, reason: string, detail: string, place: Span | null): void {
  note(walk, { kind: 'dynamic', reason: detail === '' ? reason : `${reason}: ${detail.slice(0, 200)}`, span: place });
}

export function noteFlows(walk: Walk, sources: readonly Source[], to: Source, place: Span | null): void {
  for (const from of sources) if (from !== to && !(from.kind === 'output' && to.kind === 'file')) note(walk, { kind: 'flow', from, to, span: place });
}

/** A copy whose variables and working directory change without changing the original's, as in a subshell. */
export function subshell(walk: Walk): Walk {
  return { ...walk, env: walk.env.size === 0 ? new Map() : new Map(walk.env) };
}

/** The same for what is substituted in a word: how it ends does not decide how the command ends. */
export function aside(walk: Walk): Walk {
  return { ...subshell(walk), open: true };
}

/** Reads what may not run, or whose end does not decide how the whole ends. */
export function openly<T>(walk: Walk, read: () => T): T {
  if (walk.open) return read();
  walk.open = true;
  const result = read();
  walk.open = false;
  return result;
}

/** Reads what may not run, and may run more than once. */
export function repeatedly<T>(walk: Walk, read: () => T): T {
  const saved = walk.repeats;
  walk.repeats = true;
  const result = openly(walk, read);
  walk.repeats = saved;
  return result;
}

/** Runs what another process runs, or what is kept for later: variables and folders are then as they were. */
export function apart<Result>(walk: Walk, run: () => Result): Result {
  const { cwd, before, pushed, env } = walk;
  walk.env = env.size === 0 ? new Map() : new Map(env);
  const result = run();
  walk.cwd = cwd;
  walk.before = before;
  walk.pushed = pushed;
  walk.env = env;
  return result;
}
