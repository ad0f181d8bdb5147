/** What the engine and a searching thread say to each other. Types only. */
import type { SearchQuery } from './query.ts';
import type { FileRecords } from './record-table.ts';
import type { SearchUnit, UnitResult } from './search-unit.ts';

/** What a thread begins with. While `current` holds another number than a unit's search, the unit is given up. */
export interface ThreadStart {
  readonly root: string;
  readonly tables: readonly FileRecords[];
  readonly current: Int32Array;
}

export interface ThreadOrder {
  readonly search: number;
  /** Null: only look for odd escapes, for the searches to come. */
  readonly query: SearchQuery | null;
  readonly units: readonly { readonly number: number; readonly unit: SearchUnit }[];
}

export interface ThreadAnswer {
  readonly search: number;
  readonly results: readonly { readonly number: number; readonly result: UnitResult }[];
}
