/** `npm start [-- folder]`: builds and opens the sample or a folder. With no display it writes the report instead. */
import { realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { build } from './build.mjs';
import { hasDisplay } from './display.mjs';
import { runApp, runReport } from './run-app.mjs';

const say = (/** @type {string} */ line) => console.error(line);
// npm runs this in the package's folder; a relative path is meant from where the person stands.
const standing = process.env['INIT_CWD'] ?? process.cwd();
const words = process.argv.slice(2).filter((word) => word !== '--');
const folder = words[0] === undefined ? null : resolve(standing, words[0]);

async function openWindow() {
  return runApp(folder === null ? ['--sample'] : ['--open', folder], { visible: true, say });
}

/** @param {string} path */
function isEvidence(path) {
  if (folder === null) return false;
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== '..' && !way.startsWith(`..${sep}`);
  } catch {
    return false;
  }
}

async function writeReport() {
  say('There is no display here, so that no window can be shown. Writing the report of the same folder instead.');
  // Not where the person stands: that may be the evidence, or this checkout.
  const out = join(isEvidence(homedir()) ? tmpdir() : homedir(), 'postflight-summary.pdf');
  return runReport([...(folder === null ? ['--report-sample'] : ['--report', folder]), '--out', out], say);
}

try {
  await build({ say });
  process.exitCode = await (hasDisplay() ? openWindow() : writeReport());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 3;
}
