/** The whole environment printed: it often holds tokens. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { lineOf } from '../../command-line.ts';
import type { ExaminedCall } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const secretName = /(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE|CREDENTIAL|ACCESS_?KEY|AUTH)/i;
const filters = new Set(['grep', 'rg', 'egrep', 'fgrep', 'ag', 'awk', 'sed', 'cut', 'head', 'wc', 'less', 'sort', 'tail']);

function dumps(fact: ExecFact): 'whole' | 'secret' | null {
  const { program, argv } = fact;
  switch (program) {
    case 'env':
      return argv.every((argument) => /^(?:-0|--null|-v)$/.test(argument)) ? 'whole' : null;
    case 'printenv':
      return argv.length === 0 || argv.every((argument) => argument.startsWith('-')) ? 'whole' : argv.some((argument) => secretName.test(argument)) ? 'secret' : null;
    case 'set':
      return argv.length === 0 ? 'whole' : null;
    case 'export':
    case 'declare':
    case 'typeset':
      return argv.length === 0 || argv.every((argument) => /^-[px]+$/.test(argument)) ? (program === 'export' || argv.some((argument) => argument.includes('x')) ? 'whole' : null) : null;
    case 'compgen':
      return argv.includes('-e') ? 'whole' : null;
    case 'ps':
      return argv.some((argument) => /^(?:-?\w*e\w*ww|auxe\w*|e|eww\w*|-E)$/.test(argument)) && argv.some((argument) => /e/.test(argument) && !argument.startsWith('-e')) ? 'whole' : null;
    case 'launchctl':
      return argv[0] === 'getenv' || argv[0] === 'export' ? 'secret' : null;
    default:
      return null;
  }
}

/** `env | grep ^PATH` shows one harmless line. */
function narrowed(call: ExaminedCall, from: number): 'harmless' | 'secret' | null {
  for (let at = from + 1; at < call.facts.length && at < from + 4; at++) {
    const fact = call.facts[at];
    if (fact?.kind !== 'exec' || !filters.has(fact.program)) continue;
    // Names without their values.
    if (fact.program === 'cut' && /-d\s?=/.test(fact.argv.join(' ')) && /-f\s?1\b/.test(fact.argv.join(' '))) return 'harmless';
    if (/awk$/.test(fact.program) && /-F\s?=/.test(fact.argv.join(' ')) && fact.argv.some((argument) => /^\{\s*print \$1\s*\}$/.test(argument))) return 'harmless';
    if (fact.program === 'wc') return 'harmless';
    if (/^(?:grep|rg|egrep|fgrep|ag|awk|sed)$/.test(fact.program)) return fact.argv.some((argument) => secretName.test(argument)) ? 'secret' : fact.argv.some((argument) => argument === '-v' || argument === '-c') ? null : 'harmless';
  }
  return null;
}

export const rule = defineRule(
  {
    id: 'credential.env-dump',
    title: 'Environment printed',
    severity: 'medium',
    attack: ['T1552.001', 'T1082'],
    looksAt: ['exec', 'flow'],
    programs: (program) => /^(?:env|printenv|set|export|declare|typeset|compgen|ps|launchctl)$/.test(program),
    why: 'Tokens are handed to programs through the environment; printing it brings them into the transcript and the model’s context.',
    doesNotShow: 'Whether the environment held a secret.',
    otherExplanation: 'Looking at the environment is a usual step in finding a set-up problem.',
    canBeWrong: 'What a filter behind it lets through is judged by its pattern only.',
  },
  (call) => {
    for (let at = 0; at < call.facts.length; at++) {
      const fact = call.facts[at];
      if (fact?.kind === 'flow' && fact.from === 'env:' && fact.to.startsWith('net:')) return [hitOn(call, fact, { severity: 'critical', what: `sends the environment to ${fact.to.slice(4)}.`, detail: { to: fact.to } })];
    }
    for (let at = 0; at < call.facts.length; at++) {
      const fact = call.facts[at];
      if (fact?.kind !== 'exec' || fact.context !== 'host') continue;
      const kind = dumps(fact);
      if (kind === null) continue;
      const filter = kind === 'whole' ? narrowed(call, at) : 'secret';
      if (filter === 'harmless') continue;
      const severity: Severity = 'medium';
      return [hitOn(call, fact, { severity, what: `prints ${filter === 'secret' ? 'variables that are named for secrets' : 'the whole environment'}: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    const code = call.facts.find((fact) => fact.kind === 'flow' && fact.from === 'env:');
    return code === undefined ? noHits : [hitOn(call, code, { severity: 'medium', what: `hands the environment on, ${code.kind === 'flow' ? `to ${code.to}` : ''}.` })];
  },
);
