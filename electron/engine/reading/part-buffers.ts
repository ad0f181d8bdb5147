/** The memory behind what a reading thread hands over: it is passed on, not copied, and given back once it was read. */
import { MessageChannel } from 'node:worker_threads';
import type { TranscriptPart } from './read-part.ts';

/** What is passed to the thread that asked for the part. */
export function buffersOf(part: TranscriptPart): readonly ArrayBuffer[] {
  return [...new Set([...spentBuffers(part), ...plain(part.columns.texts.blocks)])];
}

/** What nobody needs any more once the part was joined: all but the texts, which are taken over as they are. */
export function spentBuffers({ columns, seen, calls }: TranscriptPart): readonly ArrayBuffer[] {
  const { values, texts } = columns;
  const pieces = [...Object.values(values), texts.block, texts.start, texts.length].flat();
  return [...new Set(plain([...pieces.map((piece) => piece.values), seen.directory, ...seen.sheets, calls.events, calls.hashes]))];
}

function plain(arrays: readonly ArrayBufferView[]): readonly ArrayBuffer[] {
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}

/**
 * Gives buffers back to the system now. Left to the collector, a hundred megabytes of a large case would stand beside what is
 * made of them. A message that nobody receives takes its buffers along: there is no other way that each supported Node has.
 */
export async function letGo(buffers: readonly ArrayBuffer[]): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(null, [...buffers]);
  const closed = new Promise<void>((done) => port2.once('close', () => done()));
  port1.close();
  port2.close();
  await closed;
}
