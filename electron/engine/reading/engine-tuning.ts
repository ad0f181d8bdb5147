/** Sets the runtime to the work of reading a large case, and back. For the process and all of its threads. */
import v8 from 'node:v8';

/** From so many bytes of transcripts on. Collecting more often costs a twentieth of the time, and saves a quarter of the memory. */
const large = 2 * 1024 ** 3;

/**
 * Lets the compiler leave each function by itself. What takes most of the time runs in the scanner; of the rest, thousands of
 * functions get warm in a few seconds, and copying them into each other took longer to compile than it saved.
 */
export function compilePlainly(): void {
  v8.setFlagsFromString('--max-inlined-bytecode-size-cumulative=0');
}

/** Keeps the heap small while a very large case is read and put together: there memory runs out before patience does. */
export function leanHeap(bytes: number): void {
  if (bytes >= large) v8.setFlagsFromString('--optimize-for-size');
}

/** As the runtime has it: 920 is V8's own number, in Node 20 and Electron 33. A scan ends before; the app goes on for hours. */
export function asUsual(): void {
  v8.setFlagsFromString('--no-optimize-for-size');
  v8.setFlagsFromString('--max-inlined-bytecode-size-cumulative=920');
}
