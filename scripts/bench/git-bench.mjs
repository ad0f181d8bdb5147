/**
 * Times the repository reader against `git fsck --lost-found` on a repository that this script makes with git. Run it by hand:
 * `node scripts/bench/git-bench.mjs [commits] [folder] [--loose] [--write]`; with `--loose` what nothing holds lies in loose files, as
 * git's own clean-up leaves it, else in the pack. `--write` puts the table of the packed shape into the README. Fails where the counts differ or the bounds are passed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const self = fileURLToPath(import.meta.url);
const root = path.resolve(path.dirname(self), '../..');
const maxRatio = 1.5;
const maxMegabytes = 250;
const rounds = 5;

if (process.argv[2] === '--case') await measureCase(process.argv[3] ?? '', process.argv[4] ?? '');
else if (process.argv[2] === '--measure') await measure(process.argv[3] ?? '', process.argv[4] ?? '', process.argv[5] ?? '');
else await bench(Number(process.argv[2] ?? 20_000), process.argv[3]?.startsWith('--') ? undefined : process.argv[3]);

/**
 * @param {number} commits
 * @param {string | undefined} kept
 */
async function bench(commits, kept) {
  const base = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), 'git-bench-'));
  const repository = path.join(base, 'evidence', 'app');
  const loose = process.argv.includes('--loose');
  if (!fs.existsSync(repository)) makeRepository(repository, commits, loose);
  const bundle = await bundleReader(path.join(base, 'bundle'));
  const count = Number(/^count: (\d+)$/m.exec(git(repository, 'count-objects', '-v'))?.[1]);
  const packed = Number(/^in-pack: (\d+)$/m.exec(git(repository, 'count-objects', '-v'))?.[1]);
  /** @param {...string} words */
  const run = (...words) => JSON.parse(spawnSync(process.execPath, [self, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).stdout);
  // One of each that is not counted brings the files into the cache.
  let fsck = timeFsck(repository);
  const result = run('--measure', bundle, path.join(base, 'evidence'), path.join(base, 'files.json'));
  /** @type {{ fsck: number, reader: number, opened: number, readerRatio: number, openedRatio: number, readerMegabytes: number, openedMegabytes: number }[]} */
  const taken = [];
  let opened = { ms: 0, peakMegabytes: 0, unreachable: -1, findings: 0 };
  // They take turns within a round, git first and last: a machine that is slow for a while is slow for all of them.
  for (let round = 0; round < rounds; round += 1) {
    const first = timeFsck(repository);
    const reader = run('--measure', bundle, path.join(base, 'evidence'), '');
    const second = timeFsck(repository);
    opened = run('--case', bundle, path.join(base, 'evidence'));
    fsck = timeFsck(repository);
    taken.push({
      fsck: (first.ms + second.ms + fsck.ms) / 3, reader: reader.ms, opened: opened.ms, readerRatio: (reader.ms * 2) / (first.ms + second.ms),
      openedRatio: (opened.ms * 2) / (second.ms + fsck.ms), readerMegabytes: reader.peakMegabytes, openedMegabytes: opened.peakMegabytes,
    });
  }
  const theirs = {
    unreachable: git(repository, 'fsck', '--unreachable', '--no-progress').split('\n').filter((line) => line.startsWith('unreachable')).length,
    dangling: fsck.text.split('\n').filter((line) => line.startsWith('dangling')).length,
  };
  const agreement = compareFiles(repository, path.join(base, 'files.json'));
  const of = (/** @type {'fsck' | 'reader' | 'opened' | 'readerRatio' | 'openedRatio' | 'readerMegabytes' | 'openedMegabytes'} */ what) => taken.map((each) => each[what]).sort((one, other) => one - other);
  const readerMegabytes = Math.max(...of('readerMegabytes'));
  const openedMegabytes = Math.max(...of('openedMegabytes'));
  const faults = [
    result.unreachable === theirs.unreachable ? '' : 'the numbers of unreachable objects differ',
    result.dangling === theirs.dangling ? '' : 'the numbers of dangling objects differ',
    middle(of('readerRatio')) <= maxRatio ? '' : `the reader is slower than ${maxRatio} times git fsck`,
    middle(of('openedRatio')) <= maxRatio ? '' : `opening the case, with joins and findings, is slower than ${maxRatio} times git fsck`,
    opened.unreachable === theirs.unreachable ? '' : 'the case counts other unreachable objects',
    openedMegabytes <= maxMegabytes ? '' : `opening the case takes more than ${maxMegabytes} MB`,
    readerMegabytes <= maxMegabytes ? '' : `the reader takes more than ${maxMegabytes} MB`,
    agreement.lists === agreement.commits ? '' : 'lists of changed files differ',
    agreement.counts >= agreement.files * 0.98 ? '' : 'line counts differ in more than 2 of 100 files',
  ].filter((fault) => fault !== '');
  const seconds = (/** @type {readonly number[]} */ all) => `${(middle(all) / 1000).toFixed(2)} | ${((all[0] ?? 0) / 1000).toFixed(2)} to ${((all.at(-1) ?? 0) / 1000).toFixed(2)}`;
  const commonWords = `${agreement.commits} commits on refs, ${count + packed} objects, ${result.reflogEntries} reflog entries, ${theirs.unreachable} unreachable objects, ${theirs.dangling} of them dangling, ${count} objects in loose files`;
  const table = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} × ${os.cpus()[0]?.model}, Node ${process.version}, ${git(repository, 'version').trim()}; load average ${(os.loadavg()[0] ?? 0).toFixed(1)} at the end, ${rounds} rounds. ${commonWords}.`,
    '',
    '| program | seconds, median | lowest to highest | / `git fsck`, median | MB over the baseline |',
    '|---|---:|---:|---:|---:|',
    `| \`git fsck --lost-found --no-progress\` | ${seconds(of('fsck'))} |  |  |`,
    `| refs, reflogs, and what is unreachable, listed | ${seconds(of('reader'))} | ${middle(of('readerRatio')).toFixed(2)} | ${readerMegabytes} |`,
    `| the case: the same, hashed, joined, with findings | ${seconds(of('opened'))} | ${middle(of('openedRatio')).toFixed(2)} | ${openedMegabytes} |`,
    '',
    `Unreachable objects: ${result.unreachable} here, ${theirs.unreachable} by git; dangling: ${result.dangling} and ${theirs.dangling}. Lists of changed files equal git's on ${agreement.lists} of ${agreement.commits} commits, line counts in ${agreement.counts} of ${agreement.files} files.`,
    ...(faults.length === 0 ? [] : ['', `Out of bounds: ${faults.join('; ')}.`]),
  ].join('\n');
  process.stdout.write(`${table}\n`);
  if (process.argv.includes('--write') && !loose) writeTable(table);
  if (kept === undefined) fs.rmSync(base, { recursive: true, force: true });
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** @param {readonly number[]} sorted */
function middle(sorted) {
  return sorted[sorted.length >> 1] ?? 0;
}

/**
 * Puts the table into the README beside this file, between its own marks.
 * @param {string} table
 */
function writeTable(table) {
  const file = path.join(path.dirname(self), 'README.md');
  const text = fs.readFileSync(file, 'utf8');
  const [begin, end] = ['<!-- git-bench:begin -->', '<!-- git-bench:end -->'];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no marks for the table.`);
  fs.writeFileSync(file, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
}

/** @param {string} repository */
function timeFsck(repository) {
  const started = performance.now();
  const text = git(repository, 'fsck', '--lost-found', '--no-progress');
  return { text, ms: performance.now() - started };
}

/**
 * Holds the changed files and line counts of every commit against git's.
 * @param {string} repository
 * @param {string} file
 */
function compareFiles(repository, file) {
  /** @type {Record<string, string[]>} */
  const ours = JSON.parse(fs.readFileSync(file, 'utf8'));
  const text = git(repository, 'log', '--all', '--root', '--diff-merges=first-parent', '--no-renames', '--numstat', '--format=%x01%H');
  const sum = { commits: 0, lists: 0, files: 0, counts: 0 };
  for (const part of text.split('\u0001').slice(1)) {
    const [oid, ...lines] = part.split('\n').filter((line) => line !== '');
    const theirs = lines.map((line) => line.split('\t'));
    const mine = (ours[oid ?? ''] ?? []).map((line) => line.split('\t'));
    sum.commits += 1;
    sum.files += theirs.length;
    if (mine.map((line) => line[2]).join('\n') === theirs.map((line) => line[2]).join('\n')) sum.lists += 1;
    sum.counts += theirs.filter((line, at) => line.join() === mine[at]?.join()).length;
  }
  return sum;
}

/**
 * Node 20 cannot run TypeScript: the reader is bundled first.
 * @param {string} folder
 */
async function bundleReader(folder) {
  const vite = await import('vite');
  const engine = path.join(root, 'electron/engine');
  await vite.build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    define: { __POSTFLIGHT_VERSION__: JSON.stringify('0.0.0') },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          walk: path.join(engine, 'intake/walk.ts'),
          repositories: path.join(engine, 'sources/git/read-repository.ts'),
          objects: path.join(engine, 'sources/git/objects/object-reader.ts'),
          case: path.join(engine, 'open-case.ts'),
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  });
  return folder;
}

/**
 * @param {string} bundle
 * @param {string} evidence
 * @param {string} out
 */
async function measure(bundle, evidence, out) {
  /** @param {string} name */
  const load = (name) => import(pathToFileURL(path.join(bundle, `${name}.mjs`)).href);
  const [{ walk }, { readRepositories }, { openObjects }] = [await load('walk'), await load('repositories'), await load('objects')];
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const started = performance.now();
  const { files } = await walk(evidence, ['']);
  const reads = [];
  for await (const read of readRepositories(files)) reads.push(read);
  const readMs = performance.now() - started;
  const objects = openObjects(files, reads[0], reads);
  const openMs = performance.now() - started;
  const lost = await objects.unreachable();
  const ms = performance.now() - started;
  clearInterval(sampler);
  peak = Math.max(peak, process.memoryUsage().rss);
  const filesStarted = performance.now();
  const filesMs = out === '' ? 0 : await writeFiles(objects, lost, out).then(() => performance.now() - filesStarted);
  const gone = lost.unreachable.filter((/** @type {{inReflog: boolean}} */ each) => !each.inReflog);
  const result = {
    readMs: Math.round(readMs),
    openMs: Math.round(openMs),
    ms: Math.round(ms),
    peakMegabytes: Math.round((peak - before) / 1e6),
    reflogEntries: reads[0].reflogs.reduce((/** @type {number} */ sum, /** @type {{entries: unknown[]}} */ log) => sum + log.entries.length, 0),
    unreachable: gone.length,
    dangling: gone.filter((/** @type {{dangling: boolean}} */ each) => each.dangling).length,
    heldByReflogs: lost.unreachable.length - gone.length,
    missing: lost.missingCount,
    problems: objects.problems().length,
    changedFilesMs: Math.round(filesMs),
  };
  process.stdout.write(JSON.stringify(result));
}

/**
 * The whole of opening: hashes, reflogs, joins, what is lost, findings.
 * @param {string} bundle
 * @param {string} evidence
 */
async function measureCase(bundle, evidence) {
  const { openCase } = await import(pathToFileURL(path.join(bundle, 'case.mjs')).href);
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const started = performance.now();
  const opened = await openCase({ root: evidence, include: [''], name: 'bench', live: false }, { now: () => 0 });
  const ms = performance.now() - started;
  clearInterval(sampler);
  peak = Math.max(peak, process.memoryUsage().rss);
  process.stdout.write(JSON.stringify({ ms: Math.round(ms), peakMegabytes: Math.round((peak - before) / 1e6), unreachable: opened.repositories[0].unreachable, findings: opened.findings.length }));
}

/**
 * Changed files of every commit that is not lost, as `git log --numstat` writes them.
 * @param {any} objects
 * @param {{unreachable: {oid: string}[]}} lost
 * @param {string} out
 */
async function writeFiles(objects, lost, out) {
  const gone = new Set(lost.unreachable.map((each) => each.oid));
  /** @type {string[]} */
  const oids = [];
  await objects.eachCommit((/** @type {{oid: string}} */ commit) => void (gone.has(commit.oid) || oids.push(commit.oid)));
  /** @type {Record<string, string[]>} */
  const all = {};
  for (const oid of oids) {
    const read = await objects.changedFiles(oid);
    /** @type {{added: number | null, removed: number | null, path: string}[]} */
    const files = read.ok ? read.value.files : [];
    all[oid] = files.map((file) => `${file.added ?? '-'}\t${file.removed ?? '-'}\t${file.path}`);
  }
  fs.writeFileSync(out, JSON.stringify(all));
}

/**
 * @param {string} cwd
 * @param {...string} args
 */
function git(cwd, ...args) {
  const env = { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
}

/**
 * A linear history with side branches, 60 refs with logs, and 500 commits that nothing holds.
 * @param {string} folder
 * @param {number} commits
 * @param {boolean} loose
 */
function makeRepository(folder, commits, loose) {
  fs.mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', '-b', 'main');
  const parts = [];
  let mark = 0;
  const seed = { value: 12345 };
  const random = (/** @type {number} */ below) => {
    seed.value = (Math.imul(seed.value, 1103515245) + 12345) & 0x7fffffff;
    return seed.value % below;
  };
  const contents = new Map();
  const commit = (/** @type {string} */ ref, /** @type {string} */ from, /** @type {number} */ number) => {
    mark += 1;
    const message = `change ${number}`;
    parts.push(`commit ${ref}\nmark :${mark}\ncommitter Ann Example <ann@example.test> ${1_600_000_000 + number * 60} +0200\ndata ${message.length}\n${message}\n${from}`);
    for (let file = 0; file < 1 + (number % 2); file += 1) {
      const name = `src/d${random(40)}/f${random(30)}.txt`;
      const lines = contents.get(name) ?? [];
      lines.splice(random(lines.length + 1), 0, `line ${number} ${random(1e6)}`);
      if (lines.length > 60) lines.splice(random(50), 3);
      contents.set(name, lines);
      const text = `${lines.join('\n')}\n`;
      parts.push(`M 100644 inline ${name}\ndata ${text.length}\n${text}\n`);
    }
    return mark;
  };
  const marks = [];
  for (let number = 0; number < commits; number += 1) marks.push(commit('refs/heads/main', '', number));
  for (let lost = 0; lost < 500; lost += 1) {
    commit('refs/heads/lost', lost % 10 === 0 ? `from :${marks[random(marks.length)]}\n` : '', commits + lost);
    if (lost % 10 === 9) parts.push('reset refs/heads/lost\n');
  }
  for (let branch = 0; branch < 58; branch += 1) parts.push(`reset refs/heads/topic-${branch}\nfrom :${marks[random(marks.length)]}\n\n`);
  execFileSync('git', ['fast-import', '--quiet', '--force', '--export-marks=marks'], { cwd: folder, input: parts.join(''), stdio: ['pipe', 'ignore', 'inherit'] });
  try {
    git(folder, 'update-ref', '-d', 'refs/heads/lost');
  } catch {
    // The last reset has already removed it.
  }
  const oids = new Map(fs.readFileSync(path.join(folder, 'marks'), 'utf8').trim().split('\n').map((line) => /** @type {[string, string]} */ (line.slice(1).split(' '))));
  fs.rmSync(path.join(folder, 'marks'));
  const held = marks.map((each) => oids.get(String(each)) ?? '');
  const zero = '0'.repeat(40);
  for (const ref of ['HEAD', 'refs/heads/main', ...Array.from({ length: 58 }, (_, branch) => `refs/heads/topic-${branch}`)]) {
    let old = zero;
    const lines = Array.from({ length: 84 }, (_, entry) => {
      const next = held[random(held.length)] ?? zero;
      const line = `${old} ${next} Ann Example <ann@example.test> ${1_600_000_000 + entry * 3600} +0200\tcommit: entry ${entry}\n`;
      old = next;
      return line;
    });
    const file = path.join(folder, '.git/logs', ref);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, lines.join(''));
  }
  git(folder, 'repack', '-d', '-q', ...(loose ? ['-A'] : ['-a', '-k']));
}
