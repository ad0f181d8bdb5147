/** Runs the end-to-end tests in the real Electron, on a display of their own. Counts what ran. Knows no test. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
    const status = await run(words, {
      ...process.env,
      ...(display ? { DISPLAY: display.name } : {}),
      POSTFLIGHT_ELECTRON: runtime.executable,
      POSTFLIGHT_SWITCHES: JSON.stringify(chromiumSwitches(say, display !== null)),
      POSTFLIGHT_RESULTS: results,
      // What tests draw goes with the folder. Others must be able to enter: one test runs the app as another user.
      TMPDIR: folder,
    });
    return readCounts(results, status);
  } finally {
    display?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>}
 */
function run(words, environment) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'test', '-c', 'e2e/playwright.config.ts', ...words], {
      cwd: root,
      stdio: 'inherit',
      env: environment,
    });
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
}

/**
 * @param {string} file
 * @param {number} status
 * @returns {Counts}
 */
function readCounts(file, status) {
  try {
    const { stats } = JSON.parse(readFileSync(file, 'utf8'));
    const failed = Number(stats.unexpected) + Number(stats.flaky);
    // A runner that failed without a failed test, e.g. in a file that cannot be loaded, has failed all the same.
    return { passed: Number(stats.expected), failed: failed === 0 && status !== 0 ? 1 : failed, skipped: Number(stats.skipped) };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed, passed, skipped } = await runEndToEnd(process.argv.slice(2));
  process.exitCode = failed > 0 || skipped > 0 || passed === 0 ? 1 : 0;
}
