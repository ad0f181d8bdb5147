/** A program asked to print a token, a password or a key. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { printsSecrets, secretPrinter } from '../../../shell/programs/secret-printers.ts';
import { hasFlag, lineOf, whereOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const dumpers = /^(?:gcore|procdump|gdb|lldb|strings|memdump|dd|reptyr|pmap|ltrace|strace)$/;

function printsSecret(fact: ExecFact): Severity | null {
  const line = fact.argv.join(' ');
  if (secretPrinter(fact.program, line)) {
    if (/--help\b|\bhelp$/.test(line)) return null;
    if (/^(?:op|doppler|infisical) run\b/.test(`${fact.program} ${line}`) || (fact.program === 'gh' && /secret list/.test(line)) || (/^(?:gcloud|az)$/.test(fact.program) && /get-credentials/.test(line)) || (fact.program === 'terraform' && /show/.test(line)) || (fact.program === 'op' && (/item list/.test(line) || (/^item get\b/.test(line) && !/--(?:fields?|reveal|format|otp)\b/.test(line)))) || (fact.program === 'vault' && /^(?:token lookup|kv list|login)/.test(line))) return 'low';
    return 'high';
  }
  if (fact.program === 'git' && /\bcredential(?:-\w+)?\b.*\b(?:fill|get)\b/.test(line)) return 'high';
  if (/^(?:gcore|procdump)$/.test(fact.program)) return 'high';
  if ((fact.program === 'gdb' || fact.program === 'lldb') && hasFlag(fact, 'p', 'pid', 'attach-pid')) return 'high';
  if (dumpers.test(fact.program) && /\/proc\/\S+\/(?:mem|environ)/.test(line)) return 'high';
  return null;
}

export const rule = defineRule(
  {
    id: 'credential.cli',
    title: 'Token or password printed by a program',
    severity: 'high',
    attack: ['T1528', 'T1555', 'T1552.001', 'AML.T0055'],
    looksAt: ['exec'],
    programs: (program) => printsSecrets(program) || program === 'git' || dumpers.test(program),
    words: [/credential/],
    wordsOf: (program) => program === 'git',
    why: 'The program answers with a token, a password or a key; the answer goes to the model’s context and to whatever the command is piped to.',
    doesNotShow: 'What was printed, unless the result is recorded; that it left the machine.',
    otherExplanation: 'Deployment work fetches a token to use it in the next command.',
    canBeWrong: 'Some subcommands print names only, depending on settings.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      const severity = fact.kind === 'exec' ? printsSecret(fact) : null;
      if (fact.kind !== 'exec' || severity === null) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity, what: `asks ${fact.program} for a secret: ${lineOf(fact)}${whereOf(fact)}.`, detail: { program: fact.program } }));
    }
    return hits?.slice(0, 6) ?? noHits;
  },
);
