/** The one line that stands for a tool call in the timeline: its command, path, address or question. Pure. */
import { asObject, type Json, type JsonObject, ownText } from '../../events/json.ts';

/** UTF-16 units that a row keeps; the inspector reads the rest from the evidence. */
export const argumentCap = 2000;

const keys: Readonly<Record<string, readonly string[]>> = {
  Bash: ['command'],
  PowerShell: ['command'],
  Read: ['file_path'],
  Write: ['file_path'],
  Edit: ['file_path'],
  MultiEdit: ['file_path'],
  NotebookEdit: ['notebook_path'],
  Glob: ['pattern', 'path'],
  Grep: ['pattern', 'path'],
  LS: ['path'],
  WebFetch: ['url'],
  WebSearch: ['query'],
  Task: ['description'],
  Agent: ['description'],
  Skill: ['skill'],
  SlashCommand: ['command'],
  BashOutput: ['bash_id'],
  KillShell: ['shell_id'],
  KillBash: ['shell_id'],
  TaskOutput: ['task_id'],
  Monitor: ['command'],
  Workflow: ['name', 'scriptPath', 'script'],
  TaskCreate: ['subject'],
  TaskUpdate: ['taskId', 'status'],
  ExitPlanMode: ['plan'],
  CronCreate: ['cron', 'prompt'],
  ScheduleWakeup: ['reason', 'prompt'],
};

/** The keys whose values make a tool's argument, in their order; null for a tool that is not known. */
export function argumentKeys(tool: string): readonly string[] | null {
  return (Object.hasOwn(keys, tool) ? keys[tool] : undefined) ?? null;
}

/** Gives the argument of a call, cut at `argumentCap`. Unknown tools show their input as JSON. */
export function argumentOf(tool: string, input: JsonObject): string {
  const parts = (argumentKeys(tool) ?? []).map((key) => ownText(input, key)).filter((part) => part !== null && part !== '');
  if (parts.length > 0) return parts.join(' ').slice(0, argumentCap);
  const values = Object.values(input);
  const only = values.length === 1 ? values[0] : undefined;
  if (typeof only === 'string') return only.slice(0, argumentCap);
  return values.length === 0 ? '' : jsonText(input).slice(0, argumentCap);
}

/** JSON for showing. Nesting too deep for the serialiser is said, not thrown. */
export function jsonText(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return asObject(value) ? '{…nested too deeply to show…}' : '[…nested too deeply to show…]';
  }
}
