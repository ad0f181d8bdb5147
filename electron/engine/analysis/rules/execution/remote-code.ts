/** A program told to take its code or its plan from an address. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { type Policy, judge } from '../../../policy/policy.ts';
import { lineOf, operandsOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const address = /^(?:git(?:\+|::))?(?:https?|ftp|ssh|git):\/\/|^git@[\w.-]+:/;
/** Subcommands after which an address is code that runs. */
const runners: Readonly<Record<string, RegExp>> = {
  kubectl: /^(?:apply|create|replace|run)$/, oc: /^(?:apply|create|replace|new-app)$/, helm: /^(?:install|upgrade)$/, npx: /./, bunx: /./, pnpx: /./, pnpm: /^dlx$/, yarn: /^dlx$/, bun: /^x$/, uvx: /./, uv: /^(?:tool|run)$/, pipx: /^run$/, deno: /^(?:run|install|serve)$/, go: /^run$/, nix: /^(?:run|shell|develop)$/, 'nix-shell': /./,
  'ansible-pull': /./, java: /^-jar$/, terraform: /^init$/, docker: /^(?:build|run|compose|stack)$/, mlflow: /^run$/, copier: /./, cookiecutter: /./, dvc: /^import/, vagrant: /^(?:init|up)$/, jupyter: /^/, streamlit: /^run$/, marimo: /^(?:run|edit)$/, k6: /^run$/, osascript: /./, Rscript: /./, wasmtime: /./, wasmer: /^run$/,
};

function addressOf(fact: ExecFact): string | null {
  const verb = Object.hasOwn(runners, fact.program) ? runners[fact.program] : undefined;
  if (verb === undefined) return null;
  const given = operandsOf(fact);
  // What stands behind the package's name is the program's own.
  const operands = /^(?:npx|bunx|pnpx|uvx)$/.test(fact.program) ? given.slice(0, 1) : given;
  if (!fact.argv.slice(0, 3).some((argument) => verb.test(argument))) return null;
  const found = operands.find((operand) => address.test(operand) || /^@?[\w./-]+@(?:git\+)?https?:\/\//.test(operand))?.replace(/^@?[\w./-]+@(?=(?:git\+)?https?:)/, '') ?? fact.argv.map((argument) => /^(?:-f|--filename|--from|--from-module|--file|-U|--url)=(.+)$/.exec(argument)?.[1]).find((value) => value !== undefined && address.test(value));
  if (found !== undefined) return found;
  // `go run host/module@version` fetches what it runs.
  return fact.program === 'go' ? (operands.slice(1).find((operand) => /^[\w-]+(?:\.[\w-]+)+\/\S+@\S+$/.test(operand)) ?? null) : null;
}

function weigh(url: string, policy: Policy): Severity | null {
  const verdict = judge(url.replace(/^git(?:\+|::)/, ''), policy).verdict;
  return verdict === 'local' ? null : verdict === 'sanctioned' ? 'medium' : 'high';
}

export const rule = defineRule(
  {
    id: 'execution.remote-code',
    title: 'Code or plan taken from an address',
    severity: 'high',
    attack: ['T1105', 'T1059'],
    looksAt: ['exec'],
    programs: (program) => Object.hasOwn(runners, program),
    why: 'What the address gives runs at once, and can be another thing tomorrow than it was when somebody looked at it.',
    doesNotShow: 'What was fetched.',
    otherExplanation: 'Projects document their set-up as one line with an address.',
    canBeWrong: 'A page that a program only opens stands in the same place.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      const url = fact.kind === 'exec' ? addressOf(fact) : null;
      const severity = url === null ? null : weigh(url, call.policy);
      if (fact.kind !== 'exec' || url === null || severity === null) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity, what: `runs what ${url.slice(0, 300)} gives: ${lineOf(fact)}.`, detail: { program: fact.program, from: url.slice(0, 1000) } }));
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
