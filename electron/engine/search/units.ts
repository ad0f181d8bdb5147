/** Divides the records of a case into stretches of about equal size, in the order of the evidence. Pure. */
import type { FileRecords } from './record-table.ts';

/** Records `from` (included) to `to` (excluded) of a file of the table. */
export interface SearchUnit {
  readonly file: number;
  readonly from: number;
  readonly to: number;
}

/** Unit sizes: large enough that taking one costs nothing, small enough to stop soon, and to keep threads busy to the end. */
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

/** After so many units a thread's code is compiled. */
export const warmUnits = 64;

const numbersEach = 3;

/** The units as shared numbers, so that no thread gets a copy. */
export function sharedUnits(units: readonly SearchUnit[]): Int32Array {
  const numbers = new Int32Array(new SharedArrayBuffer(units.length * numbersEach * 4));
  for (const [at, { file, from, to }] of units.entries()) numbers.set([file, from, to], at * numbersEach);
  return numbers;
}

/** Null where there are no more. */
export function unitAt(units: Int32Array, number: number): SearchUnit | null {
  const [file, from, to] = units.subarray(number * numbersEach, (number + 1) * numbersEach);
  return file === undefined || from === undefined || to === undefined ? null : { file, from, to };
}
