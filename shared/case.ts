/** What is in an open case: files, sessions, repositories, what could not be read, and how far reading has come. */
import * as v from 'valibot';
import { attendances, severity } from './event.ts';
import { count, counts, instant, list, text, unknownOr } from './schema.ts';

/** A failure with a place. `line` and `byteOffset` are null where the problem is the file's, not a line's. */
export const readProblem = v.strictObject({
  path: text(8192),
  line: unknownOr(count),
  byteOffset: unknownOr(count),
  reason: text(1000),
});
export type ReadProblem = v.InferOutput<typeof readProblem>;

/**
 * `read`: parsed to its end. `partial`: parsed, with lines or parts left out that the ledger lists. `hashed`: known to be
 * there, not parsed. `unreadable`: could not be opened or read. `skipped`: no regular file (a link, a FIFO, a device).
 */
export const fileStates = ['read', 'partial', 'hashed', 'unreadable', 'skipped'] as const;
export type FileState = (typeof fileStates)[number];

export const fileEntry = v.strictObject({
  path: text(8192),
  bytes: count,
  sha256: unknownOr(text(64)),
  kind: text(60),
  state: v.picklist(fileStates),
});
export type FileEntry = v.InferOutput<typeof fileEntry>;

/** The counts that the app, the JSON and the PDF show alike. `problems` is how many rows the problem list has. */
export const ledger = v.strictObject({
  files: count,
  records: count,
  malformed: count,
  oversized: count,
  duplicates: count,
  untimed: count,
  unknownKinds: counts,
  problems: count,
});
export type Ledger = v.InferOutput<typeof ledger>;

/**
 * What was read of one file, line by line: `records + malformed + oversized + blank` is its number of `lines`; duplicates and
 * untimed ones are among the records. `unknown` counts each kind that is not known once for each record that has it.
 */
export const fileLedger = v.strictObject({
  path: text(8192),
  kind: text(60),
  bytes: count,
  lines: count,
  records: count,
  events: count,
  malformed: count,
  oversized: count,
  blank: count,
  duplicates: count,
  untimed: count,
  unknown: count,
});
export type FileLedger = v.InferOutput<typeof fileLedger>;

/**
 * How a session descends from others. `shares-rows`: both hold copies of the same rows, as a fork and its origin do; which
 * came first the rows do not say. The other relations are a row's own word. Calls on left branches ran all the same.
 */
export const sessionLineage = v.strictObject({
  related: list(
    v.strictObject({
      relation: v.picklist(['shares-rows', 'continued-in', 'continues', 'derived-from', 'fork-context-ref', 'origin-of', 'relocated']),
      sessionId: text(300),
    }),
    100,
  ),
  callsOnLeftBranches: count,
});
export type SessionLineage = v.InferOutput<typeof sessionLineage>;

export const permissionSpan = v.strictObject({
  mode: text(100),
  from: instant,
  to: instant,
  /** Which record says so: `user.permissionMode`, `permission-mode row`, `entrypoint`. */
  source: text(100),
});

export const session = v.strictObject({
  id: text(300),
  title: unknownOr(text(500)),
  project: unknownOr(text(8192)),
  cwd: unknownOr(text(8192)),
  files: list(text(8192), 2000),
  start: instant,
  end: instant,
  versions: list(text(100), 200),
  prompts: count,
  toolCalls: count,
  agents: count,
  permissionModes: list(permissionSpan, 2000),
  attended: v.picklist(attendances),
  /** Spans in which calls ran and nobody approved them. */
  unattendedSpans: list(v.strictObject({ from: v.number(), to: v.number() }), 2000),
  findings: v.strictObject({ critical: count, high: count, medium: count, low: count, info: count }),
  lineage: v.optional(sessionLineage),
});
export type Session = v.InferOutput<typeof session>;

/** Objects that neither a ref nor a reflog leads to, as `git fsck --unreachable` counts them. */
const lostObjects = v.strictObject({
  commits: count,
  trees: count,
  blobs: count,
  tags: count,
  /** Their places cannot be read far enough to know what they are. */
  damaged: count,
  /** Objects that only a reflog still holds: lost when it expires. */
  onlyInReflogs: count,
  /** Objects that are named and not in the copy. */
  missing: count,
});

/** The tip of commits that no ref leads to; the latest fifty, newest last. `recover` is a command to run elsewhere; nothing here runs it. */
const lostCommit = v.strictObject({
  oid: text(128),
  subject: text(500),
  author: text(1000),
  time: instant,
  commits: count,
  heldBy: v.picklist(['reflog', 'nothing']),
  laterVersion: unknownOr(text(128)),
  recover: unknownOr(text(300)),
});

/** An object that nothing leads to and no other lost object names: a file's content or a folder that was never committed. */
const lostObject = v.strictObject({ oid: text(128), type: v.picklist(['tree', 'blob', 'tag']), says: text(600) });

/** How HEAD, the index and the copied files differ. `filesCopied` is false where the copy has none of the tracked files. */
const workTreeState = v.strictObject({
  tracked: count,
  staged: count,
  changed: count,
  /** Ignore rules are not applied. */
  untracked: count,
  conflicts: count,
  /** Files that git was told not to look at. */
  hidden: count,
  filesCopied: v.boolean(),
  /** The first hundred changed paths, each with its state. */
  paths: list(text(4096), 100),
});

export const repository = v.strictObject({
  path: text(8192),
  workTree: unknownOr(text(8192)),
  kind: v.picklist(['work-tree', 'bare', 'linked-worktree', 'submodule', 'unknown']),
  /** Object id that HEAD leads to; null for an unborn or broken HEAD. */
  head: unknownOr(text(128)),
  branch: unknownOr(text(4096)),
  refs: count,
  reflogEntries: count,
  unreachable: unknownOr(count),
  lost: v.optional(lostObjects),
  lostCommits: v.optional(list(lostCommit, 50)),
  lostObjects: v.optional(list(lostObject, 50)),
  workTreeState: v.optional(workTreeState),
  problems: list(text(1000), 200),
});
export type Repository = v.InferOutput<typeof repository>;

/** How it was decided which repository of the copy a folder of the source machine is; `ambiguous` and `none` take none. */
export const mappingWays = ['analyst', 'path', 'worktree', 'commit-ids', 'remote', 'ending', 'ambiguous', 'none'] as const;

/** A folder on the source machine in which sessions or git commands ran, and the repository of the copy that it is taken for. */
export const mappedPath = v.strictObject({
  path: text(8192),
  repository: unknownOr(text(8192)),
  how: v.picklist(mappingWays),
  /** One sentence: how that is known, or why none is taken. */
  says: text(1000),
  /** Repositories that were considered. */
  candidates: list(text(8192), 16),
  /** Calls with git commands there. */
  calls: count,
  sessions: list(text(300), 100),
});
export type MappedPath = v.InferOutput<typeof mappedPath>;

export const caseStates = ['reading', 'ready', 'failed', 'cancelled'] as const;

/** The steps of opening a case, in order. */
export const openSteps = ['inventory', 'hash', 'transcripts', 'repositories', 'rules'] as const;
export type OpenStep = (typeof openSteps)[number];

/** How far opening has come. Times are milliseconds since opening began. */
export const progress = v.strictObject({
  state: v.picklist(caseStates),
  elapsedMs: count,
  files: count,
  filesDone: count,
  bytes: count,
  bytesDone: count,
  records: count,
  malformed: count,
  sessions: count,
  repositories: count,
  repositoriesDone: count,
  rules: count,
  findings: count,
  step: v.picklist(openSteps),
  stepsDone: list(v.picklist(openSteps), 8),
  current: text(8192),
  /** The last few problems, newest last; the whole list is paged by `problems.page`. */
  problems: list(readProblem, 8),
  /** Why opening ended without a case, in words for the analyst. */
  failure: unknownOr(text(2000)),
});
export type Progress = v.InferOutput<typeof progress>;

export const caseSummary = v.strictObject({
  root: text(8192),
  name: text(500),
  /** True where the folder is this machine's own, still changing: then it is not evidence. */
  live: v.boolean(),
  tool: v.strictObject({ name: text(40), version: text(40), ruleSet: text(64) }),
  hashedAt: instant,
  manifestSha256: text(64),
  bytes: count,
  filesByState: counts,
  filesByKind: counts,
  ledger,
  events: v.strictObject({ total: count, byKind: counts, byTool: counts, first: instant, last: instant }),
  sessions: count,
  repositories: count,
  reflogEntries: count,
  findings: count,
  findingsBySeverity: v.strictObject({ critical: count, high: count, medium: count, low: count, info: count }),
  findingsByRule: counts,
  rules: count,
  callsExamined: count,
});
export type CaseSummary = v.InferOutput<typeof caseSummary>;

const topRow = v.strictObject({
  label: text(8192),
  note: text(300),
  severity: unknownOr(severity),
  count,
  /** A finding or event to open from the row. */
  findingId: unknownOr(text(100)),
});
export type TopRow = v.InferOutput<typeof topRow>;

/** One session's bar in the overview chart. */
export const sessionWindow = v.strictObject({
  id: text(300),
  title: text(500),
  start: v.number(),
  end: v.number(),
  attended: v.picklist(attendances),
  unattendedSpans: list(v.strictObject({ from: v.number(), to: v.number() }), 200),
  prompts: list(v.number(), 200),
  gitWrites: list(v.number(), 500),
  findings: list(v.strictObject({ time: v.number(), severity, id: text(100) }), 200),
});
export type SessionWindow = v.InferOutput<typeof sessionWindow>;

/** The numbers of the first screen; each opens the rows behind it. */
export const overview = v.strictObject({
  headline: text(300),
  subline: text(600),
  worst: unknownOr(severity),
  unattendedMs: count,
  sessionsByAttendance: v.strictObject({ attended: count, unattended: count, mixed: count, unknown: count }),
  writesOutsideRoot: count,
  credentialTouches: count,
  networkCommands: count,
  reflogUnattended: count,
  windows: list(sessionWindow, 40),
  /** Sessions that the chart leaves out: untimed, or beyond its first 40. */
  windowsLeftOut: count,
  outsideRoot: list(topRow, 12),
  credentials: list(topRow, 12),
  network: list(topRow, 12),
  openNext: list(v.strictObject({ id: text(100), title: text(300), severity, time: instant }), 8),
  repositories: list(repository, 50),
  sourcesMissing: list(text(300), 20),
});
export type Overview = v.InferOutput<typeof overview>;

/** How a file differs from what the index of an earlier opening, or a later look, says of it. Hashes are null where there are none. */
export const fileChange = v.strictObject({
  path: text(8192),
  what: v.picklist(['changed', 'added', 'removed', 'unreadable']),
  before: unknownOr(text(64)),
  now: unknownOr(text(64)),
});
export type FileChange = v.InferOutput<typeof fileChange>;

/** Whether the case was read or taken from an index, and what became of checking that. */
export const caseCustody = v.strictObject({
  from: v.picklist(['evidence', 'index']),
  /** When the hashes of the manifest were made. */
  hashedAt: instant,
  /** Why an index there was not used, in words for the analyst. */
  note: unknownOr(text(1000)),
  /** Differences to the opening before, whose time is `since`; the first 500 of `total`. */
  changes: unknownOr(v.strictObject({ since: instant, total: count, rows: list(fileChange, 500) })),
  /** Hashing again what an index vouched for. `off`: the case was read just now. */
  verification: v.strictObject({
    state: v.picklist(['off', 'running', 'done']),
    files: count,
    filesDone: count,
    bytes: count,
    bytesDone: count,
    /** Files that are not what the index says, though they looked untouched. */
    total: count,
    rows: list(fileChange, 500),
  }),
});
export type CaseCustody = v.InferOutput<typeof caseCustody>;
