/** A package whose name is one slip of the finger away from one that many projects use. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { lineOf, operandsOf } from '../../command-line.ts';
import { knownNeighbours, popularPackages } from '../../popular-packages.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const installers: Readonly<Record<string, RegExp>> = {
  npm: /^(?:install|i|add|exec)$/, pnpm: /^(?:install|i|add|dlx)$/, yarn: /^(?:add|dlx)$/, bun: /^(?:add|install|i|x)$/, npx: /./, bunx: /./, pnpx: /./, pip: /^install$/, pip3: /^install$/, pipx: /^(?:install|run)$/, uv: /^(?:pip|add|tool)$/, uvx: /./, poetry: /^add$/, pdm: /^add$/, cargo: /^(?:add|install)$/, gem: /^install$/,
};
const verbs = /^(?:install|i|add|exec|dlx|x|run|pip|tool|global)$/;

/** Whether one letter is left out, added, exchanged or two neighbours are swapped. */
export function oneSlip(name: string, known: string): boolean {
  if (name === known || Math.abs(name.length - known.length) > 1) return false;
  let from = 0;
  while (from < name.length && name[from] === known[from]) from++;
  let end = 0;
  while (end < name.length - from && end < known.length - from && name[name.length - 1 - end] === known[known.length - 1 - end]) end++;
  const left = name.slice(from, name.length - end);
  const right = known.slice(from, known.length - end);
  if (left.length + right.length <= 1) return true;
  if (left.length === 1 && right.length === 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** The known name that a package's name is close to; null where it is none, or is known itself. */
function closeTo(written: string): string | null {
  const plain = written.replace(/(?<=.)(?:@|==|>=|~=|\[).*$/, '').toLowerCase();
  const name = plain.startsWith('@') ? plain.slice(0, plain.indexOf('/') < 0 ? plain.length : plain.indexOf('/')) : plain;
  if (name.length < 6 || knownNeighbours.has(name) || !/^@?[a-z][\w.-]*$/.test(name)) return null;
  // A scope is close to a known one by its beginning too: `@anthropic-ai`, `@anthropci`.
  for (const known of popularPackages) {
    if (known.length < 6 || known.startsWith('@') !== name.startsWith('@')) continue;
    const short = known.startsWith('@') ? known.replace(/-\w+$/, '') : known;
    if (oneSlip(name, known) || (short !== known && name !== short && oneSlip(name, short))) return known;
  }
  return null;
}

function packagesOf(fact: ExecFact): readonly string[] {
  const verb = Object.hasOwn(installers, fact.program) ? installers[fact.program] : undefined;
  const operands = operandsOf(fact);
  if (verb === undefined || !verb.test(operands[0] ?? '')) return [];
  const single = /^(?:npx|bunx|pnpx|uvx)$/.test(fact.program);
  return single ? operands.slice(0, 1) : operands.filter((operand) => !verbs.test(operand)).slice(0, 32);
}

export const rule = defineRule(
  {
    id: 'supply.typosquat',
    title: 'Package name close to a well-known one',
    severity: 'medium',
    attack: ['T1195.001', 'T1036'],
    looksAt: ['exec'],
    programs: (program) => Object.hasOwn(installers, program),
    why: 'Packages are published under names that are a slip away from known ones, so that whoever mistypes installs them.',
    doesNotShow: 'What is published under that name, or that the registry has it.',
    otherExplanation: 'A package of its own that happens to have such a name.',
    canBeWrong: 'Known names and their known neighbours are a list, and no list of names is up to date.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      for (const name of packagesOf(fact)) {
        const known = closeTo(name);
        if (known === null) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `installs ${name.slice(0, 100)}, a name close to ${known}: ${lineOf(fact)}.`, confidence: 'low', reason: 'Only the spelling says so.', detail: { name: name.slice(0, 200), known } }));
      }
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
