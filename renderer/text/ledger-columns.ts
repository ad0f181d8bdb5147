/** The numbers of the ledger in one order and under one name each, on screen and on paper. */
import type { FileLedger } from '../../shared/case.ts';

/** A row's numbers, or the sums over rows. */
export type LedgerNumbers = Omit<FileLedger, 'path' | 'kind'>;

export const ledgerColumns: readonly { readonly key: keyof LedgerNumbers; readonly name: string }[] = [
  { key: 'bytes', name: 'Bytes' },
  { key: 'lines', name: 'Lines' },
  { key: 'records', name: 'Records' },
  { key: 'events', name: 'Events' },
  { key: 'malformed', name: 'Malformed' },
  { key: 'oversized', name: 'Oversized' },
  { key: 'blank', name: 'Blank' },
  { key: 'duplicates', name: 'Repeated' },
  { key: 'untimed', name: 'No time' },
  { key: 'unknown', name: 'Unknown' },
];
