/** Which characters of a report no font can draw, so that their code points are printed instead of empty boxes. Pure but for `probe`. */

/** The shipped fonts draw what lies below this: Latin with its extensions. */
const surelyDrawn = 0x250;

/** Tells of one character whether some font on this machine draws it. */
export type GlyphProbe = (character: string) => boolean;

/** Each different character of a value's strings that the shipped fonts may lack; lone surrogates are shown as labels anyway. */
export function doubtfulCharacters(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part === 'string') {
      for (const character of part) {
        const code = character.codePointAt(0) ?? 0;
        if (code >= surelyDrawn && !(code >= 0xd800 && code <= 0xdfff)) found.add(character);
      }
    } else if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(visit);
  };
  visit(value);
  return found;
}

/** The characters of a value that the probe cannot see drawn. */
export function missingGlyphs(value: unknown, probe: GlyphProbe): ReadonlySet<string> {
  return new Set([...doubtfulCharacters(value)].filter((character) => !probe(character)));
}

export type TextRun = { readonly kind: 'drawn'; readonly text: string } | { readonly kind: 'missing'; readonly label: string };

/** A text cut into what can be drawn and the code points of what cannot; the runs stand for each character of the text. */
export function textRuns(text: string, missing: ReadonlySet<string>): readonly TextRun[] {
  if (missing.size === 0) return [{ kind: 'drawn', text }];
  const runs: TextRun[] = [];
  let drawn = '';
  const flush = () => {
    if (drawn !== '') runs.push({ kind: 'drawn', text: drawn });
    drawn = '';
  };
  for (const character of text) {
    if (!missing.has(character)) {
      drawn += character;
      continue;
    }
    flush();
    runs.push({ kind: 'missing', label: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` });
  }
  flush();
  return runs;
}
