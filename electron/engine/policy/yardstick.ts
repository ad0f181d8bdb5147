/**
 * What a case is judged by: the built-in policy, a policy file over it, the analyst's choices over both, the project roots,
 * and what the analyst knows of the copy: which repository a folder was, how a table is read. Pure: the same history gives the same yardstick.
 */
import { inForce, inForceOf } from '../../../shared/choice-history.ts';
import type { Chosen, History } from '../../../shared/choices.ts';
import type { TableMapping } from '../../../shared/table-mapping.ts';
import { builtInPolicy, type HostEntry, type IgnoreEntry, type Policy } from './policy.ts';
import { type PolicyFault, readPolicyFile } from './policy-file.ts';

/** Plain data. A new field makes both the index and the keys of judging anew differ by itself. */
export interface Yardstick {
  readonly policy: Policy;
  /** For each session; empty: its own. */
  readonly projectRoots: readonly string[];
  /** By session id, before `projectRoots`. */
  readonly sessionRoots: readonly (readonly [string, string])[];
  /** The git directory in the copy by folder of the source machine; an empty text: none of the copy. */
  readonly repositories: readonly (readonly [string, string])[];
  /** How tables of the copy are read. */
  readonly tables: readonly TableMapping[];
}

/** `refused`: the policy file among the choices, which was left out as it does not fit. */
export interface YardstickReading {
  readonly yardstick: Yardstick;
  readonly refused: { readonly name: string; readonly faults: readonly PolicyFault[] } | null;
}

/** What comes from outside the case, such as a command line: it goes before the choice of the same thing. */
export interface GivenYardstick {
  readonly policy?: Policy;
  readonly projectRoots?: readonly string[];
}

export const builtInYardstick: Yardstick = { policy: builtInPolicy, projectRoots: [], sessionRoots: [], repositories: [], tables: [] };

export function yardstickOf(history: History, given: GivenYardstick = {}): YardstickReading {
  const [file] = given.policy ? [] : inForceOf(history, 'policy-file');
  const read = file ? readPolicyFile(file.choice.text, file.choice.name) : null;
  const base = given.policy ?? (read?.ok ? read.policy : builtInPolicy);
  const roots = inForceOf(history, 'project-root').map(({ choice }) => choice);
  const ofCase = roots.find((root) => root.sessionId === null);
  const givenRoots = given.projectRoots ?? [];
  return {
    yardstick: {
      policy: chosenPolicy(base, history),
      projectRoots: givenRoots.length > 0 ? givenRoots : ofCase ? [ofCase.path] : [],
      sessionRoots: givenRoots.length > 0 ? [] : roots.flatMap(({ sessionId, path }) => (sessionId === null ? [] : [[sessionId, path] as const])),
      repositories: inForceOf(history, 'repository-of-path').map(({ choice: { path, repository } }) => [path, repository ?? ''] as const),
      tables: inForceOf(history, 'columns-of-table').map(({ choice: { kind: _, ...mapping } }) => mapping),
    },
    refused: file && read && !read.ok ? { name: file.choice.name, faults: read.faults } : null,
  };
}

/** Where a choice stands, as findings and lists name it. */
export function choiceSource({ id, at, by }: Chosen): string {
  return `choice ${id} of this case, ${at}${by === null ? '' : `, by ${by}`}`;
}

function chosenPolicy(base: Policy, history: History): Policy {
  const hosts: HostEntry[] = [];
  const ignore: IgnoreEntry[] = [];
  for (const entry of inForce(history)) {
    const { choice } = entry;
    const from = choiceSource(entry);
    const reason = entry.reason ?? '';
    if (choice.kind === 'sanction-host') hosts.push({ pattern: choice.host, tier: 'both-ways', from, chosen: reason });
    else if (choice.kind === 'path-is-fine') ignore.push({ rule: choice.rule, path: choice.path, reach: choice.reach, host: null, reason, from, chosen: true });
    else if (choice.kind === 'host-is-fine') ignore.push({ rule: choice.rule, path: null, host: choice.host, reason, from, chosen: true });
  }
  const settled = ignore.length === 0 ? base : { ...base, ignore: [...base.ignore, ...ignore] };
  return hosts.length === 0 ? settled : { ...settled, hosts: [...settled.hosts, ...hosts], without: settled };
}

/** Equal where the same records give the same facts, hits and chains: whatever ignore entries then set aside. */
export function readingKey({ policy: { hosts, credentialPaths, projectRoots, pathDirectories }, ...others }: Yardstick): string {
  return JSON.stringify([hosts, credentialPaths, projectRoots, pathDirectories, others]);
}
