/** Builds `dist` where it is missing or older than the sources. Knows nothing of what the parts do. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone, exists } from './cache-folder.mjs';

/** The checkout that this script belongs to. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const dist = join(root, 'dist');

const sourceFolders = ['shared', 'electron', 'renderer', 'assets'];
const sourceFiles = ['package.json', 'package-lock.json', 'vite.config.ts'];
const ignored = /\.test\.tsx?$|\.md$|\.tsbuildinfo$/;

/** One hash over names, sizes and times of what the build reads: a restored older file counts as a change too. */
function fingerprint() {
  const lines = [process.env['POSTFLIGHT_BUILD_MODE'] ?? ''];
  for (const folder of sourceFolders) {
    if (!exists(join(root, folder))) continue;
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !ignored.test(entry.name)) lines.push(describe(path));
    }
  }
  for (const file of sourceFiles) if (exists(join(root, file))) lines.push(describe(join(root, file)));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** @param {string} path */
function describe(path) {
  const about = statSync(path, { throwIfNoEntry: false });
  return `${relative(root, path)}\t${about?.size ?? -1}\t${about?.mtimeMs ?? -1}`;
}

function isFresh() {
  try {
    return readFileSync(join(dist, 'sources'), 'utf8') === fingerprint();
  } catch {
    return false;
  }
}

/**
 * Builds when there is something to build. Nothing goes to stdout: it belongs to the command that asked. On failure the
 * build's own words are in the error.
 * @param {{ say?: (line: string) => void, always?: boolean }} [options]
 */
export async function build({ say = () => {}, always = false } = {}) {
  if (!always && isFresh()) return;
  // Two starts of one checkout would write into the same folder.
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  await alone(join(tmpdir(), `postflight-build-${process.getuid?.() ?? 0}-${name}.lock`), async () => {
    if (!always && isFresh()) return;
    say('Building ...');
    const before = fingerprint();
    rmSync(join(dist, 'sources'), { force: true });
    await runVite();
    mkdirSync(dist, { recursive: true });
    // Taken before the build: a file saved while it ran makes the next start build again.
    writeFileSync(join(dist, 'sources'), before);
  });
}

/** @returns {Promise<void>} */
function runVite() {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--app', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done();
      else fail(new Error(`The build failed.\n${output.trim()}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build({ always: true });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
