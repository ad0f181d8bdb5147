/** A tool call as the analysis sees it: plain data, with what is known of the machine it ran on. */
import type { Fact, FileOperation, FindingDetail, Confidence, RuleInfo } from '../../../shared/finding.ts';
import type { Severity } from '../../../shared/event.ts';
import type { JsonObject } from '../events/json.ts';
import type { Policy } from '../policy/policy.ts';
import type { SecretField } from './secrets/secret-field.ts';

/** Where a session's project begins. `path` is null where no record names one. */
export interface ProjectRoot {
  readonly path: string | null;
  readonly how: string;
  /** Other folders that count as inside: settings, `--project-root`. */
  readonly additional: readonly string[];
}

/** What is known of the machine that wrote the transcripts. Paths there, not here. */
export interface SourceMachine {
  readonly home: string | null;
  readonly user: string | null;
  readonly style: 'posix' | 'windows';
  /** macOS and Windows volumes: `~/.SSH` is `~/.ssh`. */
  readonly caseInsensitive: boolean;
  /** Work trees of the repositories in the copy, absolute on the source machine. */
  readonly workTrees: readonly string[];
  /** Links that the copy holds, by their path as it is compared: where each leads. Left out where there are none. */
  readonly links?: ReadonlyMap<string, string>;
  /** The other way: links by the path that they lead to. */
  readonly linkedFrom?: ReadonlyMap<string, string>;
  /** `github.com/acme`: whose places the repositories of the copy came from, by their remote origin. */
  readonly owners?: ReadonlySet<string>;
  /** Folders that files of the copy put on the PATH, absolute, with the file that says so. */
  readonly pathFolders?: ReadonlyMap<string, string>;
}

/** One call, before anything is said of it. `cwd` is the record's own; null in flat records. */
export interface ToolCall {
  readonly eventId: number;
  readonly toolUseId: string | null;
  readonly tool: string;
  readonly input: JsonObject;
  readonly cwd: string | null;
  readonly sessionId: string;
  readonly agentId: string | null;
  readonly time: number | null;
  /** Whoever read the record saw that its input holds nothing that could be a secret; left out: nobody looked. */
  readonly noSecrets?: boolean;
}

export interface ExaminedCall {
  readonly call: ToolCall;
  readonly facts: readonly Fact[];
  /** What the call's own text spells out. */
  readonly secrets: readonly SecretField[];
  readonly root: ProjectRoot;
  readonly machine: SourceMachine;
  readonly policy: Policy;
}

/** What a rule says of one call. A call can have several hits of one rule, e.g. one per path. */
export interface RuleHit {
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly confidenceReason: string;
  readonly sentence: string;
  readonly excerpt: string;
  readonly detail: FindingDetail;
  /** The title, where the hit has a better one than its rule. */
  readonly title?: string;
  /** The finding's rule id, where a rule has a family of them (`credential.aws`, `credential.ssh`). */
  readonly ruleId?: string;
}

/** A kind of fact, or an operation on files: most rules look at writes only, and most calls read. */
export type Sight = Fact['kind'] | FileOperation;

/** A rule: what it says of itself, and a pure function from a call's facts to hits. One rule a file. */
export interface Rule {
  readonly info: RuleInfo;
  /** What must stand among the facts, or it finds nothing; left out: it is asked of each call. */
  readonly looksAt?: readonly Sight[];
  /** Among exec facts, the programs and wrappers that matter to it; left out: each does. */
  readonly programs?: (program: string) => boolean;
  /** Shapes of words of which one must stand among the arguments of what the call runs; left out: any arguments will do. */
  readonly words?: readonly RegExp[];
  /** The programs of which this is asked; left out: of each. */
  readonly wordsOf?: (program: string) => boolean;
  /** Among file facts, shapes of the paths that matter to it, against the path with the home folder written out or as `~`, or as the call writes it; left out: each does. */
  readonly paths?: readonly RegExp[];
  /** Beside `paths`, those that a policy names as credential paths matter to it. */
  readonly policyPaths?: true;
  examine(call: ExaminedCall): readonly RuleHit[];
}
