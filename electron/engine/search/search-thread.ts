/** What the engine and a searching thread say to each other. Types only. */
import type { SearchQuery } from './query.ts';
import type { FileRecords } from './record-table.ts';
import type { UnitResult } from './search-unit.ts';

/** What a thread begins with. While `current` holds another number than its search, a thread gives up. */
export interface ThreadStart {
  readonly root: string;
  readonly tables: readonly FileRecords[];
  readonly current: Int32Array;
}

/** Threads of one search take its units in turn: `taken` counts those that one of them has begun. */
export interface ThreadOrder {
  readonly search: number;
  /** Null: only look for odd escapes, for the searches to come. */
  readonly query: SearchQuery | null;
  /** See `unitAt`. */
  readonly units: Int32Array;
  readonly taken: Int32Array;
}

export interface ThreadAnswer {
  readonly search: number;
  readonly results: readonly { readonly number: number; readonly result: UnitResult }[];
  /** True for the last answer to an order. */
  readonly ended: boolean;
}
