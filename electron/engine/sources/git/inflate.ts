/** Inflates zlib data with a bound that the caller states. Must not know what the data means. */
import { constants, inflateSync } from 'node:zlib';
import { inflateSmall } from './inflate-small.ts';

export type Inflated =
  | { readonly ok: true; readonly bytes: Buffer; /** How many bytes of the input the stream took. */ readonly consumed: number }
  | { readonly ok: false; readonly reason: string };

/**
 * Inflates the stream at the beginning of `input` into at most `maxBytes`. Data after the stream's end is left alone. The
 * chunk size follows the expected size: the default of 16 KiB costs more than inflating a commit does.
 */
export function inflateBounded(input: Uint8Array, maxBytes: number): Inflated {
  try {
    const options = { maxOutputLength: maxBytes + 1, chunkSize: Math.min(Math.max(maxBytes + 1, 64), 1 << 20), info: true };
    const result: unknown = inflateSync(input, options);
    const { bytes, consumed } = unwrap(result);
    if (bytes.length > maxBytes) return { ok: false, reason: `inflates to more than the ${maxBytes} bytes it declares` };
    return { ok: true, bytes, consumed };
  } catch (error) {
    return { ok: false, reason: inflateFault(error, maxBytes) };
  }
}

/** Sizes up to this are inflated here, without zlib. */
const smallBytes = 16 * 1024;

/** Inflates a stream that must make exactly `size` bytes. */
export function inflateExact(input: Uint8Array, size: number): Inflated {
  const small = size <= smallBytes ? inflateSmall(input, size) : null;
  if (small !== null) return { ok: true, ...small };
  const inflated = inflateBounded(input, size);
  if (inflated.ok && inflated.bytes.length !== size) return { ok: false, reason: 'is shorter than it declares' };
  return inflated;
}

/** Inflates the beginning of a stream that may be cut or go on; for object headers. Takes no more than 192 bytes of it. */
export function inflateStart(input: Uint8Array): Buffer | null {
  try {
    // A sync flush gives what the input holds instead of failing at its end. 192 bytes make 200 kB at most.
    return inflateSync(input.subarray(0, 192), { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1 << 10, maxOutputLength: 1 << 18 });
  } catch {
    return null;
  }
}

// With `info`, zlib gives the bytes and the engine that counted its input; the types of Node do not say so.
function unwrap(result: unknown): { readonly bytes: Buffer; readonly consumed: number } {
  if (typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result && Buffer.isBuffer(result.buffer)) {
    const engine: unknown = result.engine;
    const consumed = typeof engine === 'object' && engine !== null && 'bytesWritten' in engine ? Number(engine.bytesWritten) : 0;
    return { bytes: result.buffer, consumed };
  }
  throw new Error('zlib gave no result');
}

function inflateFault(error: unknown, maxBytes: number): string {
  if (error instanceof RangeError) return `inflates to more than the ${maxBytes} bytes it declares`;
  return `cannot be inflated: ${error instanceof Error ? error.message : 'unknown'}`;
}
