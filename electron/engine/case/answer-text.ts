/** What a tool answered, as text, read again from the evidence. */
import type { EvidenceRef } from '../../../shared/event.ts';
import type { EventStore } from '../events/event-store.ts';
import { asList, asObject, type Json, type JsonObject, own, ownText } from '../events/json.ts';
import { parsedRecordCap, recordBytes } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { jsonText } from '../sources/transcript/argument.ts';

/** The answer to a call; null where none is recorded or its record is not parsed. Throws a `CallProblem` where it can't be read. */
export function answerText(files: EvidenceFiles, store: EventStore, event: number): string | null {
  const result = store.result(event);
  return result && textInRecord(files, { path: result.file, line: result.line, byteStart: result.byteStart, byteEnd: result.byteEnd }, store.toolUseId(event));
}

/** The text of a `tool_result` for a call in a record. */
export function textInRecord(files: EvidenceFiles, ref: EvidenceRef, toolUseId: string | null): string | null {
  if (ref.byteEnd - ref.byteStart > parsedRecordCap) return null;
  const row = parsedRecord(recordBytes(files, ref));
  if (row === null) return null;
  const blocks = asList(own(own(row, 'message'), 'content'));
  const block = blocks.find((item) => ownText(item, 'tool_use_id') === toolUseId && toolUseId !== null) ?? blocks.find((item) => ownText(item, 'type') === 'tool_result');
  const holder = block ?? row;
  // The flat layout has the other word too.
  return contentText(own(holder, 'content') ?? own(holder, 'text'));
}

/** A record as an object; null where it is none. */
export function parsedRecord(bytes: Uint8Array): JsonObject | null {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    return asObject(JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) as Json);
  } catch {
    return null; // The bytes themselves are still shown.
  }
}

function contentText(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  return asList(content)
    .map((item) => ownText(item, 'text') ?? (ownText(item, 'type') === 'image' ? '[an image]' : jsonText(item)))
    .join('\n');
}
