/** Runs the rules over one call. Pure; must not know how a hit becomes a finding. */
import type { Fact } from '../../../shared/finding.ts';
import { firstText } from '../events/json.ts';
import { type Policy, builtInPolicy } from '../policy/policy.ts';
import { mayNameChosen, withSanctionedAside } from '../policy/sanctioned-aside.ts';
import type { ExaminedCall, ProjectRoot, Rule, Sight, SourceMachine, ToolCall } from './examined-call.ts';
import { factsOf, pathToolOf } from './facts.ts';
import { type Hit, ruleIdOf } from './hit.ts';
import { callRules } from './rules/all.ts';
import { runsText, runTextOf } from './shell-tools.ts';
import { maskFact, maskHit, masker, secretsOf } from './secrets/mask-examination.ts';

export interface Examination {
  readonly facts: readonly Fact[];
  readonly hits: readonly Hit[];
}

const noHits: readonly Hit[] = [];

/** Calls that are equal in all that rules look at are examined once: agents repeat `npm test` for hours and edit a file in many steps. */
const maxExaminations = 1024;
const maxRemembered = 2000;
interface Remembered {
  readonly machine: SourceMachine;
  readonly root: ProjectRoot;
  readonly policy: Policy;
  readonly examinations: Map<string, Examination>;
}
/** Sessions of one project share machine and root, so a few pairs are enough. */
const maxPairs = 8;
const memory: Remembered[] = [];
let remembered = 0;

function rememberedFor(machine: SourceMachine, root: ProjectRoot, policy: Policy): Map<string, Examination> {
  for (const pair of memory) if (pair.machine === machine && pair.root === root && pair.policy === policy) return pair.examinations;
  if (memory.length >= maxPairs) remembered -= memory.shift()?.examinations.size ?? 0;
  const fresh = { machine, root, policy, examinations: new Map<string, Examination>() };
  memory.push(fresh);
  return fresh.examinations;
}

/** What an examination follows from beside folder, root and machine; null where that is the whole input. */
function essenceOf(call: ToolCall): string | null {
  if (runsText(call.tool)) return runTextOf(call)?.text ?? null;
  const onPath = pathToolOf(call.tool);
  // What is written matters to rules only where a secret stands in it.
  if (onPath === null || secretsOf(call).length > 0) return null;
  return firstText(call.input, ...onPath.keys) ?? '\0';
}

const sightBits: Readonly<Record<Sight, number>> = { exec: 1, file: 2, network: 4, flow: 8, env: 16, dynamic: 32, read: 64, write: 128, delete: 256, metadata: 512, execute: 1024 };
const maxLists = 5000;
/** Calls without a program, such as reads and edits, by their bits alone. */
const rulesOfBits = new Map<number, readonly Rule[]>();
const rulesOfPrograms = new Map<string, readonly Rule[]>();

/** The rules that can find something among these facts, in their order: by the kinds of facts, and the programs and wrappers that run. */
function rulesFor(facts: readonly Fact[]): readonly Rule[] {
  let bits = 0;
  let key = '';
  for (const fact of facts) {
    bits |= sightBits[fact.kind];
    if (fact.kind === 'exec') {
      key += `${fact.program}\0`;
      for (const wrapper of fact.wrappers) key += `${wrapper}\0`;
    } else if (fact.kind === 'file') bits |= sightBits[fact.operation];
  }
  let known = key === '' ? rulesOfBits.get(bits) : rulesOfPrograms.get(`${key}${bits}`);
  if (known === undefined) {
    const names = new Set(key.split('\0'));
    known = callRules.filter((rule) => mattersTo(rule, bits, names));
    if (rulesOfPrograms.size >= maxLists) rulesOfPrograms.clear();
    if (key === '') rulesOfBits.set(bits, known);
    else rulesOfPrograms.set(`${key}${bits}`, known);
  }
  return known;
}

function mattersTo({ looksAt, programs }: Rule, bits: number, running: ReadonlySet<string>): boolean {
  if (looksAt === undefined) return true;
  for (const kind of looksAt) {
    if ((bits & sightBits[kind]) === 0) continue;
    if (kind !== 'exec' || programs === undefined) return true;
    for (const name of running) if (programs(name)) return true;
  }
  return false;
}

/**
 * The facts of a call and what the rules say of them, with secrets masked in both. A hit's own `ruleId` comes before its
 * rule's id.
 */
export function examineCall(call: ToolCall, root: ProjectRoot, machine: SourceMachine, policy: Policy = builtInPolicy): Examination {
  const essence = essenceOf(call);
  if (essence === null || essence.length > maxRemembered) return examine(call, root, machine, policy);
  const examinations = rememberedFor(machine, root, policy);
  const key = `${call.tool}\0${call.cwd}\0${essence}`;
  const known = examinations.get(key);
  if (known !== undefined) return known;
  const examination = examine(call, root, machine, policy);
  if (remembered >= maxExaminations) {
    memory.length = 0;
    remembered = 0;
  } else {
    examinations.set(key, examination);
    remembered += 1;
  }
  return examination;
}

function examine(call: ToolCall, root: ProjectRoot, machine: SourceMachine, policy: Policy): Examination {
  const facts = factsOf(call, root, machine);
  const secrets = secretsOf(call);
  if (facts.length === 0 && secrets.length === 0 && !runsText(call.tool)) return { facts, hits: noHits };
  const hits = hitsByName({ call, facts, secrets, root, machine, policy });
  if (secrets.length === 0) return { facts, hits };
  const mask = masker(secrets);
  return { facts: facts.map((fact) => maskFact(fact, mask)), hits: hits.map((hit) => maskHit(hit, mask)) };
}

/** A file that links give two names is told once by a rule that knows it by its own name. */
function hitsByName(examined: ExaminedCall): readonly Hit[] {
  const { facts } = examined;
  if (!facts.some((fact) => fact.kind === 'file' && fact.linked === true)) return hitsOf(examined);
  const plain = hitsOf({ ...examined, facts: facts.filter((fact) => fact.kind !== 'file' || fact.linked !== true) });
  const told = new Set(plain.map(ruleIdOf));
  return [...plain, ...hitsOf(examined).filter((hit) => !told.has(ruleIdOf(hit)))];
}

function hitsOf(examined: ExaminedCall): readonly Hit[] {
  const { facts, policy } = examined;
  let hits: Hit[] | null = null;
  for (const rule of rulesFor(facts)) {
    const found = rule.examine(examined);
    if (found.length === 0) continue;
    hits ??= [];
    for (const hit of found) hits.push({ ...hit, rule });
  }
  // Where a host was sanctioned by hand, what is no longer found because of it stays in sight.
  return policy.without === undefined || !mayNameChosen(facts, policy) ? (hits ?? noHits) : withSanctionedAside(hits ?? noHits, hitsOf({ ...examined, policy: policy.without }), ruleIdOf, facts, policy);
}
