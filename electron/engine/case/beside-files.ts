/**
 * Files of the copy that lie beside an event: found by what its records name, listed with their hash, read a page at a
 * time. A file that holds credentials is listed and never shown.
 */
import type { BesideFile } from '../../../shared/contract.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import { CallProblem } from '../../../shared/rpc.ts';
import { isoTime, parseIsoTime, utcMillis } from '../../../shared/time.ts';
import { storeOf } from '../analysis/credential-stores.ts';
import { bytesAsText, parsedRecordCap, recordBytes, recordPart } from '../events/original.ts';
import { ownText, type JsonObject } from '../events/json.ts';
import { comparable, resolvePath } from '../paths/source-path.ts';
import { below, folderOf } from '../sources/beside/config-folders.ts';
import { backupIn, fileHistoryName, type NamedFile, namedFiles } from '../sources/beside/call-files.ts';
import { kindByName } from '../sources/identify.ts';
import { sourcePath } from '../sources/source-place.ts';
import { readRecord } from '../sources/transcript/record.ts';
import { parsedRecord } from './answer-text.ts';
import type { EvidenceEntry, EvidenceFiles } from '../intake/evidence-files.ts';
import { maskedConfig, maskedKinds } from './masked-config.ts';
import type { OpenedCase } from './opened-case.ts';
import { recordRef } from './rows.ts';

const filesKept = 64;
/** Snapshot rows that are read to tell which copy is from before an edit: the nearest ones in time. */
const snapshotsRead = 200;

/** What lies beside an event; empty for an event whose records name no file. */
export function besideFiles(opened: OpenedCase, event: number): readonly BesideFile[] {
  const { store } = opened;
  const called = callOf(opened, event);
  if (called === null) return [];
  const { row, part, target, machine } = called;
  const result = store.result(event);
  const resultRow = result && rowAt(opened, { path: result.file, line: result.line, byteStart: result.byteStart, byteEnd: result.byteEnd });
  const named = namedFiles({ tool: part.tool, toolUseId: part.toolUseId, sessionId: store.session(event), agentId: store.agent(event), input: part.input, row, resultRow, target });
  const found: Omit<BesideFile, 'ref'>[] = named.flatMap((file) => (file.kind === 'file-history' ? copiesBefore(opened, event, file, target) : [listed(opened, event, file)].flatMap((each) => each ?? [])));
  if (target !== null) {
    const name = target.slice(Math.max(target.lastIndexOf('/'), target.lastIndexOf('\\')) + 1);
    const here = nearest(namedLike(opened.files, name).filter((entry) => comparable(sourcePath(entry.path), machine) === comparable(target, machine)), opened.store.file(event));
    if (here) found.push(described(opened, 'file-in-copy', here.path, 'The file itself as it was copied; it can have changed since this call.'));
  }
  const shell = part.tool === 'Bash' || part.tool === 'PowerShell' ? shellSnapshot(opened, event) : null;
  if (shell) found.push(shell);
  return found.slice(0, filesKept).map((file, ref) => ({ ref, ...file }));
}

/** The call that an event is, with the absolute path it names on the source machine; null where it is none. */
function callOf(opened: OpenedCase, event: number) {
  const { store } = opened;
  if (store.kind(event) !== 'tool-call') return null;
  const row = rowAt(opened, recordRef(opened, event));
  const part = row === null ? undefined : readRecord(row).parts[store.block(event)];
  if (row === null || part?.part !== 'call') return null;
  const { machine } = opened.judgedBy(store.session(event), store.file(event));
  const written = ownText(part.input, 'file_path') ?? ownText(part.input, 'notebook_path');
  return { row, part, machine, target: written === null ? null : resolvePath(written, store.cwd(event), machine) };
}

/** Part of a file that lies beside an event. `ref` is its number in the list; no path comes from the page. */
export function besideText(opened: OpenedCase, event: number, ref: number, from: number, length: number) {
  const file = besideFiles(opened, event)[ref];
  if (!file) throw new CallProblem('not-found', 'No such file lies beside this event.');
  if (file.state === 'withheld') throw new CallProblem('refused', 'It is a file of credentials: it is hashed and not shown.', file.path);
  if (file.state !== 'present' || file.bytes === null) throw new CallProblem('not-found', 'The records name it, and the copy does not hold it.', file.path);
  if (isMasked(opened, event, file)) return { file, from, ...maskedPart(opened, file.path, file.bytes, from, length) };
  return { file, from, ...recordPart(opened.files, { path: file.path, line: 1, byteStart: 0, byteEnd: file.bytes }, from, length) };
}

/** A copy from before an edit is named after a hash; which file it is a copy of, its call says. */
function isMasked(opened: OpenedCase, event: number, file: BesideFile): boolean {
  const kind = file.kind === 'file-history' ? kindByName(callOf(opened, event)?.target ?? '') : (opened.entries.find((entry) => entry.path === file.path)?.kind ?? '');
  return maskedKinds.has(kind);
}

function maskedPart(opened: OpenedCase, path: string, size: number, from: number, length: number): { text: string; validUtf8: boolean } {
  if (size > parsedRecordCap) throw new CallProblem('refused', 'It can hold keys and is too large to be masked, so it is not shown.', path);
  const { bytes } = maskedConfig(recordBytes(opened.files, { path, line: 1, byteStart: 0, byteEnd: size }));
  return bytesAsText(bytes.subarray(from, from + length));
}

/** The whole result of a call where its record holds only a preview; null where there is no such file. */
export function wholeResult(opened: OpenedCase, event: number): string | null {
  const file = besideFiles(opened, event).find((each) => each.kind === 'tool-result' && each.state === 'present');
  if (!file || file.bytes === null || file.bytes > parsedRecordCap) return null;
  return Buffer.from(recordBytes(opened.files, { path: file.path, line: 1, byteStart: 0, byteEnd: file.bytes })).toString('utf8');
}

function rowAt(opened: OpenedCase, ref: EvidenceRef): JsonObject | null {
  return ref.byteEnd - ref.byteStart > parsedRecordCap ? null : parsedRecord(recordBytes(opened.files, ref));
}

const byName = new WeakMap<EvidenceFiles, ReadonlyMap<string, readonly EvidenceEntry[]>>();

/** Regular files with this name, whatever its case; a case can hold a hundred thousand, so names are looked up. */
function namedLike(files: EvidenceFiles, name: string): readonly EvidenceEntry[] {
  let names = byName.get(files);
  if (!names) {
    const fresh = new Map<string, EvidenceEntry[]>();
    for (const entry of files.entries.values()) {
      if (entry.kind !== 'file') continue;
      const key = entry.name.toLowerCase();
      const same = fresh.get(key);
      if (same) same.push(entry);
      else fresh.set(key, [entry]);
    }
    names = fresh;
    byName.set(files, names);
  }
  return names.get(name.toLowerCase()) ?? [];
}

/** `source` is the file that it is a copy of, where it has another name. */
function described(opened: OpenedCase, kind: BesideFile['kind'], path: string, note: string, source = sourcePath(path)): Omit<BesideFile, 'ref'> {
  const entry = opened.entries.find((each) => each.path === path);
  const secret = entry?.kind === 'credentials' || kindByName(source) === 'credentials' || storeOf(source.replaceAll('\\', '/')) !== null;
  return { kind: secret ? 'credentials' : kind, path: path.slice(0, 8192), note: note.slice(0, 500), bytes: entry?.bytes ?? null, sha256: entry?.sha256 ?? null, state: secret ? 'withheld' : 'present' };
}

/** A copy can hold several homes, and one home several times: the file that shares most of its path with the transcript is its own. */
function nearest(entries: readonly EvidenceEntry[], transcript: string): EvidenceEntry | null {
  const shared = ({ path }: EvidenceEntry): number => {
    let same = 0;
    while (same < path.length && path[same] === transcript[same]) same += 1;
    return same;
  };
  return entries.reduce<EvidenceEntry | null>((best, entry) => (best === null || shared(entry) > shared(best) ? entry : best), null);
}

function listed(opened: OpenedCase, event: number, file: NamedFile): Omit<BesideFile, 'ref'> | null {
  for (const end of file.ends) {
    const found = nearest(namedLike(opened.files, end.slice(end.lastIndexOf('/') + 1)).filter((entry) => `/${entry.path}`.endsWith(end)), opened.store.file(event));
    if (found) return described(opened, file.kind, found.path, file.note);
  }
  if (!file.required) return null;
  return { kind: file.kind, path: (file.ends[0] ?? '').slice(0, 8192), note: `${file.note} The copy does not hold it.`.slice(0, 500), bytes: null, sha256: null, state: 'gone' };
}

/** Copies of the file that the call changed, the one from before this very call first. */
function copiesBefore(opened: OpenedCase, event: number, file: NamedFile, target: string | null): readonly Omit<BesideFile, 'ref'>[] {
  const [end] = file.ends;
  if (end === undefined || target === null) return [];
  const own = folderOf(opened.beside.folders, opened.store.file(event));
  const copies = [...opened.beside.folders.filter((folder) => folder === own), ...opened.beside.folders.filter((folder) => folder !== own)]
    .flatMap((folder) => opened.files.list(below(folder.path, end.slice(1, end.lastIndexOf('/')))))
    .filter((entry) => entry.kind === 'file' && entry.name.startsWith(end.slice(end.lastIndexOf('/') + 1)))
    .slice(0, 32);
  const before = backupBefore(opened, event, target);
  if (before !== null && before.name === null) return [{ kind: 'file-history', path: target.slice(0, 8192), note: 'By the snapshot before this call there was no such file.', bytes: null, sha256: null, state: 'gone' }];
  const wanted = before?.name ?? null;
  const rows = copies.map((entry) => {
    const isOwn = entry.name === wanted;
    const note = isOwn ? `The file as it was before this call${before?.time ? `, copied at ${before.time}` : ''}.` : `Another copy of the file, from before an edit in this session.`;
    return { own: isOwn, row: described(opened, 'file-history', entry.path, note, target) };
  });
  const sorted = rows.sort((a, b) => Number(b.own) - Number(a.own)).map(({ row }) => row);
  if (wanted === null || rows.some(({ own }) => own)) return sorted;
  return [{ kind: 'file-history', path: `${end.slice(0, end.lastIndexOf('/') + 1)}${wanted}`.slice(0, 8192), note: 'The file as it was before this call. The copy does not hold it.', bytes: null, sha256: null, state: 'gone' }, ...sorted];
}

/** What the session's snapshots say of the file at the time of the call. */
function backupBefore(opened: OpenedCase, event: number, target: string): { readonly name: string | null; readonly time: string | null } | null {
  const { store } = opened;
  const { machine } = opened.judgedBy(store.session(event), store.file(event));
  const same = (written: string): boolean => {
    const path = resolvePath(written, store.cwd(event), machine);
    return path !== null && comparable(path, machine) === comparable(target, machine);
  };
  const name = fileHistoryName(target);
  // A backup is taken when the edit runs: after the call was written, before its result.
  const until = (store.time(event) ?? Number.POSITIVE_INFINITY) + (store.durationMs(event) ?? 60_000);
  const near: number[] = [];
  for (let at = 0; at < store.length; at++) if (store.kind(at) === 'snapshot' && store.session(at) === store.session(event)) near.push(at);
  near.sort((a, b) => Math.abs(a - event) - Math.abs(b - event));
  let best: { name: string | null; time: string | null; at: number } | null = null;
  for (const at of near.slice(0, snapshotsRead)) {
    const row = rowAt(opened, recordRef(opened, at));
    const backup = row && backupIn(row, same);
    if (!backup || (backup.name !== null && !backup.name.startsWith(`${name}@`))) continue;
    const time = backup.time === null ? null : parseIsoTime(backup.time);
    if (time === null || time > until || (best !== null && time <= best.at)) continue;
    best = { ...backup, at: time };
  }
  return best;
}

/** The last shell snapshot before a call, in the same configuration folder. */
function shellSnapshot(opened: OpenedCase, event: number): Omit<BesideFile, 'ref'> | null {
  const time = opened.store.time(event);
  if (time === null) return null;
  const folder = folderOf(opened.beside.folders, opened.store.file(event));
  if (folder === null) return null;
  let best: { path: string; taken: number } | null = null;
  for (const entry of opened.files.list(below(folder.path, 'shell-snapshots'))) {
    const taken = utcMillis(Number(/-(\d{13})-/.exec(entry.name)?.[1] ?? Number.NaN));
    if (entry.kind === 'file' && taken !== null && taken <= time && (best === null || taken > best.taken)) best = { path: entry.path, taken };
  }
  return best && described(opened, 'shell-snapshot', best.path, `The shell's aliases and functions as the client took them at ${isoTime(utcMillis(best.taken)) ?? ''}. A snapshot that is left over speaks for a client that did not end cleanly.`);
}
