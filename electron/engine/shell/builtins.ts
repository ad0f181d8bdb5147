/** The shell's own commands that change its state or make text: `cd`, `export`, `eval`, `echo`. */
import { noteFile } from './accesses.ts';
import { homeMark, movedTo, showMarks, startMark, unknownMark } from './marks.ts';
import { reasons } from './reasons.ts';
import { type Source, type Span, type Stream, type Value, emptyStream, joined, literal, noSources } from './values.ts';
import { type Walk, apart, note, noteFlows, noteReason } from './walk.ts';

/** Runs an expanded command line. */
export type Runner = (walk: Walk, values: readonly Value[], stdin: Stream, place: Span | null) => Stream;
/** Runs one named program or builtin; `run` runs what it wraps. */
export type Handler = (walk: Walk, values: readonly Value[], stdin: Stream, place: Span | null, run: Runner) => Stream;

/** All values as one, with spaces between. */
export function joinedValues(values: readonly Value[], between = ' '): Value {
  let certainty: Value['certainty'] = 'static';
  let sources: readonly Source[] = noSources;
  for (const value of values) {
    if (value.certainty !== 'static') certainty = 'partial';
    sources = joined(sources, value.sources);
  }
  const text = values.map((value) => value.text).join(between);
  if (text === unknownMark) certainty = 'dynamic';
  return { text, certainty, sources, glob: false };
}

/** Sets a variable and notes it. */
export function assign(walk: Walk, name: string, value: Value, place: Span | null, append = false): void {
  const old = append ? walk.env.get(name) : undefined;
  walk.env.set(name, old === undefined ? value : { ...value, text: (old.text + value.text).slice(0, 65_536), sources: joined(old.sources, value.sources) });
  note(walk, { kind: 'env', name: name.slice(0, 300), value: value.certainty === 'dynamic' ? null : showMarks(value.text).slice(0, 4000), span: place });
}

const assignment = /^([A-Za-z_]\w*)(\+?)=(.*)$/s;

const declare: Handler = (walk, values, _stdin, place) => {
  const reference = values.some((value) => /^-\w*n/.test(value.text)) && values[0]?.text !== 'export';
  for (const value of values.slice(1)) {
    const match = assignment.exec(value.text);
    if (!match) continue;
    const text = match[3] ?? '';
    if (reference && /^\w+$/.test(text)) {
      const target = walk.env.get(text);
      if (target !== undefined) walk.env.set(match[1] ?? '', target);
      continue;
    }
    assign(walk, match[1] ?? '', { ...value, text, certainty: text === unknownMark ? 'dynamic' : value.certainty }, place, match[2] === '+');
  }
  return emptyStream;
};

function enter(walk: Walk, folder: string | null): void {
  walk.before = walk.cwd;
  walk.cwd = folder;
}

function folderNamed(values: readonly Value[]): Value | undefined {
  return values.slice(1).find((value) => !/^-[LPe@n]+$|^--$/.test(value.text));
}

const changeDirectory: Handler = (walk, values) => {
  const target = folderNamed(values);
  if (target?.text === '-') enter(walk, walk.before);
  else enter(walk, target === undefined ? homeMark : target.glob ? null : movedTo(walk.cwd, target.text));
  return emptyStream;
};

const pushDirectory: Handler = (walk, values) => {
  const target = folderNamed(values);
  // Without a folder it changes places with the last one; a number turns the whole stack.
  const [last = null, ...rest] = walk.pushed;
  const turned = target !== undefined && /^[+-]\d+$/.test(target.text);
  const { cwd } = walk;
  if (target === undefined) walk.cwd = last;
  else if (turned) enter(walk, null);
  else changeDirectory(walk, values, emptyStream, null, () => emptyStream);
  walk.pushed = turned ? [] : [cwd, ...(target === undefined ? rest : walk.pushed)].slice(0, 32);
  return emptyStream;
};

const popDirectory: Handler = (walk) => {
  const [last = null, ...rest] = walk.pushed;
  enter(walk, last);
  walk.pushed = rest;
  return emptyStream;
};

const echo: Handler = (_walk, values) => {
  let from = 1;
  let escapes = false;
  while (/^-[neE]+$/.test(values[from]?.text ?? '')) {
    if (values[from]?.text.includes('e')) escapes = true;
    from++;
  }
  const all = joinedValues(values.slice(from));
  return { text: `${escapes ? unescaped(all.text) : all.text}\n`, sources: escapes ? withCodes(all) : all.sources };
};

const printf: Handler = (walk, values, _stdin, place) => {
  let from = 1;
  let variable: string | null = null;
  if (values[1]?.text === '-v') {
    variable = values[2]?.text ?? null;
    from = 3;
  }
  if (values[from]?.text === '--') from++;
  const format = values[from]?.text ?? '';
  const rest = values.slice(from + 1);
  const all = joinedValues(values.slice(from));
  let next = 0;
  const filled = (text: string) =>
    text.replace(/%[-+ #0]*\d*(?:\.\d+)?([sbqdixXocu%])/g, (whole, kind: string) => {
      if (kind === '%') return '%';
      const value = rest[next++]?.text ?? '';
      return kind === 'b' ? unescaped(value) : kind === 's' || kind === 'q' || kind === 'd' ? value : whole;
    });
  let text = '';
  do {
    const before = next;
    text += filled(unescaped(format));
    if (next === before) break;
  } while (next < rest.length && text.length < 65_536);
  const sources = withCodes(all);
  if (variable !== null) {
    assign(walk, variable, { ...all, text, sources }, place);
    return emptyStream;
  }
  return { text, sources };
};

/** Text that is written in character codes counts as decoded when it is run. */
function withCodes(value: Value): readonly Source[] {
  const codes = value.text.match(/\\(?:x[0-9a-fA-F]{2}|0?[0-7]{2,3})/g);
  return codes === null || (codes.length < 3 && codes.join('').length < value.text.length - 3) ? value.sources : joined(value.sources, [{ kind: 'decode', label: 'character codes', base: null }]);
}

/** Backslash escapes of `echo -e` and `printf`. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|u[0-9a-fA-F]{1,4}|[abefnrtv\\"'])/g, (_, code: string) => {
    const sign = code[0] ?? '';
    if (sign === 'x' || sign === 'u') return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/[0-7]/.test(sign)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    return { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v' }[sign] ?? sign;
  });
}

const evaluate: Handler = (walk, values, stdin, place) => {
  const code = joinedValues(values.slice(1));
  noteFlows(walk, code.sources, { kind: 'exec', label: 'eval', base: null }, place);
  if (code.text === unknownMark || (code.text.startsWith(unknownMark) && !/[;|&\n]/.test(code.text))) {
    noteReason(walk, reasons.dynamicCode, 'eval', place);
    return { text: null, sources: code.sources };
  }
  const saved = walk.wrappers;
  walk.wrappers = saved.length < 16 ? [...saved, 'eval'] : saved;
  const result = walk.runText(walk, code.text, stdin, place);
  walk.wrappers = saved;
  return result;
};

const source: Handler = (walk, values, stdin, place) => {
  const file = values[1];
  if (file === undefined || file.text === '-') {
    noteFlows(walk, stdin.sources, { kind: 'exec', label: 'source', base: null }, place);
    return stdin.text === null || stdin.text === '' ? emptyStream : walk.runText(walk, stdin.text, emptyStream, place);
  }
  const sources = file.text === '/dev/stdin' ? stdin.sources : file.sources;
  noteFlows(walk, sources, { kind: 'exec', label: 'source', base: null }, place);
  if (file.text === '/dev/stdin' && stdin.text !== null) return walk.runText(walk, stdin.text, emptyStream, place);
  const socket = /^\/dev\/(tcp|udp)\/([^/]+)\/(.+)$/.exec(file.text);
  if (socket) {
    const host = socket[2] ?? '';
    note(walk, { kind: 'network', program: `/dev/${socket[1]}`, written: file.text, host: host.includes(unknownMark) ? null : host.toLowerCase(), port: Number(socket[3]) || null, scheme: socket[1] ?? null, direction: 'both', uploads: [], certainty: file.certainty, span: place });
    noteFlows(walk, [{ kind: 'net', label: host, base: null }], { kind: 'exec', label: 'source', base: null }, place);
  } else if (!file.text.startsWith('/dev/') || file.text.startsWith('/dev/shm/')) noteFile(walk, 'execute', file, 'source', false, place);
  return { text: null, sources: noSources };
};

const trap: Handler = (walk, values, _stdin, place) => {
  const code = values.slice(1).find((value) => !value.text.startsWith('-'));
  if (code === undefined || values.length < 3 || code.text === '') return emptyStream;
  const saved = walk.wrappers;
  walk.wrappers = [...saved, 'trap'].slice(0, 16);
  apart(walk, () => walk.runText(walk, code.text, emptyStream, place));
  walk.wrappers = saved;
  return emptyStream;
};

const alias: Handler = (walk, values, _stdin, place) => {
  for (const value of values.slice(1)) {
    const match = /^([^=]+)=(.*)$/s.exec(value.text);
    if (!match) continue;
    // Only plain words: an alias that calls itself is none.
    if (/^[\w./-]+(?: [\w./=-]+)*$/.test(match[2] ?? '') && !(match[2] ?? '').startsWith(match[1] ?? '')) walk.env.set(`alias ${match[1] ?? ''}`, literal(match[2] ?? ''));
    const stands = /^(?:command\s+|builtin\s+|env\s+|nocorrect\s+)?([\w./-]+)/.exec(match[2] ?? '')?.[1] ?? '';
    if (/^(?:sudo|su|ssh|scp|sftp|gpg|passwd|login|doas)$/.test(match[1] ?? '') && stands.slice(stands.lastIndexOf('/') + 1) !== match[1]) noteReason(walk, reasons.takenName, match[1] ?? '', place);
    const saved = walk.wrappers;
    walk.wrappers = [...saved, 'alias'].slice(0, 16);
    apart(walk, () => walk.runText(walk, match[2] ?? '', emptyStream, place));
    walk.wrappers = saved;
  }
  return emptyStream;
};

/** `read -u 3`: from a file that was opened under that number. */
function fromDescriptor(walk: Walk, values: readonly Value[], stdin: Stream): Stream {
  for (let at = 1; at < values.length; at++) {
    const match = /^-[a-zA-Z]*u(.*)$/s.exec(values[at]?.text ?? '');
    if (match) return walk.descriptors.get(match[1] === '' ? (values[at + 1]?.text ?? '') : (match[1] ?? ''))?.input ?? { text: null, sources: noSources };
  }
  return stdin;
}

const readInput: Handler = (walk, values, given, place) => {
  const stdin = fromDescriptor(walk, values, given);
  for (const value of values.slice(1)) {
    if (value.text.startsWith('-') || !/^\w+$/.test(value.text)) continue;
    const text = stdin.text !== null && stdin.text !== '' ? (stdin.text.split('\n')[0] ?? '') : unknownMark;
    assign(walk, value.text, { text, certainty: text === unknownMark ? 'dynamic' : 'partial', sources: stdin.sources, glob: false }, place);
  }
  return emptyStream;
};

/** `mapfile -C code`: the code runs for each line. */
const mapfile: Handler = (walk, values, stdin, place) => {
  const at = values.findIndex((value) => value.text === '-C');
  const code = at < 0 ? undefined : values[at + 1];
  if (code !== undefined) {
    noteReason(walk, reasons.callback, code.text, place);
    walk.runText(walk, code.text, emptyStream, place);
  }
  const input = fromDescriptor(walk, values, stdin);
  const last = values[values.length - 1];
  if (last !== undefined && /^[A-Za-z_]\w*$/.test(last.text)) walk.env.set(last.text, { text: input.text?.split('\n')[0] ?? unknownMark, certainty: input.text === null ? 'dynamic' : 'partial', sources: input.sources, glob: false });
  return emptyStream;
};

const unset: Handler = (walk, values, _stdin, place) => {
  for (const value of values.slice(1)) {
    if (value.text.startsWith('-')) continue;
    walk.env.set(value.text, literal(''));
    note(walk, { kind: 'env', name: value.text.slice(0, 300), value: null, span: place });
  }
  return emptyStream;
};

const environment: Handler = (_walk, values, _stdin) => {
  const name = values[0]?.text ?? '';
  const operands = values.slice(1).filter((value) => !value.text.startsWith('-'));
  if (name !== 'printenv' && operands.length > 0) return emptyStream;
  return { text: null, sources: [{ kind: 'env', label: operands[0]?.text ?? '', base: null }] };
};

const listing: Handler = (walk, values, stdin, place, run) => {
  if (values.length === 1 || values.every((value, at) => at === 0 || /^-[px]+$/.test(value.text))) return environment(walk, values, stdin, place, run);
  return declare(walk, values, stdin, place, run);
};

/** A scratch file or folder has a name of its own at each run; its template says where it lies. */
const makeTemporary: Handler = (_walk, values) => {
  let folder = '/tmp';
  let template = 'tmp.XXXXXXXXXX';
  for (let at = 1; at < values.length; at++) {
    const word = values[at]?.text ?? '';
    const inFolder = /^(?:-p|--tmpdir=)(.+)$/s.exec(word);
    if (word === '-p') folder = values[++at]?.text ?? folder;
    else if (inFolder?.[1] !== undefined) folder = inFolder[1];
    else if (word === '-t') {
      const next = values[++at]?.text ?? '';
      if (next !== '') template = /X{3}/.test(next) ? next : `${next}.XXXXXXXXXX`;
    } else if (word === '--suffix') at++;
    else if (!word.startsWith('-')) {
      template = word;
      if (word.includes('/')) folder = '';
    }
  }
  return { text: folder === '' ? template : `${folder.replace(/\/$/, '')}/${template}`, sources: noSources };
};

const silent: Handler = () => emptyStream;

export const builtins: Readonly<Record<string, Handler>> = {
  cd: changeDirectory,
  pushd: pushDirectory,
  chdir: changeDirectory,
  popd: popDirectory,
  export: listing,
  declare: listing,
  typeset: listing,
  local: declare,
  readonly: declare,
  setenv: (walk, values, _stdin, place) => {
    const name = values[1]?.text;
    if (name !== undefined) assign(walk, name, values[2] ?? literal(''), place);
    return emptyStream;
  },
  unset,
  eval: evaluate,
  source,
  '.': source,
  trap,
  alias,
  echo,
  print: echo,
  printf,
  read: readInput,
  mapfile,
  readarray: mapfile,
  env: environment,
  printenv: environment,
  set: (walk, values, stdin, place, run) => {
    if (values.length === 1) return environment(walk, values, stdin, place, run);
    const end = values.findIndex((value) => value.text === '--');
    if (end > 0) walk.positional = values.slice(end + 1);
    return emptyStream;
  },
  true: silent,
  false: silent,
  ':': silent,
  pwd: (walk) => ({ text: movedTo(startMark, walk.cwd ?? unknownMark), sources: noSources }),
  mktemp: makeTemporary,
  whoami: () => ({ text: '\uE002', sources: noSources }),
};
