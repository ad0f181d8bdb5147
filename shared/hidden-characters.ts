/** Which characters are invisible or reorder text, and their short names. A table from Unicode; knows no screen. */

/** Unicode's own list of characters that a renderer may draw as nothing; it includes the bidi controls. */
const defaultIgnorable = /^\p{Default_Ignorable_Code_Point}$/u;

/** Invisible controls that Unicode does not count as default-ignorable: Egyptian hieroglyph joiners, shorthand controls. */
const otherInvisible: readonly (readonly [number, number])[] = [[0x13430, 0x1345f]];

/** Whether a code point may be drawn as nothing. */
export function isDefaultIgnorable(code: number): boolean {
  return defaultIgnorable.test(String.fromCodePoint(code)) || otherInvisible.some(([from, to]) => code >= from && code <= to);
}

const c0 = 'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ');
const c1 =
  'PAD HOP BPH NBH IND NEL SSA ESA HTS HTJ VTS PLD PLU RI SS2 SS3 DCS PU1 PU2 STS CCH MW SPA EPA SOS SGC SCI CSI ST OSC PM APC'.split(' ');

const names: ReadonlyMap<number, string> = new Map([
  [0x7f, 'DEL'],
  [0xad, 'SHY'],
  [0x034f, 'CGJ'],
  [0x061c, 'ALM'],
  [0x115f, 'HANGUL CHOSEONG FILLER'],
  [0x1160, 'HANGUL JUNGSEONG FILLER'],
  [0x17b4, 'KHMER AQ'],
  [0x17b5, 'KHMER AA'],
  [0x180e, 'MVS'],
  [0x200b, 'ZWSP'],
  [0x200c, 'ZWNJ'],
  [0x200d, 'ZWJ'],
  [0x200e, 'LRM'],
  [0x200f, 'RLM'],
  [0x2028, 'LSEP'],
  [0x2029, 'PSEP'],
  [0x202a, 'LRE'],
  [0x202b, 'RLE'],
  [0x202c, 'PDF'],
  [0x202d, 'LRO'],
  [0x202e, 'RLO'],
  [0x2060, 'WJ'],
  [0x2061, 'FUNCTION APPLICATION'],
  [0x2062, 'INVISIBLE TIMES'],
  [0x2063, 'INVISIBLE SEPARATOR'],
  [0x2064, 'INVISIBLE PLUS'],
  [0x2066, 'LRI'],
  [0x2067, 'RLI'],
  [0x2068, 'FSI'],
  [0x2069, 'PDI'],
  [0x3164, 'HANGUL FILLER'],
  [0xfeff, 'BOM'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER'],
  [0xfff9, 'IAA'],
  [0xfffa, 'IAS'],
  [0xfffb, 'IAT'],
]);

/** The short name on a badge; null where the number alone must do. */
export function nameOf(code: number): string | null {
  if (code < 0x20) return c0[code] ?? null;
  if (code >= 0x80 && code <= 0x9f) return c1[code - 0x80] ?? null;
  if (code >= 0xfe00 && code <= 0xfe0f) return `VS${code - 0xfe00 + 1}`;
  if (code >= 0xe0100 && code <= 0xe01ef) return `VS${code - 0xe0100 + 17}`;
  if (code >= 0xd800 && code <= 0xdfff) return 'lone surrogate';
  if ((code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe) return 'noncharacter';
  return names.get(code) ?? null;
}
