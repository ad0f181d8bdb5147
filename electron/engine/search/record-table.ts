/** Which bytes of which file belong to which events: where a search's finds are looked up. Built once a case. Pure. */
import type { EventStore } from '../events/event-store.ts';
import { halfEscape, slashEscape, unicodeEscape } from '../scanner/byte-search-layout.ts';
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

/** Bits of `FileRecords.marks`: which kinds of escapes a record has, as the layout has them, and whether they were looked for. */
export const escapeMarks = { unicode: unicodeEscape, slash: slashEscape, half: halfEscape, known: 8 } as const;

export interface RecordTable {
  readonly files: readonly FileRecords[];
  readonly bytes: number;
  /** The call that part `block` of a record is. */
  callAt(file: number, record: number, block: number): number | null;
  /** The call that an answer in a record belongs to. */
  answeredAt(file: number, record: number, toolUseId: string | null): number | null;
  line(file: number, record: number): number;
}

/** Records of calls and of their answers, and the files that hold large answers whole. Records over the line cap were never read and are in no table. */
export function createRecordTable(store: EventStore, results: readonly ResultFile[] = []): RecordTable {
  const places = placesOf(store, results);
  const paths = [...places.paths.keys()].sort();
  const orders = placesByFile(places, paths);
  const plain = new Set(results.map(({ path }) => path));
  /** For each file the places where a record begins: several events can stand in one. */
  const first = orders.map((order) => Uint32Array.from(order.keys()).filter((at) => at === 0 || places.starts[order[at - 1] ?? 0] !== places.starts[order[at] ?? 0]));
  const files = paths.map((path, file): FileRecords => {
    const firsts = first[file] ?? new Uint32Array();
    const order = orders[file] ?? new Uint32Array();
    return {
      path,
      plain: plain.has(path),
      starts: shared(firsts, (at) => places.starts[order[at] ?? 0] ?? 0),
      ends: shared(firsts, (at) => places.ends[order[at] ?? 0] ?? 0),
      marks: new Uint8Array(new SharedArrayBuffer(firsts.length)),
    };
  });
  /** The events of a record whose part it is, calls or answers. */
  const of = (file: number, record: number, output: boolean): readonly number[] => {
    const order = (orders[file] ?? new Uint32Array()).subarray(first[file]?.[record] ?? 0, first[file]?.[record + 1]);
    return Array.from(order).filter((place) => (places.outputs[place] === 1) === output).map((place) => places.events[place] ?? 0);
  };
  return {
    files,
    bytes: files.reduce((sum, file) => sum + (file.ends.at(-1) ?? 0), 0),
    callAt: (file, record, block) => of(file, record, false).find((event) => store.block(event) === block) ?? null,
    answeredAt(file, record, toolUseId) {
      const answers = of(file, record, true);
      const named = answers.find((event) => toolUseId !== null && store.toolUseId(event) === toolUseId);
      // A flat answer names no call; the reader joined it to the one before it.
      return named ?? (toolUseId === null && answers.length === 1 ? (answers[0] ?? null) : null);
    },
    line(file, record) {
      const [call] = of(file, record, false);
      const [answered] = of(file, record, true);
      if (call !== undefined) return store.line(call);
      return files[file]?.plain ? 1 : ((answered === undefined ? null : store.result(answered))?.line ?? 0);
    },
  };
}

/** Each place of an event in a file, in the order of the events: columns, as there are millions. */
interface Places {
  /** The number of each path. */
  readonly paths: ReadonlyMap<string, number>;
  readonly files: Uint32Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly events: Uint32Array;
  /** 1 for an answer, 0 for a call. */
  readonly outputs: Uint8Array;
}

function placesOf(store: EventStore, results: readonly ResultFile[]): Places {
  let count = results.length;
  for (let event = 0; event < store.length; event++) if (store.kind(event) === 'tool-call') count += store.result(event) === null ? 1 : 2;
  const paths = new Map<string, number>();
  const places = { paths, files: new Uint32Array(count), starts: new Float64Array(count), ends: new Float64Array(count), events: new Uint32Array(count), outputs: new Uint8Array(count) };
  let next = 0;
  const put = (path: string, start: number, end: number, event: number, output: number): void => {
    const file = paths.get(path) ?? paths.size;
    if (file === paths.size) paths.set(path, file);
    places.files[next] = file;
    places.starts[next] = start;
    places.ends[next] = end;
    places.events[next] = event;
    places.outputs[next] = output;
    next += 1;
  };
  for (let event = 0; event < store.length; event++) {
    if (store.kind(event) !== 'tool-call') continue;
    put(store.file(event), store.byteStart(event), store.byteEnd(event), event, 0);
    const result = store.result(event);
    if (result) put(result.file, result.byteStart, result.byteEnd, event, 1);
  }
  for (const { path, bytes, event } of results) put(path, 0, bytes, event, 1);
  return places;
}

/** The places in each of the files, by where they start. */
function placesByFile({ paths: numbers, files, starts, events }: Places, paths: readonly string[]): readonly Uint32Array[] {
  const sizes = new Uint32Array(numbers.size);
  for (const file of files) sizes[file] = (sizes[file] ?? 0) + 1;
  const orders = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(numbers.size);
  for (const [place, file] of files.entries()) {
    const at = filled[file] ?? 0;
    const order = orders[file];
    if (order) order[at] = place;
    filled[file] = at + 1;
  }
  for (const order of orders) order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || (events[a] ?? 0) - (events[b] ?? 0));
  return paths.map((path) => orders[numbers.get(path) ?? 0] ?? new Uint32Array());
}

function shared(places: Uint32Array, value: (at: number) => number): Float64Array {
  const array = new Float64Array(new SharedArrayBuffer(places.length * 8));
  for (const [at, place] of places.entries()) array[at] = value(place);
  return array;
}
