/** The folder for what may be fetched or made again (runtimes), outside the repository. Knows nothing of what lies in it. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** `$XDG_CACHE_HOME/postflight` or `~/.cache/postflight`; made where it is missing. */
export function cacheFolder() {
  const given = process.env['XDG_CACHE_HOME'] ?? '';
  // The XDG rules say that a relative path is to be ignored.
  const folder = join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'postflight');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** @param {string} path */
export function exists(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process of this machine runs under the same lock. The lock is a folder, as making one is
 * atomic; it names its owner, so that the lock of a process that died is taken over.
 * @template Value
 * @param {string} lock
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function alone(lock, work) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true });
      else await sleep(200);
    }
  }
  try {
    writeFileSync(join(lock, 'owner'), String(process.pid));
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} lock */
function isAbandoned(lock) {
  try {
    return !isAlive(Number.parseInt(readFileSync(join(lock, 'owner'), 'utf8'), 10));
  } catch {
    // Just made, its owner not yet written, or just given back: wait, unless it has stood like that for long.
    const made = statSync(lock, { throwIfNoEntry: false });
    return made !== undefined && Date.now() - made.mtimeMs > 10_000;
  }
}

/**
 * Gives the finished folder `place`. Where it is missing, `make` fills a folder beside it that then takes its name in one
 * step: a process that stops half-way leaves no half-made folder under the final name.
 * @param {string} place
 * @param {(draft: string) => Promise<void>} make
 */
export async function onceMade(place, make) {
  if (exists(place)) return place;
  return alone(`${place}.lock`, async () => {
    if (exists(place)) return place;
    const draft = `${place}.draft-${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    try {
      await make(draft);
      renameSync(draft, place);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return place;
  });
}
