/**
 * A case's content in an index file, and back. The index is a cache: it is believed only where it was made by this very
 * program from files that look untouched, and what is believed is still hashed again afterwards.
 */
import crypto from 'node:crypto';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { FileEntry } from '../../../shared/case.ts';
import { productVersion } from '../../../shared/version.ts';
import type { CaseContent } from '../case/case-content.ts';
import { type Piece, type Typed, uint32 } from '../events/columns.ts';
import { createStoreFrom, type EventStore } from '../events/event-store.ts';
import { unpacked } from '../events/packed-column.ts';
import { columnNames, shapes, type StoreColumns } from '../events/store-columns.ts';
import type { PooledTexts } from '../events/texts.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { Pace } from '../intake/pace.ts';
import { builtInPolicy } from '../policy/policy.ts';
import type { Yardstick } from '../policy/yardstick.ts';
import { ruleSetHash } from '../rule-set.ts';
import { openSections, type Section, type SectionReader, writeSections } from './section-file.ts';

/** What a case is opened by, beside the files themselves. */
export interface IndexOrder {
  /** Where indexes lie: below the user's own folder of this program. */
  readonly folder: string;
  /** A hash of the running program's code: another build may read the same files differently. */
  readonly code: string;
  readonly include: readonly string[];
  /** What the case is judged by: an index of another judgement is none. */
  readonly yardstick: Yardstick;
}

/** One index a folder of evidence and choice of parts. */
export function indexPath(order: IndexOrder, files: EvidenceFiles): string {
  const name = crypto.createHash('sha256').update(JSON.stringify([files.root, [...order.include]])).digest('hex').slice(0, 32);
  return path.join(order.folder, `${name}.postflight-index`);
}

/** Equal while nobody touched a file, the program is the same, and the evidence is judged alike. */
export function indexKey({ yardstick: { policy, ...others } }: IndexOrder, filesKey: string): string {
  return crypto.createHash('sha256').update(JSON.stringify([filesKey, ruleSetHash(policy), others])).digest('hex');
}

/** Equal while nobody touched a file and the program is the same. Names, kinds, sizes, times, inodes; no content. */
export function untouchedKey(order: Pick<IndexOrder, 'code'>, files: EvidenceFiles): string {
  const hash = crypto.createHash('sha256').update(JSON.stringify([productVersion, ruleSetHash(builtInPolicy), order.code]));
  for (const entry of files.entries.values()) hash.update(JSON.stringify([entry.path, entry.kind, entry.bytes, entry.modified, entry.identity ?? null, entry.linkTarget]));
  return hash.digest('hex');
}

/** Writes the index. Throws where it can not be written, or where the content is not plain data. */
export async function writeIndex(order: IndexOrder, files: EvidenceFiles, key: string, store: EventStore, content: CaseContent, recordedAt: number, pace: Pace): Promise<void> {
  await writeSections(indexPath(order, files), [files.root], { key, recordedAt: String(recordedAt), version: productVersion }, sectionsOf(store.columns(), content), pace);
}

function* sectionsOf(columns: StoreColumns, content: CaseContent): Generator<Section> {
  yield { name: 'entries', bytes: Buffer.from(JSON.stringify(content.entries)) };
  for (const name of columnNames) yield { name: `column ${name}`, bytes: bytesOf(unpacked(shapes[name], [columns.values[name]])) };
  yield { name: 'strings', bytes: Buffer.from(JSON.stringify(columns.strings)) };
  const { blocks, ...tables } = columns.texts;
  const [block, start, length] = [unpacked(uint32, [tables.block]), unpacked(uint32, [tables.start]), unpacked(uint32, [tables.length])];
  for (const [name, values] of Object.entries({ block, start, length })) yield { name: `text ${name}`, bytes: bytesOf(values) };
  const used = usedBytes(blocks.length, block, start, length);
  for (const [at, bytes] of blocks.entries()) yield { name: `texts ${at}`, bytes: bytes.subarray(0, used[at] ?? 0) };
  // Last, as it alone can fail: content with a function in it is no content.
  yield { name: 'content', bytes: serialize(content) };
}

/** How much of each block holds text: what lies behind is whatever the memory held before. */
function usedBytes(blocks: number, block: Typed, start: Typed, length: Typed): readonly number[] {
  const used = Array.from({ length: blocks }, () => 0);
  for (let at = 0; at < block.length; at++) {
    const number = block[at] ?? 0;
    used[number] = Math.max(used[number] ?? 0, (start[at] ?? 0) + (length[at] ?? 0));
  }
  return used;
}

function bytesOf(values: Typed): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

export type KnownIndex =
  | { readonly kind: 'none' }
  | { readonly kind: 'damaged'; readonly reason: string }
  /** Made of other files, or by another program; what the files were then is still known. */
  | { readonly kind: 'other'; readonly entries: readonly FileEntry[]; readonly recordedAt: number }
  | { readonly kind: 'same'; readonly store: EventStore; readonly content: CaseContent; readonly recordedAt: number };

export function readIndex(order: IndexOrder, files: EvidenceFiles, key: string): KnownIndex {
  const opened = openSections(indexPath(order, files));
  if (opened.kind !== 'opened') return opened;
  const { file, header } = opened;
  try {
    const recordedAt = Number(header['recordedAt'] ?? 0);
    if (header['key'] !== key) {
      const entries: readonly FileEntry[] = JSON.parse(textOf(file.read('entries')));
      return { kind: 'other', entries, recordedAt };
    }
    const strings: readonly (string | null)[] = JSON.parse(textOf(file.read('strings')));
    const store = createStoreFrom((column) => file.read(`column ${column}`).buffer, strings, textsOf(file));
    const content: CaseContent = deserialize(file.read('content'));
    return { kind: 'same', store, content, recordedAt };
  } catch (error) {
    return { kind: 'damaged', reason: error instanceof Error ? error.message.slice(0, 300) : 'It can not be read.' };
  } finally {
    file.close();
  }
}

function textsOf(file: SectionReader): PooledTexts {
  const numbers = (name: string): readonly Piece[] => [{ least: 0, values: new Uint32Array(file.read(`text ${name}`).buffer) }];
  const blocks: Uint8Array[] = [];
  while (file.names.includes(`texts ${blocks.length}`)) blocks.push(file.read(`texts ${blocks.length}`));
  return { blocks, block: numbers('block'), start: numbers('start'), length: numbers('length') };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
