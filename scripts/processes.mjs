/** Which processes came of another one, and their end. Reads /proc: where there is none, only the process itself is known. */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {number} parent
 * @property {string} state  One letter, as `ps` shows it: R running, S asleep, D in the kernel, Z ended but not taken notice of.
 * @property {string} command  Its words with blanks between; empty for one that has ended.
 */

/**
 * The processes that came of one, and those that have a word of `mark` in their command: a child whose parent is gone
 * belongs to nobody. Ended ones are left out.
 * @param {number} pid
 * @param {string} [mark]
 * @returns {Process[]}
 */
export function processesOf(pid, mark) {
  const all = everyProcess().filter(({ state }) => state !== 'Z');
  const found = new Set([pid]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const one of all) if (found.has(one.parent) || (mark !== undefined && one.command.includes(mark))) found.add(one.pid);
  }
  found.delete(process.pid);
  return all.filter((one) => found.has(one.pid));
}

/** @param {readonly Process[]} processes */
export function kill(processes) {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** @returns {Process[]} */
function everyProcess() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => readProcess(name));
  } catch {
    return [];
  }
}

/**
 * @param {string} name
 * @returns {Process[]}
 */
function readProcess(name) {
  try {
    // `pid (name) state parent ...`: the name may hold blanks and brackets.
    const [state = '', parent = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return [{ pid: Number(name), parent: Number(parent), state, command }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
