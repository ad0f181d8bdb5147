/**
 * Runs a Node program of the checks to its end, and not longer. A runner whose work is done can fail to end: Node may lock
 * itself up while it shuts down (nodejs/node#54918), and Playwright's workers do so now and then (microsoft/playwright#39753).
 * What it was to find out is known by then, so it is ended, what was left of it is said, and its work counts.
 */
import { spawn } from 'node:child_process';
import { root } from './build.mjs';
import { kill, processesOf } from './processes.mjs';

/**
 * @typedef {object} Bounds
 * @property {number} seconds  Longer than this it must not take: then it has failed.
 * @property {() => boolean} [isDone]  True once its work is done, and only its end is waited for.
 * @property {number} [graceSeconds]  How long that end may take.
 * @property {string} [mark]  A word in the commands of all that it starts.
 */

/**
 * @typedef {object} Ended
 * @property {number | null} status  `null`: it had to be ended.
 * @property {string} output  Empty where it was shown at once.
 * @property {readonly import('./processes.mjs').Process[]} left  What still ran of it when it was ended.
 * @property {boolean} done  It ended by itself, or its work was done.
 */

/**
 * @param {readonly string[]} words
 * @param {{ environment?: NodeJS.ProcessEnv, show?: boolean, say?: (line: string) => void } & Bounds} how  `show`: what it prints goes to our own output at once
 * @returns {Promise<Ended>}
 */
export function boundedRun(words, { environment = process.env, show = false, say = (line) => console.log(line), seconds, isDone = () => false, graceSeconds = 60, mark }) {
  return new Promise((resolve, fail) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'], env: environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text) => {
        output += text;
      });
    }
    const begun = Date.now();
    let doneAt = 0;
    const watch = setInterval(() => {
      const now = Date.now();
      if (doneAt === 0 && isDone()) doneAt = now;
      const tooLong = now - begun > seconds * 1000;
      if (!tooLong && (doneAt === 0 || now - doneAt < graceSeconds * 1000)) return;
      const left = child.pid === undefined ? [] : processesOf(child.pid, mark);
      say(`${words[0]} ${doneAt === 0 ? `did not get done in ${seconds} s` : `had done its work and did not end`}. What was left of it is ended now:`);
      for (const { pid, parent, state, command } of left) say(`  ${pid} (of ${parent}) ${state} ${command.slice(0, 300)}`);
      kill(left);
      child.kill('SIGKILL');
      // Not waited for: what the kernel holds does not end by a signal either.
      end({ status: null, output, left, done: doneAt > 0 });
    }, 100);
    /** @param {Ended} ended */
    const end = (ended) => {
      clearInterval(watch);
      child.unref();
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      resolve(ended);
    };
    child.on('error', (error) => {
      clearInterval(watch);
      fail(error);
    });
    child.on('close', (code) => end({ status: code ?? 1, output, left: [], done: true }));
  });
}
