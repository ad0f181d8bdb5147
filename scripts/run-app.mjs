/** Starts the built app in Electron with the switches that this machine needs, and waits for its end. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './build.mjs';
import { hasDisplay, startVirtualDisplay } from './display.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { seeToSystemPackages } from './system-packages.mjs';

/**
 * @typedef {object} RunOptions
 * @property {boolean} visible  A person is to see a window.
 * @property {(line: string) => void} say  For notes; never stdout, which belongs to the app.
 */

/**
 * The switches for Chromium on this machine.
 * @param {(line: string) => void} say
 * @param {boolean} virtual  On a display that nobody sees.
 */
export function chromiumSwitches(say, virtual) {
  const switches = [];
  if (process.platform === 'linux') {
    if (process.getuid?.() === 0) {
      say('Running as root: Chromium is started with --no-sandbox.');
      switches.push('--no-sandbox');
    } else if (process.env['POSTFLIGHT_NO_SANDBOX'] === '1') {
      say('POSTFLIGHT_NO_SANDBOX is set: Chromium is started with --no-sandbox.');
      switches.push('--no-sandbox');
    }
    if (!process.env['DISPLAY'] && !virtual) switches.push('--ozone-platform-hint=auto');
    // Containers often have 64 MB there, too little for a page's pictures.
    if (sharedMemoryBytes() < 256 * 1024 * 1024) switches.push('--disable-dev-shm-usage');
    if (virtual) switches.push('--disable-gpu');
  }
  return switches;
}

function sharedMemoryBytes() {
  try {
    const about = statfsSync('/dev/shm');
    return about.bsize * about.blocks;
  } catch {
    return 0;
  }
}

/** True where an ordinary user can have Chromium's sandbox: it needs user namespaces. */
function canSandbox() {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return true;
  return spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore' }).status === 0;
}

// Chromium's own log lines, e.g. about a missing system bus: of no use to the person at the terminal.
const chromiumLine = /^\[\d+(:\d+)?[:/]\d{4}[\d/.:]*:?(INFO|WARNING|ERROR|VERBOSE\d*):/;

/**
 * @param {readonly string[]} words  The app's own command line.
 * @param {RunOptions} options
 * @returns {Promise<number>}  The app's exit status.
 */
export async function runApp(words, { visible, say }) {
  seeToSystemPackages({ tests: false, say });
  const runtime = await electronRuntime(say);
  say(`Runtime: ${runtime.reason}`);
  const virtual = !visible && !hasDisplay();
  const display = virtual ? await startVirtualDisplay() : null;
  try {
    /** @type {NodeJS.ProcessEnv} */
    const environment = { ...process.env, ...(display ? { DISPLAY: display.name } : {}) };
    for (const name of ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE']) delete environment[name];
    const child = spawn(runtime.executable, [...chromiumSwitches(say, virtual), root, ...words], {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: environment,
    });
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      if (process.env['POSTFLIGHT_VERBOSE'] === '1' || !chromiumLine.test(line)) process.stderr.write(`${line}\n`);
    });
    const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, forward);
    const status = await new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', (code, signal) => done(code ?? (signal ? 128 : 1)));
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.removeListener(signal, forward);
    if (status !== 0 && !canSandbox() && process.env['POSTFLIGHT_NO_SANDBOX'] !== '1') {
      say('This system gives ordinary users no namespaces, so Chromium cannot have its sandbox. POSTFLIGHT_NO_SANDBOX=1 starts without it.');
    }
    return Number(status);
  } finally {
    display?.stop();
  }
}

/**
 * Makes a report without a window. Chromium's files go to a folder that is gone afterwards, so that a window that is open
 * at the same time is not disturbed.
 * @param {readonly string[]} words  `--report FOLDER --out FILE` or `--report-sample --out FILE`
 * @param {(line: string) => void} say
 */
export async function runReport(words, say) {
  const kept = mkdtempSync(join(tmpdir(), 'postflight-'));
  try {
    return await runApp([...words, '--user-data', kept], { visible: false, say });
  } finally {
    // The unpacked sample is read-only; for an ordinary user its folders first have to be opened again.
    spawnSync('chmod', ['-R', 'u+w', kept], { stdio: 'ignore' });
    rmSync(kept, { recursive: true, force: true });
  }
}
