/** Tells one build of the program from another: an index of another build is not believed. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A hash over the code files beside `module`, all of them: the bundler names shared parts as it likes. */
export function codeId(module: string): string {
  const folder = path.dirname(fileURLToPath(module));
  const hash = crypto.createHash('sha256');
  for (const name of fs.readdirSync(folder).sort()) {
    if (!/\.(js|mjs|ts)$/.test(name)) continue;
    hash.update(`${name}\n`).update(fs.readFileSync(path.join(folder, name)));
  }
  return hash.digest('hex');
}
