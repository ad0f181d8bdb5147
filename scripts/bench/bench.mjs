/**
 * `npm run bench`: times the scan against what people use today, over the same files, in one run, turn by turn. Checks
 * every count first; a fast wrong answer is no result. Writes the tables into the README beside.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, dist, root } from '../build.mjs';
import { seeToPackages } from '../system-packages.mjs';
import { bundleCase } from './case-bundle.mjs';
import { benchCase, caseTables } from './case-bench.mjs';
import { contenders, isThere, versionOf } from './contenders.mjs';
import { corpus, warm } from './corpus.mjs';
import { hasTime, measuredRun } from './measured-run.mjs';
import { between, growthTable, sizeTable } from './result-table.mjs';
import { truthDifferences } from './truth-check.mjs';

const usage = `usage: npm run bench -- [--mib 64,256,1024] [--rounds 5] [--seeds 1,2,3] [--quick] [--git] [--engine FILE] [--no-write]
  --mib       sizes of the corpora, in MiB; 4096 takes about 15 minutes and 5 GB
  --rounds    how often each program runs; of sizes above 1024 MiB at most 3 times
  --seeds     corpora of the smallest size whose counts are checked
  --quick     64 MiB, 2 rounds, one seed, nothing written
  --git       the repository reader's bench too
  --engine    another build's cli.js instead of this checkout's
  --no-write  leave the README as it is
`;
const readme = join(root, 'scripts/bench/README.md');
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

function options() {
  const { values } = parseArgs({
    options: {
      mib: { type: 'string' },
      rounds: { type: 'string' },
      seeds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      git: { type: 'boolean', default: false },
      engine: { type: 'string' },
      'no-write': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new Error(usage);
  const numbers = (/** @type {string} */ text) =>
    text.split(',').map((part) => {
      const number = Number(part);
      if (!Number.isInteger(number) || number < 1) throw new Error(`${part} is no whole number above 0.\n${usage}`);
      return number;
    });
  return {
    sizes: numbers(values.mib ?? (values.quick ? '64' : '64,256,1024')).sort((a, b) => a - b),
    rounds: numbers(values.rounds ?? (values.quick ? '2' : '5'))[0] ?? 1,
    seeds: numbers(values.seeds ?? (values.quick ? '1' : '1,2,3')),
    git: values.git,
    engine: values.engine === undefined ? null : resolve(values.engine),
    write: !values.quick && !values['no-write'],
  };
}

/**
 * @param {string} engine
 * @param {number} mebibytes
 * @param {number} rounds
 * @param {string} scratch
 */
async function benchSize(engine, mebibytes, rounds, scratch) {
  const made = await corpus(mebibytes, 1, say);
  const rows = contenders(engine).map((contender) => ({ contender, id: contender.id, label: contender.label, runs: /** @type {import('./measured-run.mjs').Run[]} */ ([]) }));
  const present = rows.filter(({ contender }) => {
    if (contender.needs === null || isThere(contender.needs)) return true;
    say(`${contender.needs} is not installed; its row is left out.`);
    return false;
  });
  warm(made);
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another program, so that none always runs after the same one.
    for (let turn = 0; turn < present.length; turn++) {
      const row = present[(turn + round) % present.length];
      if (!row) continue;
      const run = await measuredRun(row.contender.words(made), { cwd: made.folder, scratch, name: row.id });
      if (run.status !== 0) throw new Error(`${row.contender.words(made).slice(0, 3).join(' ')} … ended with ${run.status}.\n${readFileSync(join(scratch, `${row.id}.err`), 'utf8').slice(0, 2000)}`);
      const wrong = round === 0 ? await row.contender.check(made, run.output) : null;
      if (wrong !== null) throw new Error(`${row.id}: ${wrong}`);
      row.runs.push(run);
      say(`${mebibytes} MiB, round ${round + 1} of ${rounds}: ${row.id} ${run.seconds.toFixed(2)} s`);
    }
  }
  return { mebibytes, files: made.truth.files, records: made.truth.records, rows: present };
}

async function main() {
  // Other work on the machine shows in each number below; the reader should know of it.
  const loadBefore = loadavg()[0] ?? 0;
  const { sizes, rounds, seeds, git, engine: given, write } = options();
  seeToPackages([...(isThere('jq') ? [] : [['jq']]), ...(isThere('rg') ? [] : [['ripgrep']]), ...(hasTime() ? [] : [['time']])], say);
  if (given === null) await build({ say });
  const engine = given ?? join(dist, 'engine/cli.js');
  const scratch = mkdtempSync(join(tmpdir(), 'postflight-bench-'));
  try {
    const notes = [];
    for (const seed of seeds) {
      const differences = await truthDifferences(engine, await corpus(sizes[0] ?? 64, seed, say), scratch);
      if (differences.length > 0) throw new Error(`Seed ${seed}: the scan disagrees with the truth. ${differences.join('; ')}`);
      notes.push(seed);
      say(`Seed ${seed}: every count agrees with the truth.`);
    }
    const results = [];
    for (const size of sizes) results.push(await benchSize(engine, size, size > 1024 ? Math.min(rounds, 3) : rounds, scratch));
    const bundle = await bundleCase(join(scratch, 'bundle'));
    const cases = [];
    for (const size of sizes) cases.push(await benchCase(bundle, await corpus(size, 1, say), size > 1024 ? Math.min(rounds, 3) : rounds, scratch, say));
    const versions = [`Node ${process.version}`, ...(isThere('jq') ? [versionOf('jq')] : []), ...(isThere('openssl') ? [versionOf('openssl')] : []), ...(isThere('rg') ? [versionOf('rg')] : []), versionOf('sha256sum')];
    const text = [
      `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${process.platform}; load average ${loadBefore.toFixed(1)} before the run. ${versions.join('; ')}. Files in the cache.`,
      `Corpora of ${sizes[0]} MiB with the seeds ${notes.join(', ')} agree with their truth files in every count.`,
      ...results.map(sizeTable),
      ...(results.length > 1 ? [growthTable(results)] : []),
      caseTables(cases),
    ].join('\n\n');
    process.stdout.write(`${text}\n`);
    if (write) writeFileSync(readme, between(readFileSync(readme, 'utf8'), `\n${text}\n`));
    if (git && spawnSync(process.execPath, [join(root, 'scripts/bench/git-bench.mjs'), '20000', ...(write ? ['--write'] : [])], { stdio: 'inherit' }).status !== 0) throw new Error("The repository reader's bench failed.");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
