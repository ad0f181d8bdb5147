/** Draws characters on a canvas nobody sees, to learn which of them no font of this machine has. Knows no report. */
import type { GlyphProbe } from './missing-glyphs.ts';

const side = 28;
/** Unassigned in Unicode: no font draws them, so what appears is the box for "no glyph". */
const unassigned = ['\u0378', '\u{3fff0}'];

/** The fonts of the report's evidence text, in order, as report.module.css has them. */
export const reportFonts = '"JetBrains Mono", "DejaVu Mono", "DejaVu Sans", monospace';

/** A probe for a font list. Where no canvas can be had, each character counts as drawn: the text then stays as it is. */
export function glyphProbe(fontFamily: string): GlyphProbe {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return () => true;
  const pixels = (character: string): string => {
    context.clearRect(0, 0, side, side);
    context.font = `16px ${fontFamily}`;
    context.textBaseline = 'middle';
    context.fillText(character, 4, side / 2);
    return String.fromCharCode(...context.getImageData(0, 0, side, side).data);
  };
  const boxes = new Set(unassigned.map(pixels));
  const blank = pixels(' ');
  return (character) => {
    const drawn = pixels(character);
    // Nothing drawn is right for marks and spaces, and they are shown as labels where they hide something.
    return drawn === blank || !boxes.has(drawn);
  };
}
