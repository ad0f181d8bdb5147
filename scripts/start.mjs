/** `npm start [-- folder]`: builds and opens the sample or a folder. With no display it writes the report instead. */
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from './build.mjs';
import { hasDisplay } from './display.mjs';
import { runApp } from './run-app.mjs';

const say = (/** @type {string} */ line) => console.error(line);
// npm runs this in the package's folder; a relative path is meant from where the person stands.
const standing = process.env['INIT_CWD'] ?? process.cwd();
const words = process.argv.slice(2).filter((word) => word !== '--');
const folder = words[0] === undefined ? null : resolve(standing, words[0]);

async function openWindow() {
  return runApp(folder === null ? ['--sample'] : ['--open', folder], { visible: true, say });
}

async function writeReport() {
  say('There is no display here, so that no window can be shown. Writing the report of the same folder instead.');
  // Not where the person stands: that may be the evidence.
  const out = join(homedir(), 'postflight-summary.pdf');
  const kept = mkdtempSync(join(tmpdir(), 'postflight-'));
  try {
    const source = folder === null ? ['--report-sample'] : ['--report', folder];
    return await runApp([...source, '--out', out, '--user-data', kept], { visible: false, say });
  } finally {
    rmSync(kept, { recursive: true, force: true });
  }
}

try {
  await build({ say });
  process.exitCode = await (hasDisplay() ? openWindow() : writeReport());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 3;
}
