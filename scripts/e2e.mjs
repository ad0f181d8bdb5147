/** Runs the end-to-end tests in the real Electron, on a display of their own. Counts what ran. Knows no test. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundedRun } from './bounded-run.mjs';
import { build, root } from './build.mjs';
import { startVirtualDisplay } from './display.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { chromiumSwitches } from './run-app.mjs';
import { seeToSystemPackages } from './system-packages.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * @param {readonly string[]} words  For Playwright: file names, `-g`, ...
 * @returns {Promise<Counts>}
 */
export async function runEndToEnd(words) {
  const say = (/** @type {string} */ line) => console.error(line);
  seeToSystemPackages({ tests: true, say });
  await build({ say });
  const runtime = await electronRuntime(say);
  say(`Runtime: ${runtime.reason}`);
  // Always a display of our own: windows must not appear on a person's screen, nor take its keys.
  const display = process.platform === 'linux' ? await startVirtualDisplay() : null;
  const folder = mkdtempSync(join(tmpdir(), 'postflight-e2e-'));
  chmodSync(folder, 0o755);
  const results = join(folder, 'results.json');
  try {
    const ended = await boundedRun([join(root, 'node_modules/playwright/cli.js'), 'test', '-c', 'e2e/playwright.config.ts', ...words], {
      environment: {
        ...process.env,
        ...(display ? { DISPLAY: display.name } : {}),
        POSTFLIGHT_ELECTRON: runtime.executable,
        POSTFLIGHT_SWITCHES: JSON.stringify(chromiumSwitches(say, display !== null)),
        POSTFLIGHT_RESULTS: results,
        // What tests draw goes with the folder. Others must be able to enter: one test runs the app as another user.
        TMPDIR: folder,
      },
      show: true,
      seconds: 600,
      isDone: () => allEnded(read(results)),
      mark: folder,
    });
    return counts(read(results), ended);
  } finally {
    display?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {import('./e2e-reporter.mjs').Results | null} `null`: the runner did not get as far as that
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @param {import('./e2e-reporter.mjs').Results | null} results */
function allEnded(results) {
  return results !== null && results.total > 0 && results.passed + results.failed + results.skipped === results.total;
}

/**
 * A runner that had to be ended after its last test counts what it told; an app that was still there then has failed to end.
 * @param {import('./e2e-reporter.mjs').Results | null} results
 * @param {Pick<import('./bounded-run.mjs').Ended, 'status' | 'left' | 'done'>} ended
 * @returns {Counts}
 */
export function counts(results, { status, left, done }) {
  if (results === null) return { passed: 0, failed: 1, skipped: 0 };
  const { total, passed, skipped, errors } = results;
  const untold = total - passed - skipped - results.failed;
  const apps = left.filter(({ command }) => command.includes('--user-data')).length;
  const failed = results.failed + errors + untold + apps;
  // A runner that failed without a failed test has failed all the same.
  return { passed, failed: failed === 0 && (status === null ? !done : status !== 0) ? 1 : failed, skipped };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed, passed, skipped } = await runEndToEnd(process.argv.slice(2));
  process.exitCode = failed > 0 || skipped > 0 || passed === 0 ? 1 : 0;
}
