/** Reads a program's arguments in a fact for a rule: its options, operands and subcommands. Knows no program. */
import type { ExecFact } from '../../../shared/finding.ts';
import type { ExaminedCall } from './examined-call.ts';
import { shortened } from './wording.ts';

/** Whether one of the options stands among the arguments: a letter also bundled (`-rf`), a word also as `--word=value`. */
export function hasFlag(fact: ExecFact, letters: string, ...words: readonly string[]): boolean {
  for (const argument of fact.argv) {
    if (argument.charCodeAt(0) !== 45) continue;
    if (argument === '--') return false;
    if (argument.charCodeAt(1) === 45) {
      for (const word of words) {
        const name = argument.slice(2);
        if (name === word || name.startsWith(`${word}=`) || (name.length >= 3 && word.startsWith(name))) return true;
      }
    } else if (letters !== '') for (let at = 1; at < argument.length; at++) if (letters.includes(argument[at] ?? '')) return true;
  }
  return false;
}

/** The arguments that are no options, without the values of the options named. */
export function operandsOf(fact: ExecFact, valueOptions: ReadonlySet<string> = none): readonly string[] {
  const operands: string[] = [];
  const { argv } = fact;
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? '';
    if (argument === '--') return [...operands, ...argv.slice(at + 1)];
    if (argument.charCodeAt(0) === 45 && argument.length > 1) {
      if (valueOptions.has(argument)) at++;
    } else operands.push(argument);
  }
  return operands;
}

const none: ReadonlySet<string> = new Set();

/** The value of an option: `--x value`, `--x=value`; null where it is not there. */
export function flagValue(fact: ExecFact, ...names: readonly string[]): string | null {
  for (let at = 0; at < fact.argv.length; at++) {
    const argument = fact.argv[at] ?? '';
    for (const name of names) {
      if (argument === name) return fact.argv[at + 1] ?? null;
      if (argument.startsWith(`${name}=`)) return argument.slice(name.length + 1);
    }
  }
  return null;
}

/** A call that asks for help or only shows what it would do. */
export function isDryRun(fact: ExecFact): boolean {
  for (let at = 0; at < fact.argv.length; at++) {
    const argument = fact.argv[at] ?? '';
    // With a word behind it, `--version` names the version that is meant.
    if (argument === '--version' && at === fact.argv.length - 1) return true;
    if (/^(?:--?help|--dry-run(?:=(?!false).*)?|--dryrun|--what-?if|--noop|--check|--simulate)$/.test(argument)) return true;
  }
  return fact.argv[0] === 'help' || fact.argv[fact.argv.length - 1] === 'help';
}

/** The command line, shortened for a sentence. */
export function lineOf(fact: ExecFact, max = 160): string {
  return shortened(`${fact.program} ${fact.argv.join(' ')}`, max);
}

/** The programs that a call runs. */
export function execsOf(call: ExaminedCall): readonly ExecFact[] {
  return call.facts.filter((fact) => fact.kind === 'exec');
}

/** How a sentence names where a program runs. */
export function whereOf(fact: ExecFact): string {
  return fact.context === 'remote' ? ' on another machine' : fact.context === 'container' ? ' in a container' : '';
}
