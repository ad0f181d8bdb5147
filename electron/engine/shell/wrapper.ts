/** Finds the program that another program runs: `sudo`, `env`, `timeout`, `xargs`, `find -exec`. */
import { parseArguments } from './options.ts';
import { wrappers, type Wrapper } from './programs/wrappers.ts';
import type { Value } from './values.ts';

export interface Inner {
  readonly argv: readonly Value[];
  /** Shell code instead of words. */
  readonly code: Value | null;
  readonly assigned: readonly { readonly name: string; readonly value: Value }[];
  readonly directory: Value | null;
  readonly privileged: boolean;
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;
const named = new Map(Object.entries(wrappers));
const tables = new Map<Wrapper, { short: string; long: ReadonlySet<string>; stopAtOperand: true }>();

/** The inner program of a wrapper's arguments; null where there is none and the wrapper itself is the program. */
export function innerOf(name: string, values: readonly Value[], texts: readonly string[]): Inner | null {
  if (values.length < 2) return null;
  const wrapper = named.get(name);
  if (wrapper === undefined) return null;
  let table = tables.get(wrapper);
  if (table === undefined) {
    table = { short: wrapper.short ?? '', long: new Set((wrapper.long ?? '').split(' ')), stopAtOperand: true };
    tables.set(wrapper, table);
  }
  let from = 1;
  if (wrapper.after !== undefined) {
    const first = parseArguments(texts, table, 1);
    const at = first.operands[0];
    if (at === undefined || !wrapper.after.includes(texts[at] ?? '')) return null;
    from = at + 1;
  }
  const parsed = parseArguments(texts, table, from);
  let directory: Value | null = null;
  const assigned: { name: string; value: Value }[] = [];
  for (const option of parsed.options) {
    if (wrapper.not?.includes(option.name)) return null;
    const value = values[option.at];
    if (value === undefined || option.value === null) continue;
    if (wrapper.code?.includes(option.name)) return { argv: [], code: { ...value, text: option.value }, assigned, directory, privileged: wrapper.privileged ?? false };
    const sets = wrapper.sets?.includes(option.name) === true ? assignment.exec(option.value) : null;
    if (sets !== null) assigned.push({ name: sets[1] ?? '', value: { ...value, text: sets[2] ?? '' } });
    if (wrapper.directory?.includes(option.name)) directory = { ...value, text: option.value };
    if (name === 'env' && (option.name === '-S' || option.name === '--split-string')) {
      const rest = texts.slice(option.at + 1).join(' ');
      return { argv: [], code: { ...value, text: `${option.value} ${rest}` }, assigned, directory, privileged: false };
    }
  }
  let skip = wrapper.before ?? 0;
  for (let index = 0; index < parsed.operands.length; index++) {
    const at = parsed.operands[index] ?? 0;
    const value = values[at];
    if (value === undefined) break;
    // `env - program` and `distrobox enter box -- program`.
    if ((value.text === '-' && name === 'env') || (value.text === '--' && skip === 0)) continue;
    const match = wrapper.assigns ? assignment.exec(value.text) : null;
    if (match) {
      assigned.push({ name: match[1] ?? '', value: { ...value, text: match[2] ?? '' } });
      continue;
    }
    const inner = values.slice(at);
    // `flock file -c code`, `su - kim -c code`: the option stands behind the operands.
    const given = inner[1];
    if (skip > 0 && (given === undefined || wrapper.code?.includes(value.text) !== true)) {
      skip--;
      continue;
    }
    if (given !== undefined && wrapper.code?.includes(value.text)) return { argv: [], code: given, assigned, directory, privileged: wrapper.privileged ?? false };
    if (wrapper.joins) return { argv: [], code: { ...value, text: inner.map((each) => each.text).join(' ') }, assigned, directory, privileged: wrapper.privileged ?? false };
    return { argv: inner, code: null, assigned, directory, privileged: wrapper.privileged ?? false };
  }
  return assigned.length > 0 ? { argv: [], code: null, assigned, directory, privileged: false } : null;
}
