/** Gathers what names sessions: files beside the transcripts, other transcripts, folders, the provider. Judges no absence. Pure. */
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { folderOf } from '../sources/beside/config-folders.ts';
import type { BesideRead } from '../sources/beside/read-beside.ts';
import type { SessionMention } from '../sources/beside/session-mention.ts';
import { wholeFile } from '../sources/beside/small-json.ts';
import type { ProviderRecord } from '../sources/posture/provider-records.ts';
import type { SessionNotes } from '../sources/transcript/sessions.ts';
import type { TrailNotes } from '../sources/transcript/trail.ts';

export interface MentionEvidence {
  readonly files: EvidenceFiles;
  readonly trail: TrailNotes;
  readonly sessions: readonly SessionNotes[];
  readonly beside: BesideRead;
  /** What the provider or a collector kept. */
  readonly provider: readonly ProviderRecord[];
}

/** Everything in the copy that names a session, beside the rows of its own main transcript. */
export function sessionMentions(evidence: MentionEvidence, mains: ReadonlySet<string>, projectFolders: (folder: string) => boolean): readonly SessionMention[] {
  const { files, beside, provider } = evidence;
  const inCopy = [...beside.mentions, ...mentionsInTranscripts(evidence, mains, projectFolders), ...looseSessionFolders(files, beside, projectFolders)];
  return [...inCopy, ...namedByProvider(provider, inCopy)];
}

/**
 * Whether a folder outside any configuration folder is a project's, copied whole: a main transcript lies in it, or in one beside it.
 * A copy can begin with `projects` or with one project.
 */
export function copiedProjectFolders(mains: ReadonlySet<string>): (folder: string) => boolean {
  const folders = new Set([...mains].map(folderOfFile));
  const around = new Set([...folders].filter((folder) => folder !== '').map(folderOfFile));
  return (folder) => folders.has(folder) || (folder !== '' && around.has(folderOfFile(folder)));
}

/** The folder that a path names a file or folder in. */
export function folderOfFile(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

const sessionFolder = /^(?:(.*)\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(?:subagents|tool-results)(?:\/|$)/;

/** Folders of sessions that lie in a project's folder outside any configuration folder. */
function looseSessionFolders(files: EvidenceFiles, beside: BesideRead, projectFolders: (folder: string) => boolean): readonly SessionMention[] {
  const found = new Map<string, SessionMention>();
  for (const entry of files.entries.values()) {
    const [, folder = '', sessionId] = (entry.kind === 'file' && sessionFolder.exec(entry.path)) || [];
    if (sessionId === undefined || found.has(sessionId) || !projectFolders(folder) || folderOf(beside.folders, entry.path) !== null) continue;
    found.set(sessionId, { sessionId, source: 'session-folder', folder, ref: wholeFile(entry.path, entry.bytes), time: null, project: null, strong: true, says: "its folder with sub-agents' transcripts or tool results" });
  }
  return [...found.values()];
}

/** Sessions that transcripts name: by a sub-agent's rows alone, or as a continuation or an origin. */
function mentionsInTranscripts({ files, sessions, trail, beside }: MentionEvidence, mains: ReadonlySet<string>, projectFolders: (folder: string) => boolean): readonly SessionMention[] {
  const mentions: SessionMention[] = [];
  const folder = (path: string): string => {
    const known = folderOf(beside.folders, path);
    if (known) return known.path;
    const project = sessionFolder.exec(path)?.[1] ?? (sessionFolder.test(path) ? '' : folderOfFile(path));
    return projectFolders(project) ? project : '';
  };
  for (const session of sessions) {
    const [path] = session.files;
    if (path === undefined || session.files.some((file) => mains.has(file))) continue;
    mentions.push({
      sessionId: session.id, source: 'agent-transcript', folder: folder(path), ref: wholeFile(path, files.entries.get(path)?.bytes ?? 0), time: session.end, project: session.cwd, strong: true,
      says: `${session.files.length} ${session.files.length === 1 ? 'transcript' : 'transcripts'} of its sub-agents`,
    });
  }
  const ends = new Map(sessions.map((session) => [session.id, session.end]));
  for (const { from, to, relation, ref } of trail.named) {
    if (relation === 'relocated') continue;
    // A session that `/clear` began may have ended before anything was said in it. How old an origin is, its copy does not say.
    mentions.push({ sessionId: to, source: 'other-transcript', folder: folder(ref.path), ref, time: relation === 'continued-in' ? (ends.get(from) ?? null) : null, project: null, strong: relation !== 'continued-in', says: `named as ${relation} by session ${from}` });
  }
  return mentions;
}

/** Sessions that telemetry or a table of requests names. Where the copy names one too, both speak of the same folder. */
function namedByProvider(records: readonly ProviderRecord[], inCopy: readonly SessionMention[]): readonly SessionMention[] {
  const sessions = new Map<string, { last: ProviderRecord; count: number }>();
  for (const record of records) {
    // The provider's own interface gives sessions ids of its own; in a table of another's making only the client's form tells.
    if (record.sessionId === null || record.sessionId === '' || record.source === 'compliance' || (record.source === 'table' && !clientId.test(record.sessionId))) continue;
    const known = sessions.get(record.sessionId);
    sessions.set(record.sessionId, { last: known && (known.last.time ?? -1) > (record.time ?? -1) ? known.last : record, count: (known?.count ?? 0) + 1 });
  }
  const folders = new Map<string, Set<string>>();
  for (const { sessionId, folder } of inCopy) if (sessions.has(sessionId)) folders.set(sessionId, (folders.get(sessionId) ?? new Set()).add(folder));
  return [...sessions].flatMap(([sessionId, { last, count }]) =>
    [...(folders.get(sessionId) ?? [''])].map((folder): SessionMention => ({
      sessionId, source: 'provider', folder, ref: last.ref, time: last.time, project: null, strong: true,
      says: count === 1 ? 'one record of the provider names it' : `${count} records of the provider name it`,
    })),
  );
}

const clientId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
