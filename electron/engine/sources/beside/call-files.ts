/**
 * Which files beside the transcripts a call's own records name: the full output of a large result, the copy from before an
 * edit, a background task's output, a sub-agent's transcript, a plan, a task list. Names only; opens nothing. Pure.
 */
import crypto from 'node:crypto';
import { asList, asObject, type Json, type JsonObject, own, ownText } from '../../events/json.ts';

export interface CallRecords {
  readonly tool: string;
  readonly toolUseId: string | null;
  readonly sessionId: string | null;
  readonly agentId: string | null;
  readonly input: JsonObject;
  /** The call's own row. */
  readonly row: JsonObject;
  /** The row that carries its result; null where none is recorded. */
  readonly resultRow: JsonObject | null;
  /** The absolute path that the call names on the source machine; null where it names none. */
  readonly target: string | null;
}

/** A file by the end of its path. `required`: the records say that it was written, so its absence is worth saying. */
export interface NamedFile {
  readonly kind: 'tool-result' | 'file-history' | 'background-output' | 'agent-transcript' | 'agent-meta' | 'plan' | 'todo';
  /** Ends of the path, one after the other until one is found: `/file-history/<session>/<name>`. */
  readonly ends: readonly string[];
  readonly note: string;
  readonly required: boolean;
}

const editTools = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);
/** Where a preview of a large result says that the whole one was kept. */
const previewStart = '<persisted-output>';
const previewHead = 4000;

export function namedFiles(call: CallRecords): readonly NamedFile[] {
  const result = own(call.resultRow ?? undefined, 'toolUseResult');
  const session = call.sessionId ?? '';
  return [...outputFiles(call, result, session), ...taskFiles(call, result), ...agentFiles(result), ...editFiles(call, session), ...noteFiles(call, session)];
}

function outputFiles(call: CallRecords, result: Json | undefined, session: string): readonly NamedFile[] {
  const written = ownText(result, 'persistedOutputPath');
  const preview = resultText(call).slice(0, previewHead);
  const persisted = written !== null || preview.trimStart().startsWith(previewStart);
  const named = [written, /tool-results[\\/]([\w.-]+)/.exec(preview)?.[1]].flatMap((path) => (path == null ? [] : [baseName(path)]));
  const usual = call.toolUseId === null || !isPlain(call.toolUseId) ? [] : [`${call.toolUseId}.txt`, `${call.toolUseId}.json`];
  // A fork's rows name the file in its origin's folder. Only a name made of the call's id is the same call's in any folder.
  const folder = /([^\\/]+)[\\/]tool-results[\\/][^\\/]+$/.exec(written ?? '')?.[1];
  const ends = [
    ...named.flatMap((name) => (session === '' ? [`/tool-results/${name}`] : [...new Set([session, folder ?? session])].map((each) => `/${each}/tool-results/${name}`))),
    ...usual.flatMap((name) => (session === '' ? [`/tool-results/${name}`] : [`/${session}/tool-results/${name}`, `/tool-results/${name}`])),
  ];
  if (ends.length === 0) return [];
  return [{ kind: 'tool-result', ends, note: 'The whole result; the record holds only its beginning.', required: persisted }];
}

function taskFiles(call: CallRecords, result: Json | undefined): readonly NamedFile[] {
  const ids = [ownText(result, 'backgroundTaskId'), ...['task_id', 'bash_id', 'shell_id'].map((key) => ownText(call.input, key))];
  const output = ownText(result, 'outputFile');
  const names = [...ids.flatMap((id) => (id === null || !isPlain(id) ? [] : [`${id}.output`])), ...(output === null ? [] : [baseName(output)])];
  return [...new Set(names)].map((name) => ({ kind: 'background-output', ends: [`/tasks/${name}`], note: 'What a task in the background wrote; it lies in a temporary folder and is often lost at a restart.', required: true }));
}

function agentFiles(result: Json | undefined): readonly NamedFile[] {
  const id = ownText(result, 'agentId');
  if (id === null || !isPlain(id)) return [];
  return [
    { kind: 'agent-transcript', ends: [`/agent-${id}.jsonl`], note: 'The transcript of the sub-agent that this call started.', required: true },
    { kind: 'agent-meta', ends: [`/agent-${id}.meta.json`], note: 'What the client noted of the sub-agent.', required: false },
  ];
}

function editFiles(call: CallRecords, session: string): readonly NamedFile[] {
  if (!editTools.has(call.tool) || call.target === null || session === '') return [];
  return [{ kind: 'file-history', ends: [`/file-history/${session}/${fileHistoryName(call.target)}@v`], note: 'The file as it was before an edit.', required: false }];
}

/** The name under which the client keeps copies of a file: the first 16 hex digits of its absolute path's SHA-256. */
export function fileHistoryName(path: string): string {
  return crypto.createHash('sha256').update(path).digest('hex').slice(0, 16);
}

function noteFiles(call: CallRecords, session: string): readonly NamedFile[] {
  const slug = ownText(call.row, 'slug');
  if (call.tool === 'ExitPlanMode' && slug !== null && isPlain(slug)) return [{ kind: 'plan', ends: [`/plans/${slug}.md`], note: 'The plan file of the session, as it was copied.', required: false }];
  if (call.tool === 'TodoWrite' && session !== '') return [{ kind: 'todo', ends: [`/todos/${session}-agent-${call.agentId ?? session}.json`], note: 'The task list of the session, as it was copied.', required: false }];
  return [];
}

/** When the client copied a file before an edit, as a snapshot row says. */
export interface BackupNote {
  readonly name: string | null;
  readonly time: string | null;
}

/** What a snapshot row says of one file; paths in it can be relative. Null where it does not name the file. */
export function backupIn(row: JsonObject, isTarget: (written: string) => boolean): BackupNote | null {
  const tracked = asObject(own(own(row, 'snapshot'), 'trackedFileBackups'));
  const delta = ownText(row, 'trackingPath');
  const entries: readonly (readonly [string, Json | undefined])[] = tracked ? Object.entries(tracked) : delta === null ? [] : [[delta, own(row, 'backup')]];
  const found = entries.find(([written]) => isTarget(written));
  return found ? { name: ownText(found[1], 'backupFileName'), time: ownText(found[1], 'backupTime') } : null;
}

function resultText(call: CallRecords): string {
  const blocks = asList(own(own(call.resultRow ?? undefined, 'message'), 'content'));
  const block = blocks.find((item) => call.toolUseId !== null && ownText(item, 'tool_use_id') === call.toolUseId) ?? blocks[0];
  const content = own(block, 'content');
  if (typeof content === 'string') return content;
  return asList(content).map((item) => ownText(item, 'text') ?? '').join('\n');
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** True for an id that can be part of a name: a path in it would reach elsewhere. */
function isPlain(id: string): boolean {
  return /^[\w.-]{1,200}$/.test(id) && id !== '.' && id !== '..';
}
