#!/usr/bin/env node
// Builds the sample incident and packs it: node scripts/make-sample.mjs [output]. Needs git; the product does not need this script.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildEvidence } from './sample/build-evidence.mjs';
import { evidenceDate } from './sample/incident.mjs';
import { filesBelow, packFolder } from './sample/pack-evidence.mjs';

const output = process.argv[2] ?? fileURLToPath(new URL('../assets/sample-evidence.tar.gz', import.meta.url));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'postflight-sample-'));
try {
  const evidence = path.join(scratch, 'evidence');
  const remotes = path.join(scratch, 'remotes');
  fs.mkdirSync(evidence);
  fs.mkdirSync(remotes);
  const lastRecord = buildEvidence(evidence, remotes);
  const packed = await packFolder(evidence, (name) => lastRecord.get(name) ?? Date.parse(evidenceDate));
  fs.writeFileSync(output, packed);
  console.log(`${path.relative(process.cwd(), output) || output}: ${filesBelow(evidence).length} files, ${packed.length} bytes, sha256 ${createHash('sha256').update(packed).digest('hex')}`);
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
