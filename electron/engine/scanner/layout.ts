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

/** Sets of keywords: for each three signs the place of a list, then the lists and a filter; see `keywords.ts`. */
export const headCount = 0x8000;
export const keywordLists = 0x4000;
export const keywordFilter = 96;
/** How a keyword counts: where a value is given to it, where it begins a word, in its own upper and lower case. */
export const namedKeyword = 1;
export const wordKeyword = 2;
export const exactKeyword = 4;
export const providersAt = 0x4000;
export const namesAt = providersAt + headCount * 2 + keywordLists + keywordFilter;

/** Texts that rows repeat, each kept once: slots of 16 bits, then their bytes. */
export const knownSlots = 0x1000;
export const knownSlotsAt = namesAt + headCount * 2 + keywordLists + keywordFilter;
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

/** By field of a row or part: the known text that stood there last, which mostly stands there again. */
export const lastKnownAt = argumentWordsAt + maxKnown * 2;

/** The bytes under examination. What is longer is left to the parser. */
export const blockAt = 0x80000;
export const blockRoom = 0x100000;

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
/** The input as it is written stands for the call. */
export const wholeInput = -3;

/** Bits of a row's flags. */
export const sidechainFlag = 1;
export const interruptedFlag = 2;
export const answersFlag = 4;
export const uuidFlag = 8;
export const promptFlag = 16;

/** Fields of a part, by their number. */
export const partKind = 0;
export const partId = 1;
export const partTool = 4;
export const partInput = 7;
export const partPath = 9;
/** Of a call: whether its input may hold secrets. Of an answer: whether it tells a failure, whose text then stands at `partInput`. */
export const partSecrets = 11;
export const partFailed = 11;
/**
 * The strings under the two words of a call's argument, as they stand in the block: `noText` for none, `otherText` for what only
 * the parser can tell. Of a tool without such words the first is the only value, or `wholeInput` for several or another one.
 */
export const partFirst = 12;
export const partSecond = 14;

/** Kinds of parts. */
export const saidPart = 1;
export const thoughtPart = 2;
export const callPart = 3;
export const answerPart = 4;
/** A person's words, which stand at `partInput`; only a walk takes them. */
export const promptPart = 5;
