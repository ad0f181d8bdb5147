/** What a word or a stream is worth before anything runs: its text as far as known, and where that text comes from. */
import type { Certainty, ExecFact, FileFact, NetworkFact } from '../../../shared/finding.ts';

export type SourceKind = 'file' | 'net' | 'env' | 'credential' | 'decode' | 'archive' | 'exec' | 'text' | 'output';

/** Something that a value was made of. `base` is the working directory for a relative path; null where unknown. */
export interface Source {
  readonly kind: SourceKind;
  readonly label: string;
  readonly base: string | null;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An expanded word. `text` holds the marks of marks.ts where it is not known. */
export interface Value {
  readonly text: string;
  readonly certainty: Certainty;
  readonly sources: readonly Source[];
  readonly glob: boolean;
}

/** What flows through a pipe: the text where it is known, and what it was made of. */
export interface Stream {
  readonly text: string | null;
  readonly sources: readonly Source[];
}

export const noSources: readonly Source[] = [];
export const emptyStream: Stream = { text: '', sources: noSources };
export const unknownStream: Stream = { text: null, sources: noSources };

/** A file fact before its path is resolved: `base` is the working directory in the marks of marks.ts. */
export type RawFileFact = Omit<FileFact, 'path'> & {
  readonly base: string | null;
  /** The path is one of another machine or of a container. */
  readonly elsewhere: boolean;
};
export interface RawFlow {
  readonly kind: 'flow';
  readonly from: Source;
  readonly to: Source;
  readonly span: Span | null;
}
export interface RawEnv {
  readonly kind: 'env';
  readonly name: string;
  readonly value: string | null;
  readonly span: Span | null;
}
export interface RawDynamic {
  readonly kind: 'dynamic';
  readonly reason: string;
  readonly span: Span | null;
}
/** A fact that holds for any machine and working directory, so that equal commands are analysed once. */
/** An exec fact before its folder is resolved. */
export type RawExec = Omit<ExecFact, 'cwd'> & { readonly base: string | null };
export type RawFact = RawExec | RawFileFact | NetworkFact | RawFlow | RawEnv | RawDynamic;

/** A word that says exactly what it is. */
export function literal(text: string): Value {
  return { text, certainty: 'static', sources: noSources, glob: false };
}

/** Two lists of sources as one, without copying where one is empty. */
export function joined(one: readonly Source[], other: readonly Source[]): readonly Source[] {
  if (other.length === 0) return one;
  if (one.length === 0) return other;
  if (one.length + other.length > 64) return one;
  return [...one, ...other];
}
