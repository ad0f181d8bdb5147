/**
 * Opens a case from its index where there is a fit one, else by reading, and then keeps an index for the next time. Says
 * which it was and what changed in between; hashes again what the index vouched for.
 */
import { Cancelled, type CancelSignal } from '../../../shared/cancel.ts';
import type { CaseCustody, FileChange, FileEntry } from '../../../shared/case.ts';
import type { OpenOrder } from '../../../shared/engine-control.ts';
import { assembleCase, type CaseContent } from '../case/case-content.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { hashFile } from '../intake/manifest.ts';
import { reasonOf } from '../intake/open-file.ts';
import { createPace } from '../intake/pace.ts';
import { walk } from '../intake/walk.ts';
import { openCase, type OpenOptions } from '../open-case.ts';
import { type IndexOrder, indexKey, indexPath, type KnownIndex, readIndex, writeIndex } from './case-index.ts';
import { changeProblem, fileChanges } from './file-changes.ts';
import { writeSections } from './section-file.ts';

export interface IndexedCase {
  readonly opened: OpenedCase;
  custody(): CaseCustody;
  /** Writes the index, after a case was read. Its failure is a note, never a failed case. */
  keep(signal: CancelSignal): Promise<void>;
  /** Hashes every file again. `onChange` hears of each one that differs. A second call joins the first. */
  verify(signal: CancelSignal, onChange: (change: FileChange) => void): Promise<void>;
}

const rowsKept = 500;
/** Changed files listed among the problems; the rest is counted. */
const problemRows = 5000;

/** `code` tells this build of the program from others. Without `order.indexFolder`, or for a folder in use, nothing is kept. */
export async function openIndexed(order: OpenOrder, options: OpenOptions, code: string): Promise<IndexedCase> {
  const folder = order.live ? null : (order.indexFolder ?? null);
  if (folder === null) return caseOf(await openCase(order, options), { from: 'evidence', note: null, changes: null, since: 0 }, null);
  const index: IndexOrder = { folder, code, include: order.include, projectRoots: options.projectRoots ?? [], mappings: options.mappings ?? [] };
  const walked = await walk(order.root, order.include, options.signal ? { signal: options.signal } : {});
  const key = indexKey(index, walked.files);
  const known = readIndex(index, walked.files, key);
  if (known.kind === 'same') {
    const opened = assembleCase(order, walked.files, known.store, known.content);
    return caseOf(opened, { from: 'index', note: null, changes: null, since: known.recordedAt }, { index, key, content: null });
  }
  let content: CaseContent | null = null;
  const read = await openCase(order, { ...options, walked, onContent: (given) => { content = given; } });
  const changes = known.kind === 'other' ? fileChanges(known.entries, read.entries) : null;
  const since = known.kind === 'other' ? known.recordedAt : 0;
  const rows = (changes ?? []).slice(0, problemRows).map((change) => changeProblem(change, since));
  const opened = rows.length === 0 ? read : { ...read, problems: [...read.problems, ...rows], ledger: { ...read.ledger, problems: read.ledger.problems + rows.length } };
  return caseOf(opened, { from: 'evidence', note: noteOf(known, changes), changes, since }, { index, key, content });
}

function noteOf(known: KnownIndex, changes: readonly FileChange[] | null): string | null {
  switch (known.kind) {
    case 'damaged':
      return `The index of this evidence could not be used and is made anew. ${known.reason}`;
    case 'other':
      return changes !== null && changes.length > 0
        ? 'Files changed since this evidence was opened last; all of it was read again.'
        : 'The evidence was read again: its index was made by another version, or files were touched without a change.';
    case 'none':
    case 'same':
      return null;
    default: {
      const never: never = known;
      return never;
    }
  }
}

interface Origin {
  readonly from: 'evidence' | 'index';
  readonly note: string | null;
  readonly changes: readonly FileChange[] | null;
  readonly since: number;
}

function caseOf(opened: OpenedCase, origin: Origin, kept: { readonly index: IndexOrder; readonly key: string; content: CaseContent | null } | null): IndexedCase {
  const hashed = opened.entries.filter((entry) => entry.sha256 !== null);
  const bytes = hashed.reduce((sum, entry) => sum + entry.bytes, 0);
  let { note } = origin;
  let state: CaseCustody['verification']['state'] = 'off';
  let filesDone = 0;
  let bytesDone = 0;
  const found: FileChange[] = [];
  let verifying: Promise<void> | null = null;

  const verifyAll = async (signal: CancelSignal, onChange: (change: FileChange) => void): Promise<void> => {
    const pace = createPace(signal);
    for (const entry of hashed) {
      const before = bytesDone;
      const result = await hashFile(opened.files, entry.path, pace, (more) => { bytesDone += more; });
      const change = changeOf(entry, result.ok ? result.value.sha256 : null);
      if (change) {
        found.push(change);
        onChange(change);
      }
      bytesDone = before + entry.bytes;
      filesDone += 1;
      if (pace.due()) await pace.breathe();
    }
    state = 'done';
    // What was believed is not true: the next opening reads again, and says what changed since.
    if (found.length > 0 && kept) {
      const entries = { name: 'entries', bytes: Buffer.from(JSON.stringify(opened.entries)) };
      await writeSections(indexPath(kept.index, opened.files), [opened.files.root], { key: '', recordedAt: String(opened.hashedAt), version: '' }, [entries], pace);
    }
  };

  return {
    opened,
    custody: () => ({
      from: origin.from,
      hashedAt: opened.hashedAt,
      note: note?.slice(0, 1000) ?? null,
      changes: origin.changes && origin.changes.length > 0 ? { since: origin.since, total: origin.changes.length, rows: origin.changes.slice(0, rowsKept) } : null,
      verification: { state, files: hashed.length, filesDone, bytes, bytesDone, total: found.length, rows: found.slice(0, rowsKept) },
    }),
    async keep(signal) {
      if (!kept?.content) return;
      const { index, key, content } = kept;
      kept.content = null;
      try {
        await writeIndex(index, opened.files, key, opened.store, content, content.hashedAt, createPace(signal));
      } catch (error) {
        if (error instanceof Cancelled) return;
        note = `${note === null ? '' : `${note} `}No index could be kept for the next opening. ${reasonOf(error)}`;
      }
    },
    verify(signal, onChange) {
      if (verifying === null) {
        state = 'running';
        verifying = verifyAll(signal, onChange).catch((error: unknown) => {
          verifying = null;
          state = 'off';
          filesDone = 0;
          bytesDone = 0;
          found.length = 0;
          if (!(error instanceof Cancelled)) note = `The files could not all be hashed again. ${reasonOf(error)}`;
        });
      }
      return verifying;
    },
  };
}

function changeOf(entry: FileEntry, now: string | null): FileChange | null {
  if (now === entry.sha256) return null;
  return { path: entry.path, what: now === null ? 'unreadable' : 'changed', before: entry.sha256, now };
}
