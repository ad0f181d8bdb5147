/**
 * The query bar's language: `tool:Bash severity:>=high is:unattended ~/.ssh` to a filter, and a filter to its chips.
 * Knows no view. A word that is no known key is literal text; a known key with a wrong value is a named mistake.
 */
import { attendances, eventKinds, lanes, severities } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';

/** One removable part of a filter. `without` is the filter that is left when the chip goes. */
export interface Chip {
  readonly key: string;
  readonly value: string;
  readonly without: Filter;
}

export interface ParsedQuery {
  readonly filter: Filter;
  /** What was typed and why it means nothing, in words. */
  readonly mistakes: readonly { readonly text: string; readonly reason: string }[];
}

interface Key {
  readonly name: string;
  readonly values: string;
  read(value: string): Filter | string;
}

function oneOf<Value extends string>(values: readonly Value[], value: string): Value | null {
  const wanted = value.toLowerCase();
  return values.find((one) => one === wanted) ?? null;
}

const keys: readonly Key[] = [
  { name: 'tool', values: 'a tool name, e.g. Bash', read: (value) => ({ tools: [value] }) },
  { name: 'session', values: 'a session id', read: (value) => ({ sessions: [value] }) },
  { name: 'repo', values: 'a repository path', read: (value) => ({ repositories: [value] }) },
  { name: 'rule', values: 'the beginning of a rule id, e.g. credential.', read: (value) => ({ rules: [value] }) },
  {
    name: 'lane',
    values: lanes.join(', '),
    read: (value) => {
      const lane = oneOf(lanes, value);
      return lane ? { lanes: [lane] } : `there is no lane “${value}”`;
    },
  },
  {
    name: 'kind',
    values: eventKinds.join(', '),
    read: (value) => {
      const kind = oneOf(eventKinds, value);
      return kind ? { kinds: [kind] } : `there is no kind “${value}”`;
    },
  },
  {
    name: 'severity',
    values: `>=${severities.join(', >=')}`,
    read: (value) => {
      const minimum = oneOf(severities, value.replace(/^>=/, ''));
      return minimum ? { minSeverity: minimum } : `severity is one of ${severities.join(', ')}`;
    },
  },
  {
    name: 'is',
    values: attendances.join(', '),
    read: (value) => {
      const attended = oneOf(attendances, value);
      return attended ? { attended } : `is: takes ${attendances.join(', ')}`;
    },
  },
  { name: 'from', values: 'a UTC time, e.g. 2026-03-12T22:30', read: (value) => timePart('from', value) },
  { name: 'to', values: 'a UTC time, e.g. 2026-03-13T04:00', read: (value) => timePart('to', value) },
];

/** The keys and what each takes, for the list under the bar. */
export const queryKeys: readonly { readonly name: string; readonly values: string }[] = keys.map(({ name, values }) => ({ name, values }));

function timePart(end: 'from' | 'to', value: string): Filter | string {
  const known = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?)?$/.test(value);
  const time = known ? Date.parse(`${value.length === 10 ? `${value}T00:00` : value.replace(' ', 'T').replace(/Z$/, '')}Z`) : Number.NaN;
  if (!Number.isFinite(time)) return `“${value}” is no UTC time like 2026-03-12T22:30`;
  return end === 'from' ? { from: time } : { to: time };
}

/** Splits at blanks; double quotes hold blanks together. */
function words(text: string): string[] {
  return text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
}

function unquoted(text: string): string {
  return text.replace(/"/g, '');
}

function joinLists<Value>(a: readonly Value[] | undefined, b: readonly Value[] | undefined): Value[] | undefined {
  if (!a) return b ? [...b] : undefined;
  return b ? [...new Set([...a, ...b])] : [...a];
}

/** Both filters at once: lists of one key are joined ("any of"), single values of the second win. */
export function mergeFilters(a: Filter, b: Filter): Filter {
  const merged: Filter = { ...a, ...b };
  const sessions = joinLists(a.sessions, b.sessions);
  const repositories = joinLists(a.repositories, b.repositories);
  const laneList = joinLists(a.lanes, b.lanes);
  const kinds = joinLists(a.kinds, b.kinds);
  const tools = joinLists(a.tools, b.tools);
  const rules = joinLists(a.rules, b.rules);
  return {
    ...merged,
    ...(sessions && { sessions }),
    ...(repositories && { repositories }),
    ...(laneList && { lanes: laneList }),
    ...(kinds && { kinds }),
    ...(tools && { tools }),
    ...(rules && { rules }),
  };
}

/** Reads what was typed. Literal words are joined by single blanks into one text. */
export function parseQuery(text: string): ParsedQuery {
  let filter: Filter = {};
  const literal: string[] = [];
  const mistakes: { text: string; reason: string }[] = [];
  for (const word of words(text)) {
    const colon = word.indexOf(':');
    const key = colon > 0 ? keys.find((one) => one.name === word.slice(0, colon).toLowerCase()) : undefined;
    if (!key) {
      literal.push(unquoted(word));
      continue;
    }
    const value = unquoted(word.slice(colon + 1));
    if (value === '') {
      mistakes.push({ text: word, reason: `${key.name}: takes ${key.values}` });
      continue;
    }
    const part = key.read(value);
    if (typeof part === 'string') mistakes.push({ text: word, reason: part });
    else filter = mergeFilters(filter, part);
  }
  const joined = literal.join(' ').trim();
  return { filter: joined === '' ? filter : { ...filter, text: joined.slice(0, 1000) }, mistakes };
}

type ListKey = 'sessions' | 'repositories' | 'lanes' | 'kinds' | 'tools' | 'rules';
const listKeys: readonly (readonly [ListKey, string])[] = [
  ['sessions', 'session'],
  ['repositories', 'repo'],
  ['lanes', 'lane'],
  ['kinds', 'kind'],
  ['tools', 'tool'],
  ['rules', 'rule'],
];

/** The filter without one key. */
export function withoutKey(filter: Filter, key: keyof Filter): Filter {
  const { [key]: _, ...rest } = filter;
  return rest;
}

/** Adds a value to a list of the filter, or takes it out where it stands there. An emptied list filters nothing. */
export function toggleValue(filter: Filter, key: 'sessions' | 'repositories' | 'tools' | 'rules', value: string): Filter {
  const list = filter[key] ?? [];
  const next = list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
  return next.length === 0 ? withoutKey(filter, key) : { ...filter, [key]: next };
}

const iso = (time: number) => new Date(time).toISOString().replace(/\.000Z$/, '').replace(/Z$/, '');

/** The parts of a filter as chips, in a fixed order. A time range is one chip. */
export function filterChips(filter: Filter): readonly Chip[] {
  const chips: Chip[] = [];
  for (const [key, name] of listKeys) {
    const list: readonly string[] = filter[key] ?? [];
    for (const value of list) {
      const rest = list.filter((one) => one !== value);
      chips.push({ key: name, value, without: rest.length === 0 ? withoutKey(filter, key) : { ...filter, [key]: rest } });
    }
  }
  if (filter.minSeverity !== undefined) chips.push({ key: 'severity', value: `>=${filter.minSeverity}`, without: withoutKey(filter, 'minSeverity') });
  if (filter.attended !== undefined) chips.push({ key: 'is', value: filter.attended, without: withoutKey(filter, 'attended') });
  const from = filter.from ?? null;
  const to = filter.to ?? null;
  if (from !== null || to !== null) {
    chips.push({ key: 'time', value: `${from === null ? '' : iso(from)}..${to === null ? '' : iso(to)}`, without: withoutKey(withoutKey(filter, 'from'), 'to') });
  }
  if (filter.text !== undefined) chips.push({ key: 'text', value: filter.text, without: withoutKey(filter, 'text') });
  return chips;
}

/** True where a filter lets everything pass. */
export function isEmptyFilter(filter: Filter): boolean {
  return filterChips(filter).length === 0;
}
