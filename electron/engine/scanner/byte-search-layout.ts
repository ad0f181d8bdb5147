/** What stands where in the memory of the search for bytes. Both sides import it; see `layout.ts`. Numbers only. */

/** The bytes that are looked for, and for each the bit that is set before it is compared: 0x20 makes letters lower case. */
export const stretchAt = 0x1000;
export const foldsAt = 0x1200;
export const maxStretch = 0x200;

/** The bytes under examination. They stay in the processor's cache while they are looked through. */
export const blockAt = 0x10000;
export const blockRoom = 0x40000;

/** Pages of 64 KiB; one behind the block, since 64 places are looked at together. */
export const pages = (blockAt + blockRoom) / 0x10000 + 1;

/** Kinds of escapes that are told, as bits: `\u0061`, `\/`, and half of a character, `\ud83d`. */
export const unicodeEscape = 1;
export const slashEscape = 2;
export const halfEscape = 4;
