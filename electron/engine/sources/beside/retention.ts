/** How long the client kept transcripts and when it last swept: settings and `.last-cleanup`. Judges no absence. */
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
import { parseIsoTime } from '../../../../shared/time.ts';
import { own } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { below } from './config-folders.ts';
import type { Retention } from './session-mention.ts';
import { readJsonFile, wholeFile } from './small-json.ts';

/** What the client does without a setting. */
export const defaultPeriodDays = 30;

/** Later ones win. Managed settings, where the copy holds them, win over the user's own. */
const settingsNames = ['settings.json', 'settings.local.json'];

export function readRetention(files: EvidenceFiles, folder: string): { retention: Retention; problems: readonly ReadProblem[] } {
  const problems: ReadProblem[] = [];
  let periodDays = defaultPeriodDays;
  let periodFrom: EvidenceRef | null = null;
  let paused = false;
  const managed = [...files.entries.values()].filter((entry) => entry.kind === 'file' && /(^|\/)managed-settings(\.json|\.d\/[^/]+\.json)$/.test(entry.path)).map((entry) => entry.path);
  for (const path of [...settingsNames.map((name) => below(folder, name)), ...managed]) {
    if (files.entries.get(path)?.kind !== 'file') continue;
    const read = readJsonFile(files, path);
    if (!read.ok) {
      paused = true;
      problems.push(read.problem);
      continue;
    }
    const days = own(read.json, 'cleanupPeriodDays');
    if (typeof days !== 'number' || !Number.isFinite(days) || days < 0) continue;
    periodDays = days;
    periodFrom = placeOfKey(path, read.bytes, 'cleanupPeriodDays') ?? read.ref;
  }
  const { lastSweep, sweepFrom } = readSweep(files, below(folder, '.last-cleanup'), problems);
  return { retention: { folder, periodDays, periodFrom, lastSweep, sweepFrom, paused }, problems };
}

function readSweep(files: EvidenceFiles, path: string, problems: ReadProblem[]): { lastSweep: number | null; sweepFrom: EvidenceRef | null } {
  const entry = files.entries.get(path);
  if (entry?.kind !== 'file') return { lastSweep: null, sweepFrom: null };
  const read = files.readWhole(path, 65_536);
  if (!read.ok) {
    problems.push(read.problem);
    return { lastSweep: null, sweepFrom: null };
  }
  const text = Buffer.from(read.value.buffer, read.value.byteOffset, read.value.byteLength).toString('utf8').trim().replace(/^"|"$/g, '');
  const lastSweep = parseIsoTime(text);
  if (lastSweep === null) problems.push({ path, line: null, byteOffset: null, reason: 'No time that names its zone: when the client last swept is unknown.' });
  return { lastSweep, sweepFrom: lastSweep === null ? null : wholeFile(path, read.value.length) };
}

/** The place of `"key": <value>` up to the value's end. */
function placeOfKey(path: string, bytes: Buffer, key: string): EvidenceRef | null {
  const text = bytes.toString('latin1');
  const found = new RegExp(`"${key}"[ \\t\\r\\n]*:[ \\t\\r\\n]*[-+0-9.eE]+`).exec(text);
  if (!found) return null;
  return { path, line: text.slice(0, found.index).split('\n').length, byteStart: found.index, byteEnd: found.index + found[0].length };
}
