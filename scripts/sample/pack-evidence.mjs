// Packs a folder into a tar.gz whose bytes depend on names and contents alone: sorted names, one owner, fixed modes and times.
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';

/** Regular files below a folder, relative, in bytewise order. Anything else is refused: the sample has no links. @param {string} folder @returns {string[]} */
export function filesBelow(folder) {
  /** @type {string[]} */
  const found = [];
  const walk = (/** @type {string} */ below) => {
    for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const name = path.posix.join(below, entry.name);
      if (entry.isDirectory()) walk(name);
      else if (entry.isFile()) found.push(name);
      else throw new Error(`${name} is no regular file`);
    }
  };
  walk('');
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/**
 * The packed bytes of a folder.
 * @param {string} folder
 * @param {(name: string) => number} timeOf milliseconds since 1970
 * @returns {Promise<Buffer>}
 */
export async function packFolder(folder, timeOf) {
  const pack = tar.pack();
  /** @type {Buffer[]} */
  const chunks = [];
  /** @type {Promise<void>} */
  const ended = new Promise((done, fail) => {
    pack.on('data', (chunk) => {
      if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    });
    pack.on('end', () => done());
    pack.on('error', fail);
  });
  for (const name of filesBelow(folder)) {
    pack.entry({ name, mode: 0o644, uid: 0, gid: 0, uname: '', gname: '', mtime: new Date(timeOf(name)) }, fs.readFileSync(path.join(folder, name)));
  }
  pack.finalize();
  await ended;
  const packed = gzipSync(Buffer.concat(chunks), { level: 9 });
  // Bytes 4 to 7 are a time and byte 9 names the system (RFC 1952): neither belongs to the content.
  packed.writeUInt32LE(0, 4);
  packed.writeUInt8(255, 9);
  return packed;
}
