/**
 * Which programs a shell text starts, each with its words and the environment that the same text gives it. Looks at what is
 * written, runs nothing; commands.ts says what a command touches, this says in which environment it starts.
 */
import { type ArrayValue, type Command, type ParsedScript, type SyntaxNode, type Word, type WordPart, forEachChild, parse } from 'unbash';
import { append } from '../../../shared/append.ts';
import { known, quote, unsetBy } from './argument-words.ts';
import { containerStart, operandsFrom } from './container-start.ts';
import type { Assigned, EnvValue, Invocation, InvocationReading, LookUp } from './invocation.ts';
import { programName } from './programs/agent-flags.ts';
import { literal } from './values.ts';
import { innerOf } from './wrapper.ts';

const maxText = 262_144;
const maxDepth = 6;
const maxFound = 2000;

/** `input`: where the text stands that the command reads from a here-document. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly input?: { readonly start: number; readonly end: number };
}

interface State {
  readonly look: LookUp;
  vars: Map<string, readonly string[] | null>;
  exported: Map<string, EnvValue>;
  readonly aliases: Map<string, string>;
  readonly functions: Map<string, SyntaxNode>;
  readonly found: Invocation[];
  readonly assigned: Assigned[];
  readonly bound: { nodes: number; complete: boolean; readonly calling: Set<string>; readonly called: Set<string> };
  depth: number;
  place: { readonly start: number; readonly end: number } | null;
  behind: string | null;
  container: boolean;
  exportAll: boolean;
}

/** Reads a text in the grammar of bash. `given` is the environment that the file around it sets, `look` gives what it reads in. */
export function readInvocations(text: string, given: ReadonlyMap<string, string | null> = new Map(), look: LookUp = () => null): InvocationReading {
  const state: State = {
    look,
    vars: new Map(),
    exported: new Map([...given].map(([name, value]) => [name, { value, from: 'given' }])),
    aliases: new Map(),
    functions: new Map(),
    found: [],
    assigned: [],
    bound: { nodes: 0, complete: text.length <= maxText, calling: new Set(), called: new Set() },
    depth: 0,
    place: null,
    behind: null,
    container: false,
    exportAll: false,
  };
  for (const [name, value] of given) state.vars.set(name, value === null ? null : [value]);
  script(state, parse(text.slice(0, maxText)));
  for (const [name, body] of state.functions) {
    if (state.bound.called.has(name)) continue;
    call(apart(state), name, body, new Map()); // What one exports holds for no other that nobody calls either.
  }
  return { invocations: state.found, assigned: state.assigned, complete: state.bound.complete };
}

function script(state: State, parsed: ParsedScript): void {
  if (parsed.errors !== undefined && parsed.errors.length > 0) state.bound.complete = false;
  for (const statement of parsed.commands) node(state, statement.command);
}

function nested(state: State, text: string, place: { start: number; end: number }): void {
  if (state.depth >= maxDepth) {
    state.bound.complete = false;
    return;
  }
  const inner: State = { ...apart(state), depth: state.depth + 1, place: state.place ?? place };
  script(inner, parse(text.slice(0, maxText)));
}

/** A copy whose variables change without changing the original's, as in a subshell. */
function apart(state: State): State {
  return { ...state, vars: new Map(state.vars), exported: new Map(state.exported) };
}

function node(state: State, at: SyntaxNode): void {
  if (++state.bound.nodes > 40_000) {
    state.bound.complete = false;
    return;
  }
  switch (at.type) {
    case 'Command':
      command(state, at);
      return;
    case 'Subshell':
      forEachChild(at, (child) => node(stateOf(state, at), child));
      return;
    case 'Function':
      state.functions.set(at.name.value, at.body);
      return;
    case 'Pipeline':
      for (const each of at.commands) node(at.commands.length > 1 ? apart(state) : state, each);
      return;
    case 'Word':
      words(state, at);
      return;
    case 'HereDoc':
      return;
    default:
      forEachChild(at, (child) => node(state, child));
  }
}

const subshells = new WeakMap<SyntaxNode, State>();
/** One copy for all statements of a subshell. */
function stateOf(state: State, at: SyntaxNode): State {
  const known = subshells.get(at);
  if (known !== undefined) return known;
  const made = apart(state);
  subshells.set(at, made);
  return made;
}

function call(state: State, name: string, body: SyntaxNode, extra: ReadonlyMap<string, EnvValue>): void {
  const { calling, called } = state.bound;
  if (calling.has(name) || calling.size > maxDepth) return;
  calling.add(name);
  called.add(name);
  const before = state.exported;
  const behind = state.behind;
  if (extra.size > 0) state.exported = new Map([...before, ...extra]);
  state.behind = behind ?? `function ${name}`;
  node(state, body);
  state.behind = behind;
  if (extra.size > 0) state.exported = before;
  calling.delete(name);
}

/** The fields that a word becomes; a part known only at run time stands as `…`. Runs what is substituted in it. */
function words(state: State, word: Word): string[] {
  if (word.parts === undefined) return [word.value];
  const fields: string[] = [''];
  let quotedAny = false;
  const add = (text: string): void => {
    fields[fields.length - 1] = (fields.at(-1) ?? '') + text;
  };
  const list = (values: readonly string[]): void => {
    values.forEach((value, at) => {
      if (at > 0 && fields.length < 256) fields.push('');
      add(value);
    });
  };
  const part = (each: WordPart, quoted: boolean): void => {
    switch (each.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
      case 'Glob':
        if (each.type !== 'Literal') quotedAny = true;
        add(each.value);
        return;
      case 'DoubleQuoted':
      case 'LocaleString':
        quotedAny = true;
        for (const child of each.parts) part(child, true);
        return;
      case 'SimpleExpansion':
      case 'ParameterExpansion': {
        const name = each.type === 'SimpleExpansion' ? each.text.replace(/^\$/, '') : each.parameter;
        const operation = each.type === 'ParameterExpansion' ? each.operation : undefined;
        // `${YOLO:+--flag}`: what can stand here is the operand, never the value.
        const value = operation?.type === 'Default' && operation.operator.endsWith('+') ? undefined : state.vars.get(name);
        if (value !== undefined && value !== null) {
          if (quoted) list(each.type === 'ParameterExpansion' && each.index !== undefined ? value : [value.join(' ')]);
          else list(value.flatMap((one) => one.split(/[ \t\n]+/)));
          return;
        }
        if (operation?.type === 'Default' && /^:?[-=+]$/.test(operation.operator)) list(quoted ? [words(state, operation.operand).join(' ')] : words(state, operation.operand).flatMap((one) => one.split(/[ \t\n]+/)));
        else add(/^[@*0-9#?$!-]$/.test(name) || value === undefined ? (quoted || !/^[@*]$/.test(name) ? '…' : '') : '…');
        return;
      }
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        if (each.script !== undefined) script({ ...apart(state), place: state.place ?? { start: each.pos, end: each.end } }, each.script);
        add('…');
        return;
      case 'BraceExpansion':
      case 'ExtendedGlob':
        add(each.text);
        return;
      case 'ArithmeticExpansion':
        add('…');
        return;
    }
  };
  for (const each of word.parts) part(each, false);
  const kept = quotedAny ? fields : fields.filter((field) => field !== '' || fields.length === 1);
  return kept.length === 1 && kept[0] === '' && !quotedAny && word.text !== '' ? [] : kept;
}

function assignedValue(state: State, value: Word | ArrayValue): readonly string[] | null {
  if (value.type === 'ArrayValue') return value.elements.flatMap((each) => words(state, each));
  const fields = words(state, value);
  const text = fields.join(' ');
  return text.includes('…') ? (text === '…' ? null : [text]) : [text];
}

function set(state: State, name: string, value: readonly string[] | null, append: boolean, exported: boolean, place: { start: number; end: number }): void {
  const old = append ? state.vars.get(name) : undefined;
  const now = value === null ? null : old ? (value.length > 1 || old.length > 1 ? [...old, ...value].slice(0, 256) : [`${old[0] ?? ''}${value[0] ?? ''}`.slice(0, 65_536)]) : value;
  state.vars.set(name, now);
  const text = now === null ? null : now.join(' ');
  const goes = exported || state.exportAll || state.exported.has(name);
  if (goes) state.exported.set(name, { value: text, from: 'exported before' });
  if (state.assigned.length < maxFound) state.assigned.push({ name, value: text, exported: goes, ...(state.place ?? place) });
}

const assignment = /^([A-Za-z_]\w*)(\+?)=(.*)$/s;

function command(state: State, at: Command): void {
  const here = at.redirects.find((redirect) => redirect.type === 'HereDoc');
  const place: Place = { start: at.pos, end: at.end, ...(here?.type === 'HereDoc' ? { input: { start: here.body.pos, end: here.body.end } } : {}) };
  const own = new Map<string, EnvValue>();
  for (const each of at.prefix) {
    if (each.type !== 'Assignment') continue;
    const value = assignedValue(state, each.value);
    if (at.name === undefined) set(state, each.name, value, each.append === true, false, { start: each.pos, end: each.end });
    else own.set(each.name, { value: value === null ? null : value.join(' '), from: 'same command' });
  }
  if (at.name === undefined) return;
  const argv = words(state, at.name);
  for (const argument of at.args) {
    if (argument.type === 'Assignment') {
      const value = assignedValue(state, argument.value);
      argv.push(`${argument.name}${argument.append ? '+' : ''}=${value === null ? '…' : value.join(' ')}`);
    } else append(argv, words(state, argument));
  }
  let input: string | null = null;
  for (const redirect of at.redirects) {
    if (redirect.type === 'HereDoc') input = redirect.body.text;
    else if (redirect.type === 'HereString' && redirect.target !== undefined) input = words(state, redirect.target).join(' ');
    else if (redirect.type === 'Redirect' && redirect.target !== undefined) words(state, redirect.target);
  }
  run(state, argv, own, place, input, 0);
}

function run(state: State, argv: readonly string[], own: ReadonlyMap<string, EnvValue>, place: Place, input: string | null, opened: number): void {
  const name = programName(argv[0] ?? '');
  if (name === '' || opened > 12) return;
  const withOwn = (extra: Iterable<readonly [string, EnvValue]> = []): Map<string, EnvValue> => new Map([...own, ...extra]);
  const inEnv = (): State => {
    const inner = apart(state);
    for (const [key, value] of own) {
      inner.exported.set(key, value);
      inner.vars.set(key, value.value === null ? null : [value.value]);
    }
    return inner;
  };
  const alias = state.aliases.get(argv[0] ?? '');
  // What a wrapper starts is a program: it sees neither aliases nor functions, and `command` asks for that.
  if (opened === 0 && alias !== undefined && !state.bound.calling.has(`alias ${argv[0]}`) && state.bound.calling.size <= maxDepth) {
    const key = `alias ${argv[0]}`;
    state.bound.calling.add(key);
    nested(inEnv(), `${alias} ${argv.slice(1).map(quote).join(' ')}`, place);
    state.bound.calling.delete(key);
    return;
  }
  const body = state.functions.get(argv[0] ?? '');
  if (opened === 0 && body !== undefined && !state.bound.calling.has(argv[0] ?? '')) {
    // What a script runs by calling its own function is run by the script.
    const { behind } = state;
    if (state.bound.calling.size === 0 && behind === null) state.behind = '';
    call(state, argv[0] ?? '', body, own);
    state.behind = behind;
    return;
  }
  switch (name) {
    case 'export':
    case 'declare':
    case 'typeset':
    case 'local':
    case 'readonly':
      declare(state, name, argv, place);
      return;
    case '.':
    case 'source': {
      // What it exports and sets holds here from now on. What it runs is that file's own.
      const read = argv[1] === undefined || argv[1].includes('…') ? null : state.look(argv[1]);
      if (read !== null && state.depth < maxDepth) script({ ...state, depth: state.depth + 1, place: state.place ?? place, found: [], assigned: [], functions: new Map(), aliases: new Map() }, parse(read.slice(0, maxText).replaceAll('\r\n', '\n')));
      return;
    }
    case 'unset':
      for (const each of argv.slice(1)) {
        state.vars.delete(each);
        state.exported.delete(each);
      }
      return;
    case 'set':
      if (argv.slice(1).some((each) => /^-\w*a/.test(each) || each === 'allexport')) state.exportAll = !argv.includes('+o');
      if (argv.includes('+a')) state.exportAll = false;
      return;
    case 'alias':
      for (const each of argv.slice(1)) {
        const match = /^([^=\s]+)=(.*)$/s.exec(each);
        if (match?.[1] === undefined || match[2] === undefined) continue;
        state.aliases.set(match[1], match[2]);
        const key = `alias ${match[1]}`;
        if (state.bound.calling.has(key)) continue;
        state.bound.calling.add(key);
        // An alias takes the environment of where it is used, so only what its own text sets counts; bash exports still hold.
        nested({ ...inEnv(), behind: key }, match[2], place);
        state.bound.calling.delete(key);
      }
      return;
    case 'eval':
      nested(inEnv(), argv.slice(1).join(' '), place);
      return;
    case 'ssh': {
      const from = operandsFrom(argv, 1, /^-[bcDEeFIiJLlmOopQRSWw]$/);
      if (from + 1 < argv.length) nested({ ...apart(state), exported: new Map() }, argv.slice(from + 1).join(' '), place);
      return;
    }
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'bwrap':
      {
        const started = containerStart(argv, new Map([...state.exported, ...own]), state.look);
        if (started === null) break;
        if (started.argv.length > 0) run({ ...apart(state), exported: new Map(), aliases: new Map(), functions: new Map(), container: true }, started.argv, started.env, place, input, opened + 1);
        return;
      }
    case 'tmux':
    case 'screen': {
      const inner = argv.slice(1).findIndex((each) => /\s/.test(each) || programName(each) === 'claude');
      const found = inner < 0 ? undefined : argv[inner + 1];
      if (found !== undefined) nested(inEnv(), /\s/.test(found) ? found.replace(/(?:\\[nr]|\^M|\s)+$/, '') : argv.slice(inner + 1).map(quote).join(' '), place);
      return;
    }
    case 'bash':
    case 'sh':
    case 'zsh':
    case 'dash':
    case 'ksh':
    case 'fish': {
      const code = argv.findIndex((each, index) => index > 0 && /^-\w*c$/.test(each));
      if (code > 0) nested(inEnv(), argv[code + 1] ?? '', place);
      else if (input !== null) nested(inEnv(), input, place.input ?? place);
      break;
    }
    default:
  }
  if (name === 'cross-env' || name === 'cross-env-shell' || name === 'run-s') {
    let from = 1;
    const extra: [string, EnvValue][] = [];
    for (; from < argv.length; from++) {
      const match = assignment.exec(argv[from] ?? '');
      if (match === null) break;
      extra.push([match[1] ?? '', { value: known(match[3] ?? ''), from: 'same command' }]);
    }
    run(state, argv.slice(from), withOwn(extra), place, input, opened + 1);
    return;
  }
  const values = argv.map(literal);
  const inner = innerOf(name, [literal(name), ...values.slice(1)], [name, ...argv.slice(1)]);
  if (inner !== null) {
    const kept = name === 'sudo' || name === 'doas' ? argv.some((each) => /^(?:-\w*E\w*|--preserve-env(?:=.*)?)$/.test(each)) : !(name === 'env' && argv.some((each) => each === '-i' || each === '-' || each === '--ignore-environment'));
    const base = kept ? state : { ...apart(state), exported: new Map<string, EnvValue>() };
    const taken = new Map(kept ? own : []);
    for (const each of inner.assigned) taken.set(each.name, { value: known(each.value.text), from: 'same command' });
    const dropped = name === 'env' ? unsetBy(argv) : [];
    const without: State = dropped.length === 0 ? base : { ...base, exported: new Map([...base.exported].filter(([key]) => !dropped.includes(key))) };
    for (const key of dropped) taken.delete(key);
    if (inner.code !== null) {
      const again: State = { ...without, exported: new Map([...without.exported, ...taken]) };
      nested(again, inner.code.text, place);
    } else if (inner.argv.length > 0) run(without, inner.argv.map((each) => each.text), taken, place, input, opened + 1);
    return;
  }
  if (state.found.length >= maxFound) {
    state.bound.complete = false;
    return;
  }
  state.found.push({ argv, env: new Map([...state.exported, ...own]), ...(state.place ?? place), behind: state.behind === '' ? null : state.behind, container: state.container });
}

function declare(state: State, name: string, argv: readonly string[], place: { start: number; end: number }): void {
  const exports = name === 'export' || argv.slice(1).some((each) => /^-\w*x/.test(each));
  const takesBack = name === 'export' && argv.slice(1).some((each) => /^-\w*n/.test(each));
  for (const each of argv.slice(1)) {
    if (each.startsWith('-')) continue;
    const match = assignment.exec(each);
    if (match) set(state, match[1] ?? '', match[3] === '…' ? null : [match[3] ?? ''], match[2] === '+', exports, place);
    else if (takesBack) state.exported.delete(each);
    else if (exports) {
      const value = state.vars.get(each);
      if (value !== undefined) state.exported.set(each, { value: value === null ? null : value.join(' '), from: 'exported before' });
    }
  }
}
