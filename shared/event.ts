/** What happened and where it stands in the evidence: one row of either lane. */
import * as v from 'valibot';
import { count, instant, int, list, text, unknownOr } from './schema.ts';

/** Position of an event in the engine's store; stable while a case is open. */
export const eventId = int(0, 2 ** 32 - 1);

export const lanes = ['session', 'agent', 'git', 'shell', 'config', 'provider', 'endpoint'] as const;
export type Lane = (typeof lanes)[number];

/** `meta` is a stated non-act: a record that is kept and counted but shows nothing that was done. */
export const eventKinds = [
  'tool-call',
  'prompt',
  'injected',
  'assistant-text',
  'thinking',
  'permission-mode',
  'hook',
  'attachment',
  'queue',
  'compaction',
  'title',
  'snapshot',
  'progress',
  'system',
  'result',
  'meta',
  'unknown',
  'oversized',
  'reflog',
  'shell-command',
  'process',
  'provider-request',
] as const;
export type EventKind = (typeof eventKinds)[number];

/**
 * What became of a call. `unknown`: no result is recorded, which is not the same as "did not run". `denied`: refused before it
 * ran. `rejected`: a refusal is recorded, but not that it came before the run; the client writes the same where a person
 * stops a running tool.
 */
export const outcomes = ['ok', 'error', 'denied', 'interrupted', 'unknown', 'rejected'] as const;
export type Outcome = (typeof outcomes)[number];

export const attendances = ['attended', 'unattended', 'mixed', 'unknown'] as const;
export type Attendance = (typeof attendances)[number];

/**
 * Where a record stands. Bytes count from 0, `byteEnd` is excluded, the line feed is not part of the record:
 * `tail -c +$((byteStart+1)) path | head -c $((byteEnd-byteStart))` prints it. `path` is relative to the evidence root.
 * Lines count from 1; 0 in a file that has none, such as an object of git.
 */
export const evidenceRef = v.strictObject({
  path: text(8192),
  line: count,
  byteStart: count,
  byteEnd: count,
});
export type EvidenceRef = v.InferOutput<typeof evidenceRef>;

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];
export const severity = v.picklist(severities);

/** A finding as a row carries it: enough for a badge. */
export const findingTag = v.strictObject({ id: text(100), rule: text(100), title: text(300), severity });
export type FindingTag = v.InferOutput<typeof findingTag>;

/** What a reflog entry says. `old` and `new` are object ids as written; `refs` names each log that carries the same entry. */
export const reflogFields = v.strictObject({
  repository: text(8192),
  refs: list(text(4096), 64),
  old: text(128),
  new: text(128),
  action: text(200),
  message: text(4000),
  identity: text(1000),
  zone: text(20),
  /** The call that the entry is joined to, where a join was made. */
  causeEventId: unknownOr(eventId),
  state: v.picklist(['not-joined', 'explained', 'unexplained']),
});
export type ReflogFields = v.InferOutput<typeof reflogFields>;

/** One row of the timeline. Strings come from evidence: show them only as evidence text. */
export const eventRow = v.strictObject({
  id: eventId,
  time: instant,
  lane: v.picklist(lanes),
  kind: v.picklist(eventKinds),
  sessionId: unknownOr(text(300)),
  agentId: unknownOr(text(300)),
  toolUseId: unknownOr(text(300)),
  tool: unknownOr(text(300)),
  argument: text(4000),
  cwd: unknownOr(text(8192)),
  permissionMode: unknownOr(text(100)),
  attended: v.picklist(['attended', 'unattended', 'unknown']),
  outcome: v.nullable(v.picklist(outcomes)),
  durationMs: unknownOr(count),
  findings: list(findingTag, 32),
  /** How many findings the row has, where more than `findings` holds. */
  findingCount: count,
  reflog: unknownOr(reflogFields),
  /** On a branch that a rewind left: the conversation forgot it, but it ran. */
  leftBranch: v.optional(v.literal(true)),
  source: evidenceRef,
});
export type EventRow = v.InferOutput<typeof eventRow>;
