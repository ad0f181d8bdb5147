/** Divides the records of a case into stretches of about equal size, in the order of the evidence. Pure. */
import type { FileRecords } from './record-table.ts';
import type { SearchUnit } from './search-unit.ts';

/** Unit sizes: large enough that handing over costs nothing, small enough to stop soon. */
export const threadUnitBytes = 4 << 20;
export const localUnitBytes = 1 << 20;

export function unitsOf(tables: readonly FileRecords[], bytes: number): readonly SearchUnit[] {
  const units: SearchUnit[] = [];
  for (const [file, { starts, ends }] of tables.entries()) {
    let from = 0;
    for (let record = 0; record < starts.length; record++) {
      if ((ends[record] ?? 0) - (starts[from] ?? 0) < bytes && record + 1 < starts.length) continue;
      units.push({ file, from, to: record + 1 });
      from = record + 1;
    }
  }
  return units;
}
