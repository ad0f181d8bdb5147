/** Which rows of a very long list to draw, and where: pure arithmetic. Knows nothing of what a row is, of React or of the DOM. */

/** Height of one timeline slot in CSS pixels. Fixed, so that a row's place is one multiplication. */
export const slotHeight = 24;

/**
 * Chromium cuts an element's height at 33,554,428 physical pixels (2^25 in its 1/64 px layout unit). We stay below it
 * with room for borders; past the limit the scroll bar's travel is a scaled picture of the real height.
 */
const tallestElement = 33_000_000;

/** What the arithmetic needs to know: all sizes in CSS pixels. */
export interface RowSpace {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of the visible part. */
  readonly viewport: number;
  /** `devicePixelRatio`: the limit above is in physical pixels. */
  readonly deviceScale: number;
}

/** Rows from `first` up to, not including, `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Height that all rows would have. */
export function realHeight(space: RowSpace): number {
  return space.rows * space.rowHeight;
}

/** Height of the element that is scrolled: the real height, or the most that Chromium can lay out. */
export function scrollHeight(space: RowSpace): number {
  const limit = Math.floor(Math.min(tallestElement, tallestElement / Math.max(space.deviceScale, 0.01)));
  return Math.min(realHeight(space), limit);
}

/** True where the scroll bar's travel is shorter than the rows are tall; then the wheel must be translated. */
export function isScaled(space: RowSpace): boolean {
  return scrollHeight(space) < realHeight(space);
}

/** The farthest that the rows can be moved up. */
export function lastOffset(space: RowSpace): number {
  return Math.max(0, realHeight(space) - space.viewport);
}

/** Keeps an offset within the rows. */
export function clampOffset(space: RowSpace, offset: number): number {
  return Math.min(Math.max(0, offset), lastOffset(space));
}

function scrollTravel(space: RowSpace): number {
  return Math.max(0, scrollHeight(space) - space.viewport);
}

/** The real offset that a scroll position stands for. The two ends meet exactly. */
export function offsetOfScroll(space: RowSpace, scrollTop: number): number {
  if (!isScaled(space)) return clampOffset(space, scrollTop);
  const travel = scrollTravel(space);
  return travel === 0 ? 0 : clampOffset(space, (Math.min(Math.max(0, scrollTop), travel) / travel) * lastOffset(space));
}

/** The scroll position that shows a real offset. */
export function scrollOfOffset(space: RowSpace, offset: number): number {
  const within = clampOffset(space, offset);
  if (!isScaled(space)) return within;
  const last = lastOffset(space);
  return last === 0 ? 0 : (within / last) * scrollTravel(space);
}

/** Rows that show at an offset, with `extra` more on each side. */
export function rowsAt(space: RowSpace, offset: number, extra: number): RowRange {
  const within = clampOffset(space, offset);
  const first = Math.floor(within / space.rowHeight) - extra;
  const end = Math.ceil((within + space.viewport) / space.rowHeight) + extra;
  return { first: Math.min(space.rows, Math.max(0, first)), end: Math.max(0, Math.min(space.rows, end)) };
}

/** The nearest offset at which a row shows whole; `margin` rows stay visible beyond it where there is room. */
export function offsetToReveal(space: RowSpace, offset: number, row: number, margin: number): number {
  const room = Math.max(0, Math.floor((space.viewport / space.rowHeight - 1) / 2));
  const keep = Math.min(margin, room) * space.rowHeight;
  const top = row * space.rowHeight;
  if (top - keep < offset) return clampOffset(space, top - keep);
  const bottom = top + space.rowHeight + keep;
  if (bottom > offset + space.viewport) return clampOffset(space, bottom - space.viewport);
  return clampOffset(space, offset);
}

/** The offset that puts a row at a share of the viewport, 0 for its top edge. */
export function offsetToPlace(space: RowSpace, row: number, share: number): number {
  return clampOffset(space, row * space.rowHeight - Math.max(0, space.viewport - space.rowHeight) * share);
}
