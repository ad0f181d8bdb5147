/**
 * Parses one JSON line the fast way that still reads it whole. Decoding UTF-8 costs more than parsing; a line without a
 * byte above 0x7F needs none, and of a line that only carries a tool's answer nobody asks for the text while reading: it
 * is parsed byte by byte as Latin-1, and the few strings that are used are decoded after. Pure.
 */
import { isAscii } from 'node:buffer';
import { asObject, type Json } from '../../events/json.ts';
import type { Answer } from './answer.ts';
import { readRecord, type RecordReading } from './record.ts';

const answerMark = Buffer.from('"tool_result"');
/** An answer's mark stands near the head of its line, before the answer's text. */
const markWithin = 2048;
/** An escape of a character that a byte of UTF-8, read as Latin-1, looks the same as. */
const latinEscape = /\\u00[89a-f]/i;

/** Reads `bytes[start..end)`. Null for JSON that is no object; throws a SyntaxError for what is no JSON. */
export function parseLine(bytes: Buffer, start: number, end: number): RecordReading | null {
  if (isAscii(bytes.subarray(start, end))) return reading(bytes.toString('latin1', start, end));
  const text = bytes.subarray(start, Math.min(end, start + markWithin)).includes(answerMark) ? bytes.toString('latin1', start, end) : null;
  if (text !== null && !latinEscape.test(text)) {
    const read = reading(text);
    if (read === null || read.parts.every((part) => part.part === 'answer' && !part.answer.byWording)) return read && decoded(read);
  }
  return reading(bytes.toString('utf8', start, end));
}

function reading(text: string): RecordReading | null {
  const row = asObject(parsed(text));
  return row && readRecord(row);
}

/** Without stacks: of a file of millions of broken lines they took nearly all the time, and nobody reads them. */
function parsed(text: string): Json {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return JSON.parse(text) as Json;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Written out, as spreads would cost more than the parsing that this way saves. */
function decoded({ envelope, parts, unknown }: RecordReading): RecordReading {
  return {
    envelope: {
      uuid: utf8(envelope.uuid),
      sessionId: utf8(envelope.sessionId),
      time: envelope.time,
      cwd: utf8(envelope.cwd),
      version: utf8(envelope.version),
      agentId: utf8(envelope.agentId),
      sidechain: envelope.sidechain,
      entrypoint: utf8(envelope.entrypoint),
      flat: envelope.flat,
      parentUuid: utf8(envelope.parentUuid),
    },
    parts: parts.map((part) => (part.part === 'answer' ? { part: 'answer', toolUseId: utf8(part.toolUseId), answer: decodedAnswer(part.answer) } : part)),
    unknown,
  };
}

function decodedAnswer(answer: Answer): Answer {
  return { ...answer, denial: utf8(answer.denial), mode: utf8(answer.mode), agentId: utf8(answer.agentId) };
}

/** The text whose UTF-8 bytes were read as Latin-1. A JSON escape above U+00FF is a character already. */
function utf8(text: string | null): string | null {
  if (text === null || !/[\u0080-\uffff]/.test(text)) return text;
  return /[\u0100-\uffff]/.test(text) ? text.replace(/[\u0080-\u00ff]+/g, (run) => Buffer.from(run, 'latin1').toString('utf8')) : Buffer.from(text, 'latin1').toString('utf8');
}
