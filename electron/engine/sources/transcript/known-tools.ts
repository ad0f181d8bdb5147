/** Tools by the scanner's numbers of their names, and which keys of their input it is to look for. One for each scanner. */
import type { TakenEvents } from '../../events/event-store.ts';
import type { RowScanner } from '../../scanner/row-scanner.ts';
import * as words from '../../scanner/words.ts';
import { argumentKeys } from './argument.ts';

export interface KnownTools {
  /** The tool's name, where it was learnt and the scanner can tell its argument. `epoch`: how often the scanner forgot its texts. */
  of(known: number, epoch: number): string | undefined;
  learn(known: number, epoch: number, name: string): void;
}

/** A call that starts a sub-agent says in which mode, so it is read by itself. */
const starters: ReadonlySet<string> = new Set(['Agent', 'Task']);
const wordNumbers: ReadonlyMap<string, number> = new Map(Object.entries(words));

export function createKnownTools(scanner: RowScanner, run: Pick<TakenEvents, 'tool'>): KnownTools {
  let tools: (string | undefined)[] = [];
  let now = -1;
  return {
    of: (known, epoch) => (epoch === now ? tools[known] : undefined),
    learn(known, epoch, name) {
      if (epoch !== now) {
        now = epoch;
        tools = [];
      }
      // Of a tool without keys of its own the only value counts.
      const keys = argumentKeys(name) ?? [];
      const [first = 0, second = 0] = keys.map((key) => wordNumbers.get(key) ?? 0);
      if (tools[known] !== undefined || starters.has(name) || keys.length > 2 || keys.some((key) => !wordNumbers.has(key))) return;
      tools[known] = name;
      scanner.tellTool(known, first, second, run.tool(name));
    },
  };
}
