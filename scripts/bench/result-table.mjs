/** Turns runs into medians, ratios and a Markdown table, and puts the table between a README's markers. Pure. */

/** @typedef {import('./measured-run.mjs').Run} Run */
/** @typedef {{ id: string, label: string, runs: readonly Run[] }} Row */
/** @typedef {{ mebibytes: number, files: number, records: number, rows: readonly Row[] }} SizeResult */

const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

/** @param {readonly Run[]} runs */
export function medianSeconds(runs) {
  return median(runs.map((run) => run.seconds));
}

/**
 * The median of the ratios of each round: what slows the machine for a while slows both programs of a round.
 * @param {readonly Run[]} runs
 * @param {readonly Run[]} others
 */
export function ratio(runs, others) {
  return median(runs.flatMap((run, at) => (others[at] ? [run.seconds / others[at].seconds] : [])));
}

/** @param {number | null} value @param {number} [digits] */
function shown(value, digits = 2) {
  return value === null || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

/**
 * One table for a size of corpus. The ratio says how long the scan took, measured by each of the others.
 * @param {SizeResult} result
 */
export function sizeTable({ mebibytes, files, records, rows }) {
  const scan = rows.find((row) => row.id === 'scan')?.runs ?? [];
  const lines = rows.map(({ id, label, runs }) => {
    const processor = runs.flatMap((run) => run.processorSeconds ?? []);
    const memory = runs.flatMap((run) => run.peakMegabytes ?? []);
    const cells = [
      label,
      shown(medianSeconds(runs)),
      `${shown(Math.min(...runs.map((run) => run.seconds)))} to ${shown(Math.max(...runs.map((run) => run.seconds)))}`,
      processor.length > 0 ? shown(median(processor)) : '–',
      memory.length > 0 ? shown(Math.max(...memory), 0) : '–',
      id === 'scan' ? '' : shown(ratio(scan, runs)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `### ${mebibytes} MiB: ${files} files, ${records} records`,
    '',
    '| program | seconds, median | lowest to highest | processor seconds | peak MB | scan / program |',
    '|---|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

/**
 * How cost grows: seconds and memory of the scan a size, and seconds a GiB against the smallest size from 256 MiB on.
 * @param {readonly SizeResult[]} results
 */
export function growthTable(results) {
  const scans = results.map(({ mebibytes, rows }) => {
    const runs = rows.find((row) => row.id === 'scan')?.runs ?? [];
    return { mebibytes, seconds: medianSeconds(runs), peak: Math.max(...runs.flatMap((run) => run.peakMegabytes ?? [])) };
  });
  const base = scans.find(({ mebibytes }) => mebibytes >= 256);
  const lines = scans.map(({ mebibytes, seconds, peak }) => {
    const perGib = (seconds / mebibytes) * 1024;
    const against = base && mebibytes >= base.mebibytes ? shown(perGib / ((base.seconds / base.mebibytes) * 1024)) : '';
    return `| ${mebibytes} | ${shown(seconds)} | ${shown(perGib)} | ${against} | ${Number.isFinite(peak) ? shown(peak, 0) : '–'} |`;
  });
  return [
    '### How the scan grows',
    '',
    `| MiB | seconds | seconds a GiB | against ${base?.mebibytes ?? '–'} MiB | peak MB |`,
    '|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

/**
 * Puts text between the markers; refuses a README that has none.
 * @param {string} readme
 * @param {string} text
 */
export function between(readme, text) {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The README has no place for the table: ${begin} and ${end} are missing.`);
  return `${readme.slice(0, from + begin.length)}\n${text}\n${readme.slice(to)}`;
}
