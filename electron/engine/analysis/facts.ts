/** What one tool call did or tried to do, as its record says. Pure: must not know rules, events or files. */
import { append } from '../../../shared/append.ts';
import type { Fact, FileFact, FileOperation } from '../../../shared/finding.ts';
import type { Json, JsonObject } from '../events/json.ts';
import { firstTextOf, ownText } from '../events/json.ts';
import { resolvePath, throughLinks } from '../paths/source-path.ts';
import { withLinks } from './linked-paths.ts';
import { quote } from '../shell/argument-words.ts';
import { readCommand } from '../shell/commands.ts';
import { readHost } from '../shell/hosts.ts';
import { showMarks, startMark, unknownMark } from '../shell/marks.ts';
import type { RawFact, Source } from '../shell/values.ts';
import type { ProjectRoot, SourceMachine, ToolCall } from './examined-call.ts';
import { runTextOf, serverCommand } from './shell-tools.ts';

const none: readonly Fact[] = [];

/** A tool that acts on one path: the input keys that can hold it, the first that does counts. */
export interface PathTool {
  readonly keys: readonly string[];
  readonly operation: FileOperation;
  readonly recursive: boolean;
}

const anyPath = ['file_path', 'notebook_path', 'path'];
const reads: PathTool = { keys: anyPath, operation: 'read', recursive: false };
const writes: PathTool = { keys: anyPath, operation: 'write', recursive: false };
const lists: PathTool = { keys: ['path'], operation: 'metadata', recursive: true };
const pathTools: ReadonlyMap<string, PathTool> = new Map([
  ['Read', reads],
  ['NotebookRead', reads],
  ['Write', writes],
  ['Edit', writes],
  ['MultiEdit', writes],
  ['NotebookEdit', writes],
  ['Grep', { keys: ['path'], operation: 'read', recursive: true }],
  ['Glob', lists],
  ['LS', lists],
]);

/** How a tool acts on its path; null for a tool of another kind. Its facts follow from that path alone. */
export function pathToolOf(tool: string): PathTool | null {
  return pathTools.get(tool) ?? null;
}

/** The facts of a call. A tool that this does not know gives none; its record is still shown. */
export function factsOf(call: ToolCall, _root: ProjectRoot, machine: SourceMachine): readonly Fact[] {
  switch (call.tool) {
    case 'Bash':
    case 'Monitor':
    case 'PowerShell':
    case 'Workflow':
      return runFacts(call, machine);
    case 'WebFetch':
      return fetchFact(call);
    case 'WebSearch':
      return [{ kind: 'network', program: 'WebSearch', written: (ownText(call.input, 'query') ?? '').slice(0, 8000), host: null, port: null, scheme: null, direction: 'both', uploads: [], certainty: 'dynamic', span: null }];
    default: {
      const onPath = pathToolOf(call.tool);
      if (onPath !== null) return pathFact(call, onPath, machine);
      return call.tool.startsWith('mcp__') ? [...serverFacts(call, machine), ...serverCommandFacts(call, machine)] : none;
    }
  }
}

/** The program that a text which is no shell's is read as given to. */
const readers = { powershell: ['pwsh', '-Command'], javascript: ['node', '-e'] } as const;

function runFacts(call: ToolCall, machine: SourceMachine): readonly Fact[] {
  const run = runTextOf(call);
  if (run === null) return call.tool === 'Monitor' ? serverFacts(call, machine) : none;
  if (run.script === 'shell') return commandFacts(run.text, call.cwd, machine);
  const [program, option] = readers[run.script];
  return commandFacts(`${program} ${option} ${quote(run.text)}`, call.cwd, machine).flatMap((fact) => (fact.kind === 'exec' && fact.program === program && fact.span?.start === 0 && fact.wrappers.length === 0 ? [] : [placeless(fact)]));
}

/** What an MCP tool is asked to run: where it runs is the server's affair, so nothing of it is certain. */
function serverCommandFacts(call: ToolCall, machine: SourceMachine): readonly Fact[] {
  const command = serverCommand(call);
  return command === null ? none : commandFacts(command, call.cwd, machine).map((fact) => placeless('certainty' in fact && fact.certainty === 'static' ? { ...fact, certainty: 'partial' } : fact));
}

/** A fact whose place in the call's own text is not known. */
function placeless(fact: Fact): Fact {
  return { ...fact, span: null };
}

/** The facts of a shell command, its paths resolved on the source machine. */
export function commandFacts(command: string, cwd: string | null, machine: SourceMachine): readonly Fact[] {
  const raw = readCommand(command).facts;
  if (raw.length === 0) return none;
  const facts: Fact[] = [];
  for (const fact of raw) {
    const one = settled(fact, cwd, machine);
    if (machine.links === undefined || one.kind !== 'file' || fact.kind !== 'file' || fact.elsewhere) facts.push(one);
    else append(facts, withLinks(one, ...rooted(fact.written, fact.base, cwd, machine), machine));
  }
  return facts;
}

function settled(fact: RawFact, cwd: string | null, machine: SourceMachine): Fact {
  switch (fact.kind) {
    case 'exec': {
      // Written out: a rest pattern costs more here than the rest of the call.
      const { program, argv, wrappers, context, privileged, certainty, span, base, open, repeats } = fact;
      const exec = { kind: 'exec' as const, program, argv, wrappers, context, privileged, cwd: bounded(base === '' ? cwd : from(base, cwd, machine)), certainty, span };
      return open || repeats ? { ...exec, ...(open ? { open } : {}), ...(repeats ? { repeats } : {}) } : exec;
    }
    case 'file': {
      const { operation, recursive, certainty, span, base, elsewhere } = fact;
      const path = elsewhere ? null : bounded(placeFrom(fact.written, base, cwd, machine));
      const via = elsewhere ? `${fact.via} (on another machine)`.slice(0, 300) : fact.via;
      return { kind: 'file', operation, written: showMarks(fact.written), path, via, recursive, certainty, span };
    }
    case 'flow':
      return { kind: 'flow', from: endText(fact.from, cwd, machine), to: endText(fact.to, cwd, machine), span: fact.span };
    default:
      return fact;
  }
}

function bounded(path: string | null): string | null {
  return path !== null && path.length > 8192 ? null : path;
}

function from(base: string | null, cwd: string | null, machine: SourceMachine): string | null {
  return base === '' ? cwd : base === null ? null : placeFrom(base, '', cwd, machine);
}

/** A word of the command and the folder it is read in: `$PWD` is the folder that the call starts in. */
function rooted(written: string, base: string | null, cwd: string | null, machine: SourceMachine): readonly [string, string | null] {
  if (!written.includes(startMark)) return [written, from(base, cwd, machine)];
  const text = written.startsWith(startMark) ? `.${written.slice(1)}` : written;
  return [text.replaceAll(startMark, () => cwd ?? unknownMark), written.startsWith(startMark) ? cwd : from(base, cwd, machine)];
}

function placeFrom(written: string, base: string | null, cwd: string | null, machine: SourceMachine): string | null {
  return resolvePath(...rooted(written, base, cwd, machine), machine);
}

function endText(source: Source, cwd: string | null, machine: SourceMachine): string {
  if (source.kind !== 'file') return `${source.kind}:${showMarks(source.label)}`.slice(0, 1000);
  const [text, folder] = rooted(source.label, source.base, cwd, machine);
  return `file:${throughLinks(text, folder, machine, false) ?? resolvePath(text, folder, machine) ?? showMarks(source.label)}`.slice(0, 1000);
}

function pathFact(call: ToolCall, { keys, operation, recursive }: PathTool, machine: SourceMachine): readonly Fact[] {
  const written = firstTextOf(call.input, keys);
  return written === null ? none : withLinks(fileFact(call, written, operation, machine, recursive), written, call.cwd, machine);
}

function fileFact(call: ToolCall, written: string, operation: FileOperation, machine: SourceMachine, recursive: boolean): FileFact {
  return { kind: 'file', operation, written: written.slice(0, 8192), path: bounded(resolvePath(written, call.cwd, machine)), via: call.tool.slice(0, 300), recursive, certainty: 'static', span: null };
}

function fetchFact(call: ToolCall): readonly Fact[] {
  const written = ownText(call.input, 'url');
  return written === null ? none : [contactFact(call.tool, written)];
}

function contactFact(tool: string, written: string): Fact {
  const reading = readHost(written);
  return { kind: 'network', program: tool.slice(0, 300), written: written.slice(0, 8000), host: reading.host?.slice(0, 900) ?? null, port: reading.port, scheme: reading.scheme?.slice(0, 40) ?? null, direction: 'in', uploads: [], certainty: reading.host === null ? 'dynamic' : 'static', span: null };
}

const pathKey = /(?:^|_|[a-z])(?:path|file|filename|directory|dir|folder|source|destination|target|cwd)s?$/i;
const urlShape = /^(?:https?|ftp|wss?|ssh|git):\/\/\S+$/i;
const pathShape = /^(?:\/|~\/|\.{1,2}\/|[A-Za-z]:[\\/])[^\n\r]{0,2000}$/;
const writeVerb = /write|edit|create|save|append|put|upload|move|rename|copy|insert|update|set/i;
const deleteVerb = /delete|remove|unlink|trash/i;

/** Paths and URLs in the input of an MCP tool, by key and shape; what the server does with them is its own affair. */
function serverFacts(call: ToolCall, machine: SourceMachine): readonly Fact[] {
  const name = call.tool.slice(call.tool.lastIndexOf('__') + 2);
  const operation: FileOperation = deleteVerb.test(name) ? 'delete' : writeVerb.test(name) ? 'write' : 'read';
  const facts: Fact[] = [];
  visit(call.input, '', 0);
  return facts;

  function visit(value: Json | JsonObject, key: string, depth: number): void {
    if (facts.length >= 64 || depth > 6) return;
    if (typeof value === 'string') {
      if (urlShape.test(value)) facts.push(contactFact(call.tool, value));
      else if (value.length <= 4096 && (pathShape.test(value) ? pathKey.test(key) || !/\s/.test(value) : pathKey.test(key) && /^[\w.@/\\-]+$/.test(value) && /[./\\]/.test(value))) append(facts, withLinks(fileFact(call, value, operation, machine, false), value, call.cwd, machine));
    } else if (Array.isArray(value)) for (const each of value) visit(each, key, depth + 1);
    else if (typeof value === 'object' && value !== null) for (const [name, each] of Object.entries(value)) visit(each, name, depth + 1);
  }
}
