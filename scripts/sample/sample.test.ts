/** Proves what the packed sample holds, from its bytes alone: tests run on machines without git. */
import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { booking, deploy, sessions } from './incident.mjs';
import { packFolder } from './pack-evidence.mjs';

const archive = fileURLToPath(new URL('../../assets/sample-evidence.tar.gz', import.meta.url));
const files = new Map<string, Buffer>();
const kinds = new Set<string>();

beforeAll(async () => {
  const extract = tar.extract();
  createReadStream(archive).pipe(createGunzip()).pipe(extract);
  for await (const entry of extract) {
    kinds.add(String(entry.header.type));
    const chunks: Buffer[] = [];
    for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    files.set(entry.header.name, Buffer.concat(chunks));
  }
});

const transcripts = () => [...files].filter(([name]) => name.includes('/projects/') && name.endsWith('.jsonl'));
const text = (name: string) => files.get(name)?.toString('utf8') ?? '';

describe('the sample evidence', () => {
  it('is small, and holds nothing but regular files below its own folder, in bytewise order', () => {
    expect(readFileSync(archive).length).toBeLessThan(200_000);
    expect([...kinds]).toEqual(['file']);
    const names = [...files.keys()];
    expect(names.length).toBeGreaterThan(60);
    expect(names.every((name) => !path.posix.isAbsolute(name) && path.posix.normalize(name) === name && !name.startsWith('..'))).toBe(true);
    expect(names).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  it('has three sessions and one sub-agent, in the current and in the older layout', () => {
    const names = transcripts().map(([name]) => name);
    expect(names.filter((name) => name.includes('/subagents/'))).toHaveLength(1);
    expect(names.filter((name) => name.includes('/sessions/'))).toHaveLength(1);
    expect(names).toHaveLength(4);
  });

  it('has each prompt of the story, and one line that is no JSON', () => {
    const lines = transcripts().flatMap(([, bytes]) => bytes.toString('utf8').trimEnd().split('\n'));
    const prompts = sessions.flatMap((session) => session.steps.flatMap((step) => (step.prompt === undefined ? [] : [step.prompt])));
    for (const prompt of prompts) expect(lines.some((line) => line.includes(JSON.stringify(prompt)))).toBe(true);
    const malformed = lines.filter((line) => {
      try {
        JSON.parse(line);
        return false;
      } catch {
        return true;
      }
    });
    expect(malformed).toHaveLength(1);
  });

  it('has two repositories with reflogs, one entry by somebody whom no call names', () => {
    expect(text(`${booking.slice(1)}/.git/logs/HEAD`).trimEnd().split('\n')).toHaveLength(7);
    expect(text(`${deploy.slice(1)}/.git/logs/HEAD`).trimEnd().split('\n')).toHaveLength(3);
    expect(text(`${booking.slice(1)}/.git/logs/HEAD`)).toContain('root@build-07.ferry.example');
  });

  it('names no folder of the machine that built it', () => {
    for (const [name, bytes] of files) expect({ name, machine: /\/tmp\/postflight|\/home\/|\/root\//.test(bytes.toString('latin1')) }).toEqual({ name, machine: false });
  });
});

describe('packing', () => {
  it('gives the same bytes for the same folder', async () => {
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const once = await packFolder(folder, () => 1_700_000_000_000);
    const again = await packFolder(folder, () => 1_700_000_000_000);
    expect(once.equals(again)).toBe(true);
    expect(once.readUInt32LE(4)).toBe(0);
  });
});
