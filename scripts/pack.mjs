/** `npm run pack`: the unpacked app for this platform in `release/`. With the registry build it is for testing only. */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, root } from './build.mjs';
import { electronRuntime } from './electron-runtime.mjs';

const say = (/** @type {string} */ line) => console.error(line);

/**
 * @param {readonly string[]} words
 * @returns {Promise<number>}
 */
function builder(words) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), '--dir', '--publish', 'never', ...words], {
      cwd: root,
      stdio: 'inherit',
    });
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
}

try {
  await build({ say });
  const runtime = await electronRuntime(say);
  say(`Runtime: ${runtime.reason}`);
  if (runtime.kind === 'registry') say('This package is for testing only: a release carries the pinned version.');
  // The build's own settings name the pinned version alone; another one is given here.
  process.exitCode = await builder([`-c.electronDist=${dirname(runtime.executable)}`, `-c.electronVersion=${runtime.version}`]);
  if (process.exitCode === 0) {
    // The registry build carries the program that starts a folder; a package starts only itself.
    for (const entry of readdirSync(join(root, 'release'), { withFileTypes: true })) {
      if (entry.isDirectory()) rmSync(join(root, 'release', entry.name, 'resources/default_app.asar'), { force: true });
    }
    say(`The app is in ${join(root, 'release')}.`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
