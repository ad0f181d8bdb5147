/**
 * The commands of a shell text as permission rules see them: each by its own words as written, without the wrappers that the
 * client takes off, and the files that it names for reading and writing. Not what they run: shell analysis says that. Pure.
 */
import { type Command, forEachChild, parse, type SyntaxNode, type Word } from 'unbash';
import { append } from '../../../../shared/append.ts';

export interface WrittenCommand {
  /** From its first word to its last, as written; redirections are left out. */
  readonly text: string;
  /** The first word, as written: `/usr/bin/curl` is not `curl`. */
  readonly name: string;
  /** Variables set before it. */
  readonly assigned: readonly string[];
}

export interface WrittenCommands {
  readonly commands: readonly WrittenCommand[];
  /** Files that are named to be read: by `cat` and its like, or behind `<`. As written. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** False where the text is no whole shell text. */
  readonly complete: boolean;
}

const maxText = 65_536;
const maxNodes = 5000;

export function writtenCommands(text: string): WrittenCommands {
  const source = text.slice(0, maxText);
  const parsed = parse(source);
  const commands: WrittenCommand[] = [];
  const reads: string[] = [];
  const writes: string[] = [];
  let nodes = 0;
  let complete = text.length <= maxText && (parsed.errors === undefined || parsed.errors.length === 0) && !/(?:&&|\|\|)\s*$/.test(source);
  const visit = (node: SyntaxNode, within: string): void => {
    if (++nodes > maxNodes) {
      complete = false;
      return;
    }
    if (node.type === 'Command') {
      const command = commandOf(node, within);
      if (command !== null) {
        commands.push(command);
        fileWords(node, reads, writes);
      }
    }
    if (node.type === 'Command' || node.type === 'Redirected') {
      for (const redirect of node.redirects) {
        if (redirect.type !== 'Redirect' || redirect.target === undefined) continue;
        const target = redirect.target.value;
        if (target === '/dev/null' || /^(?:&|\d+$|-$)/.test(target) || /&\d?$/.test(redirect.operator)) continue;
        if (redirect.operator.startsWith('<')) reads.push(target);
        else writes.push(target);
      }
    }
    forEachChild(node, (child) => visit(child, within));
    if (node.type === 'Word') for (const each of scriptsIn(node)) for (const statement of each.commands) visit(statement.command, within);
  };
  for (const statement of parsed.commands) visit(statement.command, source);
  return { commands, reads, writes, complete };
}

interface Script {
  readonly commands: readonly { readonly command: SyntaxNode }[];
}

/** What a word runs to become text: `$(…)`, `<(…)`, also inside quotes. */
function scriptsIn(word: Word): readonly Script[] {
  const found: Script[] = [];
  const look = (part: { readonly type: string }): void => {
    if ('script' in part && isScript(part.script)) found.push(part.script);
    if ('parts' in part && Array.isArray(part.parts)) for (const each of part.parts) if (typeof each === 'object' && each !== null && 'type' in each) look(each);
  };
  for (const part of word.parts ?? []) look(part);
  return found;
}

function isScript(value: unknown): value is Script {
  return typeof value === 'object' && value !== null && 'commands' in value && Array.isArray(value.commands);
}

/** The words of a command from the first that no wrapper takes. */
function commandOf(node: Command, source: string): WrittenCommand | null {
  if (node.name === undefined) return null;
  const words: { readonly text: string; readonly pos: number; readonly end: number }[] = [node.name, ...node.args];
  const assigned = node.prefix.flatMap((each) => (each.type === 'Assignment' ? [each.name] : []));
  let from = 0;
  for (let taken = 0; taken < 8; taken++) {
    const next = pastWrapper(words.map((word) => word.text), from);
    if (next === from || next >= words.length) break;
    from = next;
  }
  const [first, last] = [words[from], words.at(-1)];
  if (first === undefined || last === undefined) return null;
  const cuts = node.redirects.filter((each) => each.pos >= first.pos && each.end <= last.end);
  let text = '';
  let at = first.pos;
  for (const cut of cuts) {
    text += source.slice(at, cut.pos);
    at = cut.end;
  }
  return { text: `${text}${source.slice(at, last.end)}`.trim(), name: first.text, assigned };
}

/** Where the wrapped command begins; `from` where there is no wrapper, or one that is not taken off. */
function pastWrapper(words: readonly string[], from: number): number {
  const option = (at: number): boolean => words[at]?.startsWith('-') === true;
  let at = from + 1;
  switch (words[from]) {
    case 'nohup':
    case 'builtin':
    case 'noglob':
      return at;
    case 'command':
    case 'xargs':
      // With options these look a command up, or run it in another way.
      return option(at) ? from : at;
    case 'time':
      while (option(at)) at += 1;
      return at;
    case 'nice':
      while (option(at)) at += words[at] === '-n' || words[at] === '--adjustment' ? 2 : 1;
      return at;
    case 'stdbuf':
      while (option(at)) at += /^-[ioe]$/.test(words[at] ?? '') ? 2 : 1;
      return at;
    case 'timeout':
      while (option(at)) at += /^(?:-[ks]|--kill-after|--signal)$/.test(words[at] ?? '') ? 2 : 1;
      return at + 1;
    default:
      return from;
  }
}

/** Files that the commands which the client knows name; a command that reads without naming its files is not among them. */
function fileWords(node: Command, reads: string[], writes: string[]): void {
  const words = node.args.flatMap((each) => (each.type === 'Word' ? [each.value] : []));
  const operands = words.filter((word, at) => !word.startsWith('-') && !/^-[nc]$/.test(words[at - 1] ?? ''));
  switch (node.name?.value) {
    case 'cat':
    case 'head':
    case 'tail':
      append(reads, operands);
      return;
    case 'sed': {
      // Without `-e` and `-f` the first operand is the script.
      const given = words.some((word) => /^(?:-[a-zA-Z]*[ef]|--(?:expression|file))/.test(word));
      const named = words.filter((word, at) => !word.startsWith('-') && !/^-[a-zA-Z]*[ef]$/.test(words[at - 1] ?? ''));
      const files = given ? named : named.slice(1);
      append(reads, files);
      if (words.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word))) append(writes, files);
      return;
    }
    case 'tee':
      append(writes, operands);
      return;
    default:
  }
}
