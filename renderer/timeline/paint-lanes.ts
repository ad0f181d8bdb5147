/** Paints the overview histogram on a 2D canvas from finished shapes. Knows colours by their token names and nothing of data. */
import type { Severity } from '../../shared/event.ts';
import { type Bar, type Hatch, type Mark, plot } from './lane-drawing.ts';

/** What is painted, all places in CSS pixels. */
export interface LanePicture {
  readonly width: number;
  readonly bars: readonly Bar[];
  readonly hatches: readonly Hatch[];
  readonly marks: readonly Mark[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  /** The chosen range, or the stretch that shows below. */
  readonly brush: { readonly from: number; readonly to: number; readonly handles: boolean } | null;
  readonly cursor: { readonly x: number; readonly width: number } | null;
}

/** Gives a token's colour, e.g. `--lane-git`. */
export type Ink = (token: string) => string;

const laneInk = { session: '--lane-session', agent: '--lane-agent', git: '--lane-git' } as const;
const severityInk: Readonly<Record<Severity, string>> = {
  critical: '--sev-critical',
  high: '--sev-high',
  medium: '--sev-medium',
  low: '--sev-low',
  info: '--sev-info',
};

function paintHatch(context: CanvasRenderingContext2D, hatch: Hatch, ink: Ink): void {
  const height = plot.base - plot.top;
  context.save();
  context.beginPath();
  context.rect(hatch.x, plot.top, hatch.width, height);
  context.clip();
  context.fillStyle = ink('--hatch-bg');
  context.fillRect(hatch.x, plot.top, hatch.width, height);
  context.strokeStyle = ink('--hatch');
  context.lineWidth = 1;
  context.beginPath();
  for (let x = Math.floor((hatch.x - height) / 7) * 7; x < hatch.x + hatch.width; x += 7) {
    context.moveTo(x, plot.base);
    context.lineTo(x + height, plot.top);
  }
  context.stroke();
  context.restore();
  context.save();
  context.strokeStyle = ink('--line-3');
  context.setLineDash([2, 2]);
  context.beginPath();
  for (const x of [hatch.x, hatch.x + hatch.width]) {
    context.moveTo(Math.round(x) + 0.5, plot.top);
    context.lineTo(Math.round(x) + 0.5, plot.base);
  }
  context.stroke();
  context.restore();
}

/** Shape and fill tell severities apart, colour repeats it: diamond, filled square, outlined square, small circle. */
function paintMark(context: CanvasRenderingContext2D, mark: Mark, ink: Ink): void {
  const y = plot.markY;
  context.fillStyle = ink(severityInk[mark.severity]);
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 1.3;
  switch (mark.severity) {
    case 'critical':
      context.beginPath();
      context.moveTo(mark.x - 4, y);
      context.lineTo(mark.x, y - 4);
      context.lineTo(mark.x + 4, y);
      context.lineTo(mark.x, y + 4);
      context.fill();
      return;
    case 'high':
      context.fillRect(mark.x - 3, y - 3, 6, 6);
      return;
    case 'medium':
      context.strokeRect(mark.x - 2.5, y - 2.5, 5, 5);
      return;
    case 'low':
    case 'info':
      context.beginPath();
      context.arc(mark.x, y, 2, 0, Math.PI * 2);
      context.stroke();
      return;
    default: {
      mark.severity satisfies never;
    }
  }
}

function paintBrush(context: CanvasRenderingContext2D, brush: NonNullable<LanePicture['brush']>, ink: Ink): void {
  const width = Math.max(3, brush.to - brush.from);
  context.strokeStyle = ink('--ink');
  context.lineWidth = 1.5;
  context.strokeRect(brush.from, plot.brushTop, width, plot.brushBottom - plot.brushTop);
  if (!brush.handles) return;
  context.fillStyle = ink('--ink');
  for (const x of [brush.from, brush.from + width]) context.fillRect(x - 2, plot.brushTop + 18, 4, 14);
}

/** Paints everything anew. `scale` is the device's pixel ratio; the canvas must already have its size. */
export function paintLanes(context: CanvasRenderingContext2D, picture: LanePicture, ink: Ink, scale: number, font: string): void {
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, picture.width, plot.height);
  for (const hatch of picture.hatches) paintHatch(context, hatch, ink);
  for (const bar of picture.bars) {
    context.fillStyle = ink(laneInk[bar.lane]);
    context.fillRect(bar.x, bar.y, bar.width, bar.height);
  }
  context.strokeStyle = ink('--line-2');
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(plot.sideGap, plot.base + 0.5);
  context.lineTo(picture.width - plot.sideGap, plot.base + 0.5);
  for (const tick of picture.ticks) {
    context.moveTo(Math.round(tick.x) + 0.5, plot.base);
    context.lineTo(Math.round(tick.x) + 0.5, plot.base + 4);
  }
  context.stroke();
  context.fillStyle = ink('--fg-3');
  context.font = font;
  context.textAlign = 'center';
  for (const tick of picture.ticks) {
    // A label at an edge is moved inside rather than cut.
    const half = context.measureText(tick.label).width / 2 + 2;
    context.fillText(tick.label, Math.max(half, Math.min(picture.width - half, tick.x)), plot.base + 14);
  }
  for (const mark of picture.marks) paintMark(context, mark, ink);
  if (picture.cursor) {
    context.strokeStyle = ink('--ink');
    context.lineWidth = 1;
    context.setLineDash([3, 2]);
    context.strokeRect(picture.cursor.x - 0.5, plot.top - 2, Math.max(3, picture.cursor.width + 1), plot.base - plot.top + 4);
    context.setLineDash([]);
  }
  if (picture.brush) paintBrush(context, picture.brush, ink);
}
