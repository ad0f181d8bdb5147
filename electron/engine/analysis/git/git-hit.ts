/** What a rule on a repository says: a finding that points at a reflog line, a setting, a file or an object. Types and shared words only. */
import type { EvidenceRef, Severity } from '../../../../shared/event.ts';
import type { Confidence, FindingDetail, FindingState, RuleInfo } from '../../../../shared/finding.ts';
import type { During, RefMove, RepositoryFacts } from './git-facts.ts';

export interface GitHit {
  readonly title?: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly confidenceReason: string;
  readonly state: FindingState;
  readonly time: number | null;
  /** The row that the finding belongs to: a reflog entry or a call; null for a setting or an object. */
  readonly event: number | null;
  readonly session: string | null;
  readonly toolUseId: string | null;
  readonly ref: string | null;
  readonly sentence: string;
  readonly excerpt: string;
  readonly evidence: readonly EvidenceRef[];
  readonly detail: FindingDetail;
}

/** A rule: what it says of itself, and a pure function from a repository's facts to hits. One rule a file. */
export interface GitRule {
  readonly info: RuleInfo;
  examine(facts: RepositoryFacts): readonly GitHit[];
}

/** Makes a rule of its texts and its function. */
export function defineGitRule(text: Omit<RuleInfo, 'family' | 'version' | 'attack'> & { readonly attack: readonly string[] }, examine: GitRule['examine']): GitRule {
  return { info: { ...text, attack: [...text.attack], version: 1, family: 'git' }, examine };
}

/** Where a hit on a reflog entry stands, and what joining it to calls gave. */
export function onMove(move: RefMove): Pick<GitHit, 'state' | 'time' | 'event' | 'session' | 'toolUseId' | 'ref'> {
  const state = move.cause !== null ? 'confirmed' : move.unexplained ? 'unexplained' : 'recorded';
  return { state, time: move.time, event: move.event, session: move.session, toolUseId: null, ref: move.log };
}

/** A hit that no row of the timeline stands for. */
export const noRow: Pick<GitHit, 'time' | 'event' | 'session' | 'toolUseId' | 'ref'> = { time: null, event: null, session: null, toolUseId: null, ref: null };

/** When something happened, as part of a sentence. */
export function whenWords(during: During): string {
  switch (during) {
    case 'unattended':
      return 'while calls ran unattended';
    case 'attended':
      return 'during an attended session';
    case 'outside':
      return 'outside the time of each session';
    default: {
      const never: never = during;
      return never;
    }
  }
}

/** An id of zeros: a ref that begins or ends to exist. */
export function isNone(oid: string): boolean {
  return /^0+$/.test(oid);
}

/** `1 commit`, `3 commits`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Seven digits of an id, for sentences; commands and details have it whole. */
export function short(oid: string): string {
  return oid.slice(0, 7);
}

/** The moves of one log or several without the copies that other logs hold. */
export function distinctMoves(facts: RepositoryFacts, wanted: (ref: string) => boolean): readonly RefMove[] {
  const seen = new Set<number>();
  return facts.logs.flatMap((log) => (wanted(log.ref) ? log.moves : [])).filter((move) => {
    if (seen.has(move.event)) return false;
    seen.add(move.event);
    return true;
  });
}

/** Branches that others build on. */
export function isProtected(ref: string): boolean {
  return /^refs\/(heads|remotes\/[^/]+)\/(main|master|trunk|develop|production|prod|release([/-].*)?)$/.test(ref);
}
