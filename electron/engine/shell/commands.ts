/**
 * The one adapter over the bash grammar: a command text becomes facts that hold for any machine and working directory.
 * Nothing is dropped because the grammar fails: what was read is kept, a lexical pass reads the rest, and a fact says so.
 */
import { type Command, type CompoundList, type ParsedScript, type Statement, type SyntaxNode, forEachChild, parse } from 'unbash';
import { assign } from './builtins.ts';
import { distinct, keyOf } from './distinct-facts.ts';
import { endless, noteLetters, noteName, takenNames } from './hidden-names.ts';
import { segmentsOf } from './lexical.ts';
import { unknownMark, withoutForeignMarks } from './marks.ts';
import { reasons } from './reasons.ts';
import { finish, readRedirects } from './redirects.ts';
import { shells } from './programs/shells.ts';
import { baseName, runArgv } from './run-program.ts';
import { type RawFact, type Source, type Span, type Stream, type Value, emptyStream, joined, literal, noSources, unknownStream } from './values.ts';
import { type Walk, aside, incomplete, maxDepth, note, noteReason, span, subshell, openly, repeatedly } from './walk.ts';
import { expandWord, keepList, wordValue } from './words.ts';

/** The longest real command measured is 15.6 KB; nested substitutions of hostile text take quadratic time. */
export const maxCommand = 65_536;
const maxNodes = 20_000;
/** A text in a variable can be given to `eval` again and again. */
const maxNested = 500_000;
/** So many are kept at least, and twice as many at most: those asked for last, and those before. */
const cacheEntries = 1024;
const cacheCharacters = 2_000_000;

/** What a command text says, before paths are resolved. `complete` is false where a part was not read. */
export interface CommandReading {
  readonly facts: readonly RawFact[];
  readonly complete: boolean;
}

let young = new Map<string, CommandReading>();
let old: ReadonlyMap<string, CommandReading> = young;
let kept = 0;

/** Reads a command text. Equal texts are read once. */
export function readCommand(text: string): CommandReading {
  const known = young.get(text);
  if (known !== undefined) return known;
  const reading = old.get(text) ?? read(text);
  if (young.size >= cacheEntries || kept > cacheCharacters) {
    old = young;
    young = new Map();
    kept = 0;
  }
  young.set(text, reading);
  kept += text.length;
  return reading;
}

function read(text: string): CommandReading {
  const walk: Walk = {
    facts: [], budget: { nodes: 0, characters: 0, complete: true, repeated: false, calling: new Set(), called: new Set() }, env: new Map(), functions: new Map(), cwd: '', before: null, pushed: [], depth: 0,
    context: 'host', wrappers: [], privileged: false, positional: null, place: null, stdin: emptyStream, descriptors: new Map(), contents: new Map(), background: false, open: false, repeats: false, runScript, runText, callFunction,
  };
  let source = withoutForeignMarks(text);
  if (source.length > maxCommand) {
    source = source.slice(0, maxCommand);
    incomplete(walk, reasons.tooLong, null);
  }
  const deep = tooDeepAt(source);
  if (deep < source.length) {
    source = source.slice(0, deep);
    incomplete(walk, reasons.depth, null);
  }
  readText(walk, source, unknownInput);
  for (const [name, body] of walk.functions) if (!walk.budget.called.has(name)) openly(walk, () => callFunction(walk, name, body, [], emptyStream, { start: body.pos, end: body.end }));
  return { facts: walk.budget.repeated ? distinct(walk.facts) : walk.facts, complete: walk.budget.complete };
}

/** Brackets nested deeper than this are no command that anybody writes, and cost the grammar quadratic time. */
const maxBrackets = 60;

/** Where brackets nest too deeply, by counting alone; the length of the text where they do not. */
function tooDeepAt(text: string): number {
  if (text.length < 2 * maxBrackets) return text.length;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 123) {
      depth++;
      if (depth > maxBrackets) return at;
    } else if ((code === 41 || code === 125) && depth > 0) depth--;
  }
  return text.length;
}

const noEnv: ReadonlyMap<string, Value> = new Map();
const unknownInput: Stream = { text: '', sources: noSources };

/** Parses one text, walks it, and reads what the grammar could not fit by its separators alone. */
function readText(walk: Walk, text: string, stdin: Stream): Stream {
  const script = parse(text);
  const result = runScript(walk, script, stdin);
  if (script.errors !== undefined && script.errors.length > 0) {
    incomplete(walk, reasons.incomplete, null);
    readSegments(walk, text, script.errors.reduce((least, error) => Math.min(least, error.pos), text.length));
  }
  return result;
}

/** The lexical pass: low certainty, only what the walk did not see. What stands before the first error was read well. */
function readSegments(walk: Walk, text: string, error: number): void {
  const seen = new Set(walk.facts.map(keyOf));
  for (const segment of segmentsOf(text)) {
    if (segment.span.end < error || segment.text.length === text.length) continue;
    const apart: Walk = { ...walk, open: true, facts: [], env: new Map(walk.env), place: walk.place ?? segment.span };
    runScript(apart, parse(segment.text), unknownStream);
    for (const fact of apart.facts) {
      const key = keyOf(fact);
      if (seen.has(key)) continue;
      seen.add(key);
      note(walk, 'certainty' in fact && fact.certainty === 'static' ? { ...fact, certainty: 'partial' } : fact);
    }
  }
}

/** Reads a text that is nested in the command: its facts take the place of the word that holds it. */
function runText(walk: Walk, text: string, stdin: Stream, place: Span | null): Stream {
  if (walk.depth >= maxDepth) {
    incomplete(walk, reasons.depth, place);
    return unknownStream;
  }
  walk.budget.characters += text.length;
  if (walk.budget.characters > maxNested) {
    incomplete(walk, reasons.tooLarge, place);
    return unknownStream;
  }
  // The marks stand for shell words there too; the grammar takes them as letters, and words keep them.
  const saved = walk.place;
  walk.place = place ?? walk.place;
  walk.depth++;
  const bounded = text.length > maxCommand ? text.slice(0, maxCommand) : text;
  const deep = tooDeepAt(bounded);
  if (deep < bounded.length) incomplete(walk, reasons.depth, place);
  const result = readText(walk, deep < bounded.length ? bounded.slice(0, deep) : bounded, stdin);
  walk.depth--;
  walk.place = saved;
  return result;
}

function runScript(walk: Walk, script: ParsedScript, stdin: Stream): Stream {
  if (script.errors !== undefined && script.errors.length > 0) incomplete(walk, reasons.incomplete, null);
  const saved = walk.place;
  // Scripts in escaped backticks own their text: positions in them are not the command's.
  if (script.source !== undefined && walk.place === null) walk.place = { start: script.pos, end: script.end };
  const result = runStatements(walk, script.commands, stdin);
  walk.place = saved;
  return result;
}

function runStatements(walk: Walk, statements: readonly Statement[], stdin: Stream): Stream {
  const only = statements.length === 1 ? statements[0] : undefined;
  if (only !== undefined) return runStatement(walk, only, stdin);
  let text: string | null = '';
  let sources: readonly Source[] = noSources;
  for (const [at, statement] of statements.entries()) {
    const result = at < statements.length - 1 ? openly(walk, () => runStatement(walk, statement, stdin)) : runStatement(walk, statement, stdin);
    // What one of several commands answers is known even where another's answer is not.
    text = text === null && (result.text === null || result.text === '') ? null : (text ?? `${unknownMark}\n`) + (result.text ?? `${unknownMark}\n`);
    sources = joined(sources, result.sources);
  }
  return { text, sources };
}

function runStatement(walk: Walk, statement: Statement, stdin: Stream): Stream {
  if (!statement.background) return runNode(walk, statement.command, stdin);
  const saved = { background: walk.background, wrappers: walk.wrappers };
  walk.background = true;
  walk.wrappers = walk.wrappers.length < 16 ? [...walk.wrappers, 'background'] : walk.wrappers;
  const result = openly(walk, () => runNode(subshell(walk), statement.command, stdin));
  walk.background = saved.background;
  walk.wrappers = saved.wrappers;
  return result;
}

function runList(walk: Walk, list: CompoundList | undefined, stdin: Stream): Stream {
  return list === undefined ? emptyStream : runStatements(walk, list.commands, stdin);
}

function both(one: Stream, other: Stream): Stream {
  return { text: null, sources: joined(one.sources, other.sources) };
}

function runNode(walk: Walk, node: SyntaxNode, stdin: Stream): Stream {
  if (++walk.budget.nodes > maxNodes) {
    incomplete(walk, reasons.tooLarge, null);
    return unknownStream;
  }
  switch (node.type) {
    case 'Command':
      return runCommand(walk, node, stdin);
    case 'Pipeline': {
      let stream = stdin;
      const negated = node.prefixes.some((prefix) => prefix.type === 'Negation');
      for (const [at, stage] of node.commands.entries()) {
        const input = stream;
        const inner = node.commands.length > 1 ? subshell(walk) : walk;
        stream = negated || at < node.commands.length - 1 ? openly(inner, () => runNode(inner, stage, input)) : runNode(inner, stage, input);
      }
      return stream;
    }
    case 'AndOr': {
      let result = emptyStream;
      // `a || b && c` that ended well: c ran, and of a and b one.
      const lastOr = node.operators.lastIndexOf('||');
      // Where the command before ran.
      let prior = walk.cwd;
      for (const [at, each] of node.commands.entries()) {
        // What follows `||` runs only where the left side failed: a value that is known stays.
        const before = node.operators[at - 1] === '||' ? new Map(walk.env) : null;
        const from = walk.cwd;
        if (before !== null) walk.cwd = prior;
        const next = lastOr >= 0 && at <= lastOr + 1 ? openly(walk, () => runNode(walk, each, stdin)) : runNode(walk, each, stdin);
        // A folder that the left side entered is where the rest runs, but not what runs for want of it.
        if (before !== null && from !== prior) walk.cwd = from;
        prior = from;
        for (const [name, value] of before ?? noEnv) if (value.certainty === 'static' && value.text !== '') walk.env.set(name, value);
        result = at === 0 ? next : { text: result.text === null || next.text === null || node.operators[at - 1] === '||' ? null : result.text + next.text, sources: joined(result.sources, next.sources) };
      }
      return result;
    }
    case 'If':
      return openly(walk, () => {
        let result = runList(walk, node.clause, stdin);
        result = both(result, runList(walk, node.then, stdin));
        for (const elif of node.elif) {
          result = both(result, runList(walk, elif.clause, stdin));
          result = both(result, runList(walk, elif.then, stdin));
        }
        return both(result, runList(walk, node.else, stdin));
      });
    case 'For':
    case 'Select': {
      const values = node.wordlist === undefined ? [] : node.wordlist.flatMap((word) => expandWord(walk, word)).slice(0, 16);
      if (values.length === 0) values.push({ text: unknownMark, certainty: 'dynamic', sources: noSources, glob: false });
      if (values.length > 1) walk.budget.repeated = true;
      // Each word that is known is read by itself.
      const repeats = values.some((value) => value.glob || value.certainty !== 'static');
      let result = emptyStream;
      for (const value of values) {
        walk.env.set(node.name.value, value);
        result = both(result, repeats ? repeatedly(walk, () => runList(walk, node.body, stdin)) : openly(walk, () => runList(walk, node.body, stdin)));
      }
      return result;
    }
    case 'While': {
      if (node.kind === 'while' && endless(node.clause) && node.body.commands.some((each) => each.background)) noteReason(walk, reasons.endlessBackground, '', span(walk, node.pos, node.end));
      const clause = repeatedly(walk, () => runList(walk, node.clause, stdin));
      const wrappers = walk.wrappers;
      if (node.kind === 'while' && wrappers.length < 16 && endless(node.clause)) walk.wrappers = [...wrappers, 'loop without end'];
      const body = repeatedly(walk, () => runList(walk, node.body, stdin));
      walk.wrappers = wrappers;
      return both(clause, body);
    }
    case 'ArithmeticFor':
      return repeatedly(walk, () => runList(walk, node.body, stdin));
    case 'Case': {
      wordValue(walk, node.word);
      let result = emptyStream;
      for (const item of node.items) result = both(result, openly(walk, () => runList(walk, item.body, stdin)));
      return result;
    }
    case 'Subshell':
      return runList(subshell(walk), node.body, stdin);
    case 'BraceGroup':
      return runList(walk, node.body, stdin);
    case 'CompoundList':
      return runList(walk, node, stdin);
    case 'Redirected': {
      const redirected = readRedirects(walk, node.redirects, stdin);
      const result = runNode(walk, node.command, redirected.stdin);
      return finish(walk, redirected, result, '>', span(walk, node.pos, node.end));
    }
    case 'Function':
      if (takenNames.test(node.name.value)) noteReason(walk, reasons.takenName, node.name.value, span(walk, node.pos, node.end));
      walk.functions.set(node.name.value, node.body);
      return emptyStream;
    case 'Coproc':
      if (node.body.type === 'Command' && shells.has(baseName(node.body.name?.value ?? ''))) noteReason(walk, reasons.coprocShell, '', span(walk, node.pos, node.end));
      return runNode(walk, node.body, stdin);
    case 'TestCommand':
    case 'ArithmeticCommand':
      runSubstitutions(walk, node);
      return emptyStream;
    default:
      return emptyStream;
  }
}

/** Runs what is substituted inside nodes that hold no command of their own. */
function runSubstitutions(walk: Walk, node: SyntaxNode): void {
  if (++walk.budget.nodes > maxNodes) return;
  forEachChild(node, (child) => {
    if (child.type === 'Word') wordValue(walk, child);
    else if (child.type === 'Script') runScript(aside(walk), child, emptyStream);
    else runSubstitutions(walk, child);
  });
}

function callFunction(walk: Walk, name: string, body: SyntaxNode, args: readonly Value[], stdin: Stream, place: Span | null): Stream {
  const { calling, called } = walk.budget;
  if (calling.has(name)) {
    if (walk.background) noteReason(walk, reasons.selfCall, name, place);
    return unknownStream;
  }
  if (calling.size >= maxDepth) return unknownStream;
  if (called.has(name)) walk.budget.repeated = true;
  called.add(name);
  calling.add(name);
  const saved = walk.positional;
  walk.positional = args.length > 0 || called.size > 0 ? (args.length > 0 ? args : null) : null;
  const result = runNode(walk, body, stdin);
  walk.positional = saved;
  calling.delete(name);
  return result;
}

function runCommand(walk: Walk, node: Command, stdin: Stream): Stream {
  const outer = walk.stdin;
  walk.stdin = stdin;
  const values: Value[] = [];
  const place = span(walk, node.pos, node.end);
  const redirects = node.redirects;
  const redirected = redirects.length === 0 ? null : readRedirects(walk, redirects, stdin);
  if (redirected !== null) walk.stdin = redirected.stdin;
  let assigned: [string, Value | undefined][] | null = null;
  if (node.name !== undefined) {
    const fields = expandWord(walk, node.name);
    if (node.name.text !== node.name.value || node.name.parts !== undefined) noteName(walk, node.name.text, node.name.parts ?? [], fields, place);
    if (fields.length > 1 && walk.env.has('IFS') && node.name.text.startsWith('$')) noteReason(walk, reasons.fieldSeparator, node.name.text, place);
    for (const field of fields) values.push(field);
    for (const argument of node.args) {
      if (argument.type === 'Word') {
        if (argument.parts !== undefined && argument.text.includes('{')) noteLetters(walk, argument.text, place);
        for (const value of expandWord(walk, argument)) values.push(value);
      }
      else if (argument.value.type === 'Word') {
        const value = wordValue(walk, argument.value);
        values.push({ ...value, text: `${argument.name}=${value.text}`, certainty: value.certainty === 'dynamic' ? 'partial' : value.certainty });
      } else values.push(literal(argument.text));
    }
  }
  for (const each of node.prefix) {
    if (each.type !== 'Assignment') continue;
    if (each.index !== undefined) {
      wordValue(walk, each.index);
      if (each.index.parts?.some((part) => part.type === 'CommandExpansion')) noteReason(walk, reasons.subscript, each.index.text, place);
    }
    const elements = each.value.type === 'Word' ? null : each.value.elements.flatMap((element) => expandWord(walk, element));
    if (elements !== null && values.length === 0) keepList(walk, each.name, elements, each.append === true);
    const value = each.value.type === 'Word' ? wordValue(walk, each.value) : arrayValue(walk, elements ?? []);
    if (values.length === 0) assign(walk, each.name, value, place, each.append === true);
    else {
      assigned ??= [];
      assigned.push([each.name, walk.env.get(each.name)]);
      assign(walk, each.name, value, place);
    }
  }
  const input = redirected === null ? stdin : redirected.stdin;
  const result = values.length === 0 ? (redirected === null ? emptyStream : input) : runArgv(walk, values, input, place);
  walk.stdin = outer;
  // `NAME=value program` sets the variable for that program only.
  for (const [name, old] of assigned ?? []) {
    if (old === undefined) walk.env.delete(name);
    else walk.env.set(name, old);
  }
  if (redirected === null) return result;
  return finish(walk, redirected, result, values[0] === undefined ? '>' : `${values[0].text.slice(0, 200)} >`, place);
}

function arrayValue(walk: Walk, values: readonly Value[]): Value {
  let sources: readonly Source[] = noSources;
  for (const value of values) sources = joined(sources, value.sources);
  void walk;
  return { text: values.map((value) => value.text).join(' '), certainty: 'partial', sources, glob: false };
}
