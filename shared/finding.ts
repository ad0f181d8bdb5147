/** Facts (what a record says was done) and findings (what a rule makes of them). The two stay apart. */
import * as v from 'valibot';
import { eventId, evidenceRef, severity } from './event.ts';
import { count, instant, list, text, unknownOr } from './schema.ts';

export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/**
 * `attempted`: a call without a result. `recorded`: a result, no second source for this kind. `denied`: a refusal is recorded;
 * where the record does not say that it came before the run, `detail.mayHaveRun` is true. The others say what a second source
 * shows.
 */
export const findingStates = ['attempted', 'recorded', 'confirmed', 'denied', 'contradicted', 'not-covered', 'unexplained'] as const;
export type FindingState = (typeof findingStates)[number];

/** How sure the value of a path or host is: written out, partly expanded at run time, or known only at run time. */
export const certainties = ['static', 'partial', 'dynamic'] as const;
export type Certainty = (typeof certainties)[number];

export const fileOperations = ['read', 'write', 'delete', 'metadata', 'execute'] as const;
export type FileOperation = (typeof fileOperations)[number];

/** From `start` to `end` in UTF-16 units of the command text; null where the fact has no place of its own in it. */
export const span = unknownOr(v.strictObject({ start: count, end: count }));

const exec = v.strictObject({
  kind: v.literal('exec'),
  /** The name that runs, without its folder: `git`, `rm`. A part known only at run time stands as `…`. */
  program: text(1000),
  /** The arguments after the program's name, expanded as far as the text tells; at most 256 of them. */
  argv: list(text(4000), 256),
  wrappers: list(text(200), 16),
  context: v.picklist(['host', 'remote', 'container']),
  privileged: v.boolean(),
  /** The folder that it runs in, absolute on the source machine; null where the text does not tell. */
  cwd: v.optional(unknownOr(text(8192))),
  /** Of a git command: whether it ran, and how it ended, does not follow from how the whole ended: a branch, a loop, before `;` or `|`. */
  open: v.optional(v.literal(true)),
  /** Of a git command: it may have run more than once. */
  repeats: v.optional(v.literal(true)),
  certainty: v.picklist(certainties),
  span,
});
const fileAccess = v.strictObject({
  kind: v.literal('file'),
  operation: v.picklist(fileOperations),
  /** As the record writes it. */
  written: text(8192),
  /** Absolute on the source machine, `..` and `~` resolved; null where the parts needed are unknown. */
  path: unknownOr(text(8192)),
  /** Where the path leads by links that the copy holds; left out where none is on it. */
  real: v.optional(text(8192)),
  /** The same access once more, under the name that links of the copy give the path. */
  linked: v.optional(v.literal(true)),
  via: text(300),
  recursive: v.boolean(),
  certainty: v.picklist(certainties),
  span,
});
const netContact = v.strictObject({
  kind: v.literal('network'),
  program: text(300),
  written: text(8192),
  host: unknownOr(text(1000)),
  port: unknownOr(count),
  scheme: unknownOr(text(40)),
  direction: v.picklist(['in', 'out', 'both', 'unknown']),
  /** What is sent, where the record says so: a path, or `-` for standard input. */
  uploads: list(text(8192), 64),
  certainty: v.picklist(certainties),
  span,
});
/** What reaches what, each end with its kind: `file:/Users/x/.aws/credentials`, `net:host`, `exec:bash`, `env:`, `decode:base64`. */
const flow = v.strictObject({
  kind: v.literal('flow'),
  from: text(1000),
  to: text(1000),
  span,
});
const envSet = v.strictObject({ kind: v.literal('env'), name: text(300), value: unknownOr(text(4000)), span });
const dynamic = v.strictObject({ kind: v.literal('dynamic'), reason: text(1000), span });

/** One thing that a tool call did or tried to do, as its record says. */
export const fact = v.variant('kind', [exec, fileAccess, netContact, flow, envSet, dynamic]);
export type Fact = v.InferOutput<typeof fact>;
export type ExecFact = v.InferOutput<typeof exec>;
export type FileFact = v.InferOutput<typeof fileAccess>;
export type NetworkFact = v.InferOutput<typeof netContact>;

/** Plain values that a finding carries beside its record; scripts read them as `detail`. */
export const findingDetail = v.pipe(
  v.record(text(100), v.union([text(8192), v.number(), v.boolean(), v.null(), list(text(8192), 256)])),
  v.check((record) => Object.keys(record).length <= 64, 'too many keys'),
);
export type FindingDetail = v.InferOutput<typeof findingDetail>;

export const finding = v.strictObject({
  id: text(100),
  rule: text(100),
  title: text(300),
  severity,
  confidence: v.picklist(confidences),
  confidenceReason: text(500),
  state: v.picklist(findingStates),
  time: instant,
  eventId: unknownOr(eventId),
  sessionId: unknownOr(text(300)),
  toolUseId: unknownOr(text(300)),
  repository: unknownOr(text(8192)),
  ref: unknownOr(text(4096)),
  attack: list(text(40), 16),
  /** The sentence that an analyst reads first, e.g. "The transcript records a write to ~/.zshrc, outside …". */
  sentence: text(2000),
  /** The part of the record it is about: a command or a path, shortened in the middle. */
  excerpt: text(1000),
  evidence: list(evidenceRef, 32),
  detail: findingDetail,
});
export type Finding = v.InferOutput<typeof finding>;

/** A refusal is recorded, and nothing says that the call could have run before it came. */
export const didNotRun = (finding: Pick<Finding, 'state' | 'detail'>): boolean => finding.state === 'denied' && finding.detail['mayHaveRun'] !== true;

/** What a rule says of itself; the report prints it and the inspector explains a finding with it. */
export const ruleInfo = v.strictObject({
  id: text(100),
  version: count,
  title: text(300),
  family: text(100),
  severity,
  attack: list(text(40), 16),
  why: text(1000),
  doesNotShow: text(1000),
  otherExplanation: text(1000),
  canBeWrong: text(1000),
});
export type RuleInfo = v.InferOutput<typeof ruleInfo>;
