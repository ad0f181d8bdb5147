/**
 * The files that hold large results whole, and the calls they belong to: by their name, which is the call's id, else by the
 * preview in the call's own record. What no call names is told.
 */
import type { EvidenceFiles, OpenFile } from '../intake/evidence-files.ts';
import type { EventStore } from '../events/event-store.ts';

export interface ResultFile {
  readonly path: string;
  readonly bytes: number;
  readonly event: number;
}

export interface ResultFiles {
  readonly known: readonly ResultFile[];
  /** Paths of results that no call names, or that are too large to be looked through at once. */
  readonly unknown: readonly { readonly path: string; readonly reason: string }[];
}

const pattern = /(?:^|\/)([^/]+)\/tool-results\/([^/]+)\.(?:txt|json)$/;
/** A larger file is not decoded at once. */
const largest = 64 << 20;
/** Records with a preview are small; so many are looked at for the names of files that are named otherwise. */
const recordsRead = 50_000;
const previewMark = Buffer.from('tool-results');

export function resultFiles(files: EvidenceFiles, store: EventStore): ResultFiles {
  const found = [...files.entries.values()].flatMap((entry) => {
    const [, session, name] = (entry.kind === 'file' && pattern.exec(entry.path)) || [];
    return session === undefined || name === undefined ? [] : [{ entry, session, name }];
  });
  if (found.length === 0) return { known: [], unknown: [] };
  const wanted = new Set(found.map(({ name }) => name));
  const byName = new Map<string, number>();
  for (let event = 0; event < store.length; event++) {
    const id = store.kind(event) === 'tool-call' ? store.toolUseId(event) : null;
    if (id !== null && wanted.has(id)) byName.set(id, event);
  }
  const others = found.filter(({ name }) => !byName.has(name));
  const previewed = others.length === 0 ? new Map<string, number>() : eventsByPreview(files, store, new Set(others.map(({ session }) => session)));
  const known: ResultFile[] = [];
  const unknown: { path: string; reason: string }[] = [];
  for (const { entry, session, name } of found) {
    const event = byName.get(name) ?? previewed.get(`${session}/${entry.name}`);
    if (event === undefined) unknown.push({ path: entry.path, reason: 'No call of the transcripts names this result, so it was not searched.' });
    else if (entry.bytes > largest) unknown.push({ path: entry.path, reason: `The result has ${entry.bytes} bytes, more than is searched at once.` });
    else known.push({ path: entry.path, bytes: entry.bytes, event });
  }
  return { known, unknown };
}

/** `<session>/<file name>` of each result file that a record of these sessions names, with its call. */
function eventsByPreview(files: EvidenceFiles, store: EventStore, sessions: ReadonlySet<string>): Map<string, number> {
  const events = new Map<string, number>();
  const held: { path: string; file: OpenFile | null } = { path: '', file: null };
  let read = 0;
  for (let event = 0; event < store.length && read < recordsRead; event++) {
    const session = store.kind(event) === 'tool-call' ? store.session(event) : null;
    const result = session !== null && sessions.has(session) ? store.result(event) : null;
    if (result === null) continue;
    if (held.path !== result.file) {
      held.file?.close();
      const opened = files.open(result.file);
      held.path = result.file;
      held.file = opened.ok ? opened.value : null;
    }
    if (held.file === null) continue;
    read += 1;
    const bytes = Buffer.from(held.file.read(result.byteStart, Math.min(result.byteEnd - result.byteStart, 1 << 20)));
    for (let at = bytes.indexOf(previewMark); at >= 0; at = bytes.indexOf(previewMark, at + 1)) {
      const name = /^tool-results[\\/]+([\w.-]{1,200})/.exec(bytes.toString('latin1', at, at + 240))?.[1];
      if (name !== undefined && !events.has(`${session}/${name}`)) events.set(`${session}/${name}`, event);
    }
  }
  held.file?.close();
  return events;
}
