/**
 * Sub-agents of the oldest layout: their rows stand in the file of their session, as side chains without an id. Each begins with
 * the prompt that a call of the same file gave it. Knows rows and events by number only. Pure.
 */

/** A call that starts a sub-agent, with the prompt's first characters. */
export interface AskedPrompt {
  readonly event: number;
  readonly text: string;
}

/** The first row of a side chain. */
export interface InlineStart {
  readonly row: number;
  readonly text: string;
}

/**
 * Gives the call that started the sub-agent whose chain a row stands in; null for a row of none. `parents[row]` is the number of
 * the row that it follows, -1 for none. Of calls with the same prompt each starts one.
 */
export function inlineParents(parents: Int32Array, starts: readonly InlineStart[], asked: readonly AskedPrompt[]): (row: number) => number | null {
  /** Calls of a prompt that have started none yet, the latest first. */
  const open = new Map<string, number[]>();
  for (const { event, text } of [...asked].reverse()) {
    const waiting = open.get(text);
    if (waiting) waiting.push(event);
    else open.set(text, [event]);
  }
  /** By row: the starting call and one more, 0 for none. */
  const calls = new Uint32Array(parents.length);
  for (const { row, text } of starts) calls[row] = (open.get(text)?.pop() ?? -1) + 1;
  for (let row = 0; row < parents.length; row++) {
    const parent = parents[row] ?? -1;
    if (calls[row] === 0 && parent >= 0 && parent < row) calls[row] = calls[parent] ?? 0;
  }
  return (row) => ((calls[row] ?? 0) === 0 ? null : (calls[row] ?? 0) - 1);
}
