/**
 * What a step of a pipeline hands to the steps after it: lines that it writes to the file which a variable names
 * (`echo A=1 >> "$GITHUB_ENV"`), and what it prints for the runner. Looks at what is written, runs nothing.
 */
import { type Command, forEachChild, parse, type SyntaxNode } from 'unbash';
import { readInvocations } from './invocations.ts';

/** Text that is written to a file, by the file's name as it was asked for; `''` for text that is printed. */
export interface Written {
  readonly to: string;
  readonly text: string;
}

const maxText = 131_072;

/** The texts that a shell script writes to the file which a variable names. */
export function writtenToVariables(script: string): readonly Written[] {
  return writtenTo(script, variableIn);
}

/** The texts that a shell script writes; `named` says of the word behind a redirect, or of `tee`, which file it is, or null. */
export function writtenTo(script: string, named: (word: string) => string | null): readonly Written[] {
  const found: Written[] = [];
  let nodes = 0;
  const visit = (node: SyntaxNode, outer: string | null): void => {
    if (++nodes > 20_000 || found.length > 1000) return;
    if (node.type === 'Pipeline' && node.commands.length > 1) {
      const last = node.commands.at(-1);
      const tee = last?.type === 'Command' && last.name?.value === 'tee' ? last.args.map((word) => named('text' in word ? word.text : '')).find((name) => name !== null) : undefined;
      for (const each of node.commands) visit(each, tee ?? outer);
      return;
    }
    if (node.type === 'Command') {
      const to = target(node, named) ?? outer ?? '';
      const text = printed(node);
      if (text !== null) found.push({ to, text });
      return;
    }
    const to = node.type === 'Redirected' ? (target(node, named) ?? outer) : outer;
    forEachChild(node, (child) => visit(child, to));
  };
  for (const statement of parse(script.slice(0, maxText)).commands) visit(statement.command, null);
  return found;
}

function target(node: { readonly redirects: Command['redirects'] }, named: (word: string) => string | null): string | null {
  for (const redirect of node.redirects) if (redirect.type === 'Redirect' && redirect.operator.startsWith('>') && redirect.target !== undefined) return named(redirect.target.text);
  return null;
}

/** The one variable that a word is: `"$GITHUB_ENV"`, `${GITHUB_ENV}`, PowerShell's `$env:GITHUB_ENV`. */
function variableIn(word: string): string | null {
  return /^["']?\$\{?(?:env:)?([A-Za-z_]\w*)\}?["']?$/.exec(word)?.[1] ?? null;
}

/** What `echo`, `printf` and `cat <<EOF` print, as far as it is written out. */
function printed(node: Command): string | null {
  const words = node.args.flatMap((each) => (each.type === 'Word' ? [each.value] : [each.text]));
  switch (node.name?.value) {
    case 'echo':
      return words.filter((word, at) => !(at === 0 && /^-[neE]+$/.test(word))).join(' ');
    case 'printf': {
      const [format, ...values] = words;
      if (format === undefined) return null;
      let at = 0;
      return format.replaceAll('\\n', '\n').replaceAll(/%s|%%/g, (sign) => (sign === '%%' ? '%' : (values[at++] ?? '')));
    }
    case 'cat': {
      const body = node.redirects.find((each) => each.type === 'HereDoc');
      return body?.type === 'HereDoc' ? body.body.text : null;
    }
    default:
      return null;
  }
}

/** `NAME=value` lines, and `NAME<<MARK` with lines up to the mark. A value that only running would tell is null. */
export function variableLines(text: string): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').replace(/\r$/, '');
    const block = /^([A-Za-z_][\w-]*)<<(\S+)$/.exec(line);
    if (block?.[1] !== undefined) {
      const body: string[] = [];
      for (at += 1; at < lines.length && lines[at] !== block[2]; at++) body.push(lines[at] ?? '');
      found.set(block[1], known(body.join('\n')));
      continue;
    }
    const pair = /^([A-Za-z_][\w-]*)=(.*)$/.exec(line);
    if (pair?.[1] !== undefined) found.set(pair[1], known(pair[2] ?? ''));
  }
  return found;
}

/** What a text that a later shell reads exports: CircleCI's `BASH_ENV`. */
export function exportedBy(code: string): ReadonlyMap<string, string | null> {
  return new Map(readInvocations(code).assigned.flatMap((each) => (each.exported ? [[each.name, each.value] as const] : [])));
}

function known(value: string): string | null {
  return /\$[({A-Za-z_]|`/.test(value) ? null : value;
}
