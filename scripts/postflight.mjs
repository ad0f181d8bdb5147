#!/usr/bin/env node
/** The command line: `postflight scan|report|verify|open`. Builds when needed and hands the words on. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { build, dist } from './build.mjs';
import { reportWords } from './report-words.mjs';
import { runApp, runReport } from './run-app.mjs';

const usage = `usage: postflight scan <folder> [options]
       postflight report <folder> --out FILE.pdf [--case FILE] [--policy FILE]
       postflight verify <folder> --manifest FILE
       postflight open [folder]
`;

/** @param {readonly string[]} words */
async function main(words) {
  const [command, ...rest] = words;
  const quiet = rest.includes('--quiet');
  const say = (/** @type {string} */ line) => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };
  if (command !== 'scan' && command !== 'verify' && rest.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  switch (command) {
    case 'scan':
    case 'verify':
      await build();
      return runEngine([command, ...rest]);
    case 'report':
      return report(rest, say);
    case 'open':
      if (rest.length > 1 || rest[0]?.startsWith('-') || rest[0] === '') {
        process.stderr.write(usage);
        return 2;
      }
      await build({ say });
      return runApp(rest[0] === undefined ? [] : ['--open', resolve(rest[0])], { visible: true, say });
    case '--help':
    case 'help':
      process.stdout.write(usage);
      return 0;
    default:
      process.stderr.write(usage);
      return 2;
  }
}

/**
 * @param {readonly string[]} words
 * @param {(line: string) => void} say
 */
async function report(words, say) {
  const wanted = reportWords(words);
  if (wanted === null) {
    process.stderr.write(usage);
    return 2;
  }
  await build({ say });
  return runReport(wanted, say);
}

/**
 * @param {readonly string[]} words
 * @returns {Promise<number>}
 */
function runEngine(words) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(dist, 'engine/cli.js'), ...words], { stdio: 'inherit' });
    // Handed on, and waited for: the engine takes away what it had half written.
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
    child.on('error', fail);
    // As a shell says it: 1 would tell a script of a finding.
    child.on('close', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
}
