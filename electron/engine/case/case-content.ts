/**
 * What reading a case gave, as plain data, and the case made of it. What is kept in an index is exactly this: anything that
 * a view needs is either in here or worked out by `assembleCase`, so that a reopened case is the same as a case just read.
 */
import crypto from 'node:crypto';
import type { FileEntry, FileLedger, Ledger, MappedPath, ReadProblem, Repository, Session } from '../../../shared/case.ts';
import type { History } from '../../../shared/choices.ts';
import type { OpenOrder } from '../../../shared/engine-control.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { RollbackAdvice } from '../../../shared/rollback.ts';
import type { EventStore } from '../events/event-store.ts';
import { manifestBytes } from '../export/manifest-text.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { Policy } from '../policy/policy.ts';
import { ruleInfos, ruleSetHash } from '../rule-set.ts';
import type { BesideRead } from '../sources/beside/read-beside.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import type { MachineInCopy } from '../sources/known-machine.ts';
import { createJudges } from '../sources/source-place.ts';
import type { TrailNotes } from '../sources/transcript/trail.ts';
import type { HashedFinding } from './finding-book.ts';
import type { GitJoin } from './git-join.ts';
import { createLineage } from './lineage.ts';
import type { OpenedCase } from './opened-case.ts';
import type { Posture } from './posture.ts';
import type { ReflogEvent } from './reflog-events.ts';
import type { TimeSpan } from './sessions-view.ts';

/** Everything but the events themselves. No functions and no classes: it must survive being written and read back. */
export interface CaseContent {
  readonly sessions: readonly Session[];
  readonly spans: ReadonlyMap<string, readonly TimeSpan[]>;
  readonly promptTimes: ReadonlyMap<string, readonly number[]>;
  readonly repositories: readonly Repository[];
  readonly repositoryReads: readonly RepositoryRead[];
  readonly mapping: readonly MappedPath[];
  /** By event. */
  readonly reflogs: ReadonlyMap<number, ReflogEvent>;
  readonly git: GitJoin;
  readonly rollback: readonly RollbackAdvice[];
  /** As the rules made them, before the policy set any aside. */
  readonly unweighed: readonly HashedFinding[];
  readonly findings: readonly HashedFinding[];
  readonly entries: readonly FileEntry[];
  readonly ledger: Ledger;
  readonly problems: readonly ReadProblem[];
  readonly fileLedger: readonly FileLedger[];
  /** Numbered as the frozen store is. */
  readonly trail: TrailNotes;
  readonly beside: BesideRead;
  readonly posture: Posture;
  /** By event. */
  readonly places: ReadonlyMap<number, readonly EvidenceRef[]>;
  /** What sessions' calls were judged by. */
  readonly judged: { readonly cwds: ReadonlyMap<string, string | null>; readonly workTrees: readonly string[]; readonly projectRoots: readonly string[]; readonly sessionRoots: readonly (readonly [string, string])[]; readonly policy: Policy; readonly inCopy: MachineInCopy };
  readonly hashedAt: number;
}

/** `store` is frozen. */
export function assembleCase(order: OpenOrder, files: EvidenceFiles, store: EventStore, content: CaseContent, history: History): OpenedCase {
  const byEvent = new Map<number, Finding[]>();
  for (const { finding } of content.findings) {
    if (finding.eventId === null) continue;
    const known = byEvent.get(finding.eventId);
    if (known) known.push(finding);
    else byEvent.set(finding.eventId, [finding]);
  }
  const { cwds, workTrees, projectRoots, sessionRoots, policy, inCopy } = content.judged;
  const judges = createJudges((id) => cwds.get(id) ?? null, workTrees, projectRoots, policy.projectRoots, sessionRoots, inCopy);
  const manifest = manifestBytes(content.entries);
  return {
    order,
    files,
    store,
    sessions: content.sessions,
    spans: content.spans,
    promptTimes: content.promptTimes,
    repositories: content.repositories,
    repositoryReads: content.repositoryReads,
    mapping: content.mapping,
    reflog: (event) => content.reflogs.get(event) ?? null,
    git: content.git,
    rollback: content.rollback,
    findings: content.findings,
    findingsOf: (event) => byEvent.get(event) ?? [],
    rules: ruleInfos,
    ruleSet: ruleSetHash(policy),
    policy,
    history,
    entries: content.entries,
    manifest,
    manifestSha256: crypto.createHash('sha256').update(manifest).digest('hex'),
    ledger: content.ledger,
    problems: content.problems,
    fileLedger: content.fileLedger,
    lineage: createLineage(store, content.trail, content.beside.metas, content.places),
    beside: content.beside,
    posture: content.posture,
    otherPlaces: (event) => content.places.get(event) ?? [],
    judgedBy: (session, file) => judges(session ?? '', file, null),
    hashedAt: content.hashedAt,
  };
}
