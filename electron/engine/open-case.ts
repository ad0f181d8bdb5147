/** Opens a case: lists the evidence, reads each source once, runs the rules, and freezes what was found. */
import crypto from 'node:crypto';
import type { CancelSignal } from '../../shared/cancel.ts';
import type { FileEntry, Progress } from '../../shared/case.ts';
import type { History } from '../../shared/choices.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import { spanText } from '../../shared/time.ts';
import { joins } from './analysis/joins/join-session.ts';
import { rules } from './analysis/rules/all.ts';
import { assembleCase, type CaseContent } from './case/case-content.ts';
import { eventsBehind, fileLedger, ledgerFaults } from './case/file-ledger.ts';
import { createFindingBook } from './case/finding-book.ts';
import { type FirstRows, firstRows } from './case/first-rows.ts';
import { createLineage, renumberedTrail } from './case/lineage.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { examineRepositories } from './case/git-findings.ts';
import { joinCase } from './case/git-join.ts';
import { addReflogEvents } from './case/reflog-events.ts';
import { maskedFinding } from './case/masked-finding.ts';
import { mapRepositories } from './case/repository-mapping.ts';
import { ownersOf } from './case/repository-owners.ts';
import { repositoryView } from './case/repository-view.ts';
import { noFindings, sessionView, unattendedSpans } from './case/sessions-view.ts';
import { joinProvider } from './analysis/posture/provider-join.ts';
import { examinePosture } from './case/posture.ts';
import { weighed } from './case/weigh.ts';
import { addPostureEvents } from './case/posture-events.ts';
import { noteAgentModes } from './case/agent-modes.ts';
import { noteTelemetryModes } from './case/telemetry-modes.ts';
import { transcriptFindings } from './case/transcript-findings.ts';
import type { EvidenceEntry, EvidenceFiles } from './intake/evidence-files.ts';
import { changedSinceListed, createManifest, hashFile, type Manifest, notOpened } from './intake/manifest.ts';
import { createPace, type Pace } from './intake/pace.ts';
import { paced, stepwise } from './intake/steps.ts';
import { walk, type Walked } from './intake/walk.ts';
import type { RepositoryRead } from './sources/git/repository.ts';
import { readRepositories } from './sources/git/read-repository.ts';
import { configFolders, kindIn } from './sources/beside/config-folders.ts';
import { readBeside } from './sources/beside/read-beside.ts';
import { readPosture } from './sources/posture/read-posture.ts';
import { findTranscripts } from './sources/find-transcripts.ts';
import { createLedgerBook } from './sources/ledger-book.ts';
import { readMachineInCopy } from './sources/machine-in-copy.ts';
import { sourcePath } from './sources/source-place.ts';
import { builtInYardstick, type Yardstick } from './policy/yardstick.ts';
import { createOpenReport } from './reading/open-progress.ts';
import { createReadingThreads, type ReadingThreads } from './reading/reading-threads.ts';
import { readTranscripts, worthThreads } from './reading/read-transcripts.ts';
import { ruleInfos } from './rule-set.ts';

export interface OpenOptions {
  readonly signal?: CancelSignal;
  /** Called often; the values are a fresh snapshot each time. */
  readonly onProgress?: (progress: Progress) => void;
  /** What counts as sanctioned, inside or settled, where projects begin, and how the copy is read; the built-in one where none is given. */
  readonly yardstick?: Yardstick;
  /** What the analyst chose, for the case to show; what follows from it for judging stands in `yardstick`. */
  readonly history?: History;
  /** What an earlier reading of these very files gave that holds by any yardstick. */
  readonly known?: KnownReading;
  /** Where the worker's code lies, for reading large evidence in two threads; without it, one thread reads. */
  readonly worker?: URL;
  /** The inventory, where it was taken already. */
  readonly walked?: Walked;
  /** Gets rows to look at, before the reading itself begins. */
  readonly onFirstRows?: (rows: FirstRows) => void;
  /** Gets what was read, as plain data, before the case is handed out: for keeping it in an index. */
  readonly onContent?: (content: CaseContent) => void;
  /** The clock, for the time of hashing and elapsed milliseconds. */
  readonly now: () => number;
}

/** From a case of the same, untouched files. */
export interface KnownReading {
  readonly entries: readonly FileEntry[];
  readonly repositories: readonly RepositoryRead[];
  readonly hashedAt: number;
}

/** What is, by its name, a transcript. */
function bytesOfTranscripts(entries: readonly EvidenceEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.path.endsWith('.jsonl') ? entry.bytes : 0), 0);
}

const looseObject = /(^|\/)objects\/[0-9a-f]{2}\/[0-9a-f]{38,62}$/;

/** Reads the evidence. Throws `Cancelled`, or an error where the folder itself can't be read; the rest is in the ledger. */
export async function openCase(order: OpenOrder, options: OpenOptions): Promise<OpenedCase> {
  const threads = options.worker && createReadingThreads(options.worker);
  try {
    return await readCase(order, options, threads);
  } finally {
    threads?.stop();
  }
}

async function readCase(order: OpenOrder, options: OpenOptions, threads: ReadingThreads | undefined): Promise<OpenedCase> {
  const report = createOpenReport(options);
  const pace = createPace(options.signal);
  const ledger = createLedgerBook(report.problem);

  report.step('inventory');
  const walked = options.walked ?? await walk(order.root, order.include, { ...(options.signal ? { signal: options.signal } : {}), onProgress: (names) => report.set({ files: names }) });
  const manifest = createManifest(walked.files);
  const files = hashingFiles(walked.files, manifest);
  for (const problem of [...walked.problems, ...notOpened(files)]) ledger.problem(problem);
  const regular = [...files.entries.values()].filter((entry) => entry.kind === 'file');
  report.set({ files: regular.length, bytes: regular.reduce((sum, entry) => sum + entry.bytes, 0) });
  const folders = configFolders(files);
  for (const entry of regular) {
    const kind = kindIn(folders, entry.path);
    if (kind !== 'other') manifest.note(entry.path, { kind });
  }
  if (bytesOfTranscripts(regular) >= worthThreads) threads?.start();
  const found = await findTranscripts(files, (path) => manifest.get(path)?.kind === 'other', pace);
  options.onFirstRows?.(firstRows(files, found.transcripts));
  report.done('inventory');

  report.step('repositories');
  const reads: RepositoryRead[] = [];
  for await (const read of options.known?.repositories ?? readRepositories(files, options.signal)) {
    reads.push(read);
    for (const problem of read.problems) ledger.problem(problem);
    report.set({ repositories: reads.length, repositoriesDone: reads.length, current: read.gitDir });
  }
  report.done('repositories');

  report.step('transcripts');
  const workTrees = reads.flatMap((read) => (read.workTree === null ? [] : [sourcePath(read.workTree)]));
  const { policy, projectRoots, sessionRoots, tables, repositories } = options.yardstick ?? builtInYardstick;
  const { machine: inCopy, problems: unread } = readMachineInCopy(files, ownersOf(reads));
  for (const problem of unread) ledger.problem(problem);
  // What stands beside the transcripts is read while threads read them: this one would only wait.
  const [{ merged, readFiles }, { beside, postureRead }] = await Promise.all([
    readTranscripts(files, found, { workTrees, projectRoots, sessionRoots, policy, inCopy }, ledger, report, { ...(options.signal ? { signal: options.signal } : {}), threads }),
    readOthers(files, new Set(found.transcripts.map((transcript) => transcript.path)), tables, pace),
  ]);
  const agentPaths = new Set(found.transcripts.filter((transcript) => transcript.agentId !== null).map((transcript) => transcript.path));
  for (const read of readFiles) {
    manifest.note(read.path, {
      kind: agentPaths.has(read.path) ? 'agent-transcript' : 'transcript',
      state: read.sha256 === null && read.bytes === 0 ? 'unreadable' : read.partial ? 'partial' : 'read',
      ...(read.sha256 === null ? {} : { sha256: read.sha256, bytes: read.bytes }),
    });
  }
  const { store, sessions, otherPlaces } = merged;
  const counts = readFiles.map((read) => read.counts);
  const alone = eventsBehind(store, counts.reduce((sum, count) => sum + count.events, 0), store.length);
  const kindOf = (path: string): string => manifest.get(path)?.kind ?? 'other';
  const transcriptLedger = fileLedger(counts, kindOf, alone);
  for (const fault of ledgerFaults(transcriptLedger, ledger.totals(0), store.length)) ledger.problem({ path: '', line: null, byteOffset: null, reason: `The ledger does not add up. ${fault}.` });
  for (const problem of beside.problems) ledger.problem(problem);
  for (const { counts: read, sha256, partial } of beside.counted) manifest.note(read.path, { state: partial ? 'partial' : 'read', ...(sha256 === null ? {} : { sha256, bytes: read.bytes }) });
  for (const problem of postureRead.problems) ledger.problem(problem);
  for (const { counts: read, sha256, partial, kind } of postureRead.counted) manifest.note(read.path, { kind, state: partial ? 'partial' : 'read', ...(sha256 === null ? {} : { sha256, bytes: read.bytes }) });
  const findings = createFindingBook([...rules, ...joins.map((join) => join.rule)]);
  for (const draft of merged.findings) findings.add(draft);
  report.done('transcripts');

  report.step('hash');
  for (const entry of options.known?.entries ?? []) {
    const now = manifest.get(entry.path);
    if (now?.sha256 === null) manifest.note(entry.path, entryNote(entry, now.kind));
  }
  const hash = async (path: string): Promise<void> => {
    report.set({ current: path });
    const hashed = await hashFile(files, path, pace, report.advance);
    if (hashed.ok) manifest.note(path, hashed.value);
    else {
      manifest.note(path, { state: 'unreadable' });
      ledger.problem(hashed.problem);
    }
    report.filesDone(1);
  };
  // Loose objects are hashed on the way where they are read for what is lost: opening each twice costs more than the rest.
  for (const path of manifest.unhashed()) if (!looseObject.test(path)) await hash(path);
  report.done('hash');

  report.step('rules');
  const reflogByOldNumber = addReflogEvents(store, reads);
  const provider = joinProvider(postureRead.provider, postureRead.requests);
  for (const { path, pairs, ms } of provider.offsets) ledger.problem({ path, line: null, byteOffset: null, reason: `Its times lie ${spanText(Math.abs(ms))} ${ms < 0 ? 'before' : 'after'} those of the ${pairs} requests that its ids name: its zone can be wrong. They are shown as they are written.` });
  addPostureEvents(store, postureRead, provider);
  noteTelemetryModes(store, sessions, postureRead.provider);
  noteAgentModes({ store, files }, sessions, new Set(merged.trail.agentCalls.map(([agentId]) => agentId)), beside.metas);
  // Each step of a large case takes a moment: asked to stop, it stops between them.
  await pace.rest();
  const newNumber = await store.freeze(pace.rest);
  await pace.rest();
  const reflogs = renumbered(reflogByOldNumber, newNumber);
  const places = renumbered(otherPlaces, newNumber);
  const trail = renumberedTrail(merged.trail, newNumber);
  const lineage = createLineage(store, trail, beside.metas, places);
  await pace.rest();
  const spans = unattendedSpans(store);
  const acts = merged.gitActs.map((act) => ({ ...act, event: newNumber[act.event] ?? act.event }));
  await pace.rest();
  const mapping = mapRepositories({ files, store, acts, reads, sessions, choices: new Map(repositories) });
  const times = {
    files,
    store,
    acts,
    repositoryOf: mapping.repositoryOf,
    reflogs,
    spans: sessions.flatMap((notes) => (notes.start === null || notes.end === null ? [] : [{ from: notes.start, to: notes.end }])),
    unattended: [...spans.values()].flat(),
  };
  await pace.rest();
  const git = await paced(joinCase({ ...times, mapping, repositories: reads }), pace);
  const ofCalls = await paced(findings.finish(store, newNumber), pace);
  const examined = await examineRepositories(reads, { ...times, git, ofCalls }, (path) => report.set({ current: path }), options.signal);
  for (const problem of examined.problems) ledger.problem(problem);
  for (const path of manifest.unhashed()) await hash(path);
  const before = [...ofCalls, ...git.findings, ...examined.findings, ...transcriptFindings({ files, store, trail, sessions, beside, provider: postureRead.provider, hasRow: (uuid) => merged.followed.has(uuid) })];
  await pace.rest();
  const postured = await examinePosture({ files, store, read: postureRead, join: provider, findings: before }, pace);
  await pace.rest();
  const unweighed = await paced(stepwise([...before, ...postured.findings], maskedFinding), pace);
  const entries = manifest.list();
  for (const problem of changedSinceListed(files, entries)) ledger.problem(problem);
  report.set({ rules: ruleInfos.length, findings: unweighed.length, current: '' });
  report.done('rules');
  const content: CaseContent = weighed(store, policy, {
    sessions: sessions.map((notes) => sessionView(notes, spans.get(notes.id) ?? [], noFindings(), lineage.ofSession(notes.id))),
    spans,
    promptTimes: new Map(sessions.map((notes) => [notes.id, notes.promptTimes])),
    repositories: reads.map((read) => repositoryView(read, examined)),
    repositoryReads: reads,
    mapping: mapping.paths,
    reflogs,
    git,
    rollback: examined.rollback,
    unweighed,
    entries,
    ledger: ledger.totals(entries.length),
    problems: ledger.problems,
    fileLedger: [...transcriptLedger, ...fileLedger([...beside.counted, ...postureRead.counted].map((read) => read.counts), kindOf, new Map())],
    trail,
    beside,
    posture: postured.posture,
    places,
    judged: { cwds: new Map(sessions.map((notes) => [notes.id, notes.cwd])), workTrees, projectRoots, sessionRoots, policy, inCopy },
    hashedAt: options.known?.hashedAt ?? options.now(),
  });
  options.onContent?.(content);
  return assembleCase(order, files, store, content, options.history ?? []);
}

async function readOthers(files: EvidenceFiles, transcripts: ReadonlySet<string>, tables: Yardstick['tables'], pace: Pace) {
  const beside = await readBeside(files, pace);
  return { beside, postureRead: await readPosture(files, transcripts, tables, pace) };
}

/** What stays true of a file that nobody touched. How far it was read does so only where it is read as what it was. */
function entryNote({ sha256, bytes, state, kind }: FileEntry, kindNow: string): Parameters<Manifest['note']>[1] {
  if (sha256 === null) return { state };
  return kind === kindNow ? { state, sha256, bytes } : { sha256, bytes };
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
