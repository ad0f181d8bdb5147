/** What redirections read, write and reach: files, here-documents, the shell's own network files. Knows no program. */
import type { Redirection } from 'unbash';
import { noteFile } from './accesses.ts';
import { hasMark, isAnchored } from './marks.ts';
import { reasons } from './reasons.ts';
import { type Source, type Span, type Stream, emptyStream, joined, literal, noSources } from './values.ts';
import { type Descriptor, type Output, type Walk, incomplete, note, noteFlows, span, aside } from './walk.ts';
import { partsValue, wordValue } from './words.ts';

/** What a command's redirections make of its input and output. */
export interface Redirected {
  readonly stdin: Stream;
  readonly outputs: readonly (Output & { readonly standard: boolean })[];
}

const noRedirects: Redirected['outputs'] = [];
const network = /^\/dev\/(tcp|udp)\/([^/]+)\/(.+)$/;

/** Reads redirections before the command runs; the network files of bash are contacts. */
export function readRedirects(walk: Walk, redirects: readonly Redirection[], stdin: Stream): Redirected {
  if (redirects.length === 0) return { stdin, outputs: noRedirects };
  let input = stdin;
  const outputs: (Output & { standard: boolean })[] = [];
  const standardInput = (name: string | null): boolean => name === null || name === '0';
  for (const redirect of redirects) {
    const place = span(walk, redirect.pos, redirect.end);
    if (redirect.type === 'HereDoc') {
      const body = redirect.delimiter?.quoted === true || redirect.body.parts === undefined ? literal(redirect.body.text) : partsValue(walk, redirect.body.parts);
      input = { text: redirect.operator === '<<-' ? body.text.replace(/^\t+/gm, '') : body.text, sources: body.sources };
      if (redirect.closing === undefined && walk.depth === 0) incomplete(walk, reasons.incomplete, place);
      continue;
    }
    if (redirect.target === undefined) continue;
    const name = redirect.descriptor === undefined ? null : redirect.descriptor.type === 'FileDescriptor' ? String(redirect.descriptor.value) : redirect.descriptor.name;
    // `> >(program)`: the program gets what is written, so it runs once that is known.
    const part = redirect.target.parts?.length === 1 ? redirect.target.parts[0] : undefined;
    if (part?.type === 'ProcessSubstitution' && part.operator === '>' && part.script !== undefined && redirect.operator !== '<') {
      const output: Output = { target: literal('/dev/fd/\uE001'), into: part.script };
      hold(walk, name, { input: null, output });
      if (name === null || name === '1') outputs.push({ ...output, standard: true });
      continue;
    }
    const target = wordValue(walk, redirect.target);
    if (redirect.type === 'HereString') {
      const stream: Stream = { text: target.certainty === 'dynamic' ? null : `${target.text}\n`, sources: target.sources };
      if (standardInput(name)) input = stream;
      else hold(walk, name, { input: stream, output: null });
      continue;
    }
    const descriptor = name === null ? null : /^\d+$/.test(name) ? Number(name) : -1;
    const socket = network.exec(target.text);
    if (socket) {
      const host = socket[2] ?? '';
      const port = Number(socket[3]);
      note(walk, { kind: 'network', program: `/dev/${socket[1]}`, written: target.text, host: hasMark(host) ? null : host.toLowerCase(), port: Number.isInteger(port) && port >= 0 ? port : null, scheme: socket[1] ?? null, direction: 'both', uploads: [], certainty: target.certainty, span: place });
    }
    switch (redirect.operator) {
      case '<':
      case '<>': {
        const source: Source | null = socket ? { kind: 'net', label: socket[2] ?? '', base: null } : noteFile(walk, 'read', target, '<', false, place);
        {
          const stream: Stream = { text: null, sources: joined(source === null ? noSources : [source], target.sources) };
          if (standardInput(name)) input = stream;
          hold(walk, name, { input: stream, output: redirect.operator === '<>' ? { target, into: null } : null });
        }
        break;
      }
      case '<&': {
        const held = walk.descriptors.get(target.text)?.input;
        if (held && standardInput(name)) input = held;
        break;
      }
      case '>&': {
        const held = walk.descriptors.get(target.text)?.output;
        if (held) outputs.push({ ...held, standard: descriptor === null || descriptor === 1 });
        else if (!/^(\d+|-|\d+-)$/.test(target.text)) outputs.push({ target, into: null, standard: true });
        break;
      }
      default:
        hold(walk, name, { input: null, output: { target, into: null } });
        outputs.push({ target, into: null, standard: descriptor === null || descriptor === 1 });
    }
  }
  return { stdin: input, outputs };
}

/** A name for a file by the folder that it is written from. */
export function fileKey(walk: Walk, path: string): string {
  return isAnchored(path) ? path : `${walk.cwd ?? '?'}/${path.replace(/^\.\//, '')}`;
}

/** Keeps what stands under a number above 2 or a variable; `{fd}` gives the variable a name to be found by. */
function hold(walk: Walk, name: string | null, descriptor: Descriptor): void {
  if (name === null || /^[0-2]$/.test(name)) return;
  walk.descriptors.set(name, descriptor);
  if (!/^\d+$/.test(name)) walk.env.set(name, literal(name));
}

/** Where the output goes once the command has run; the result is what is left for a pipe. */
export function finish(walk: Walk, redirected: Redirected, result: Stream, via: string, place: Span): Stream {
  let left = result;
  for (const { target, into, standard } of redirected.outputs) {
    if (into !== null) {
      if (standard) walk.runScript(aside(walk), into, result);
      left = emptyStream;
      continue;
    }
    const socket = network.exec(target.text);
    const to: Source | null = socket ? { kind: 'net', label: socket[2] ?? '', base: null } : noteFile(walk, 'write', target, via, false, place);
    if (!standard) continue;
    if (result.text !== null && result.text !== '' && target.certainty === 'static' && walk.contents.size < 32) walk.contents.set(fileKey(walk, target.text), result.text);
    if (to !== null) noteFlows(walk, result.sources, to, place);
    if (socket && to !== null && result.sources.length === 0) noteFlows(walk, [{ kind: 'exec', label: via.replace(/ >$/, ''), base: null }], to, place);
    left = emptyStream;
  }
  return left;
}
