/**
 * What stands where in the scanner's memory of a walk over many rows: what it is told and tells, what the rows gave, and what is
 * remembered of rows. It follows what `layout.ts` lays out, and is imported by both sides in the same way. Numbers only.
 */
import { blockAt, blockRoom, maxKnown, maxParts } from './layout.ts';

/** A page lies behind the block, since sixteen bytes are looked at together. Then what a walk is told and tells; see `walkEpoch`. */
export const walkAt = blockAt + blockRoom + 0x10000;
/** The store's number of each known text that names a tool; 0 for none. */
export const toolNumbersAt = walkAt + 0x100;
/** The calls that the parts of the row under way answer. */
export const answeredAt = toolNumbersAt + maxKnown * 4;

/** Events that rows gave and that the store has not taken over yet, by column. */
export const maxStaged = 4096;
export const stagedTimeAt = answeredAt + maxParts * 4;
export const stagedStartAt = stagedTimeAt + maxStaged * 8;
export const stagedEndAt = stagedStartAt + maxStaged * 8;
export const stagedLineAt = stagedEndAt + maxStaged * 8;
export const stagedToolAt = stagedLineAt + maxStaged * 4;
export const stagedToolUseAt = stagedToolAt + maxStaged * 4;
export const stagedArgumentAt = stagedToolUseAt + maxStaged * 4;
export const stagedBlockAt = stagedArgumentAt + maxStaged * 4;
export const stagedKindAt = stagedBlockAt + maxStaged * 4;
export const stagedOutcomeAt = stagedKindAt + maxStaged;
/** Answers. */
export const answerTimeAt = stagedOutcomeAt + maxStaged;
export const answerStartAt = answerTimeAt + maxStaged * 8;
export const answerEndAt = answerStartAt + maxStaged * 8;
export const answerEventAt = answerEndAt + maxStaged * 8;
export const answerLineAt = answerEventAt + maxStaged * 4;
export const answerOutcomeAt = answerLineAt + maxStaged * 4;
/** Calls that are to be handed on, `callFields` fields of four bytes each. */
export const callFields = 16;
export const callsAt = answerOutcomeAt + maxStaged;
/** Texts: their lengths, then their bytes one behind the other. */
export const textLengthsAt = callsAt + maxStaged * callFields * 4;
export const textBytesAt = textLengthsAt + maxStaged * 2 * 4;
export const textRoom = 0x80000;
/** An argument that is longer is left to the parser; so is a longer id. */
export const longestArgument = 2000;
export const longestId = 128;

/** Arguments that were kept lately, each in its place by its hash: its number in the store's pool and one more, its length, its bytes. */
export const recentPlaces = 0x4000;
export const recentBytes = 96;
export const recentAt = textBytesAt + textRoom;

/** Keys of the objects under way, one in another, each by its place and length; see `wasm/canonical.ts`. */
export const canonicalDepth = 16;
export const canonicalKeys = 32;
export const keysAt = recentAt + recentPlaces * recentBytes;

/** Addresses of the sheets that hold the ids of rows read before: 256 pages each, behind a head of two bytes for each page. */
export const sheetsAt = keysAt + canonicalDepth * canonicalKeys * 8;
export const maxSheets = 0x3000;
export const pagesOfSheet = 256;
export const pageBytes = 1024;
export const sheetHead = pagesOfSheet * 2;

/** What grows with the rows that are read. */
export const heapAt = (sheetsAt + maxSheets * 4 + 0xffff) & ~0xffff;

/** Pages of 64 KiB: those that are laid out here, and as many as there may be. */
export const pages = heapAt / 0x10000 + 16;
export const mostPages = 0x8000;

/** Why a walk stopped: nothing left; a row to be taken by itself, which was skimmed or can not be; no room left. */
export const atEnd = 0;
export const atRow = 1;
export const atOddRow = 2;
export const atFull = 3;

/** What a walk is told, by the number of the field from `walkAt` on: what rows that follow each other say again, as known texts. */
export const walkEpoch = 0;
export const walkSession = 1;
export const walkCwd = 2;
export const walkVersion = 3;
export const walkAgent = 4;
export const walkEntrypoint = 5;
export const walkSidechain = 6;
/** A row that says this mode, at this time or later, changes nothing. */
export const walkMode = 7;
/** 0 where each row must be taken by itself. */
export const walkOpen = 8;
/** 1 where a person's words can be taken: they are no sub-agent's, and the session has its title. */
export const walkPrompts = 43;
/** 1 where answers wait for their calls: no call is taken then. */
export const walkEarly = 44;
/** Number of the line before, and of the next event and text of the store; the argument of an event that has none. */
export const walkLine = 9;
export const walkEvent = 10;
export const walkText = 11;
export const walkNoArgument = 12;
/** Codes of the store: of kinds, and of outcomes: of a call without an answer, of what is no call, and of answers. */
export const walkSaid = 13;
export const walkThought = 14;
export const walkCall = 15;
export const walkUnanswered = 38;
export const walkNoOutcome = 39;
export const walkRanWell = 40;
export const walkFailed = 41;
export const walkPrompt = 42;
/** Of the file's last row with an id: its two words, and whether it has a time. */
export const walkLastId = 16;
export const walkLastTimed = 18;
/** What it tells: where it stopped and where the row there ends; how many rows it took, and whether one of them began a branch. */
export const walkStopped = 19;
export const walkStoppedEnd = 20;
export const walkRows = 21;
export const walkBranched = 22;
/** What is staged. */
export const walkEvents = 23;
export const walkAnswers = 24;
export const walkTexts = 25;
export const walkTextBytes = 26;
export const walkCalls = 27;
// Doubles.
export const walkModeSince = 28;
export const walkBase = 30;
export const walkLastTime = 32;
export const walkFirstTime = 34;
export const walkLatestTime = 36;
/** A row that is older than this is taken by itself. */
export const walkSince = 46;

/** Fields of a call: its time, a double; its event, line, row among those with an id, and block; where its record, input, path and id stand in the block, `noText` for no path; its tool, and whether secrets may be in its input. */
export const callTime = 0;
export const callEvent = 2;
export const callLine = 3;
export const callRow = 4;
export const callBlock = 5;
export const callStart = 6;
export const callEnd = 7;
export const callInputFrom = 8;
export const callInputTo = 9;
export const callPathFrom = 10;
export const callPathTo = 11;
export const callTool = 12;
export const callSecrets = 13;
export const callIdFrom = 14;
export const callIdTo = 15;
