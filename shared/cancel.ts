/** A way to tell long work to stop. `AbortSignal` satisfies it; `shared` has neither DOM nor Node types. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** Thrown by long work that saw its signal; callers turn it into a `cancelled` problem. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** Throws `Cancelled` when the signal is set. */
export function stopIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}
