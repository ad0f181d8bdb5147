/** The launch posture as the screen and the report show it: flags, settings, servers, hooks, second sources, runbook, proposal. */
import * as v from 'valibot';
import { attendances, evidenceRef, severity } from './event.ts';
import { count, instant, list, text, unknownOr } from './schema.ts';
import { delimiters, tableReading } from './table-mapping.ts';

export const flagScopes = ['script', 'shell-config', 'ci', 'container', 'one-off', 'settings', 'documentation'] as const;

/** A call that registered a server or wrote a file. */
const registration = v.strictObject({ eventId: count, toolUseId: unknownOr(text(300)), time: instant, attended: v.picklist(attendances), how: text(300) });

/** One place where an agent is asked to run without its questions. `sandboxed` repeats a claim of the place, no more. */
export const postureFlag = v.strictObject({
  place: evidenceRef,
  scope: v.picklist(flagScopes),
  /** What kind of file it is: `makefile`, `shell-history`. */
  origin: text(40),
  sandboxed: v.boolean(),
  sandbox: text(1000),
  /** What claims it, as set: `IS_SANDBOX=1`. */
  claim: unknownOr(text(100)),
  /** True where the record could not show a claim, so that its absence says nothing. */
  claimUnseen: v.boolean(),
  agent: text(100),
  flag: text(300),
  offers: v.boolean(),
  command: text(1000),
  how: text(300),
  reach: text(300),
  time: instant,
  /** Sessions that began within two minutes of a recorded start. */
  started: list(text(300), 5),
  /** Calls that wrote the file. */
  changedBy: list(registration, 20),
  severity,
  /** The finding to open from the row; null for prose. */
  findingId: unknownOr(text(100)),
});
export type PostureFlag = v.InferOutput<typeof postureFlag>;

export const postureServer = v.strictObject({
  place: evidenceRef,
  name: text(300),
  scope: text(40),
  agent: text(100),
  transport: text(100),
  /** Program and arguments, or the address; secrets are masked. */
  line: text(4000),
  envNames: list(text(300), 128),
  binary: v.picklist(['package', 'in-copy', 'unknown', 'system', 'container-image', 'none']),
  binarySays: text(1000),
  registered: list(registration, 20),
  calls: count,
  unattendedCalls: count,
  severity: unknownOr(severity),
  findingId: unknownOr(text(100)),
});
export type PostureServer = v.InferOutput<typeof postureServer>;

/** One level of the settings, highest first. */
export const settingsLevel = v.strictObject({
  scope: v.picklist(['managed', 'local', 'project', 'user']),
  path: unknownOr(text(8192)),
  state: v.picklist(['present', 'absent']),
  /** What the file itself says of `permissions.disableBypassPermissionsMode`; null where it says nothing. */
  disablesBypass: unknownOr(text(100)),
  /** What it says of bypass mode, and what else of weight. */
  says: list(text(1000), 12),
  changedBy: list(registration, 20),
});
export type SettingsLevel = v.InferOutput<typeof settingsLevel>;

export const postureSetting = v.strictObject({
  name: text(300),
  project: unknownOr(text(8192)),
  /** Whose settings were weighed, where the copy holds those of several users. */
  user: unknownOr(text(8192)),
  state: v.picklist(['set', 'not set', 'merged']),
  value: unknownOr(text(4000)),
  winner: unknownOr(text(8192)),
  lost: list(text(8192), 20),
  says: text(1000),
});

/** A permission rule, replayed over the calls that were made. `decides`: calls that no rule of a stronger list matches. */
export const postureRuleReplay = v.strictObject({
  list: v.picklist(['deny', 'ask', 'allow']),
  rule: text(1000),
  path: text(8192),
  matched: count,
  unattended: count,
  decides: count,
  /** Why it can match nothing, or was not replayed. */
  note: unknownOr(text(300)),
});

export const postureHook = v.strictObject({
  place: evidenceRef,
  event: text(100),
  matcher: unknownOr(text(500)),
  command: text(4000),
  scope: text(40),
  /** Its file in the copy, `absent`, or null where the command names none. */
  file: unknownOr(text(8192)),
  matched: count,
  unattended: count,
  withFinding: count,
  /** Findings of weight on calls that its matcher takes. */
  findings: list(text(100), 20),
  /** Why it did not run at all, where the settings say so. */
  note: unknownOr(text(500)),
});

export const secondSource = v.strictObject({
  kind: v.picklist(['shell-history', 'process-events', 'provider-records', 'hook-log']),
  path: text(8192),
  records: count,
  untimed: count,
  first: instant,
  last: instant,
  /** How many were joined to a transcript's request; null where joining does not apply. */
  joined: unknownOr(count),
});

/** A table of the copy by its number, with its first rows as its delimiter splits them. */
export const evidenceTable = v.strictObject({
  id: count,
  path: text(8192),
  /** `not mapped`: it looks like events or requests, and which column means what is not known. */
  state: v.picklist(['not mapped', 'known', 'mapped']),
  delimiter: v.picklist(delimiters),
  columns: list(text(300), 64),
  rows: list(list(text(300), 64), 5),
  /** How the analyst reads it; null where nobody said. */
  reading: unknownOr(tableReading),
});
export type EvidenceTable = v.InferOutput<typeof evidenceTable>;

/** What a reading makes of a table's first rows. */
export const tablePreview = v.strictObject({
  columns: list(text(300), 64),
  rows: list(v.strictObject({ cells: list(text(300), 64), time: instant }), 5),
  readsAs: v.picklist(['process-events', 'provider-records', 'nothing']),
});
export type TablePreview = v.InferOutput<typeof tablePreview>;

/** `findings` names the first of those behind a point, `total` counts them all. */
const decisionPoint = v.strictObject({ says: text(1000), findings: list(text(100), 20), total: count });
/** A proposal by rules. A person decides. */
export const decisionProposal = v.strictObject({ queue: v.picklist(['ir', 'postmortem', 'none']), reasons: list(decisionPoint, 20), against: list(decisionPoint, 20) });
export type DecisionProposal = v.InferOutput<typeof decisionProposal>;

export const runbookNames = ['Scope', 'Sandbox check', 'Session transcripts', 'Git reflog', 'MCP registry', 'Rollback'] as const;

export const runbookStep = v.strictObject({
  name: v.picklist(runbookNames),
  state: v.picklist(['done', 'concern', 'your-call', 'not-possible']),
  severity: unknownOr(severity),
  /** The number beside the step: places, calls, entries, servers. Null where the copy lacks the source. */
  count: unknownOr(text(40)),
  says: text(1000),
  /** Where the rows behind it are. */
  opens: v.picklist(['posture', 'timeline', 'git', 'rollback']),
});
export type RunbookStep = v.InferOutput<typeof runbookStep>;

export const postureView = v.strictObject({
  headline: text(300),
  subline: text(600),
  worst: unknownOr(severity),
  flags: list(postureFlag, 500),
  flagsTotal: count,
  /** Of these, places that ask for the mode; the others name it in prose, or are sessions that ran in it. */
  flagsAsking: count,
  filesLookedAt: count,
  levels: list(settingsLevel, 100),
  effective: v.strictObject({ bypass: v.picklist(['allowed', 'disabled']), says: text(600) }),
  settings: list(postureSetting, 500),
  servers: list(postureServer, 500),
  rules: list(postureRuleReplay, 500),
  hooks: list(postureHook, 500),
  consents: list(v.strictObject({ name: text(100), value: text(2000), project: unknownOr(text(8192)), place: evidenceRef }), 200),
  managed: list(v.strictObject({ os: text(20), path: text(300), state: text(60), note: text(300) }), 20),
  otherAgents: list(v.strictObject({ name: text(100), path: text(8192), version: unknownOr(text(100)), configuration: list(text(8192), 50) }), 200),
  secondSources: list(secondSource, 200),
  tables: list(evidenceTable, 200),
  decision: decisionProposal,
  runbook: list(runbookStep, 6),
});
export type PostureView = v.InferOutput<typeof postureView>;
