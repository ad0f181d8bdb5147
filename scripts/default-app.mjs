/**
 * The small program that lets a bare Electron start "electron <folder>", as the ordinary download does. Writes one asar
 * file; knows nothing of where Electron comes from.
 *
 * The registry build has no `resources/default_app.asar`. Without one Electron starts only `resources/app`, so that each
 * checkout would need a runtime of its own, or all of them would fight over one link in the shared cache. With it the
 * cache stays as it was made, both runtimes are started alike, and electron-builder (which drops a file of this name)
 * can pack from the same folder.
 */
import { writeFileSync } from 'node:fs';

// `ready` waits for an ES entry module, and for what it awaits: the app can still set up its protocol and its sandbox.
const program = `
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron/main';
const given = process.argv.slice(1).find((word) => !word.startsWith('-'));
if (given === undefined) {
  console.error('usage: electron <folder of an app>');
  process.exit(2);
}
const folder = resolve(given);
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
process.defaultApp = true;
app.setName(about.productName ?? about.name);
app.setVersion(about.version);
app.setAppPath(folder);
try {
  await import(pathToFileURL(join(folder, about.main)).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}
`;

const files = [
  { name: 'package.json', text: JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }) },
  { name: 'main.js', text: program },
];

/** What the program's text depends on; part of the cache's key, so that a changed program makes a new runtime. */
export const defaultAppText = program;

/** The asar format: a Chromium pickle with the length of a pickle with the header's JSON, then the files' bytes. */
export function defaultAppArchive() {
  const bodies = files.map((file) => Buffer.from(file.text));
  /** @type {Record<string, { size: number, offset: string }>} */
  const entries = {};
  let offset = 0;
  files.forEach((file, index) => {
    const size = bodies[index]?.length ?? 0;
    entries[file.name] = { size, offset: String(offset) };
    offset += size;
  });
  const json = Buffer.from(JSON.stringify({ files: entries }));
  const padded = Buffer.alloc(Math.ceil(json.length / 4) * 4);
  json.copy(padded);
  const sizes = Buffer.alloc(16);
  sizes.writeUInt32LE(4, 0);
  sizes.writeUInt32LE(padded.length + 8, 4);
  sizes.writeUInt32LE(padded.length + 4, 8);
  sizes.writeUInt32LE(json.length, 12);
  return Buffer.concat([sizes, padded, ...bodies]);
}

/** @param {string} file */
export function writeDefaultApp(file) {
  writeFileSync(file, defaultAppArchive());
}
