/** Which tools take a text that runs, and where in their input it stands. Pure: must not know what the text means. */
import { asList, firstText, type JsonObject, own, ownText } from '../events/json.ts';
import { quote } from '../shell/argument-words.ts';
import type { ToolCall } from './examined-call.ts';

/** `shell`: read by the grammar of shells; `powershell` and `javascript`: by eye, as code in a command is. */
export type Script = 'shell' | 'powershell' | 'javascript';

/** A text that a call has run. */
export interface RunText {
  readonly text: string;
  readonly script: Script;
}

const keys: ReadonlyMap<string, readonly [key: string, script: Script]> = new Map([
  ['Bash', ['command', 'shell']],
  ['Monitor', ['command', 'shell']],
  ['PowerShell', ['command', 'powershell']],
  ['Workflow', ['script', 'javascript']],
]);

/** The client's own tools that run a command of a shell, given as `command`. */
export const shellTools: ReadonlySet<string> = new Set(['Bash', 'Monitor', 'PowerShell']);

/** Whether the client's own tool of this name takes a text that runs. */
export function runsText(tool: string): boolean {
  return keys.has(tool);
}

/** What a call of the client's own tools runs; null for a tool of another kind, or without a text. */
export function runTextOf({ tool, input }: Pick<ToolCall, 'tool' | 'input'>): RunText | null {
  const known = keys.get(tool);
  if (known === undefined) return null;
  const text = ownText(input, known[0]);
  return text === null ? null : { text, script: known[1] };
}

const serverRuns = /(?:^|_)(?:exec(?:ute)?|run|start|spawn|send|write)?_?(?:in_)?(?:command|cmd|shell|bash|zsh|sh|terminal|process|powershell)s?(?:_(?:command|exec|execute|run|input|line|script))?$|^(?:exec|execute|run)$/i;

/** A session has few tools and asks for them again and again. */
const judged = new Map<string, boolean>();
const maxJudged = 500;

function saysThatItRuns(tool: string): boolean {
  let known = judged.get(tool);
  if (known === undefined) {
    known = serverRuns.test(tool.slice(tool.lastIndexOf('__') + 2).replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_'));
    if (judged.size >= maxJudged) judged.clear();
    judged.set(tool, known);
  }
  return known;
}

/** The command that an MCP tool is asked to run, where its name says that it runs one; null elsewhere. */
export function serverCommand({ tool, input }: Pick<ToolCall, 'tool' | 'input'>): string | null {
  if (!saysThatItRuns(tool)) return null;
  const command = firstText(input, 'command', 'cmd', 'commandLine', 'command_line', 'shell_command', 'script');
  if (command !== null) return [command, ...wordsAt(input, 'args'), ...wordsAt(input, 'arguments')].join(' ');
  const [program, ...rest] = wordsAt(input, 'command');
  return program === undefined ? null : [program, ...rest].join(' ');
}

function wordsAt(input: JsonObject, key: string): readonly string[] {
  return asList(own(input, key)).slice(0, 256).flatMap((each) => (typeof each === 'string' ? [quote(each)] : typeof each === 'number' ? [String(each)] : []));
}
