/** What redirections read, write and reach: files, here-documents, the shell's own network files. Knows no program. */
import type { Redirection } from 'unbash';
import { noteFile } from './accesses.ts';
import { hasMark } from './marks.ts';
import { reasons } from './reasons.ts';
import { type Source, type Span, type Stream, type Value, emptyStream, joined, literal, noSources } from './values.ts';
import { type Walk, incomplete, note, noteFlows, span } from './walk.ts';
import { partsValue, wordValue } from './words.ts';

/** What a command's redirections make of its input and output. */
export interface Redirected {
  readonly stdin: Stream;
  readonly outputs: readonly { readonly target: Value; readonly standard: boolean }[];
}

const noRedirects: readonly { readonly target: Value; readonly standard: boolean }[] = [];
const network = /^\/dev\/(tcp|udp)\/([^/]+)\/(.+)$/;

/** Reads redirections before the command runs; the network files of bash are contacts. */
export function readRedirects(walk: Walk, redirects: readonly Redirection[], stdin: Stream): Redirected {
  if (redirects.length === 0) return { stdin, outputs: noRedirects };
  let input = stdin;
  const outputs: { target: Value; standard: boolean }[] = [];
  for (const redirect of redirects) {
    const place = span(walk, redirect.pos, redirect.end);
    if (redirect.type === 'HereDoc') {
      const body = redirect.delimiter?.quoted === true || redirect.body.parts === undefined ? literal(redirect.body.text) : partsValue(walk, redirect.body.parts);
      input = { text: redirect.operator === '<<-' ? body.text.replace(/^\t+/gm, '') : body.text, sources: body.sources };
      if (redirect.closing === undefined && walk.depth === 0) incomplete(walk, reasons.incomplete, place);
      continue;
    }
    if (redirect.target === undefined) continue;
    const target = wordValue(walk, redirect.target);
    if (redirect.type === 'HereString') {
      input = { text: target.certainty === 'dynamic' ? null : `${target.text}\n`, sources: target.sources };
      continue;
    }
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : null;
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
        if (descriptor === null || descriptor === 0) input = { text: null, sources: joined(source === null ? noSources : [source], target.sources) };
        break;
      }
      case '<&':
        break;
      case '>&':
        if (!/^(\d+|-|\d+-)$/.test(target.text)) outputs.push({ target, standard: true });
        break;
      default:
        outputs.push({ target, standard: descriptor === null || descriptor === 1 });
    }
  }
  return { stdin: input, outputs };
}

/** Where the output goes once the command has run; the result is what is left for a pipe. */
export function finish(walk: Walk, redirected: Redirected, result: Stream, via: string, place: Span): Stream {
  let left = result;
  for (const { target, standard } of redirected.outputs) {
    const socket = network.exec(target.text);
    const to: Source | null = socket ? { kind: 'net', label: socket[2] ?? '', base: null } : noteFile(walk, 'write', target, via, false, place);
    if (!standard) continue;
    if (to !== null) noteFlows(walk, result.sources, to, place);
    if (socket && to !== null && result.sources.length === 0) noteFlows(walk, [{ kind: 'exec', label: via.replace(/ >$/, ''), base: null }], to, place);
    left = emptyStream;
  }
  return left;
}
