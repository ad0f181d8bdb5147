/** Looks into the objects of each repository once a case: what is lost, how the files differ, what the rules say of it. */
import crypto from 'node:crypto';
import { append } from '../../../shared/append.ts';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { ReadProblem, Repository } from '../../../shared/case.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import type { GitHit, GitRule } from '../analysis/git/git-hit.ts';
import type { RepositoryFacts } from '../analysis/git/git-facts.ts';
import { recoverCommand } from '../analysis/git/unreachable-commit.ts';
import { repositoryRules } from '../analysis/git/repository-rules.ts';
import { createRecordReader, type RecordReader } from '../events/original.ts';
import { openObjects, type ObjectReader } from '../sources/git/objects/object-reader.ts';
import type { Reachability } from '../sources/git/objects/reachability.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import { compareWorkTree, type WorkTreeRead } from '../sources/git/work-tree.ts';
import type { RollbackAdvice } from '../../../shared/rollback.ts';
import { maskSecrets } from '../analysis/secrets/find-secrets.ts';
import { within } from './deadline.ts';
import type { HashedFinding } from './finding-book.ts';
import { type CaseTimes, caseTimes, collectFacts, entryEvents, type KnownBefore } from './repository-facts.ts';
import { firstWrites, rollbackAdvice } from './rollback.ts';

/** Looking for what is lost is given up after so long, a repository; 200,000 commits take half of it. */
const lostMs = 60_000;
const treeMs = 20_000;
const factsMs = 30_000;
/** A hostile repository must not fill the list of findings; what is beyond is one row of the ledger. */
const hitsPerRule = 200;
/** The latest tips of lost commits that a repository's row carries. */
const lostCommitsShown = 50;
const lostObjectsShown = 50;

/** What looking into one repository gave. `null`: not worked out, and a problem says why. */
export interface ExaminedRepository {
  readonly facts: RepositoryFacts | null;
  readonly lost: Reachability | null;
  readonly more: Pick<Repository, 'unreachable' | 'lost' | 'lostCommits' | 'lostObjects' | 'workTreeState'>;
  readonly problems: readonly ReadProblem[];
}

export interface ExaminedRepositories {
  readonly byPath: ReadonlyMap<string, ExaminedRepository>;
  readonly findings: readonly HashedFinding[];
  /** How each repository that calls could write to unattended might be put back. */
  readonly rollback: readonly RollbackAdvice[];
  /** For the ledger: what could not be read or was given up, beyond what reading the repositories told. */
  readonly problems: readonly ReadProblem[];
}

/** Works through the repositories, one after the other. `onRepository` is told which one is next. */
export async function examineRepositories(reads: readonly RepositoryRead[], known: KnownBefore, onRepository: (path: string) => void, signal?: CancelSignal): Promise<ExaminedRepositories> {
  const times = caseTimes(known);
  const firsts = firstWrites(reads, times);
  const rollback: RollbackAdvice[] = [];
  const byPath = new Map<string, ExaminedRepository>();
  const findings: HashedFinding[] = [];
  const eventOf = entryEvents(times.reflogs);
  const reader = createRecordReader(times.files);
  try {
    for (const read of reads) {
      onRepository(read.gitDir);
      const objects = openObjects(times.files, read, reads);
      try {
        const examined = await examineRepository(read, objects, times, eventOf, signal);
        const cut: ReadProblem[] = [];
        const own: HashedFinding[] = [];
        for (const rule of repositoryRules) {
          const hits = examined.facts === null ? [] : rule.examine(examined.facts);
          for (const hit of hits.slice(0, hitsPerRule)) own.push(findingOf(rule, hit, read.gitDir, reader));
          if (hits.length > hitsPerRule) cut.push({ path: read.gitDir.slice(0, 8192), line: null, byteOffset: null, reason: `${hits.length - hitsPerRule} further findings of ${rule.info.id} are left out.` });
        }
        append(findings, own);
        if (examined.facts !== null) {
          const input = { read, objects, facts: examined.facts, times, checkedOutElsewhere: reads.filter((other) => other !== read && other.commonDir === read.commonDir).flatMap((other) => other.head.ref ?? []), workTreeState: examined.more.workTreeState, findings: [...known.ofCalls, ...own], first: firsts.get(read.gitDir) ?? null };
          const advice = await within(factsMs, signal, (limit) => rollbackAdvice(input, limit));
          if (advice !== null) rollback.push(advice);
        }
        byPath.set(read.gitDir, { ...examined, problems: [...examined.problems, ...cut] });
      } finally {
        objects.close();
      }
    }
  } finally {
    reader.close();
  }
  return { byPath, findings, rollback, problems: [...byPath.values()].flatMap((each) => each.problems) };
}

async function examineRepository(read: RepositoryRead, objects: ObjectReader, times: CaseTimes, eventOf: ReturnType<typeof entryEvents>, signal?: CancelSignal): Promise<ExaminedRepository> {
  const problems: ReadProblem[] = [];
  const giveUp = (what: string): void => void problems.push({ path: read.gitDir.slice(0, 8192), line: null, byteOffset: null, reason: `${what} took too long and was given up.` });
  // A linked worktree has no objects of its own: what is lost is told of the repository that it belongs to.
  const linked = read.gitDir !== read.commonDir;
  const lost = linked ? null : await within(lostMs, signal, (limit) => objects.unreachable(limit));
  if (lost === null && !linked) giveUp('Looking for commits that no ref leads to');
  const tree = await within(treeMs, signal, (limit) => compareWorkTree(times.files, read, objects, limit));
  if (tree === null) giveUp('Comparing the files with HEAD');
  const facts = await within(factsMs, signal, (limit) => collectFacts(read, objects, lost, times, eventOf, limit));
  if (facts === null) giveUp('Comparing the reflogs with the commits');
  return {
    facts,
    lost,
    more: { ...lostFields(lost, facts), ...(lost === null ? {} : { lostObjects: lostObjects(lost, objects) }), ...(tree === null || tree.tracked === null ? {} : { workTreeState: treeFields(tree, tree.tracked) }) },
    problems: [...problems, ...objects.problems(), ...(tree?.problems ?? [])],
  };
}

function lostFields(lost: Reachability | null, facts: RepositoryFacts | null): Pick<Repository, 'unreachable' | 'lost' | 'lostCommits'> {
  if (lost === null) return { unreachable: null };
  const gone = lost.unreachable.filter((each) => !each.inReflog);
  const count = (type: string): number => gone.filter((each) => each.type === type).length;
  return {
    unreachable: gone.length,
    lost: { commits: count('commit'), trees: count('tree'), blobs: count('blob'), tags: count('tag'), damaged: count('damaged'), onlyInReflogs: lost.unreachable.length - gone.length, missing: lost.missingCount },
    ...(facts === null ? {} : { lostCommits: facts.lost.slice(-lostCommitsShown).map(lostCommit) }),
  };
}

/** Dangling contents and folders. Their first line may be key material: it is masked as elsewhere. */
function lostObjects(lost: Reachability, objects: ObjectReader): NonNullable<Repository['lostObjects']> {
  const found: NonNullable<Repository['lostObjects']> = [];
  for (const { oid, type, dangling, inReflog } of lost.unreachable) {
    if (found.length >= lostObjectsShown) break;
    if (!dangling || inReflog || type === 'commit' || type === 'damaged') continue;
    const glance = objects.glance(oid);
    found.push({ oid, type, says: (glance.ok ? maskSecrets(glance.value) : glance.problem.reason).slice(0, 600) });
  }
  return found;
}

function lostCommit({ commit, commits, heldBy, laterVersion, number }: RepositoryFacts['lost'][number]): NonNullable<Repository['lostCommits']>[number] {
  const seconds = commit.committer?.seconds ?? null;
  return {
    oid: commit.oid,
    subject: commit.subject.slice(0, 500),
    author: commit.author === null ? '' : `${commit.author.name} <${commit.author.email}>`.slice(0, 1000),
    time: seconds === null ? null : seconds * 1000,
    commits,
    heldBy,
    laterVersion,
    recover: number === null ? null : recoverCommand(number, commit.oid),
  };
}

function treeFields(tree: WorkTreeRead, tracked: number): NonNullable<Repository['workTreeState']> {
  const paths = [...tree.staged.map((each) => `${each.path} (staged, ${each.status})`), ...tree.unstaged.map((each) => `${each.path} (${each.status})`)];
  return {
    tracked,
    staged: tree.staged.length,
    changed: tree.unstaged.length,
    untracked: tree.untrackedCount,
    conflicts: tree.conflicts.length,
    hidden: tree.hidden.length,
    filesCopied: tree.filesCopied,
    paths: paths.slice(0, 100).map((path) => path.slice(0, 4096)),
  };
}

function findingOf({ info }: GitRule, hit: GitHit, repository: string, reader: RecordReader): HashedFinding {
  const cited = hit.evidence.flatMap((ref): readonly { ref: EvidenceRef; hash: string }[] => {
    const hash = reader.sha256(ref);
    return hash === null ? [] : [{ ref: { ...ref, path: ref.path.slice(0, 8192) }, hash }];
  });
  const place = cited[0]?.ref;
  const name = crypto.createHash('sha256').update(`${info.id}\n${repository}\n${place?.path ?? ''}\n${place?.byteStart ?? ''}\n${hit.excerpt}`).digest('hex');
  return {
    finding: {
      id: `pf-${name.slice(0, 12)}`,
      rule: info.id,
      title: (hit.title ?? info.title).slice(0, 300),
      severity: hit.severity,
      confidence: hit.confidence,
      confidenceReason: hit.confidenceReason.slice(0, 500),
      state: hit.state,
      time: hit.time,
      eventId: hit.event,
      sessionId: hit.session?.slice(0, 300) ?? null,
      toolUseId: hit.toolUseId?.slice(0, 300) ?? null,
      repository: repository.slice(0, 8192),
      ref: hit.ref?.slice(0, 4096) ?? null,
      attack: [...info.attack],
      sentence: hit.sentence.slice(0, 2000),
      excerpt: hit.excerpt.slice(0, 1000),
      evidence: cited.map(({ ref }) => ref),
      detail: hit.detail,
    },
    madeBy: info.id,
    recordSha256: cited.map(({ hash }) => hash),
  };
}
