/**
 * What stands where in the row scanner's memory, in bytes. Both sides import it: the scanner, compiled to WebAssembly, and
 * the thread that hands it rows. Numbers only.
 */

/** 32-bit fields of the row read last; see `field`. */
export const fieldsAt = 0x1000;

/** The parts of the row, `partFields` fields of 32 bits each. */
export const partsAt = 0x3000;
export const partFields = 16;
export const maxParts = 64;

/** Where what a tool gave stands in the row: pairs of first byte and byte behind. */
export const textsAt = 0x1e00;
export const maxTexts = 64;

/** Words of rows by their slot, and their letters: a length, then at most 31 bytes. */
export const wordSlots = 1024;
export const wordSlotsAt = 0x2000;
export const wordTextsAt = 0x2400;
export const wordBytes = 32;
export const maxWords = 64;

/** Sets of keywords: for each three signs the place of a list, then the lists; see `keywords.ts`. */
export const headCount = 0x8000;
export const keywordLists = 0x4000;
/** How a keyword counts: where a value is given to it, where it begins a word, in its own upper and lower case. */
export const namedKeyword = 1;
export const wordKeyword = 2;
export const exactKeyword = 4;
export const providersAt = 0x4000;
export const namesAt = providersAt + headCount * 2 + keywordLists;

/** Texts that rows repeat, each kept once: slots of 16 bits, then their bytes. */
export const knownSlots = 0x1000;
export const knownSlotsAt = namesAt + headCount * 2 + keywordLists;
export const knownTextsAt = knownSlotsAt + knownSlots * 2;
export const knownBytes = 256;
export const maxKnown = 1024;

/**
 * Runs of signs that may be secrets: the text's first byte and the one behind it, then the run's; no run for a key's block. The
 * letters of one large image spell a keyword here and there.
 */
export const runsAt = knownTextsAt + maxKnown * knownBytes;
export const maxRuns = 1024;

/**
 * By known text: of a tool the two words whose values make its argument, 8 bits each; 0 for a tool whose argument is made
 * otherwise, and for any other text.
 */
export const argumentWordsAt = runsAt + maxRuns * 16;

/** The bytes under examination. What is longer is left to the parser. */
export const blockAt = 0x80000;
export const blockRoom = 0x100000;

/** Rows that a walk read, one behind the other; a page lies between, since sixteen bytes of the block are looked at together. */
export const tapeAt = blockAt + blockRoom + 0x10000;
export const tapeFields = 26;
export const maxTape = 256;
/** Their parts. */
export const tapePartsAt = tapeAt + maxTape * tapeFields * 4;
export const tapePartFields = 14;
export const maxTapeParts = 1024;
/** Arguments that stand in the block with escapes, as they read; each has at most `longestArgument` bytes. */
export const tapeTextsAt = tapePartsAt + maxTapeParts * tapePartFields * 4;
export const longestArgument = 2000;
export const tapeTexts = 2 * maxParts * longestArgument;

/** Pages of 64 KiB. */
export const pages = (tapeTextsAt + tapeTexts) / 0x10000 + 1;

/**
 * Fields of a row, by their number. A text takes three: the number of a known text, or one of the signs below; then the range
 * of its bytes. So do the fields of an id.
 */
export const rowType = 0;
export const rowFlags = 1;
export const rowParts = 2;
export const rowUuid = 4;
export const rowParent = 7;
export const rowSession = 10;
export const rowCwd = 13;
export const rowVersion = 16;
export const rowAgent = 19;
export const rowEntrypoint = 22;
export const rowMode = 25;
export const rowStartedAgent = 28;
export const rowDecision = 31;
export const rowTime = 33;
/** How often the known texts were forgotten, to begin anew. */
export const rowEpoch = 35;
/** The row's id as four words, where it is a uuid of the usual form. */
export const rowUuidWords = 40;
/** Number of runs; `maxRuns` and one more where there are others. */
export const rowRuns = 38;
/** Milliseconds since 1970 as a double; NaN where the row has no time of the usual form. */
export const rowMillis = 36;

export const noText = -1;
/** The text is not kept: it is in the bytes alone. */
export const otherText = -2;

/** Bits of a row's flags. */
export const sidechainFlag = 1;
export const interruptedFlag = 2;
export const answersFlag = 4;
export const uuidFlag = 8;

/** Fields of a part, by their number. */
export const partKind = 0;
export const partId = 1;
export const partTool = 4;
export const partInput = 7;
export const partPath = 9;
/** Of a call: whether its input may hold secrets. Of an answer: whether it tells a failure, whose text then stands at `partInput`. */
export const partSecrets = 11;
export const partFailed = 11;
/** The strings under the two words of a call's argument, as they stand in the block; `noText` for none, `otherText` for two under one key. */
export const partFirst = 12;
export const partSecond = 14;

/** Kinds of parts. */
export const saidPart = 1;
export const thoughtPart = 2;
export const callPart = 3;
export const answerPart = 4;

/** Fields of a row on the tape, by their number: where it stands in the block, then whether all of it is of the usual kind; else nothing more is said of it. */
export const tapeStart = 0;
export const tapeEnd = 1;
export const tapeUsual = 2;
export const tapeEpoch = 3;
/** Numbers of known texts, as in `rowSession` and so on. */
export const tapeSession = 4;
export const tapeCwd = 5;
export const tapeVersion = 6;
export const tapeAgent = 7;
export const tapeEntrypoint = 8;
export const tapeMode = 9;
export const tapeFlags = 10;
/** How many parts it has, and which of those on the tape is the first. */
export const tapeParts = 11;
export const tapeFirstPart = 12;
/** 1 where it names a row that it follows. */
export const tapeFollows = 13;
/** The row's id as four words, then its two words and those of the row that it follows, as `idWords` makes them. */
export const tapeUuid = 14;
export const tapeId = 18;
export const tapeParent = 20;
/** A double. */
export const tapeMillis = 24;

/** Fields of a part on the tape. Addresses count from the start of the memory, as arguments may stand outside the block. */
export const tapePartKind = 0;
export const tapePartId = 1;
/** The id's two words. */
export const tapePartWords = 3;
export const tapePartTool = 5;
export const tapePartArgument = 6;
export const tapePartHash = 8;
export const tapePartSecrets = 9;
/** Places in the block. */
export const tapePartInput = 10;
export const tapePartPath = 12;
