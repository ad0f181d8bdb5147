/** From pieces of a file to the requests in them: who is asked, by which words, in which environment, at which line. */
import type { EvidenceRef } from '../../../../shared/event.ts';
import { bypassRequest, type BypassRequest, bypassVariable, onlyPrints } from '../../shell/programs/agent-flags.ts';
import type { Environment } from '../../shell/invocation.ts';
import { readInvocations } from '../../shell/invocations.ts';
import type { FlagOrigin, Piece, Pieces, SandboxVariable } from './piece.ts';
import { mentions } from './code-pieces.ts';
import { maskedText } from './masked.ts';
import type { TextFile } from './text-file.ts';
import { at, readJsonTree, textOf } from './tree.ts';

/** One place where an agent is asked to run without its questions. */
export interface FlagPlace {
  readonly ref: EvidenceRef;
  readonly origin: FlagOrigin;
  readonly agent: string;
  readonly flag: string;
  /** Only makes the mode selectable. */
  readonly offers: boolean;
  readonly command: string;
  /** How it is asked: `command`, `alias claude`, `option of the SDK`, `named in prose`. */
  readonly how: string;
  readonly variables: readonly SandboxVariable[];
  readonly container: boolean;
  readonly reach: string | null;
  /** True where the record could not show a claim: a transcript holds no environment. */
  readonly claimUnseen?: boolean;
  /** When it was run, where the record says. */
  readonly time: number | null;
  /** False where the text around it could not be read to its end as what it is. */
  readonly parsed: boolean;
}

const sandboxNames = ['IS_SANDBOX', 'CLAUDE_CODE_BUBBLEWRAP'];
/** Places kept of one file. */
export const maxPlaces = 500;

export function findRequests(file: TextFile, read: Pieces, fallback: FlagOrigin): readonly FlagPlace[] {
  const places: FlagPlace[] = [];
  const covered = new Set<number>();
  let unread = false;
  for (const piece of read.pieces) {
    const found = requestsOf(piece);
    if (!found.complete) unread = true;
    for (const each of found.requests) {
      const position = positionOf(file.text, piece, each.start, each.end, each.request.flag);
      const ref = file.lineAt(position);
      covered.add(ref.line);
      for (const line of linesOf(file, piece, each.start, each.end)) covered.add(line);
      places.push(place(ref, piece, each));
    }
  }
  for (const each of read.direct) {
    const ref = file.lineAt(each.start);
    covered.add(ref.line);
    places.push({ ref, origin: each.origin, agent: each.request.agent, flag: each.request.flag, offers: each.request.offers, command: maskedText(each.text).slice(0, 1000), how: each.how, variables: [...sandboxVariables(each.env ?? new Map(), each.envFrom ?? ''), ...(each.claims ?? [])], container: false, reach: each.reach ?? null, time: null, parsed: true });
  }
  // What names the bypass and is not run by what was read: comments, printed text, prose; or a part that could not be read.
  for (const { start, flag } of mentions(file.text)) {
    const ref = file.lineAt(start);
    if (covered.has(ref.line)) continue;
    covered.add(ref.line);
    const prose = fallback === 'prose' || (!unread && read.problem === null) || isComment(file.text, start) || onlyPrints(lineText(file, ref));
    places.push({
      ref, origin: prose ? 'prose' : fallback, agent: flag.includes('approvals') ? 'Codex CLI' : 'Claude Code', flag, offers: flag.startsWith('--allow'), command: maskedText(lineText(file, ref)),
      how: prose ? (fallback === 'prose' ? 'named in prose' : 'named in a comment or in text that is not run') : 'in a part that could not be read as what it is', variables: [], container: false, reach: null, time: null, parsed: prose,
    });
  }
  return distinct(places).slice(0, maxPlaces);
}

interface Request {
  readonly request: BypassRequest;
  readonly start: number;
  readonly end: number;
  readonly command: string;
  readonly how: string;
  readonly env: Environment;
  readonly container: boolean;
  /** The client's own sandbox, switched on in the same command's settings. */
  readonly settings: boolean;
}

/** The requests that one piece holds; positions are the piece's own. */
export function requestsOf(piece: Piece): { readonly requests: readonly Request[]; readonly complete: boolean } {
  if (piece.argv !== undefined) {
    const given: Environment = new Map([...piece.env].map(([name, value]) => [name, { value, from: 'given' as const }]));
    const shell = /^(?:.*\/)?(?:ba|z|da|k)?sh$/.test(piece.argv[0] ?? '') ? piece.argv.findIndex((word) => /^-\w*c$/.test(word)) : -1;
    if (shell < 0) {
      const request = bypassRequest(piece.argv);
      const env = piece.argv[0] === 'env' ? null : request;
      if (env !== null) return { requests: [{ request: env, start: 0, end: piece.text.length, command: piece.text, how: piece.behind ?? 'command', env: given, container: false, settings: sandboxSettings(piece.argv) }], complete: true };
    }
    const words = shell < 0 ? piece.argv.map(quoted).join(' ') : (piece.argv[shell + 1] ?? '');
    return requestsOf({ ...withoutArgv(piece), text: words });
  }
  const reading = readInvocations(piece.text, piece.env, piece.look);
  const requests: Request[] = [];
  for (const each of reading.invocations) {
    const request = bypassRequest(each.argv) ?? variableRequest(each.env);
    if (request === null) continue;
    requests.push({ request, start: each.start, end: each.end, command: piece.text.slice(each.start, each.end), how: each.behind ?? piece.behind ?? 'command', env: each.env, container: each.container, settings: sandboxSettings(each.argv) });
  }
  const used = requests.length > 0;
  for (const each of reading.assigned) {
    const asked = bypassVariable(each.name, each.value);
    const held = asked ?? (each.value !== null && (each.exported || !used) ? heldFlag(each.value) : null);
    if (held === null) continue;
    requests.push({ request: held, start: each.start, end: each.end, command: piece.text.slice(each.start, each.end), how: `variable ${each.name}`, env: new Map([...piece.env].map(([name, value]) => [name, { value, from: 'given' as const }])), container: false, settings: false });
  }
  return { requests, complete: reading.complete };
}

/** A variable before the command that asks: `OPENCODE_PERMISSION=… opencode run`. What was exported before it is a request of its own. */
function variableRequest(env: Environment): BypassRequest | null {
  for (const [name, { value, from }] of env) {
    const asked = from === 'same command' ? bypassVariable(name, value) : null;
    if (asked !== null) return asked;
  }
  return null;
}

function withoutArgv(piece: Piece): Piece {
  const { argv: _argv, ...rest } = piece;
  return rest;
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A variable that holds the flag for a command elsewhere: `CLAUDE_ARGS="--dangerously-skip-permissions"`. */
function heldFlag(value: string): BypassRequest | null {
  const words = value.trim().split(/\s+/);
  return words.some((word) => /^--(?:allow-)?dangerously-skip-permissions$/.test(word)) || (words.includes('--permission-mode') && words.includes('bypassPermissions')) ? bypassRequest(['claude', ...words]) : null;
}

/** `--settings '{"sandbox":{"enabled":true}}'` in the words of a command. */
function sandboxSettings(argv: readonly string[]): boolean {
  return argv.some((word, index) => {
    const given = word.startsWith('--settings=') ? word.slice(11) : argv[index - 1] === '--settings' ? word : '';
    return given.trimStart().startsWith('{') && textOf(at(readJsonTree(given).roots[0], 'sandbox', 'enabled')) === 'true';
  });
}

function place(ref: EvidenceRef, piece: Piece, { request, command, how, env, container, settings }: Request): FlagPlace {
  const variables = sandboxNames.flatMap((name): SandboxVariable[] => {
    const set = env.get(name);
    if (set === undefined) return [];
    return [{ name, value: set.value, from: set.from === 'given' ? piece.envFrom : set.from === 'same command' ? 'in the same command' : 'exported before it' }];
  });
  return { ref, origin: piece.origin, agent: request.agent, flag: request.flag.slice(0, 300), offers: request.offers, command: maskedText(command.trim()).slice(0, 1000), how, variables: settings ? [...variables, { name: 'sandbox.enabled', value: 'true', from: 'in the settings of the same command' }] : variables, container: container || piece.container, reach: piece.reach, time: null, parsed: true };
}

function sandboxVariables(env: ReadonlyMap<string, string | null>, from: string): readonly SandboxVariable[] {
  return sandboxNames.flatMap((name) => {
    const value = env.get(name);
    return value === undefined ? [] : [{ name, value, from }];
  });
}

/** Where in the file a request of a piece stands: its flag, else the start of its command. */
function positionOf(text: string, piece: Piece, start: number, end: number, flag: string): number {
  const word = flag.split(/[ =]/)[0] ?? flag;
  const inPiece = piece.text.indexOf(word, start);
  const at = inPiece >= 0 && inPiece < end ? inPiece : start;
  if (piece.exact) return piece.start + Math.min(at, piece.end - piece.start);
  if (at === inPiece && word !== '') {
    // The same word as often before it in the file's own form of the text.
    let nth = 0;
    for (let found = piece.text.indexOf(word); found >= 0 && found < at; found = piece.text.indexOf(word, found + 1)) nth += 1;
    let found = text.indexOf(word, piece.start);
    for (; nth > 0 && found >= 0; nth--) found = text.indexOf(word, found + 1);
    if (found >= 0 && found < piece.end) return found;
  }
  return piece.start;
}

/** The lines that a request of an exact piece covers, so that its own words are not listed again as a mention. */
function linesOf(file: TextFile, piece: Piece, start: number, end: number): readonly number[] {
  if (!piece.exact) {
    // A decoded text's lines cannot be told apart by position; those of a short one belong to it.
    const first = file.lineAt(piece.start).line;
    const last = file.lineAt(Math.max(piece.start, piece.end - 1)).line;
    return last - first > 3 ? [] : Array.from({ length: last - first + 1 }, (_, at) => first + at);
  }
  const first = file.lineAt(piece.start + start).line;
  const last = file.lineAt(piece.start + Math.max(start, end - 1)).line;
  return Array.from({ length: Math.min(last - first + 1, 200) }, (_, at) => first + at);
}

function isComment(text: string, position: number): boolean {
  const start = text.lastIndexOf('\n', position) + 1;
  return /^\s*(?:#|\/\/|\*|--|;|REM\b|<!--)/i.test(text.slice(start, position + 1));
}

function lineText(file: TextFile, ref: EvidenceRef): string {
  const start = file.startOf(ref.line);
  const end = file.text.indexOf('\n', start);
  return file.text.slice(start, end < 0 ? file.text.length : end).trim().slice(0, 500);
}

/** One place a line, flag and claim: what is called twice in one line is one place. The weaker claim stays. */
function distinct(places: readonly FlagPlace[]): readonly FlagPlace[] {
  const kept = new Map<string, FlagPlace>();
  for (const each of places) {
    const key = `${each.ref.line}\0${each.agent}\0${each.flag}\0${each.variables.map((one) => `${one.name}=${one.value}`).join()}`;
    if (!kept.has(key)) kept.set(key, each);
  }
  return [...kept.values()].sort((a, b) => a.ref.line - b.ref.line);
}
