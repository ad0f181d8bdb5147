/** The overview ruler's ticks and thumb as numbers. Pure. */
import { type Severity, severities } from '../../shared/event.ts';
import { lastOffset, type RowSpace, realHeight } from './row-window.ts';

/** A thumb must stay large enough to see and to grab. */
export const smallestThumb = 20;

/** Where the thumb stands; null where all rows show. */
export function thumbOf(space: RowSpace, offset: number): { readonly top: number; readonly height: number } | null {
  const all = realHeight(space);
  if (space.viewport <= 0 || all <= space.viewport) return null;
  const height = Math.min(space.viewport, Math.max(smallestThumb, (space.viewport / all) * space.viewport));
  return { top: (offset / lastOffset(space)) * (space.viewport - height), height };
}

/** One tick a pixel pair at most: the worst finding that falls on it. */
export function rulerTicks(
  slots: readonly { readonly slot: number; readonly severity: Severity }[],
  rows: number,
  height: number,
): readonly { readonly top: number; readonly severity: Severity }[] {
  if (rows <= 0 || height <= 3) return [];
  const worst = new Map<number, Severity>();
  for (const { slot, severity } of slots) {
    const top = Math.min(height - 3, Math.floor(((slot / rows) * height) / 2) * 2);
    const known = worst.get(top);
    if (known === undefined || severities.indexOf(severity) < severities.indexOf(known)) worst.set(top, severity);
  }
  return [...worst].map(([top, severity]) => ({ top, severity })).sort((a, b) => a.top - b.top);
}
