/**
 * What an analyst can choose about a case, kind by kind. A new kind is one schema in `choice` and one row in `choiceKinds`;
 * what it changes is worked out by whoever judges by it. A path in a choice is one of the source machine, which is never
 * opened, or names a file of the copy, which is looked up in the inventory.
 */
import * as v from 'valibot';
import { list, text, unknownOr } from './schema.ts';
import { columnWords, readsAs, tableReading } from './table-mapping.ts';

const filled = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));

/** A host name in lower case, `*.name` for what lies below one, or an IPv6 address in brackets. */
export const hostPattern = v.pipe(
  filled(1000),
  v.regex(/^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$|^\[[0-9a-f:]+\]$/, 'must be a host name in lower case, or *.name for what lies below it'),
);

/** The id of a rule, or `family.*`. */
export const rulePattern = v.pipe(filled(100), v.regex(/^[a-z]+\.(?:[a-z0-9-]+|\*)$/, 'must be a rule id such as write.outside-root, or family.*'));

/** An absolute path as the source machine wrote it. */
export const sourcePlace = v.pipe(filled(8192), v.regex(/^(?:\/|[A-Za-z]:[\\/])/, 'must be an absolute path of the source machine, such as /Users/kim/work/shop'));

export const queues = ['ir', 'postmortem', 'none'] as const;
export type Queue = (typeof queues)[number];

/** Contact with a host is expected in this case. */
const sanctionHost = v.strictObject({ kind: v.literal('sanction-host'), host: hostPattern });
/** Findings of a rule on a path are settled: on this path alone, or on whatever lies below it. */
const pathIsFine = v.strictObject({ kind: v.literal('path-is-fine'), rule: rulePattern, path: filled(8192), reach: v.picklist(['exact', 'below']) });
/** Findings of a rule on a host are settled; other rules still weigh contact with it. */
const hostIsFine = v.strictObject({ kind: v.literal('host-is-fine'), rule: rulePattern, host: hostPattern });
/** Where the project begins, for one session or, with null, for each session of the case. */
const projectRoot = v.strictObject({ kind: v.literal('project-root'), sessionId: unknownOr(filled(300)), path: sourcePlace });
/** Where the case goes. `proposed` is what the rules proposed when it was decided. */
const decision = v.strictObject({ kind: v.literal('decision'), queue: v.picklist(queues), proposed: v.picklist(queues) });
/** A policy file, with its text: the file itself may change or vanish. */
const policyFile = v.strictObject({ kind: v.literal('policy-file'), name: filled(300), text: text(1_000_000) });
/** Which repository of the copy a folder of the source machine was, by its git directory; null for none of them. */
const repositoryOfPath = v.strictObject({ kind: v.literal('repository-of-path'), path: filled(8192), repository: unknownOr(filled(8192)) });
/** Which column of a table of the copy means what. */
const columnsOfTable = v.strictObject({ kind: v.literal('columns-of-table'), path: filled(8192), ...tableReading.entries });

export const choice = v.variant('kind', [sanctionHost, pathIsFine, hostIsFine, projectRoot, decision, policyFile, repositoryOfPath, columnsOfTable]);
export type Choice = v.InferOutput<typeof choice>;
export type ChoiceKind = Choice['kind'];
export type ChoiceOf<Kind extends ChoiceKind> = Extract<Choice, { readonly kind: Kind }>;

/** What holds for each choice of a kind. */
export interface ChoiceRow<Kind extends ChoiceKind> {
  /** What it is about: of two choices about the same thing the later one counts. */
  about(choice: ChoiceOf<Kind>): string;
  needsReason(choice: ChoiceOf<Kind>): boolean;
  /** True where findings follow from it; false where the evidence is judged the same without it. */
  readonly judges: boolean;
  /** The choice in words, for lists and the report; evidence text in it is not escaped. */
  says(choice: ChoiceOf<Kind>): string;
}

const queueWords: Readonly<Record<Queue, string>> = { ir: 'the IR queue', postmortem: 'a near-miss postmortem', none: 'no incident' };

export const choiceKinds: { readonly [Kind in ChoiceKind]: ChoiceRow<Kind> } = {
  'sanction-host': { about: ({ host }) => host, needsReason: () => true, judges: true, says: ({ host }) => `Host ${host} is sanctioned` },
  'path-is-fine': {
    about: ({ rule, path, reach }) => `${rule}\0${reach}\0${path}`,
    needsReason: () => true,
    judges: true,
    says: ({ rule, path, reach }) => `${reach === 'below' ? `What lies below ${path}` : path} is fine for ${rule}`,
  },
  'host-is-fine': { about: ({ rule, host }) => `${rule}\0${host}`, needsReason: () => true, judges: true, says: ({ rule, host }) => `${host} is fine for ${rule}` },
  'project-root': {
    about: ({ sessionId }) => sessionId ?? '',
    needsReason: () => false,
    judges: true,
    says: ({ sessionId, path }) => `The project of ${sessionId === null ? 'each session' : `session ${sessionId}`} begins at ${path}`,
  },
  decision: {
    about: () => '',
    needsReason: ({ queue, proposed }) => queue !== proposed,
    judges: false,
    says: ({ queue, proposed }) => `Decided for ${queueWords[queue]}${queue === proposed ? ', as proposed' : `, where ${queueWords[proposed]} was proposed`}`,
  },
  'policy-file': { about: () => '', needsReason: () => false, judges: true, says: ({ name }) => `Judged by the policy file ${name}` },
  'repository-of-path': {
    about: ({ path }) => path,
    needsReason: () => false,
    judges: true,
    says: ({ path, repository }) => (repository === null ? `${path} was no repository of this copy` : `${path} was the repository ${repository} of this copy`),
  },
  'columns-of-table': {
    about: ({ path }) => path,
    needsReason: () => false,
    judges: true,
    says: ({ path, ...reading }) => `${path} is read as ${readsAs(reading.columns).replace('-', ' ')}: ${columnWords(reading)}`,
  },
};

/** The row of a choice's kind, as functions of any choice. */
function rowOf(given: Choice): { readonly about: string; readonly needsReason: boolean; readonly judges: boolean; readonly says: string } {
  const row = <Kind extends ChoiceKind>({ about, needsReason, judges, says }: ChoiceRow<Kind>, of: ChoiceOf<Kind>) => ({ about: about(of), needsReason: needsReason(of), judges, says: says(of) });
  switch (given.kind) {
    case 'sanction-host':
      return row(choiceKinds['sanction-host'], given);
    case 'path-is-fine':
      return row(choiceKinds['path-is-fine'], given);
    case 'host-is-fine':
      return row(choiceKinds['host-is-fine'], given);
    case 'project-root':
      return row(choiceKinds['project-root'], given);
    case 'decision':
      return row(choiceKinds.decision, given);
    case 'policy-file':
      return row(choiceKinds['policy-file'], given);
    case 'repository-of-path':
      return row(choiceKinds['repository-of-path'], given);
    case 'columns-of-table':
      return row(choiceKinds['columns-of-table'], given);
    default: {
      const never: never = given;
      return never;
    }
  }
}

/** Equal for two choices about the same thing. */
export function aboutOf(given: Choice): string {
  return `${given.kind}\0${rowOf(given).about}`;
}

export function needsReason(given: Choice): boolean {
  return rowOf(given).needsReason;
}

export function isJudging(given: Choice): boolean {
  return rowOf(given).judges;
}

export function choiceWords(given: Choice): string {
  return rowOf(given).says;
}

const number = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
/** Who chose, when and why; the manifest says on which evidence. Counted from 1 in each case. */
const noted = {
  id: number,
  at: v.pipe(text(24), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'must be a time in UTC')),
  by: unknownOr(filled(200)),
  reason: unknownOr(filled(2000)),
  manifestSha256: unknownOr(v.pipe(text(64), v.regex(/^[0-9a-f]{64}$/))),
} as const;

export const chosen = v.strictObject({ what: v.literal('chosen'), ...noted, choice });
/** One choice among the entries of a history. */
export type Chosen = v.InferOutput<typeof chosen>;
export const takenBack = v.strictObject({ what: v.literal('taken-back'), ...noted, of: number });
export const historyEntry = v.variant('what', [chosen, takenBack]);
export type HistoryEntry = v.InferOutput<typeof historyEntry>;
export type History = readonly HistoryEntry[];
/** Entries of a case, oldest first. */
export const history = list(historyEntry, 10_000);
