/**
 * The one part of terminal escapes that is honoured: SGR colour and weight. Everything that could hide text, move the
 * cursor or talk to a terminal stays a visible escape. Gives styles as data; knows no screen.
 */

/** Colours are the eight names of a terminal; the page maps them to readable inks. A background is never painted: it could hide text. */
export const sgrColours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type SgrColour = (typeof sgrColours)[number];

export interface SgrStyle {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly colour: SgrColour | null;
}

/** Text without any style. */
export const plainStyle: SgrStyle = { bold: false, italic: false, underline: false, colour: null };

const longestSequence = 64;

/** Where the CSI sequence that begins at `at` (an ESC) ends, or `at` where there is none. */
function csiEnd(text: string, at: number): number {
  if (text[at + 1] !== '[') return at;
  let next = at + 2;
  const within = (from: number, to: number) => {
    const code = text.charCodeAt(next);
    return next - at < longestSequence && code >= from && code <= to;
  };
  while (within(0x30, 0x3f)) next += 1;
  while (within(0x20, 0x2f)) next += 1;
  return within(0x40, 0x7e) ? next + 1 : at;
}

/** Length of the escape to show as one badge: a whole CSI sequence, else the ESC alone; what follows is then shown as text. */
export function escapeLength(text: string, at: number): number {
  return Math.max(1, csiEnd(text, at) - at);
}

/** The SGR sequence at `at` and the style after it; null where it is none, or has a parameter that is not honoured. */
export function sgrAt(text: string, at: number, style: SgrStyle): { readonly source: string; readonly style: SgrStyle } | null {
  const end = csiEnd(text, at);
  if (end === at || text[end - 1] !== 'm') return null;
  const body = text.slice(at + 2, end - 1);
  if (!/^[0-9;]*$/.test(body)) return null;
  const next = applied(body === '' ? [0] : body.split(';').map(Number), style);
  return next && { source: text.slice(at, end), style: next };
}

function applied(parameters: readonly number[], before: SgrStyle): SgrStyle | null {
  let style = before;
  for (let index = 0; index < parameters.length; index += 1) {
    const value = parameters[index] ?? 0;
    if (value === 38 || value === 48) {
      const mode = parameters[index + 1];
      const used = mode === 5 ? 2 : mode === 2 ? 4 : 0;
      if (used === 0 || index + used >= parameters.length) return null;
      if (value === 38) style = { ...style, colour: extended(parameters.slice(index + 1, index + 1 + used)) };
      index += used;
      continue;
    }
    const next = single(value, style);
    if (!next) return null;
    style = next;
  }
  return style;
}

function single(value: number, style: SgrStyle): SgrStyle | null {
  if (value === 0) return plainStyle;
  if (value === 1) return { ...style, bold: true };
  if (value === 3) return { ...style, italic: true };
  if (value === 4) return { ...style, underline: true };
  if (value === 22) return { ...style, bold: false };
  if (value === 23) return { ...style, italic: false };
  if (value === 24) return { ...style, underline: false };
  if (value >= 30 && value <= 37) return { ...style, colour: sgrColours[value - 30] ?? null };
  if (value >= 90 && value <= 97) return { ...style, colour: sgrColours[value - 90] ?? null };
  if (value === 39) return { ...style, colour: null };
  // Faint and backgrounds would make text hard to see, so they are read and leave the style as it is.
  if (value === 2 || (value >= 40 && value <= 47) || value === 49 || (value >= 100 && value <= 107)) return style;
  return null;
}

/** The nearest of the eight names: which of red, green and blue are at least half as strong as the strongest. */
function extended(parameters: readonly number[]): SgrColour | null {
  const [mode, first = 0, second = 0, third = 0] = parameters;
  if (mode === 2) return nearest(first, second, third);
  if (first < 16) return sgrColours[first % 8] ?? null;
  if (first >= 232) return null;
  const cube = first - 16;
  return nearest(Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51);
}

function nearest(red: number, green: number, blue: number): SgrColour | null {
  const strongest = Math.max(red, green, blue);
  if (strongest - Math.min(red, green, blue) < 32) return null;
  const bit = (value: number) => (value * 2 >= strongest ? 1 : 0);
  return sgrColours[bit(red) + bit(green) * 2 + bit(blue) * 4] ?? null;
}
