import { expect, it } from 'vitest';
import { same } from './contenders.mjs';
import { accountOf } from './measured-run.mjs';
import { between, growthTable, median, ratio, sizeTable } from './result-table.mjs';

const run = (seconds: number, peakMegabytes: number | null = 50) => ({ seconds, processorSeconds: seconds, peakMegabytes, status: 0, output: '' });

it('takes the median of the rounds, and the ratio within each round', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  // A slow round is slow for both programs, so it leaves the ratio alone.
  expect(ratio([1, 10, 1].map((each) => run(each)), [2, 20, 2].map((each) => run(each)))).toBe(0.5);
});

it('shows each program with its time, memory and the ratio of the scan to it', () => {
  const table = sizeTable({ mebibytes: 64, files: 2, records: 9, rows: [{ id: 'scan', label: 'Scan', runs: [run(1), run(1)] }, { id: 'jq', label: 'jq', runs: [run(4, null), run(4, null)] }] });
  expect(table).toContain('| Scan | 1.00 | 1.00 to 1.00 | 1.00 | 50 |  |');
  expect(table).toContain('| jq | 4.00 | 4.00 to 4.00 | 4.00 | – | 0.25 |');
});

it('shows how the cost of a GiB changes with the size', () => {
  const size = (mebibytes: number, seconds: number) => ({ mebibytes, files: 1, records: 1, rows: [{ id: 'scan', label: 'Scan', runs: [run(seconds)] }] });
  expect(growthTable([size(256, 1), size(1024, 5)])).toContain('| 1024 | 5.00 | 5.00 | 1.25 | 50 |');
});

it('reads what time -v writes', () => {
  const text = '\tUser time (seconds): 1.25\n\tSystem time (seconds): 0.50\n\tMaximum resident set size (kbytes): 100000\n';
  expect(accountOf(text)).toEqual({ processorSeconds: 1.75, peakMegabytes: 102.4 });
  expect(accountOf('')).toEqual({ processorSeconds: null, peakMegabytes: null });
});

it('puts the tables between the marks of the README, and refuses one without them', () => {
  expect(between('a\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nz', 'new')).toBe('a\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nz');
  expect(() => between('no marks', 'new')).toThrow('no place for the table');
});

it('names each count that is not the truth', () => {
  expect(same({ files: 2, calls: 3 }, { files: 2, calls: 3, more: 9 })).toBeNull();
  expect(same({ files: 2, calls: 4 }, { files: 2, calls: 3 })).toBe('calls: 4, but the truth is 3');
});
