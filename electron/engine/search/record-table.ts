/** Which bytes of which file belong to which events: where a search's finds are looked up. Built once a case. Pure. */
import type { EventStore } from '../events/event-store.ts';
import type { ResultFile } from './result-files.ts';

/** The records of one file, by where they start. Shared memory, so that threads read it without a copy. */
export interface FileRecords {
  readonly path: string;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** A file of text instead of JSON records: a large result, which is one record from its first byte to its last. */
  readonly plain: boolean;
  /** What is known of each record's escapes, as `escapeMarks`: every thread writes here what it has looked at. */
  readonly marks: Uint8Array;
}

/** Bits of `FileRecords.marks`: which odd escapes a record has, and whether they were looked for. */
export const escapeMarks = { unicode: 1, slash: 2, known: 4 } as const;

export interface RecordTable {
  readonly files: readonly FileRecords[];
  readonly bytes: number;
  /** The call that part `block` of a record is. */
  callAt(file: number, record: number, block: number): number | null;
  /** The call that an answer in a record belongs to. */
  answeredAt(file: number, record: number, toolUseId: string | null): number | null;
  line(file: number, record: number): number;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly event: number;
  readonly output: boolean;
}

/** Records of calls and of their answers, and the files that hold large answers whole. Records over the line cap were never read and are in no table. */
export function createRecordTable(store: EventStore, results: readonly ResultFile[] = []): RecordTable {
  const byFile = new Map<string, Place[]>();
  const put = (path: string, place: Place): void => {
    const list = byFile.get(path);
    if (list) list.push(place);
    else byFile.set(path, [place]);
  };
  for (let event = 0; event < store.length; event++) {
    if (store.kind(event) !== 'tool-call') continue;
    put(store.file(event), { start: store.byteStart(event), end: store.byteEnd(event), line: store.line(event), event, output: false });
    const result = store.result(event);
    if (result) put(result.file, { start: result.byteStart, end: result.byteEnd, line: result.line, event, output: true });
  }
  for (const { path, bytes, event } of results) put(path, { start: 0, end: bytes, line: 1, event, output: true });
  const plain = new Set(results.map(({ path }) => path));
  const paths = [...byFile.keys()].sort();
  const places = paths.map((path) => (byFile.get(path) ?? []).sort((a, b) => a.start - b.start || a.event - b.event));
  const first = places.map((list) => list.flatMap((place, at) => (at === 0 || list[at - 1]?.start !== place.start ? [at] : [])));
  const files = paths.map((path, file): FileRecords => {
    const firsts = first[file] ?? [];
    return {
      path,
      plain: plain.has(path),
      starts: shared(firsts.map((at) => places[file]?.[at]?.start ?? 0)),
      ends: shared(firsts.map((at) => places[file]?.[at]?.end ?? 0)),
      marks: new Uint8Array(new SharedArrayBuffer(firsts.length)),
    };
  });
  const of = (file: number, record: number): readonly Place[] => (places[file] ?? []).slice(first[file]?.[record] ?? 0, first[file]?.[record + 1]);
  return {
    files,
    bytes: files.reduce((sum, file) => sum + (file.ends.at(-1) ?? 0), 0),
    callAt: (file, record, block) => of(file, record).find((place) => !place.output && store.block(place.event) === block)?.event ?? null,
    answeredAt(file, record, toolUseId) {
      const answers = of(file, record).filter((place) => place.output);
      const named = answers.find((place) => toolUseId !== null && store.toolUseId(place.event) === toolUseId);
      // A flat answer names no call; the reader joined it to the one before it.
      return named?.event ?? (toolUseId === null && answers.length === 1 ? (answers[0]?.event ?? null) : null);
    },
    line: (file, record) => of(file, record)[0]?.line ?? 0,
  };
}

function shared(numbers: readonly number[]): Float64Array {
  const array = new Float64Array(new SharedArrayBuffer(numbers.length * 8));
  array.set(numbers);
  return array;
}
