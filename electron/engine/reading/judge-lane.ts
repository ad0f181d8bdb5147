/**
 * Hands calls and answers from a reading thread to the one that judges, in shared memory: slots that are filled in turn, each by
 * one thread at a time. A reader that is far ahead waits, so that what is under way stays small; the judge never does. Records that
 * do not fit go by a message. Knows nothing of rules.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Cancelled } from '../../../shared/cancel.ts';
import { asObject, type Json } from '../events/json.ts';
import { parseLine } from '../sources/transcript/parse-line.ts';
import type { Part } from '../sources/transcript/record.ts';
import type { CallSink, ReadAnswer, ReadCall, ReadRecord } from '../sources/transcript/transcript-desk.ts';

/** What both ends of a lane are given. */
export interface JudgeLane {
  /** The slots' bytes, one slot behind the other. */
  readonly bytes: SharedArrayBuffer;
  /** For each slot 1 where it is to be read, then 1 where no more comes. */
  readonly states: Int32Array;
  /** The same for each lane; see `cancelledAt`. */
  readonly signals: Int32Array;
  readonly port: MessagePort;
}

/** The place in a lane's signals where 1 stops each reading thread. */
export const cancelledAt = 0;

/** So many that the reader goes on while the judge has other things to do for some milliseconds: a pause of the collector, a request. */
const slots = 16;
const slotBytes = 1 << 18;
const endedAt = slots;
/** How long a reader sleeps before it looks whether it is to stop. */
const napMs = 50;

/** The two ends of a new lane. */
export function createJudgeLane(signals: Int32Array): { readonly reader: JudgeLane; readonly judge: JudgeLane } {
  const { port1, port2 } = new MessageChannel();
  const shared = { bytes: new SharedArrayBuffer(slots * slotBytes), states: new Int32Array(new SharedArrayBuffer((slots + 1) * 4)), signals };
  return { reader: { ...shared, port: port1 }, judge: { ...shared, port: port2 } };
}

// An entry begins at a multiple of eight bytes. Its head, in 32-bit words:
const sizeWord = 0;
const kindWord = 1;
const timeDouble = 1;
const startDouble = 2;
const endDouble = 3;
const eventWord = 8;
const lineWord = 9;
const fileWord = 10;
const toolWord = 11;
const sessionWord = 12;
const agentWord = 13;
const cwdWord = 14;
const firstCwdWord = 15;
const flagsWord = 16;
/** Where the input, or the path alone, stands, from the record's first byte on. */
const fromWord = 17;
const toWord = 18;
const recordWord = 19;
/** Length of the call's id, which stands behind the record; -1 for none. */
const idWord = 20;
const headBytes = 88;

const callEntry = 1;
/** A text that later entries name by its number. */
const textEntry = 2;
/** The numbers of texts begin anew. */
const forgetEntry = 3;
/** The next message holds it. */
const messageEntry = 4;

const noSecretsFlag = 1;
const pathFlag = 2;

/** A record of so many bytes is not joined by others on its way. */
const largeBytes = 1 << 20;

/** More texts would hold those of a whole case in both threads. */
const maxTexts = 20_000;
const longestText = 8192;

/** `again`: the record is that of the message before, whose bytes are not sent once more. */
type Message = { readonly call: ReadCall; readonly again: boolean } | { readonly answer: ReadAnswer };
const noInput = {};

/** The reading thread's end: hands over what it is told. `ring` is called where there is something to read, and at the end. */
export function writeLane({ bytes, states, signals, port }: JudgeLane, ring: () => void): CallSink & { end(): void } {
  const buffer = Buffer.from(bytes);
  const words = new Int32Array(bytes);
  const doubles = new Float64Array(bytes);
  const texts = new Map<string, number>();
  let slot = 0;
  let filled = 0;
  /** Of the call that went by a message last. */
  let lastSent: ReadCall['ref'] | null = null;

  const waitForSlot = (at: number): void => {
    while (Atomics.load(states, at) === 1) {
      Atomics.wait(states, at, 1, napMs);
      if (Atomics.load(signals, cancelledAt) === 1) throw new Cancelled();
    }
  };
  const handOver = (): void => {
    if (filled === 0) return;
    // A size of 0 ends a slot that is not full.
    if (filled < slotBytes) words[(slot * slotBytes + filled) / 4] = 0;
    Atomics.store(states, slot, 1);
    ring();
    slot = (slot + 1) % slots;
    filled = 0;
  };
  /** Makes room for an entry and begins it; gives where. */
  const entry = (kind: number, size: number): number => {
    const whole = (size + 7) & ~7;
    if (filled + whole > slotBytes) handOver();
    if (filled === 0) waitForSlot(slot);
    const at = slot * slotBytes + filled;
    words[at / 4 + sizeWord] = whole;
    words[at / 4 + kindWord] = kind;
    filled += whole;
    return at;
  };
  /** The text's number, 0 for null; written before the entry that names it. */
  const textNumber = (text: string | null): number => {
    if (text === null) return 0;
    const known = texts.get(text);
    if (known !== undefined) return known;
    const number = texts.size + 1;
    texts.set(text, number);
    const at = entry(textEntry, 16 + text.length * 2);
    words[at / 4 + 2] = buffer.write(text, at + 16, 'utf16le');
    return number;
  };
  // Calls that follow each other mostly name the same.
  const [ofTool, ofSession, ofAgent, ofCwd, ofFirst, ofFile] = [lastOf(textNumber), lastOf(textNumber), lastOf(textNumber), lastOf(textNumber), lastOf(textNumber), lastOf(textNumber)];
  const byMessage = (message: Message, bytes: number): void => {
    port.postMessage(message);
    entry(messageEntry, 8);
    // No more messages are under way than there are slots; of large ones a single one.
    const own = slot;
    handOver();
    if (bytes >= largeBytes) waitForSlot(own);
  };

  return {
    takesInput: false,
    call(read) {
      const { call, ref, firstCwd, bytes, start, end, inputIs } = read;
      if (inputIs === 'in-record' || end - start > slotBytes / 2 || isLong(call.tool) || isLong(call.sessionId) || isLong(call.toolUseId) || isLong(call.agentId) || isLong(call.cwd) || isLong(firstCwd) || isLong(ref.path)) {
        const again = lastSent?.path === ref.path && lastSent.byteStart === ref.byteStart;
        lastSent = ref;
        byMessage({ call: { ...read, ...(again ? noRecord : copyOf(read)), call: { ...call, input: noInput }, inputIs: 'in-record' }, again }, again ? 0 : end - start);
        return;
      }
      if (texts.size + 8 > maxTexts) {
        texts.clear();
        for (const one of [ofTool, ofSession, ofAgent, ofCwd, ofFirst, ofFile]) one.forget();
        entry(forgetEntry, 8);
      }
      const tool = ofTool.number(call.tool);
      const session = ofSession.number(call.sessionId);
      const agent = ofAgent.number(call.agentId);
      const cwd = ofCwd.number(call.cwd);
      const first = ofFirst.number(firstCwd);
      const file = ofFile.number(ref.path);
      const id = call.toolUseId;
      const at = entry(callEntry, headBytes + end - start + (id?.length ?? 0));
      const word = at / 4;
      doubles[at / 8 + timeDouble] = call.time ?? Number.NaN;
      doubles[at / 8 + startDouble] = ref.byteStart ?? 0;
      doubles[at / 8 + endDouble] = ref.byteEnd ?? 0;
      words[word + eventWord] = call.eventId;
      words[word + lineWord] = ref.line ?? 0;
      words[word + fileWord] = file;
      words[word + toolWord] = tool;
      words[word + sessionWord] = session;
      words[word + agentWord] = agent;
      words[word + cwdWord] = cwd;
      words[word + firstCwdWord] = first;
      words[word + flagsWord] = (call.noSecrets === true ? noSecretsFlag : 0) | (inputIs === 'path' ? pathFlag : 0);
      words[word + fromWord] = read.inputFrom - start;
      words[word + toWord] = read.inputTo - start;
      words[word + recordWord] = end - start;
      words[word + idWord] = id === null ? -1 : buffer.write(id, at + headBytes + end - start, 'latin1');
      bytes.copy(buffer, at + headBytes, start, end);
    },
    answer(read) {
      byMessage({ answer: { ...read, ...copyOf(read), runs: read.runs === null ? null : read.runs.map((place) => place - read.start) } }, read.end - read.start);
    },
    end() {
      handOver();
      Atomics.store(states, endedAt, 1);
      ring();
    },
  };
}

function isLong(text: string | null): boolean {
  return text !== null && text.length > longestText;
}

/** Asks for the number of a text only where it is not the one asked for last. */
function lastOf(numberOf: (text: string | null) => number): { number(text: string | null): number; forget(): void } {
  let last: string | null = null;
  let number = 0;
  return {
    number(text) {
      if (text !== last) {
        number = numberOf(text);
        last = text;
      }
      return number;
    },
    forget() {
      last = null;
      number = 0;
    },
  };
}

const noRecord = { bytes: Buffer.alloc(0), start: 0, end: 0 };

/** The record alone: its buffer is filled anew, and may be far larger. */
function copyOf({ bytes, start, end }: ReadRecord): Pick<ReadRecord, 'bytes' | 'start' | 'end'> {
  return { bytes: Buffer.from(bytes.subarray(start, end)), start: 0, end: end - start };
}

/** The end of the thread that judges. */
export interface LaneReader {
  /** Tells `sink` what the next slot holds, or a part of it where `enough` says so; false where there is none yet. */
  read(sink: CallSink, enough?: () => boolean): boolean;
  /** True where what was read was the last. */
  ended(): boolean;
}

export function readLane({ bytes, states, port }: JudgeLane): LaneReader {
  const buffer = Buffer.from(bytes);
  const words = new Int32Array(bytes);
  const doubles = new Float64Array(bytes);
  let texts: (string | null)[] = [null];
  let slot = 0;
  /** How far the slot was read. */
  let read = 0;
  const word = (at: number, index: number): number => words[at / 4 + index] ?? 0;
  const textOf = (at: number, index: number): string | null => texts[word(at, index)] ?? null;
  /** The record that came by a message last, parsed once however many calls it has. */
  let record: Pick<ReadRecord, 'bytes' | 'start' | 'end'> = noRecord;
  let parts: readonly Part[] = [];

  const callAt = (at: number): ReadCall => {
    const start = at + headBytes;
    const inputFrom = start + word(at, fromWord);
    const inputTo = start + word(at, toWord);
    const path = (word(at, flagsWord) & pathFlag) !== 0;
    const time = doubles[at / 8 + timeDouble] ?? Number.NaN;
    const end = start + word(at, recordWord);
    const idLength = word(at, idWord);
    return {
      call: {
        eventId: word(at, eventWord),
        toolUseId: idLength < 0 ? null : buffer.toString('latin1', end, end + idLength),
        tool: textOf(at, toolWord) ?? '',
        input: path ? { file_path: buffer.toString('latin1', inputFrom, inputTo) } : (asObject(JSON.parse(buffer.toString('utf8', inputFrom, inputTo)) as Json) ?? noInput),
        cwd: textOf(at, cwdWord),
        sessionId: textOf(at, sessionWord) ?? '',
        agentId: textOf(at, agentWord),
        time: Number.isNaN(time) ? null : time,
        noSecrets: (word(at, flagsWord) & noSecretsFlag) !== 0,
      },
      ref: { path: textOf(at, fileWord) ?? '', line: word(at, lineWord), byteStart: doubles[at / 8 + startDouble] ?? 0, byteEnd: doubles[at / 8 + endDouble] ?? 0 },
      firstCwd: textOf(at, firstCwdWord),
      bytes: buffer,
      start,
      end,
      block: 0,
      inputIs: path ? 'path' : 'json',
      inputFrom,
      inputTo,
    };
  };
  const messageAt = (sink: CallSink): void => {
    const message: Message | undefined = receiveMessageOnPort(port)?.message;
    if (message === undefined) throw new Error('A record that is to be judged did not arrive.');
    // What crosses threads is no Buffer any more.
    if ('answer' in message) sink.answer({ ...message.answer, bytes: Buffer.from(message.answer.bytes) });
    else {
      const { call, again } = message;
      if (!again) {
        const { start, end } = call;
        record = { bytes: Buffer.from(call.bytes), start, end };
        parts = parseLine(record.bytes, hasMark(record.bytes, start) ? start + 3 : start, end)?.parts ?? [];
      }
      const part = parts[call.block];
      sink.call({ ...call, ...record, call: { ...call.call, input: part?.part === 'call' ? part.input : noInput } });
    }
  };

  return {
    read(sink, enough = () => false) {
      if (Atomics.load(states, slot) === 0) return false;
      const end = (slot + 1) * slotBytes;
      for (let at = slot * slotBytes + read; at < end && word(at, sizeWord) > 0; at += word(at, sizeWord)) {
        if (enough()) {
          read = at - slot * slotBytes;
          return true;
        }
        switch (word(at, kindWord)) {
          case callEntry:
            sink.call(callAt(at));
            break;
          case textEntry:
            texts.push(buffer.toString('utf16le', at + 16, at + 16 + word(at, 2)));
            break;
          case forgetEntry:
            texts = [null];
            break;
          default:
            messageAt(sink);
        }
      }
      read = 0;
      Atomics.store(states, slot, 0);
      Atomics.notify(states, slot);
      slot = (slot + 1) % slots;
      return true;
    },
    ended: () => Atomics.load(states, endedAt) === 1 && Atomics.load(states, slot) === 0,
  };
}

/** A file's first record can begin with a byte order mark, which is no JSON. */
function hasMark(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
}
