/** Runs one expanded command line in the mind: opens wrappers, keeps the environment, notes facts. Must not touch the tree. */
import { applySpec, noteFile } from './accesses.ts';
import { assign, builtins, type Runner } from './builtins.ts';
import { runEscapes } from './escapes.ts';
import { hasMark, movedTo, showMarks, unknownMark } from './marks.ts';
import { isAddress } from './hosts.ts';
import { contact } from './inside.ts';
import { runsCode, scanCode } from './interpreter-code.ts';
import { programNamed } from './programs/table.ts';
import { reasons } from './reasons.ts';
import { printsSecrets, secretPrinter } from './programs/secret-printers.ts';
import { fileKey } from './redirects.ts';
import { databaseClients, shells } from './programs/shells.ts';
import { specialPrograms } from './special-programs.ts';
import { type Source, type Span, type Stream, type Value, emptyStream, joined, noSources } from './values.ts';
import { type Walk, apart, incomplete, maxDepth, note, noteFlows, noteReason } from './walk.ts';
import { innerOf } from './wrapper.ts';
import { wrappers } from './programs/wrappers.ts';

const maxArguments = 256;
const noWrappers: string[] = [];
const ownCommands = new Map(Object.entries(builtins));
const specials = new Map(Object.entries(specialPrograms));

/** The program's name without its folder and `.exe`. */
export function baseName(path: string): string {
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const name = slash < 0 ? path : path.slice(slash + 1);
  return name.charCodeAt(name.length - 4) === 46 && /\.(exe|cmd|bat)$/i.test(name) ? name.slice(0, -4).toLowerCase() : name;
}

/** Runs a command line; the result is what its standard output carries. */
export const runArgv: Runner = (walk, values, stdin, place) => {
  const first = values[0];
  if (first === undefined) return emptyStream;
  if (first.text === '') return values.length > 1 && first.certainty !== 'static' ? runArgv(walk, values.slice(1), stdin, place) : emptyStream;
  if (first.certainty === 'dynamic' || first.text.startsWith(unknownMark)) return runUnknown(walk, values, stdin, place);
  // No name for a variable (`A-B=1`), so a shell takes it for a program; the rest is what was meant.
  if (values.length > 1 && first.text.includes('=') && /^[A-Za-z_][\w-]*=/.test(first.text)) return runArgv(walk, values.slice(1), stdin, place);
  const name = baseName(first.text);
  const body = walk.functions.get(name);
  if (body !== undefined) return walk.callFunction(walk, name, body, values.slice(1), stdin, place);
  const aliased = walk.env.size === 0 ? undefined : walk.env.get(`alias ${name}`);
  if (aliased !== undefined && walk.depth < maxDepth) {
    walk.depth++;
    const result = runArgv(walk, [...aliased.text.split(/\s+/).map((text) => ({ ...aliased, text })), ...values.slice(1)], stdin, place);
    walk.depth--;
    return result;
  }
  const texts = textsOf(values);
  const inner = innerOf(name, values, texts);
  if (inner !== null) {
    if (walk.depth >= maxDepth) {
      incomplete(walk, reasons.depth, place);
      return { text: null, sources: stdin.sources };
    }
    if (wrappers[name]?.after !== undefined || wrappers[name]?.own) noteExec(walk, name, values, place);
    const saved = { wrappers: walk.wrappers, privileged: walk.privileged, cwd: walk.cwd };
    walk.wrappers = walk.wrappers.length < 16 ? [...walk.wrappers, name] : walk.wrappers;
    walk.privileged ||= inner.privileged;
    walk.depth++;
    if (inner.directory !== null) walk.cwd = movedTo(walk.cwd, inner.directory.text);
    const outerEnv = walk.env;
    // `command` and `builtin` act on this very shell, any other starts a process of its own.
    const own = name === 'command' || name === 'builtin';
    if (!own || inner.assigned.length > 0) {
      walk.env = outerEnv.size === 0 ? new Map() : new Map(outerEnv);
      for (const { name: variable, value } of inner.assigned) assign(walk, variable, value, place);
    }
    const result = inner.code !== null ? runCode(walk, inner.code, stdin, place, name) : runArgv(walk, inner.argv, stdin, place);
    if (inner.code === null && inner.argv.length === 0) noteExec(walk, name, values, place);
    walk.depth--;
    walk.env = outerEnv;
    walk.wrappers = saved.wrappers;
    walk.privileged = saved.privileged;
    if (!own) walk.cwd = saved.cwd;
    return result;
  }
  noteExec(walk, name, values, place);
  if (first.sources.length > 0 && first.sources.some((source) => source.kind === 'decode')) noteFlows(walk, first.sources.filter((source) => source.kind === 'decode'), { kind: 'exec', label: 'command', base: null }, place);
  if (first.text.includes('/') || (first.text.includes('.') && /^[\w-]+\.(?:exe|bat|com|msi)$/i.test(first.text))) {
    noteFile(walk, 'execute', first, name, false, place);
    const written = walk.contents.size === 0 ? undefined : walk.contents.get(fileKey(walk, first.text));
    if (written !== undefined && !/^#!.*(?:python|node|perl|ruby|php)/.test(written)) runNested(walk, { text: written, certainty: 'partial', sources: noSources, glob: false }, stdin, place, name);
  }
  if (databaseClients.has(name) && stdin.text !== null && stdin.text !== '') noteFlows(walk, [{ kind: 'text', label: stdin.text.slice(0, 900), base: null }], { kind: 'exec', label: name, base: null }, place);
  runEscapes(walk, name, values, stdin, place);
  const result = runNamed(walk, name, values, texts, stdin, place);
  if (!printsSecrets(name) || !secretPrinter(name, texts.length > 1 ? texts.slice(1, 24).join(' ') : '')) return result;
  return { text: null, sources: joined(result.sources, [{ kind: 'credential', label: texts.slice(0, 4).join(' ').slice(0, 200), base: null }]) };
};

function textsOf(values: readonly Value[]): readonly string[] {
  const texts: string[] = [];
  for (const value of values) texts.push(value.text);
  return texts;
}

function runNamed(walk: Walk, name: string, values: readonly Value[], texts: readonly string[], stdin: Stream, place: Span | null): Stream {
  const builtin = ownCommands.get(name);
  if (builtin !== undefined) return builtin(walk, values, stdin, place, runArgv);
  if (shells.has(name)) return runShell(walk, name, values, texts, stdin, place);
  const special = specials.get(name);
  if (special !== undefined) return special(walk, values, stdin, place, runArgv);
  // `python -m pip install x` is `pip install x`.
  const module = values[2];
  const made = name === 'uv' && texts[1] === 'venv' ? 2 : module?.text === 'venv' && texts[1] === '-m' ? 3 : 0;
  if (made > 0) {
    for (const value of values.slice(made)) if (!value.text.startsWith('-')) noteFile(walk, 'write', value, 'venv', true, place);
    return emptyStream;
  }
  if (module !== undefined && texts[1] === '-m' && name.startsWith('python') && programNamed(module.text) !== undefined) return runArgv(walk, values.slice(2), stdin, place);
  if (runsCode(name)) return scanCode(walk, name, values, texts, stdin, place);
  const program = programNamed(name);
  if (program !== undefined) return withText(name, texts, stdin, applySpec(walk, program, name, values, texts, stdin, place));
  let sources = stdin.sources;
  for (const value of values) if (value.sources.length > 0) sources = joined(sources, value.sources);
  return { text: null, sources: joined(unknownAccesses(walk, name, values, sources, place), [{ kind: 'output', label: name, base: null }]) };
}

/** Options after which an unknown program's output stands, by the names that such options have. */
const outputs = /^(?:-o|--?(?:out|output|outfile|outdir|dest|destination)(?:-?(?:file|dir|path|directory|folder))?|--target-dir|--install-dir)$/i;

/** What an unknown program does with a path or an address that it is given is not known; that it can use it is. */
function unknownAccesses(walk: Walk, name: string, values: readonly Value[], before: readonly Source[], place: Span | null): readonly Source[] {
  let sources = before;
  for (let at = 1; at < values.length && at < 24; at++) {
    const value = values[at];
    if (value === undefined) break;
    const equals = value.text.startsWith('-') ? value.text.indexOf('=') : -1;
    const word = equals > 0 ? value.text.slice(equals + 1) : value.text;
    const likely = { ...value, text: word, certainty: value.certainty === 'static' ? ('partial' as const) : value.certainty };
    if (word.includes('://')) {
      if (isAddress(word)) sources = joined(sources, [contact(walk, name, likely, 'unknown', [], place)]);
      continue;
    }
    if (!/^(?:[/\uE000\uE003]|~\/|\.{1,2}\/|\.env)/.test(word)) continue;
    const writes = outputs.test(equals > 0 ? value.text.slice(0, equals) : (values[at - 1]?.text ?? ''));
    if (equals > 0 && !writes) continue;
    const source = noteFile(walk, writes ? 'write' : 'read', likely, name, false, place);
    if (source !== null && !writes) sources = joined(sources, [source]);
  }
  return sources;
}

/** Only git's commands are held against a second record, which needs to know whether they ran. */
function gitEnd({ open, repeats }: Walk): { readonly open?: true; readonly repeats?: true } {
  return { ...(open ? { open: true } : {}), ...(repeats ? { repeats: true } : {}) };
}

/** Notes that a program runs. */
export function noteExec(walk: Walk, name: string, values: readonly Value[], place: Span | null): void {
  const argv: string[] = [];
  let certainty: 'static' | 'partial' = 'static';
  for (let at = 1; at < values.length && at <= maxArguments; at++) {
    const value = values[at];
    if (value === undefined) break;
    if (value.certainty !== 'static') certainty = 'partial';
    const text = hasMark(value.text) ? showMarks(value.text) : value.text;
    argv.push(text.length > 4000 ? text.slice(0, 4000) : text);
  }
  if (values.length - 1 > maxArguments) incomplete(walk, reasons.tooLarge, place);
  const exec = { kind: 'exec' as const, program: showMarks(name).slice(0, 1000), argv, wrappers: walk.wrappers.length === 0 ? noWrappers : [...walk.wrappers], context: walk.context, privileged: walk.privileged, base: walk.context === 'host' ? walk.cwd : null, certainty, span: place };
  // Spread for the few that need it: it costs more than the rest.
  note(walk, name === 'git' && (walk.open || walk.repeats) ? { ...exec, ...gitEnd(walk) } : exec);
}

function runUnknown(walk: Walk, values: readonly Value[], stdin: Stream, place: Span | null): Stream {
  const first = values[0];
  const argv = values.slice(1).map((value) => showMarks(value.text).slice(0, 4000));
  note(walk, { kind: 'exec', program: '…', argv: argv.slice(0, maxArguments), wrappers: [...walk.wrappers], context: walk.context, privileged: walk.privileged, base: walk.context === 'host' ? walk.cwd : null, certainty: 'dynamic', span: place });
  noteReason(walk, reasons.dynamicCommand, '', place);
  if (first !== undefined) noteFlows(walk, first.sources, { kind: 'exec', label: 'command', base: null }, place);
  return { text: null, sources: stdin.sources };
}

/** Reads code that a shell is given as text; where it is unknown, says so and what it is made of. */
export function runCode(walk: Walk, code: Value, stdin: Stream, place: Span | null, name: string): Stream {
  const to: Source = { kind: 'exec', label: name, base: null };
  noteFlows(walk, code.sources, to, place);
  if (code.text === unknownMark || code.certainty === 'dynamic') {
    noteReason(walk, reasons.dynamicCode, name, place);
    return { text: null, sources: [...stdin.sources, ...code.sources] };
  }
  const result = walk.runText(walk, code.text, stdin, place);
  return code.sources.length === 0 ? result : { text: result.text, sources: [...result.sources, ...code.sources] };
}

/** `sh`, `bash -lc code`, `bash script`, `… | sh`. */
function runShell(walk: Walk, name: string, values: readonly Value[], texts: readonly string[], stdin: Stream, place: Span | null): Stream {
  return apart(walk, () => runShellHere(walk, name, values, texts, stdin, place));
}

function runShellHere(walk: Walk, name: string, values: readonly Value[], texts: readonly string[], stdin: Stream, place: Span | null): Stream {
  let code: number | null = null;
  let at = 1;
  let readsInput = false;
  for (; at < texts.length; at++) {
    const word = texts[at] ?? '';
    if (!/^[-+]/.test(word) || word === '-' || word === '--') break;
    if (word === '--rcfile' || word === '--init-file' || word === '-o' || word === '+o' || word === '-O' || word === '+O') at++;
    else if (word === '--command') code = at + 1;
    else if (word.startsWith('--')) continue;
    else {
      if (word.includes('c') && code === null) code = -1;
      if (word.includes('s')) readsInput = true;
    }
  }
  if (texts[at] === '--' || texts[at] === '-') at++;
  if (code === -1) code = at;
  const to: Source = { kind: 'exec', label: name, base: null };
  const saved = { wrappers: walk.wrappers, positional: walk.positional };
  walk.wrappers = walk.wrappers.length < 16 ? [...walk.wrappers, name] : walk.wrappers;
  try {
    const text = code === null ? undefined : values[code];
    if (text !== undefined && code !== null) {
      walk.positional = values.slice(code + 2);
      return runNested(walk, text, stdin, place, name);
    }
    const script = readsInput ? undefined : values[at];
    if (script !== undefined) {
      if (script.sources.length > 0) noteFlows(walk, script.sources, to, place);
      if (!script.text.startsWith('/dev/fd/')) {
        if (script.text === '/dev/stdin') return fromInput(walk, stdin, to, place, name);
        noteFile(walk, 'execute', script, name, false, place);
        const written = walk.contents.get(fileKey(walk, script.text));
        if (written !== undefined) {
          walk.positional = values.slice(at + 1);
          return runNested(walk, { text: written, certainty: 'partial', sources: noSources, glob: false }, stdin, place, name);
        }
      }
      return { text: null, sources: stdin.sources };
    }
    return fromInput(walk, stdin, to, place, name);
  } finally {
    walk.wrappers = saved.wrappers;
    walk.positional = saved.positional;
  }
}

function fromInput(walk: Walk, stdin: Stream, to: Source, place: Span | null, name: string): Stream {
  noteFlows(walk, stdin.sources, to, place);
  if ((stdin.text === null && stdin.sources.length === 0) || stdin.text?.trim() === unknownMark) {
    noteReason(walk, reasons.unknownInput, name, place);
    return { text: null, sources: stdin.sources };
  }
  if (stdin.text === null || stdin.text === '') return { text: null, sources: stdin.sources };
  return runNested(walk, { text: stdin.text, certainty: 'partial', sources: noSources, glob: false }, emptyStream, place, name);
}

function runNested(walk: Walk, code: Value, stdin: Stream, place: Span | null, name: string): Stream {
  if (walk.depth >= maxDepth) {
    incomplete(walk, reasons.depth, place);
    return { text: null, sources: stdin.sources };
  }
  walk.depth++;
  const result = runCode(walk, code, stdin, place, name);
  walk.depth--;
  return result;
}

const filters = new Set(['cat', 'tee', 'rev', 'base64', 'gbase64', 'xxd', 'tr']);

/** Texts that a few filters give back exactly, so that `echo … | base64 -d | sh` can be read on. */
function withText(name: string, texts: readonly string[], stdin: Stream, result: Stream): Stream {
  if (stdin.text === null || !filters.has(name)) return result;
  const text = filtered(name, texts, stdin.text);
  if (text === null) return result;
  // Letters that are exchanged for others hide a text as well as base64 does.
  return { text, sources: name === 'tr' && text !== stdin.text ? joined(result.sources, [{ kind: 'decode', label: 'tr', base: null }]) : result.sources };
}

function filtered(name: string, texts: readonly string[], input: string): string | null {
  const operands = texts.filter((text, at) => at > 0 && !text.startsWith('-'));
  switch (name) {
    case 'cat':
    case 'tee':
      return name === 'tee' || operands.length === 0 || operands[0] === '-' ? input : null;
    case 'rev':
      return operands.length === 0 ? input.split('\n').map((line) => [...line].reverse().join('')).join('\n') : null;
    case 'base64':
    case 'gbase64':
      if (operands.length > 0 || !texts.some((text) => /^(-d|-D|--decode|-di|-id)$/.test(text))) return null;
      return decodeBase64(input);
    case 'xxd':
      if (!texts.some((text) => /^-\w*r/.test(text)) || !/^[0-9a-fA-F\s]*$/.test(input)) return null;
      return hexText(input.replace(/\s/g, ''));
    case 'tr':
      return rotated(operands, input);
    default:
      return null;
  }
}

function decodeBase64(text: string): string | null {
  const compact = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact) || compact.length > 65_536) return null;
  const decoded = Buffer.from(compact, 'base64').toString('utf8');
  return decoded.includes('\0') ? null : decoded;
}

function hexText(hex: string): string | null {
  const decoded = Buffer.from(hex, 'hex').toString('utf8');
  return decoded.includes('\0') ? null : decoded;
}

/** `tr A-Za-z N-ZA-Mn-za-m`: the one substitution that hides code in practice. */
function rotated(operands: readonly string[], input: string): string | null {
  const to = operands[1] ?? '';
  if (!/^\[?[nN]-[zZ]\]?\[?[aA]-[mM]/.test(to)) return null;
  return input.replace(/[a-zA-Z]/g, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
