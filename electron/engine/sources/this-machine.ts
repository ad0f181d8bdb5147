/** What "This machine" would read: the Claude Code folder of a home, and the repositories that its transcripts name. */
import fs from 'node:fs';
import path from 'node:path';
import type { EngineReport } from '../../../shared/engine-control.ts';
import { type Json, ownText } from '../events/json.ts';
import { openRegular, reasonOf } from '../intake/open-file.ts';
import { createPace } from '../intake/pace.ts';
import { walk } from '../intake/walk.ts';
import { transcriptByName } from './identify.ts';

type MachineReport = Extract<EngineReport, { type: 'machine' }>;
const headBytes = 65_536;

/** Looks only at the head of each transcript: its working directories are where repositories are looked for. */
export async function machineFolders(home: string): Promise<MachineReport> {
  const claude = path.join(home, '.claude');
  try {
    if (!fs.existsSync(claude)) return { type: 'machine', folders: [{ path: claude, kind: 'claude-folder', note: 'There is none on this machine.', present: false }], problem: null };
    const { files } = await walk(claude, ['']);
    const pace = createPace();
    const folders: MachineReport['folders'] = [{ path: claude, kind: 'claude-folder', note: `${files.entries.size} names`, present: true }];
    const seen = new Map<string, number>();
    for (const entry of files.entries.values()) {
      if (entry.kind !== 'file' || transcriptByName(`.claude/${entry.path}`) === null) continue;
      const cwd = firstCwd(files.root, entry.path);
      if (cwd !== null) seen.set(cwd, (seen.get(cwd) ?? 0) + 1);
      if (pace.due()) await pace.breathe();
    }
    const repositories = new Map<string, number>();
    for (const [cwd, sessions] of seen) {
      const top = topLevel(cwd);
      if (top !== null) repositories.set(top, (repositories.get(top) ?? 0) + sessions);
    }
    for (const [top, sessions] of [...repositories].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 9_999)) {
      folders.push({ path: path.join(top, '.git'), kind: 'repository', note: `named by ${sessions} ${sessions === 1 ? 'transcript' : 'transcripts'}`, present: true });
    }
    return { type: 'machine', folders, problem: null };
  } catch (error) {
    return { type: 'machine', folders: [], problem: `${claude} could not be listed. ${reasonOf(error)}`.slice(0, 1000) };
  }
}

function firstCwd(root: string, file: string): string | null {
  const opened = openRegular(root, file);
  if (!opened.ok) return null; // Opening the case lists the file as unreadable.
  try {
    const head = Buffer.from(opened.value.read(0, headBytes)).toString('utf8');
    for (const line of head.split('\n')) {
      const cwd = cwdOf(line);
      if (cwd !== null) return cwd;
    }
    return null;
  } finally {
    opened.value.close();
  }
}

function cwdOf(line: string): string | null {
  try {
    return ownText(JSON.parse(line) as Json, 'cwd');
  } catch {
    return null; // A cut or foreign line; the transcript's own reading counts it.
  }
}

/** The nearest folder at or above `folder` that has a `.git`; null where there is none. */
function topLevel(folder: string): string | null {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, '.git'))) return at;
    if (at === path.dirname(at)) return null;
  }
}
