/** Runs one program and tells how long it took, what processor time it used and how much memory at its peak. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ seconds: number, processorSeconds: number | null, peakMegabytes: number | null, status: number, output: string }} Run
 */

const timeProgram = '/usr/bin/time';
/** Without `time`, the kernel's own high-water mark is read this often; a peak cannot be missed, only a process too short. */
const sampleMs = 20;

export function hasTime() {
  return statSync(timeProgram, { throwIfNoEntry: false }) !== undefined;
}

/**
 * The program's output goes to a file, so that no pipe slows it; `output` is that file's path.
 * @param {readonly string[]} words
 * @param {{ cwd: string, scratch: string, name: string }} where
 * @returns {Promise<Run>}
 */
export function measuredRun(words, { cwd, scratch, name }) {
  const output = join(scratch, `${name}.out`);
  const errors = join(scratch, `${name}.err`);
  const account = join(scratch, `${name}.time`);
  rmSync(account, { force: true });
  const timed = hasTime();
  const [program = '', ...rest] = timed ? [timeProgram, '-v', '-o', account, ...words] : words;
  const out = openSync(output, 'w');
  const err = openSync(errors, 'w');
  return new Promise((done, fail) => {
    const begun = performance.now();
    const child = spawn(program, rest, { cwd, stdio: ['ignore', out, err] });
    /** @type {number | null} */
    let sampled = null;
    const sampler = timed ? null : setInterval(() => { sampled = highWater(child.pid) ?? sampled; }, sampleMs);
    const end = () => {
      if (sampler) clearInterval(sampler);
      closeSync(out);
      closeSync(err);
    };
    child.on('error', (error) => {
      end();
      fail(error);
    });
    child.on('close', (code, signal) => {
      const seconds = (performance.now() - begun) / 1000;
      end();
      const status = code ?? -1;
      if (signal !== null) return fail(new Error(`${words[0]} was ended by ${signal}.`));
      const { processorSeconds, peakMegabytes } = timed ? accountOf(readFileSync(account, 'utf8')) : { processorSeconds: null, peakMegabytes: sampled };
      done({ seconds, processorSeconds, peakMegabytes, status, output });
    });
  });
}

/**
 * What `time -v` wrote.
 * @param {string} text
 */
export function accountOf(text) {
  const number = (/** @type {RegExp} */ pattern) => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? null : Number(found);
  };
  const user = number(/User time \(seconds\): ([\d.]+)/);
  const system = number(/System time \(seconds\): ([\d.]+)/);
  const kibibytes = number(/Maximum resident set size \(kbytes\): (\d+)/);
  return {
    processorSeconds: user === null || system === null ? null : user + system,
    peakMegabytes: kibibytes === null ? null : (kibibytes * 1024) / 1e6,
  };
}

/** @param {number | undefined} pid */
function highWater(pid) {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return found === undefined ? null : (Number(found) * 1024) / 1e6;
  } catch {
    return null; // It ended, or this system has no /proc.
  }
}
