/** `npm run check`: types, lint, and unit tests (the import law among them), side by side. Counts what ran. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundedRun } from './bounded-run.mjs';
import { root } from './build.mjs';

/** @typedef {import('./e2e.mjs').Counts} Counts */

/**
 * Runs a program; its output comes in one piece when it is done, so that two at once do not mix.
 * @param {string} script
 * @param {readonly string[]} words
 * @param {Record<string, string>} [environment]
 * @param {() => boolean} [isDone]
 */
function run(script, words, environment = {}, isDone) {
  return boundedRun([join(root, 'node_modules', script), ...words], {
    environment: { ...process.env, NO_COLOR: '1', ...environment },
    seconds: 420,
    ...(isDone ? { isDone } : {}),
  });
}

/**
 * @param {string} name
 * @param {Promise<{ status: number | null, output: string }>} running
 * @returns {Promise<Counts>}
 */
async function judged(name, running) {
  const begun = Date.now();
  const { status, output } = await running;
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`${name}: ${status === 0 ? 'good' : 'failed'} (${seconds} s)`);
  if (status !== 0) console.log(output.trim());
  return status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * The tests that failed, by file and name, and why.
 * @param {{ testResults: { name: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }} results
 */
function failuresOf(results) {
  const lines = [];
  for (const suite of results.testResults) {
    if (suite.message) lines.push(`${suite.name}: ${suite.message}`);
    for (const { status, fullName, failureMessages } of suite.assertionResults) {
      if (status === 'failed') lines.push(`${suite.name}: ${fullName}`, ...failureMessages.map((message) => message.split('\n').slice(0, 12).join('\n')));
    }
  }
  return lines.join('\n');
}

/**
 * @param {string} file
 * @returns {any} `null`: not written yet, or not to its end
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * @param {boolean} thorough
 * @returns {Promise<Counts>}
 */
async function unitTests(thorough) {
  const folder = mkdtempSync(join(tmpdir(), 'postflight-unit-'));
  const file = join(folder, 'results.json');
  try {
    const begun = Date.now();
    // What tests draw goes with the folder.
    const environment = { TMPDIR: folder, ...(thorough ? { POSTFLIGHT_THOROUGH: '1' } : {}) };
    const { status, output } = await run('vitest/vitest.mjs', ['run', '--reporter=json', `--outputFile=${file}`], environment, () => read(file) !== null);
    const results = read(file);
    if (results === null) throw new Error(output.trim());
    // A runner that told all and did not end counts what it told.
    const ended = status ?? (results.success ? 0 : 1);
    const failed = Number(results.numFailedTests);
    const brokenFiles = results.testResults.filter((/** @type {{ status: string, assertionResults: unknown[] }} */ suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length;
    const counts = {
      passed: Number(results.numPassedTests),
      failed: failed + brokenFiles === 0 && ended !== 0 ? 1 : failed + brokenFiles,
      skipped: Number(results.numPendingTests) + Number(results.numTodoTests),
    };
    console.log(`unit tests: ${counts.failed === 0 ? 'good' : 'failed'}, ${counts.passed} passed (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    if (counts.failed > 0) console.log(failuresOf(results) || output.trim());
    return counts;
  } catch (error) {
    console.log(`unit tests: failed. ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {{ thorough?: boolean }} [how] `thorough`: random tests run their whole number, as in `npm test`
 * @returns {Promise<Counts>}
 */
export async function check({ thorough = false } = {}) {
  const all = await Promise.all([
    judged('types', run('typescript/bin/tsc', ['-b'])),
    judged('lint', run('@biomejs/biome/bin/biome', ['lint', '--diagnostic-level=warn', '--error-on-warnings', '--max-diagnostics=60', '.'])),
    unitTests(thorough),
  ]);
  return all.reduce(sum);
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed, skipped } = await check();
  if (skipped > 0) console.log(`${skipped} tests were skipped: that counts as a failure.`);
  process.exitCode = failed > 0 || skipped > 0 ? 1 : 0;
}
