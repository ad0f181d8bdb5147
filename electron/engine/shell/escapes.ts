/** Reads on where a program that does something else is given a shell command. Which programs and how is data. */
import { escapes } from './programs/escapes.ts';
import { type Span, type Stream, type Value, emptyStream } from './values.ts';
import { type Walk, apart, noteFlows } from './walk.ts';

const optionSets = new Map<string, ReadonlySet<string>>();

function optionsOf(list: string): ReadonlySet<string> {
  let known = optionSets.get(list);
  if (known === undefined) {
    known = new Set(list.split(' '));
    optionSets.set(list, known);
  }
  return known;
}

/** Runs the shell commands that stand in a program's arguments or input. */
export function runEscapes(walk: Walk, name: string, values: readonly Value[], stdin: Stream, place: Span | null): void {
  const way = escapes.get(name);
  if (way === undefined || walk.depth >= 8) return;
  const wrappers = walk.wrappers;
  walk.wrappers = wrappers.length < 16 ? [...wrappers, name] : wrappers;
  walk.depth++;
  const run = (code: string | undefined): void => {
    if (code !== undefined && code.trim() !== '') apart(walk, () => walk.runText(walk, code, emptyStream, place));
  };
  const options = way.options === undefined ? null : optionsOf(way.options);
  for (let at = 1; at < values.length && at < 64; at++) {
    const text = values[at]?.text ?? '';
    if (options !== null && text.startsWith('-')) {
      const equals = text.indexOf('=');
      if (options.has(text)) run(values[at + 1]?.text);
      else if (equals > 0 && options.has(text.slice(0, equals))) run(text.slice(equals + 1));
    }
    const match = way.within?.exec(text);
    if (match) run(match.slice(1).find((group) => group !== undefined));
  }
  // A table or a job that is fetched or decoded runs later.
  if (name === 'crontab' || name === 'at' || name === 'batch') noteFlows(walk, stdin.sources.filter((source) => source.kind === 'net' || source.kind === 'decode'), { kind: 'exec', label: name, base: null }, place);
  if (stdin.text !== null && stdin.text !== '') {
    if (way.inputIsCode === true) run(stdin.text);
    else if (way.input !== undefined) {
      const flags = way.input.flags.includes('g') ? way.input.flags : `${way.input.flags}g`;
      for (const match of [...stdin.text.matchAll(new RegExp(way.input.source, flags))].slice(0, 16)) run(match.slice(1).find((group) => group !== undefined));
    }
  }
  walk.depth--;
  walk.wrappers = wrappers;
}
