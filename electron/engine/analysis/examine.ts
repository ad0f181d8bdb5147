/** Runs the rules over one call. Pure; must not know how a hit becomes a finding. */
import type { Fact } from '../../../shared/finding.ts';
import { ownText } from '../events/json.ts';
import { type Policy, builtInPolicy } from '../policy/policy.ts';
import { mayNameChosen, withSanctionedAside } from '../policy/sanctioned-aside.ts';
import type { ExaminedCall, ProjectRoot, SourceMachine, ToolCall } from './examined-call.ts';
import { factsOf } from './facts.ts';
import { type Hit, ruleIdOf } from './hit.ts';
import { createRuleMarks, type RuleMarks } from './rules-for.ts';
import { callRules } from './rules/all.ts';
import { runsText } from './shell-tools.ts';
import { maskFact, maskHit, masker, secretsOf } from './secrets/mask-examination.ts';

export interface Examination {
  readonly facts: readonly Fact[];
  readonly hits: readonly Hit[];
}

const noHits: readonly Hit[] = [];

/** Commands that are equal in all that rules look at are examined once: agents repeat `npm test` for hours. */
const maxRemembered = 2000;
/** So many are remembered at least, and twice as many at most. */
const generation = 1024;
let remembered = 0;
interface Remembered {
  readonly machine: SourceMachine;
  readonly root: ProjectRoot;
  readonly policy: Policy;
  readonly cwd: string | null;
  /** By the text that runs; what was asked for in the last generation, and in the one before. */
  young: Map<string, Examination>;
  old: Map<string, Examination>;
}
/** Sessions of one project share machine and root, so a few are enough. */
const maxPlaces = 16;
const memory: Remembered[] = [];

function rememberedFor(machine: SourceMachine, root: ProjectRoot, policy: Policy, cwd: string | null): Remembered {
  for (let at = 0; at < memory.length; at++) {
    const each = memory[at];
    if (each !== undefined && each.machine === machine && each.root === root && each.policy === policy && each.cwd === cwd) return each;
  }
  if (memory.length >= maxPlaces) memory.shift();
  const fresh: Remembered = { machine, root, policy, cwd, young: new Map(), old: new Map() };
  memory.push(fresh);
  return fresh;
}

function forgetOldest(): void {
  for (const place of memory) {
    place.old = place.young;
    place.young = new Map();
  }
  remembered = 0;
}

let marks: RuleMarks | null = null;

/**
 * The facts of a call and what the rules say of them, with secrets masked in both. A hit's own `ruleId` comes before its
 * rule's id.
 */
export function examineCall(call: ToolCall, root: ProjectRoot, machine: SourceMachine, policy: Policy = builtInPolicy): Examination {
  // A command is all that its examination follows from, beside folder, root and machine. A path is judged as fast as it is looked up.
  const text = call.tool === 'Bash' ? ownText(call.input, 'command') : null;
  if (text === null || text.length > maxRemembered) return examine(call, root, machine, policy);
  const place = rememberedFor(machine, root, policy, call.cwd);
  const known = place.young.get(text);
  if (known !== undefined) return known;
  const examination = place.old.get(text) ?? examine(call, root, machine, policy);
  if (remembered >= generation) forgetOldest();
  place.young.set(text, examination);
  remembered += 1;
  return examination;
}

function examine(call: ToolCall, root: ProjectRoot, machine: SourceMachine, policy: Policy): Examination {
  const facts = factsOf(call, root, machine);
  const secrets = secretsOf(call);
  if (facts.length === 0 && secrets.length === 0 && !runsText(call.tool)) return { facts, hits: noHits };
  const examined: ExaminedCall = { call, facts, secrets, root, machine, policy };
  const hits = machine.links === undefined ? hitsOf(examined) : hitsByName(examined);
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
  marks ??= createRuleMarks(callRules);
  const matter = marks.mark(facts, policy);
  let hits: Hit[] | null = null;
  for (let word = 0; word < matter.length; word++) {
    // The lowest bit that is set stands for the first rule.
    for (let bits = matter[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const rule = callRules[word * 32 + 31 - Math.clz32(bits & -bits)];
      const found = rule?.examine(examined) ?? noHits;
      if (rule === undefined || found.length === 0) continue;
      hits ??= [];
      for (const hit of found) hits.push({ ...hit, rule });
    }
  }
  // Where a host was sanctioned by hand, what is no longer found because of it stays in sight.
  return policy.without === undefined || !mayNameChosen(facts, policy) ? (hits ?? noHits) : withSanctionedAside(hits ?? noHits, hitsOf({ ...examined, policy: policy.without }), ruleIdOf, facts, policy);
}
