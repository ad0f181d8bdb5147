/** What to show: a filter over events, as plain data with one canonical text (cache key, footnote in the report). */
import * as v from 'valibot';
import { attendances, eventKinds, lanes, severity } from './event.ts';
import { instant, list, text } from './schema.ts';

/** A key left out filters nothing. Lists mean "any of"; different keys mean "and". */
export const filter = v.strictObject({
  sessions: v.optional(list(text(300), 500)),
  repositories: v.optional(list(text(8192), 500)),
  lanes: v.optional(list(v.picklist(lanes), lanes.length)),
  kinds: v.optional(list(v.picklist(eventKinds), eventKinds.length)),
  tools: v.optional(list(text(300), 200)),
  /** Prefixes of rule ids, e.g. `write.outside-root`, `credential.`. */
  rules: v.optional(list(text(100), 50)),
  minSeverity: v.optional(severity),
  attended: v.optional(v.picklist(attendances)),
  /** Literal text, case-insensitive, in tool name, argument, ref and message. */
  text: v.optional(text(1000)),
  from: v.optional(instant),
  to: v.optional(instant),
});
export type Filter = v.InferOutput<typeof filter>;

/** The same filter always gives the same text, whatever the order its keys were set in. */
export function canonicalFilter(value: Filter): string {
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]): [string, unknown] => [key, Array.isArray(part) ? [...part].sort() : part])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
}

/** The kinds that the timeline shows unless asked for more: what was done, what was asked, and what changed the rules. */
export const timelineKinds = [
  'tool-call',
  'prompt',
  'permission-mode',
  'compaction',
  'oversized',
  'reflog',
  'shell-command',
  'process',
  'provider-request',
] as const satisfies readonly (typeof eventKinds)[number][];
