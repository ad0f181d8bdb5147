/** Draws an evidence folder from text: a path to its content. For tests only. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Text or bytes of a file; a list is a transcript, one JSON line a row (a string in it stands as it is). */
export type Drawn = string | Uint8Array | readonly (string | object)[] | { readonly link: string } | { readonly fifo: true } | { readonly folder: true };

/** Makes a fresh folder with these names in it and gives its path. */
export function drawEvidence(drawing: Readonly<Record<string, Drawn>>): string {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'postflight-drawn-'));
  for (const [name, drawn] of Object.entries(drawing)) {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (typeof drawn === 'string' || drawn instanceof Uint8Array) fs.writeFileSync(file, drawn);
    else if (Array.isArray(drawn)) fs.writeFileSync(file, drawn.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''));
    else if ('link' in drawn) fs.symlinkSync(drawn.link, file);
    else if ('fifo' in drawn) execFileSync('mkfifo', [file]);
    else fs.mkdirSync(file, { recursive: true });
  }
  return root;
}

/** Time of the `n`-th second of the drawn hour, as transcripts write it. */
export const at = (second: number): string => new Date(Date.UTC(2026, 4, 15, 14, 0, second)).toISOString();

export interface Row {
  readonly uuid?: string;
  readonly second?: number;
  readonly cwd?: string;
  readonly session?: string;
  readonly extra?: object;
}

let made = 0;
const envelope = (type: string, row: Row): object => ({
  type,
  uuid: row.uuid ?? `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
  parentUuid: null,
  isSidechain: false,
  sessionId: row.session ?? 's1',
  cwd: row.cwd ?? '/Users/kim/work/till',
  version: '2.1.150',
  timestamp: at(row.second ?? 0),
  ...row.extra,
});

/** A person's prompt. */
export const prompt = (text: string, mode: string | null, row: Row = {}): object => ({
  ...envelope('user', row),
  ...(mode === null ? {} : { permissionMode: mode }),
  message: { role: 'user', content: text },
});

/** A tool call. */
export const call = (id: string, name: string, input: object, row: Row = {}): object => ({
  ...envelope('assistant', row),
  message: { id: `msg_${id}`, role: 'assistant', content: [{ type: 'tool_use', id, name, input }] },
});

/** What a call gave. */
export const result = (id: string, content: unknown, row: Row & { readonly error?: boolean } = {}): object => ({
  ...envelope('user', row),
  message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, is_error: row.error ?? false }] },
});
