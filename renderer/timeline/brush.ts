/** The histogram's brush by keyboard and by mouse: a cursor bar and a range of bars. Pure state changes. */

/** `anchor` is where a range began; without it there is only the cursor. Bars count from 0. */
export interface BrushState {
  readonly cursor: number;
  readonly anchor: number | null;
}

export interface BarRange {
  readonly first: number;
  readonly last: number;
}

/** The chosen bars, both included; null while there is no range. */
export function brushRange(state: BrushState): BarRange | null {
  if (state.anchor === null) return null;
  return { first: Math.min(state.anchor, state.cursor), last: Math.max(state.anchor, state.cursor) };
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY };

/** The state after a key, or null where the key is not the brush's. With Shift the range grows, without it ends. */
export function brushKey(state: BrushState, key: string, shift: boolean, bars: number): BrushState | null {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined || bars <= 0) return null;
  const cursor = Math.min(bars - 1, Math.max(0, state.cursor + step));
  return { cursor, anchor: shift ? (state.anchor ?? state.cursor) : null };
}

/** The bar under a time. */
export function barAt(time: number, from: number, barMs: number, bars: number): number {
  return Math.min(Math.max(0, bars - 1), Math.max(0, Math.floor((time - from) / barMs)));
}

/** A drag shorter than this is a click. */
export const smallestDrag = 4;
