/** The calls that the engine answers: one line a call, with the schema of what goes in and of what comes out. */
import * as v from 'valibot';
import { caseCustody, caseSummary, fileEntry, fileLedger, mappedPath, overview, progress, readProblem, repository, session } from './case.ts';
import { eventId, eventRow, evidenceRef, severity } from './event.ts';
import { fact, finding, ruleInfo } from './finding.ts';
import { filter } from './query.ts';
import { choiceOptions, judging, policyView } from './judging.ts';
import { postureView, tablePreview } from './posture.ts';
import { reportModel, reportOptions } from './report.ts';
import { commitCounts, commitDetail, fileDifference } from './commit.ts';
import { rollbackAdvice } from './rollback.ts';
import { count, instant, int, list, text, unknownOr } from './schema.ts';
import { tableReading } from './table-mapping.ts';

/** One call: what it takes and what it gives. */
export const method = <Params extends v.GenericSchema, Result extends v.GenericSchema>(params: Params, result: Result) => ({
  params,
  result,
});

const nothing = v.strictObject({});
const offset = count;
const limit = int(1, 500);
/** A page of rows; `total` is how many there are in all. */
const page = <Row extends v.GenericSchema>(row: Row) => v.strictObject({ total: count, rows: list(row, 500) });

/** A row between events: idle time, the start of an unattended span, the end of a session. */
export const separator = v.variant('kind', [
  v.strictObject({ kind: v.literal('gap'), ms: count }),
  v.strictObject({ kind: v.literal('unattended'), sessionId: text(300), mode: text(100), ms: count, time: instant }),
  v.strictObject({ kind: v.literal('session-end'), sessionId: text(300), time: instant }),
]);

/**
 * One slot of the timeline, 24 px high. `event` stands in the session lane; `git` is the reflog entry that *starts* in
 * this slot and takes this one and the next. Both can be null where an entry of the slot before still shows.
 */
export const slot = v.strictObject({
  index: count,
  separator: unknownOr(separator),
  event: unknownOr(eventRow),
  git: unknownOr(eventRow),
  /** Slot of the call that caused `git`, for the connector. */
  causeSlot: unknownOr(count),
  /** An entry that should start in this slot's Git half and take two, and is not in the log; left out where there is none. */
  missing: v.optional(v.strictObject({ eventId, callSlot: count, repository: unknownOr(text(8192)), verb: text(100), reason: text(500), time: instant })),
});
export type Slot = v.InferOutput<typeof slot>;

/** Counts in one bin of the time axis. */
export const bin = v.strictObject({ session: count, agent: count, git: count, unattended: v.boolean() });

export const findingGroup = v.strictObject({
  rule: text(100),
  title: text(300),
  severity,
  attack: list(text(40), 16),
  hits: count,
  first: instant,
  last: instant,
  sessions: list(text(300), 50),
  /** Where the hits lie between the first and the last event of the case, 0 to 1; at most 60 marks. */
  marks: list(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 60),
  findingIds: list(text(100), 500),
});
export type FindingGroup = v.InferOutput<typeof findingGroup>;

/** One labelled value of a tool call's input, e.g. `command`, `file_path`, `old_string`. */
/** Where a text spells secrets out, in UTF-16 units: masked until they are asked for. */
const secretPlaces = v.optional(list(v.strictObject({ start: count, end: count }), 64));
const inputField = v.strictObject({ name: text(300), value: text(200_000), cut: v.boolean(), secrets: secretPlaces });

/** `parentCall` started the sub-agent that this event belongs to; `startedAgent` is the sub-agent that this call started. */
export const eventLineage = v.strictObject({
  parentCall: unknownOr(v.strictObject({ eventId, how: text(300) })),
  startedAgent: unknownOr(text(300)),
  /** What started the sub-agent where it was no call of a conversation: the client itself, or a workflow. */
  askedBy: v.optional(text(300)),
  /** On a branch that a rewind left: the conversation forgot it, but it ran. */
  leftBranch: v.boolean(),
});
export type EventLineage = v.InferOutput<typeof eventLineage>;

export const approvers = ['person', 'rule', 'mode', 'classifier', 'hook', 'sandbox', 'unknown'] as const;

/** Who let a call run or stopped it, how that is known, and what it does not show. */
export const approval = v.strictObject({
  verdict: v.picklist(['allowed', 'denied', 'interrupted', 'unknown']),
  by: v.picklist(approvers),
  /** One sentence for the analyst. */
  says: text(1000),
  /** The field or row that says so, e.g. `permissionDecision.source`, `permission-mode row`. */
  source: text(200),
});
export type Approval = v.InferOutput<typeof approval>;

export const eventDetail = v.strictObject({
  row: eventRow,
  input: list(inputField, 64),
  /** What the tool answered, as text; cut at 200,000 characters. */
  output: unknownOr(v.strictObject({ text: text(200_000), characters: count, cut: v.boolean(), secrets: secretPlaces })),
  facts: list(fact, 500),
  factsLeftOut: count,
  findings: list(finding, 200),
  rules: list(ruleInfo, 200),
  projectRoot: v.strictObject({ path: unknownOr(text(8192)), how: text(600) }),
  source: v.strictObject({ ref: evidenceRef, sha256: text(64), fileSha256: unknownOr(text(64)), matches: v.boolean() }),
  result: unknownOr(v.strictObject({ ref: evidenceRef, sha256: text(64) })),
  otherPlaces: list(evidenceRef, 16),
  /** Where the event stands among sub-agents and branches; left out where there is nothing to say. */
  lineage: v.optional(eventLineage),
  /** How a call came to run, or not; left out for other events. */
  approval: v.optional(approval),
});
export type EventDetail = v.InferOutput<typeof eventDetail>;

/**
 * A file that lies beside an event and belongs to it. `gone`: a record names it, the copy does not hold it. `withheld`: it
 * holds credentials, so it is hashed and never shown.
 */
export const besideFile = v.strictObject({
  /** Its number in the list, by which `events.besideText` is asked for it. */
  ref: count,
  kind: v.picklist(['tool-result', 'file-history', 'background-output', 'agent-transcript', 'agent-meta', 'plan', 'todo', 'shell-snapshot', 'file-in-copy', 'credentials']),
  path: text(8192),
  note: text(500),
  bytes: unknownOr(count),
  sha256: unknownOr(text(64)),
  state: v.picklist(['present', 'gone', 'withheld']),
});
export type BesideFile = v.InferOutput<typeof besideFile>;

/** Part of a record's bytes as text. `encoding` says how: invalid UTF-8 is shown byte by byte. */
export const originalBytes = v.strictObject({
  ref: evidenceRef,
  sha256: text(64),
  from: count,
  text: text(2_000_000),
  validUtf8: v.boolean(),
});

/** One event in whose input or output a searched text stands. `match` is its first place, in UTF-16 units of `snippet`. */
export const searchHit = v.strictObject({
  eventId,
  /** When the call was asked for, and which tool. */
  time: instant,
  tool: unknownOr(text(300)),
  part: v.picklist(['input', 'output']),
  place: evidenceRef,
  /** The field it stands in first: `command`, `content`, `stdout`. */
  field: text(300),
  occurrences: count,
  snippet: text(500),
  match: v.strictObject({ start: count, end: count }),
});
export type SearchHit = v.InferOutput<typeof searchHit>;

/** `full`: it ended at the limit of hits. `deadline`: the pattern took too long. Both leave the rest unsearched. */
export const searchStates = ['running', 'done', 'cancelled', 'full', 'deadline', 'failed'] as const;

export const contract = {
  'case.summary': method(nothing, caseSummary),
  'case.overview': method(nothing, overview),
  'case.progress': method(nothing, progress),
  /** The last calls of the transcript written to last, while the rest is still being read; no row before they are known. */
  'case.preview': method(
    nothing,
    v.strictObject({ path: unknownOr(text(8192)), rows: list(v.strictObject({ time: instant, tool: text(300), argument: text(2000), byteStart: count }), 12) }),
  ),
  'case.cancel': method(nothing, v.strictObject({ cancelled: v.boolean() })),
  'case.custody': method(nothing, caseCustody),
  /** Hashes every file again and holds it against the manifest; `case.custody` tells how far it is. */
  'case.verify': method(nothing, caseCustody),
  'sessions.page': method(v.strictObject({ offset, limit }), page(session)),
  'repositories.page': method(v.strictObject({ offset, limit }), page(repository)),
  /** Folders of the source machine and the repositories they are taken for, with how each was decided; open questions first. */
  'repositories.mapping': method(v.strictObject({ offset, limit }), page(mappedPath)),
  'files.page': method(v.strictObject({ offset, limit, state: v.optional(text(60)), kind: v.optional(text(60)) }), page(fileEntry)),
  /** The ledger file by file. `sums` adds up the transcripts' rows: the numbers of `CaseSummary.ledger`. */
  'files.ledger': method(
    v.strictObject({ offset, limit }),
    v.strictObject({ total: count, rows: list(fileLedger, 500), sums: v.omit(fileLedger, ['path', 'kind']) }),
  ),
  'problems.page': method(v.strictObject({ offset, limit }), page(readProblem)),
  'events.page': method(v.strictObject({ filter, offset, limit }), page(eventRow)),
  'events.detail': method(v.strictObject({ id: eventId }), eventDetail),
  'events.original': method(
    v.strictObject({ id: eventId, part: v.picklist(['record', 'result']), from: count, length: int(1, 500_000) }),
    originalBytes,
  ),
  /** Files beside the transcripts that an event's records name. */
  'events.beside': method(v.strictObject({ id: eventId }), v.strictObject({ files: list(besideFile, 64) })),
  'events.besideText': method(
    v.strictObject({ id: eventId, ref: count, from: count, length: int(1, 500_000) }),
    v.strictObject({ file: besideFile, from: count, text: text(2_000_000), validUtf8: v.boolean() }),
  ),
  'slots.page': method(v.strictObject({ filter, offset, limit }), page(slot)),
  /** Where an event stands among the slots of a filter; null where the filter hides it. */
  'slots.locate': method(v.strictObject({ filter, eventId }), v.strictObject({ slot: unknownOr(count) })),
  /** The slot at or after a time. */
  'slots.at': method(v.strictObject({ filter, time: v.number() }), v.strictObject({ slot: count })),
  /**
   * The next or previous slot that is a human prompt, has a finding, is a reflog entry, or is one where calls and reflog
   * disagree (an entry without a call, a call without its entry); null at the end.
   */
  'slots.step': method(
    v.strictObject({ filter, from: int(-1, 2 ** 32), direction: v.picklist(['next', 'previous']), to: v.picklist(['prompt', 'finding', 'git', 'match', 'unexplained']), query: v.optional(text(1000)) }),
    v.strictObject({ slot: unknownOr(count) }),
  ),
  'lanes.bins': method(
    v.strictObject({ filter, from: v.number(), to: v.number(), bins: int(1, 4096) }),
    v.strictObject({
      from: v.number(),
      to: v.number(),
      bins: list(bin, 4096),
      marks: list(v.strictObject({ time: v.number(), severity, eventId }), 500),
    }),
  ),
  'findings.groups': method(v.strictObject({ filter }), v.strictObject({ total: count, groups: list(findingGroup, 500) })),
  'findings.page': method(v.strictObject({ filter, rule: v.optional(text(100)), offset, limit }), page(finding)),
  'findings.read': method(v.strictObject({ id: text(100) }), v.strictObject({ finding, rule: ruleInfo })),
  /** What can be chosen about a finding, and which entries of the policy decided it. */
  'findings.choices': method(v.strictObject({ id: text(100) }), choiceOptions),
  'rules.list': method(nothing, v.strictObject({ rules: list(ruleInfo, 500) })),
  'facets.read': method(
    v.strictObject({ filter }),
    v.strictObject({
      events: count,
      tools: list(v.strictObject({ name: text(300), count }), 100),
      views: v.strictObject({ all: count, high: count, outsideRoot: count, credentials: count, network: count, git: count, unexplained: count }),
    }),
  ),
  /** Searches all tool input and output; a new search ends the one before. A regular expression is RE2's, linear in time. */
  'search.start': method(
    v.strictObject({ text: text(1000), kind: v.picklist(['literal', 'regex']), caseSensitive: v.boolean(), filter: v.optional(filter) }),
    v.strictObject({ id: count, bytesTotal: count }),
  ),
  /** The hits so far, in the order of the evidence: files by path, records by place. Ask again until it is not running. */
  'search.page': method(
    v.strictObject({ id: count, offset, limit }),
    v.strictObject({
      state: v.picklist(searchStates),
      total: count,
      hits: list(searchHit, 500),
      occurrences: count,
      bytesSearched: count,
      bytesTotal: count,
      /** Records that could not be searched; the first 50 of `problemCount`. */
      problems: list(readProblem, 50),
      problemCount: count,
    }),
  ),
  'search.cancel': method(v.strictObject({ id: count }), v.strictObject({ cancelled: v.boolean() })),
  /** A commit of a repository of the case, by its full id; read and checked when asked for. */
  'commits.read': method(v.strictObject({ repository: text(8192), oid: text(128) }), commitDetail),
  /** `file`: position in the files of `commits.read`. */
  'commits.difference': method(v.strictObject({ repository: text(8192), oid: text(128), file: count }), fileDifference),
  'commits.counts': method(v.strictObject({ repository: text(8192), oids: list(text(128), 100) }), v.strictObject({ rows: list(commitCounts, 100) })),
  /** The reflog entries that a call caused, and what its git commands should have left or could not. */
  'calls.entries': method(
    v.strictObject({ id: eventId }),
    v.strictObject({
      total: count,
      entries: list(v.strictObject({ row: eventRow, strength: v.picklist(['sure', 'likely']) }), 200),
      missing: list(v.strictObject({ state: v.picklist(['contradicted', 'not-covered']), repository: unknownOr(text(8192)), verb: text(100), reason: text(500) }), 64),
    }),
  ),
  /** How repositories that calls could write to unattended might be put back. Commands to read, never run here. */
  'rollback.read': method(v.strictObject({ repository: v.optional(text(8192)) }), v.strictObject({ total: count, advice: list(rollbackAdvice, 100) })),
  /** Where agents were asked to run without questions, settings, MCP servers, hooks, the runbook and the proposal. */
  'posture.read': method(nothing, postureView),
  /** What a reading would make of the first rows of a table of `posture.read`. Changes nothing. */
  'tables.preview': method(v.strictObject({ table: count, reading: tableReading }), tablePreview),
  /** Where each session's project begins, and why there. */
  'roots.page': method(v.strictObject({ offset, limit }), page(v.strictObject({ sessionId: text(300), title: unknownOr(text(500)), path: unknownOr(text(8192)), how: text(600) }))),
  /** The policy by which findings are judged, each entry with where it comes from, and what was set aside. */
  'policy.read': method(nothing, policyView),
  /** Whether what shows follows from the newest choices. */
  'judging.read': method(nothing, judging),
  'report.model': method(v.strictObject({ options: reportOptions, issuedAt: v.number() }), reportModel),
} as const;

export type Method = keyof typeof contract;
export type Params<M extends Method> = v.InferOutput<(typeof contract)[M]['params']>;
export type Result<M extends Method> = v.InferOutput<(typeof contract)[M]['result']>;

/** What the engine says unasked. */
export const notices = { progress, judged: judging } as const;
export type Notice = keyof typeof notices;
