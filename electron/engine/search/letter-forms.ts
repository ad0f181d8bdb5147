/** Which characters are one under simple case folding, for those of which it is known. Pure. */

/** The two ASCII letters with a third form: the Kelvin sign and the long s. */
const thirdForms: ReadonlyMap<string, string> = new Map([['k', '\u212a'], ['s', '\u017f']]);

/** Each form of a character, an ASCII letter's lower case first; null where they are not known. No form is the start or end of another. */
export function formsOf(character: string): readonly string[] | null {
  if (/^[a-z]$/i.test(character)) {
    const lower = character.toLowerCase();
    const third = thirdForms.get(lower);
    return third === undefined ? [lower, lower.toUpperCase()] : [lower, lower.toUpperCase(), third];
  }
  return character.toLowerCase() === character && character.toUpperCase() === character ? [character] : null;
}

/** UTF-8 with a character for each byte. */
export function byteText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
