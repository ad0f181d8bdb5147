/** The subcommand and the arguments of one `git` command line in a fact. Knows no rule. */
import type { ExecFact } from '../../../shared/finding.ts';

export interface GitLine {
  readonly verb: string;
  /** What stands after the subcommand. */
  readonly argv: readonly string[];
  /** The same without options. */
  readonly operands: readonly string[];
  /** Values of `-c key=value`. */
  readonly settings: readonly string[];
}

const before = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--config-env', '--super-prefix']);

/** Several rules ask for one fact after the other. */
let last: { readonly fact: ExecFact; readonly line: GitLine | null } | null = null;

/** Null where the fact is no `git` command or has no subcommand. */
export function gitLineOf(fact: ExecFact): GitLine | null {
  if (fact.program !== 'git') return null;
  if (last?.fact !== fact) last = { fact, line: readLine(fact) };
  return last.line;
}

function readLine(fact: ExecFact): GitLine | null {
  const settings: string[] = [];
  let at = 0;
  for (; at < fact.argv.length; at++) {
    const argument = fact.argv[at] ?? '';
    if (argument.charCodeAt(0) !== 45) break;
    if (argument === '-c') settings.push(fact.argv[at + 1] ?? '');
    else if (argument.startsWith('-c') && argument.length > 2) settings.push(argument.slice(2));
    if (before.has(argument)) at++;
  }
  const verb = fact.argv[at];
  if (verb === undefined) return settings.length > 0 ? { verb: '', argv: [], operands: [], settings } : null;
  const argv = fact.argv.slice(at + 1);
  const dashes = argv.indexOf('--');
  const operands = argv.filter((argument, index) => (dashes >= 0 && index > dashes) || (argument !== '--' && (argument.charCodeAt(0) !== 45 || argument === '-')));
  return { verb, argv, operands, settings };
}

/** Letters and words that take a value, by subcommand: what follows them is no option. */
const valued: Readonly<Record<string, { readonly letters: string; readonly words: readonly string[] }>> = {
  checkout: { letters: 'bB', words: ['--conflict', '--orphan', '--pathspec-from-file'] },
  switch: { letters: 'cC', words: ['--conflict', '--orphan', '--create', '--force-create'] },
  restore: { letters: 's', words: ['--source', '--conflict', '--pathspec-from-file'] },
  commit: { letters: 'mFCct', words: ['--message', '--file', '--author', '--date', '--template', '--trailer', '--cleanup'] },
  push: { letters: 'o', words: ['--push-option', '--repo', '--exec', '--receive-pack'] },
  clean: { letters: 'e', words: ['--exclude'] },
  reset: { letters: '', words: ['--pathspec-from-file'] },
  branch: { letters: 'u', words: ['--set-upstream-to', '--contains', '--merged', '--no-merged', '--sort', '--format'] },
  tag: { letters: 'mFun', words: ['--message', '--file', '--local-user', '--contains', '--sort', '--format'] },
  'filter-repo': { letters: '', words: ['--replace-text', '--path', '--path-glob', '--path-regex', '--paths-from-file', '--path-rename', '--subdirectory-filter', '--to-subdirectory-filter', '--replace-message', '--mailmap', '--strip-blobs-with-ids', '--refs', '--source', '--target'] },
  stash: { letters: 'm', words: ['--message'] },
  rebase: { letters: 'xsXC', words: ['--exec', '--strategy', '--onto'] },
};

/** Whether a short letter (also bundled) or a long word stands before `--`, is no other option's value, and is not taken back by `--no-…`. */
export function gitFlag({ verb, argv }: GitLine, letters: string, ...words: readonly string[]): boolean {
  const values = Object.hasOwn(valued, verb) ? valued[verb] : undefined;
  let found = false;
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? '';
    if (argument === '--') break;
    if (argument.charCodeAt(0) !== 45 || argument.length < 2) continue;
    if (argument.charCodeAt(1) === 45) {
      const name = argument.slice(2);
      for (const word of words) {
        if (name === word || name.startsWith(`${word}=`) || (name.length >= 4 && word.startsWith(name))) found = true;
        else if (name === `no-${word}`) found = false;
      }
      if (values?.words.includes(argument)) at++;
    } else {
      for (let letter = 1; letter < argument.length; letter++) {
        const sign = argument[letter] ?? '';
        if (letters.includes(sign)) {
          found = true;
          break;
        }
        if (values?.letters.includes(sign)) {
          if (letter === argument.length - 1) at++;
          break;
        }
      }
    }
  }
  return found;
}
