/** Sessions that names of files and folders give away, and the small indexes that list them. */
import type { ReadProblem } from '../../../../shared/case.ts';
import { parseIsoTime, utcMillis } from '../../../../shared/time.ts';
import { asList, type Json, own, ownText } from '../../events/json.ts';
import type { EvidenceEntry, EvidenceFiles } from '../../intake/evidence-files.ts';
import { below } from './config-folders.ts';
import type { MentionSource, SessionMention } from './session-mention.ts';
import { placeOf, readJsonFile, wholeFile } from './small-json.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const wholeName = new RegExp(`^${uuid}$`);
const todoName = new RegExp(`^(${uuid})-agent-.*\\.json$`);
const debugName = new RegExp(`^(${uuid})\\.txt$`);

/** A todo file of a session without tasks holds `[]`; old versions wrote one for each session that was started. */
const emptyTodoBytes = 4;

export function namedSessions(files: EvidenceFiles, folder: string): { mentions: readonly SessionMention[]; problems: readonly ReadProblem[] } {
  const mentions: SessionMention[] = [];
  const problems: ReadProblem[] = [];
  const list = (name: string): readonly EvidenceEntry[] => files.list(below(folder, name));
  const mention = (sessionId: string, source: MentionSource, entry: EvidenceEntry | null, strong: boolean, says: string, project: string | null = null): void => {
    mentions.push({ sessionId, source, folder, ref: entry ? wholeFile(entry.path, entry.bytes) : null, time: null, project, strong, says });
  };

  for (const entry of list('todos')) {
    const id = entry.kind === 'file' ? todoName.exec(entry.name)?.[1] : undefined;
    if (id !== undefined) mention(id, 'todo', entry, entry.bytes > emptyTodoBytes, entry.bytes > emptyTodoBytes ? 'a task list of it' : 'an empty task list of it');
  }
  for (const [name, source, what] of [['tasks', 'task', 'tasks'], ['file-history', 'file-history', 'copies of files from before edits']] as const) {
    for (const entry of list(name)) {
      if (entry.kind !== 'directory' || !wholeName.test(entry.name)) continue;
      const kept = files.list(entry.path).filter((file) => file.kind === 'file' && file.bytes > 0);
      mention(entry.name, source, kept[0] ?? null, kept.length > 0, kept.length > 0 ? `${kept.length} ${what} of it` : `an empty folder for ${what} of it`);
    }
  }
  for (const entry of list('debug')) {
    const id = entry.kind === 'file' ? debugName.exec(entry.name)?.[1] : undefined;
    if (id !== undefined) mention(id, 'debug-log', entry, false, 'a debug log of it');
  }
  for (const project of list('projects')) {
    if (project.kind !== 'directory') continue;
    for (const entry of files.list(project.path)) {
      if (entry.kind === 'directory' && wholeName.test(entry.name)) {
        const kept = firstFile(files, entry.path, 4);
        mention(entry.name, 'session-folder', kept, kept !== null, kept ? "its folder with sub-agents' transcripts or tool results" : 'its empty folder', project.name);
      } else if (entry.kind === 'file' && entry.name === 'sessions-index.json') readIndex(entry, project.name);
    }
  }
  for (const entry of list('sessions')) if (entry.kind === 'file' && /^\d+\.json$/.test(entry.name)) readRunning(entry);
  return { mentions, problems };

  function readIndex(entry: EvidenceEntry, project: string): void {
    const read = readJsonFile(files, entry.path);
    if (!read.ok) {
      problems.push(read.problem);
      return;
    }
    for (const item of asList(own(read.json, 'entries'))) {
      const sessionId = ownText(item, 'sessionId');
      if (sessionId === null || sessionId === '' || own(item, 'isSidechain') === true) continue;
      const time = timeOf(own(item, 'modified')) ?? timeOf(own(item, 'created'));
      mentions.push({ sessionId, source: 'sessions-index', folder, ref: placeOf(entry.path, read.bytes, 'sessionId', sessionId), time, project: ownText(item, 'projectPath') ?? project, strong: true, says: 'an entry in the index of sessions' });
    }
  }

  function readRunning(entry: EvidenceEntry): void {
    const read = readJsonFile(files, entry.path);
    if (!read.ok) {
      problems.push(read.problem);
      return;
    }
    const sessionId = ownText(read.json, 'sessionId');
    if (sessionId === null || sessionId === '') return;
    const time = timeOf(own(read.json, 'updatedAt')) ?? timeOf(own(read.json, 'startedAt'));
    mentions.push({ sessionId, source: 'running-session', folder, ref: read.ref, time, project: ownText(read.json, 'cwd'), strong: false, says: 'a note of the running client, left behind where it did not end cleanly' });
  }
}

function timeOf(value: Json | undefined): number | null {
  if (typeof value === 'number') return utcMillis(value);
  return typeof value === 'string' ? parseIsoTime(value) : null;
}

/** The first regular file below a folder, a few levels deep. */
function firstFile(files: EvidenceFiles, folder: string, depth: number): EvidenceEntry | null {
  for (const entry of files.list(folder)) {
    if (entry.kind === 'file') return entry;
    const found = entry.kind === 'directory' && depth > 0 ? firstFile(files, entry.path, depth - 1) : null;
    if (found) return found;
  }
  return null;
}
