/** Opens a case: lists the evidence, reads each source once, runs the rules, and freezes what was found. */
import crypto from 'node:crypto';
import type { CancelSignal } from '../../shared/cancel.ts';
import type { OpenStep, Progress, ReadProblem, Repository } from '../../shared/case.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import type { EvidenceRef } from '../../shared/event.ts';
import type { Finding } from '../../shared/finding.ts';
import type { ProjectRoot, SourceMachine } from './analysis/examined-call.ts';
import { examineCall } from './analysis/examine.ts';
import { rules } from './analysis/rules/all.ts';
import { createFindingBook } from './case/finding-book.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { addReflogEvents, type ReflogEvent } from './case/reflog-events.ts';
import { noFindings, sessionView, type SeverityCounts, unattendedSpans } from './case/sessions-view.ts';
import { createEventStore } from './events/event-store.ts';
import { manifestBytes } from './export/manifest-text.ts';
import type { EvidenceFiles } from './intake/evidence-files.ts';
import { createManifest, hashFile, type Manifest, notOpened } from './intake/manifest.ts';
import { createPace } from './intake/pace.ts';
import { walk } from './intake/walk.ts';
import type { RepositoryRead } from './sources/git/repository.ts';
import { readRepositories } from './sources/git/read-repository.ts';
import { kindByName, looksLikeTranscript, transcriptByName, transcriptFile } from './sources/identify.ts';
import { createLedgerBook } from './sources/ledger-book.ts';
import { homeOf, projectRoot, sourceMachine, sourcePath } from './sources/source-place.ts';
import { readTranscript, type TranscriptDesk, type TranscriptFile } from './sources/transcript/read-transcript.ts';
import { createSeenRows } from './sources/transcript/seen-rows.ts';
import { createSessionBook } from './sources/transcript/sessions.ts';
import { ruleSetHash } from './rule-set.ts';

export interface OpenOptions {
  readonly signal?: CancelSignal;
  /** Called often; the values are a fresh snapshot each time. */
  readonly onProgress?: (progress: Progress) => void;
  /** Project roots that the analyst sets instead of the sessions' own; absolute on the source machine. */
  readonly projectRoots?: readonly string[];
  /** The clock, for the time of hashing and elapsed milliseconds. */
  readonly now: () => number;
}

const headBytes = 65_536;

/** Reads the evidence. Throws `Cancelled`, or an error where the folder itself can't be read; the rest is in the ledger. */
export async function openCase(order: OpenOrder, options: OpenOptions): Promise<OpenedCase> {
  const report = progressOf(options);
  const pace = createPace(options.signal);
  const ledger = createLedgerBook(report.problem);

  report.step('inventory');
  const walked = await walk(order.root, order.include, { ...(options.signal ? { signal: options.signal } : {}), onProgress: (names) => report.set({ files: names }) });
  const manifest = createManifest(walked.files);
  const files = hashingFiles(walked.files, manifest);
  for (const problem of [...walked.problems, ...notOpened(files)]) ledger.problem(problem);
  const regular = [...files.entries.values()].filter((entry) => entry.kind === 'file');
  report.set({ files: regular.length, bytes: regular.reduce((sum, entry) => sum + entry.bytes, 0) });
  for (const entry of regular) {
    const kind = kindByName(entry.path);
    if (kind !== 'other') manifest.note(entry.path, { kind });
  }
  const transcripts = findTranscripts(files, manifest);
  report.done('inventory');

  report.step('repositories');
  const reads: RepositoryRead[] = [];
  for await (const read of readRepositories(files, options.signal)) {
    reads.push(read);
    for (const problem of read.problems) ledger.problem(problem);
    report.set({ repositories: reads.length, repositoriesDone: reads.length, current: read.gitDir });
  }
  report.done('repositories');

  report.step('transcripts');
  const store = createEventStore();
  const sessions = createSessionBook();
  const findings = createFindingBook();
  const workTrees = reads.flatMap((read) => (read.workTree === null ? [] : [sourcePath(read.workTree)]));
  const judges = createJudges(sessions, workTrees, options.projectRoots ?? []);
  const otherPlaces = new Map<number, EvidenceRef[]>();
  const desk: TranscriptDesk = {
    store,
    sessions,
    ledger,
    seen: createSeenRows(),
    calls: new Map(),
    early: new Map(),
    otherPlaces,
    sha256: (bytes) => crypto.createHash('sha256').update(bytes).digest('hex'),
    onCall(read) {
      const { root, machine } = judges(read.call.sessionId, read.ref.path, read.call.cwd);
      const examined = examineCall(read.call, root, machine);
      if (examined.hits.length === 0) return;
      const sha256 = read.recordSha256();
      for (const hit of examined.hits) findings.add(read.call.eventId, hit, hit.rule, read.ref, sha256);
    },
  };
  for (const transcript of transcripts) {
    report.set({ current: transcript.path });
    const read = await readTranscript(files, transcript, desk, pace, (bytes) => {
      report.advance(bytes);
      report.set({ records: ledger.records, malformed: ledger.malformed, findings: findings.size });
    });
    manifest.note(transcript.path, {
      kind: transcript.agentId === null ? 'transcript' : 'agent-transcript',
      state: read.sha256 === null && read.bytes === 0 ? 'unreadable' : read.partial ? 'partial' : 'read',
      ...(read.sha256 === null ? {} : { sha256: read.sha256, bytes: read.bytes }),
    });
    report.fileDone();
    report.set({ sessions: sessions.list().length });
  }
  placeEarlyAnswers(desk);
  report.done('transcripts');

  report.step('hash');
  for (const path of manifest.unhashed()) {
    report.set({ current: path });
    const hashed = await hashFile(files, path, pace, report.advance);
    if (hashed.ok) manifest.note(path, hashed.value);
    else {
      manifest.note(path, { state: 'unreadable' });
      ledger.problem(hashed.problem);
    }
    report.fileDone();
  }
  report.done('hash');

  report.step('rules');
  const reflogByOldNumber = addReflogEvents(store, reads);
  const newNumber = store.freeze();
  const reflogs = renumbered(reflogByOldNumber, newNumber);
  const places = renumbered(otherPlaces, newNumber);
  const hashed = findings.finish(store, newNumber);
  const byEvent = new Map<number, Finding[]>();
  const bySession = new Map<string, SeverityCounts>();
  for (const { finding } of hashed) {
    if (finding.eventId !== null) byEvent.set(finding.eventId, [...(byEvent.get(finding.eventId) ?? []), finding]);
    if (finding.sessionId === null) continue;
    const counts = bySession.get(finding.sessionId) ?? noFindings();
    counts[finding.severity] += 1;
    bySession.set(finding.sessionId, counts);
  }
  const spans = unattendedSpans(store);
  const entries = manifest.list();
  const manifestFile = manifestBytes(entries);
  report.set({ rules: rules.length, findings: hashed.length, current: '' });
  report.done('rules');
  return {
    order,
    files,
    store,
    sessions: sessions.list().map((notes) => sessionView(notes, spans.get(notes.id) ?? [], bySession.get(notes.id.slice(0, 300)) ?? noFindings())),
    spans,
    promptTimes: new Map(sessions.list().map((notes) => [notes.id, notes.promptTimes])),
    repositories: reads.map(repositoryView),
    repositoryReads: reads,
    reflog: (event) => reflogs.get(event) ?? null,
    findings: hashed,
    findingsOf: (event) => byEvent.get(event) ?? [],
    rules: rules.map((rule) => rule.info),
    ruleSet: ruleSetHash(),
    entries,
    manifest: manifestFile,
    manifestSha256: crypto.createHash('sha256').update(manifestFile).digest('hex'),
    ledger: ledger.totals(entries.length),
    problems: ledger.problems,
    otherPlaces: (event) => places.get(event) ?? [],
    judgedBy: (session, file) => judges(session ?? '', file, null),
    hashedAt: options.now(),
  };
}

function renumbered<Value>(map: ReadonlyMap<number, Value>, newNumber: Uint32Array): Map<number, Value> {
  return new Map([...map].map(([old, value]) => [newNumber[old] ?? old, value]));
}

/** A whole small file that a source reads is hashed on the way, so that each byte is read once. */
function hashingFiles(files: EvidenceFiles, manifest: Manifest): EvidenceFiles {
  return {
    ...files,
    readWhole(path, maxBytes) {
      const read = files.readWhole(path, maxBytes);
      if (read.ok && manifest.get(path)?.sha256 === null) {
        manifest.note(path, { sha256: crypto.createHash('sha256').update(read.value).digest('hex'), bytes: read.value.length, state: 'read' });
      }
      return read;
    },
  };
}

/** Transcripts by name; else `.jsonl` files whose first records show what they are. Main files before their agents'. */
function findTranscripts(files: EvidenceFiles, manifest: Manifest): readonly TranscriptFile[] {
  const found: TranscriptFile[] = [];
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file' || !entry.path.endsWith('.jsonl')) continue;
    const named = transcriptByName(entry.path);
    if (named) {
      found.push(named);
      continue;
    }
    if (manifest.get(entry.path)?.kind !== 'other') continue;
    const opened = files.open(entry.path);
    if (!opened.ok) continue; // Reading it for its hash meets the same problem and lists it.
    try {
      if (looksLikeTranscript(opened.value.read(0, headBytes))) found.push(transcriptFile(entry.path, null));
    } finally {
      opened.value.close();
    }
  }
  return found.sort((a, b) => Number(a.agentId !== null) - Number(b.agentId !== null));
}

/** Gives the project root and the machine for a session's calls; worked out once a session. */
function createJudges(sessions: ReturnType<typeof createSessionBook>, workTrees: readonly string[], given: readonly string[]) {
  const known = new Map<string, { root: ProjectRoot; machine: SourceMachine; cwd: string | null }>();
  return (sessionId: string, file: string, callCwd: string | null): { root: ProjectRoot; machine: SourceMachine } => {
    const cwd = sessions.find(sessionId)?.cwd ?? callCwd;
    const judged = known.get(sessionId);
    if (judged && judged.cwd === cwd) return judged;
    const machine = sourceMachine(homeOf(file, cwd), cwd, workTrees);
    const fresh = { root: projectRoot(cwd, machine, given), machine, cwd };
    known.set(sessionId, fresh);
    return fresh;
  };
}

/** Answers whose calls never came: kept as events of their own, in no session's count of calls. */
function placeEarlyAnswers(desk: TranscriptDesk): void {
  for (const [id, early] of desk.early) {
    desk.store.add({
      time: early.time, near: early.time, lane: 'session', kind: 'result', session: null, agent: null, toolUseId: id, tool: null,
      argument: 'A result without its call', cwd: null, mode: null, attended: 'unknown', outcome: early.answer.outcome,
      file: early.place.path, line: early.place.line, byteStart: early.place.byteStart, byteEnd: early.place.byteEnd, block: 0,
    });
  }
  desk.early.clear();
}

function repositoryView(read: RepositoryRead): Repository {
  return {
    path: read.gitDir.slice(0, 8192),
    workTree: read.workTree?.slice(0, 8192) ?? null,
    kind: read.kind,
    head: read.head.oid?.slice(0, 128) ?? null,
    branch: read.head.branch?.slice(0, 4096) ?? null,
    refs: read.refs.length,
    reflogEntries: read.reflogs.reduce((sum, log) => sum + log.entries.length, 0),
    unreachable: null,
    problems: read.problems.slice(0, 200).map((problem) => `${problem.path}: ${problem.reason}`.slice(0, 1000)),
  };
}

const noProgress: Omit<Progress, 'problems' | 'stepsDone'> = {
  state: 'reading', elapsedMs: 0, files: 0, filesDone: 0, bytes: 0, bytesDone: 0, records: 0, malformed: 0, sessions: 0,
  repositories: 0, repositoriesDone: 0, rules: 0, findings: 0, step: 'inventory', current: '', failure: null,
};
/** Progress is told at most this often. */
const tellEveryMs = 100;

function progressOf(options: OpenOptions) {
  const started = options.now();
  let told = Number.NEGATIVE_INFINITY;
  let state = noProgress;
  const stepsDone: OpenStep[] = [];
  const problems: ReadProblem[] = [];
  const tell = (always: boolean): void => {
    const elapsed = options.now() - started;
    if (!always && elapsed - told < tellEveryMs) return;
    told = elapsed;
    options.onProgress?.({ ...state, elapsedMs: Math.max(0, Math.round(elapsed)), stepsDone: [...stepsDone], problems: problems.slice(-8) });
  };
  return {
    set(values: Partial<Progress>) {
      state = { ...state, ...values };
      tell(false);
    },
    advance(bytes: number) {
      state = { ...state, bytesDone: state.bytesDone + bytes };
      tell(false);
    },
    fileDone() {
      state = { ...state, filesDone: state.filesDone + 1 };
      tell(false);
    },
    problem(problem: ReadProblem) {
      problems.push(problem);
      if (problems.length > 64) problems.splice(0, 32);
    },
    step(step: OpenStep) {
      state = { ...state, step };
      tell(true);
    },
    done(step: OpenStep) {
      stepsDone.push(step);
      tell(true);
    },
  };
}
