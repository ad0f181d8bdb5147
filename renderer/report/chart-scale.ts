/** Lays sessions out on a printed time axis: long silences between them are cut out, so that short sessions stay visible. Pure. */

export interface ChartSpan {
  readonly start: number;
  readonly end: number;
}

/** A stretch of time that is drawn to scale, from `x` over `width` units. */
export interface ChartStretch extends ChartSpan {
  readonly x: number;
  readonly width: number;
}

export interface ChartTick {
  readonly x: number;
  readonly time: number;
}

export interface ChartScale {
  readonly stretches: readonly ChartStretch[];
  readonly ticks: readonly ChartTick[];
  /** Where a time stands; a time in a cut stands at its edge. */
  position(time: number): number;
}

const minute = 60_000;
const hour = 60 * minute;
const steps = [minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour, 48 * hour, 168 * hour, 720 * hour] as const;
const cutWidth = 16;
const labelWidth = 44;
const leastStretch = 76;
/** A tick nearer to the edge of its stretch would print over its neighbour's. */
const tickMargin = 8;

/** Silences longer than this, and longer than a third of what is shown around them, are cut out. */
const leastCut = 3 * hour;

/** A scale over `width` units for spans in any order. */
export function chartScale(spans: readonly ChartSpan[], width: number): ChartScale {
  const merged = cutSilences(spans);
  const cuts = Math.max(0, merged.length - 1) * cutWidth;
  const room = Math.max(1, width - cuts);
  const least = Math.min(leastStretch, room / Math.max(1, merged.length));
  const lengths = merged.map((span) => Math.max(minute, span.end - span.start));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const spare = room - least * merged.length;
  const stretches: ChartStretch[] = [];
  let x = 0;
  merged.forEach((span, index) => {
    const length = lengths[index] ?? minute;
    const own = least + (spare * length) / Math.max(1, total);
    stretches.push({ start: span.start, end: span.start + length, x, width: own });
    x += own + cutWidth;
  });
  const position = (time: number): number => {
    for (const stretch of stretches) {
      if (time < stretch.start) return stretch.x;
      if (time <= stretch.end) return stretch.x + (stretch.width * (time - stretch.start)) / (stretch.end - stretch.start);
    }
    const last = stretches.at(-1);
    return last ? last.x + last.width : 0;
  };
  return { stretches, ticks: stretches.flatMap(ticksOf), position };
}

function cutSilences(spans: readonly ChartSpan[]): readonly ChartSpan[] {
  const merged: { start: number; end: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last && span.start - last.end < leastCut) last.end = Math.max(last.end, span.end);
    else merged.push({ start: span.start, end: Math.max(span.start, span.end) });
  }
  return merged;
}

function ticksOf(stretch: ChartStretch): readonly ChartTick[] {
  const length = stretch.end - stretch.start;
  const most = Math.max(1, Math.floor(stretch.width / labelWidth));
  const step = steps.find((candidate) => length / candidate <= most) ?? steps[steps.length - 1] ?? hour;
  const ticks: ChartTick[] = [];
  for (let time = Math.ceil(stretch.start / step) * step; time <= stretch.end && ticks.length < 100; time += step) {
    const inside = (stretch.width * (time - stretch.start)) / length;
    if (inside < tickMargin || inside > stretch.width - tickMargin) continue;
    ticks.push({ x: stretch.x + inside, time });
  }
  return ticks.length > 0 ? ticks : [{ x: stretch.x, time: stretch.start }];
}
