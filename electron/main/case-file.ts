/**
 * Keeps the analyst's choices about one folder of evidence in a JSON file of our own, outside the evidence. Entries are
 * only ever added. A damaged file is told and kept: it stays until something is chosen, and is then put aside. Knows
 * nothing of what a choice means.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { caseFileBytes, type CaseFileReading, caseFileText, readCaseFile } from '../../shared/case-file.ts';
import { historyFault, standing } from '../../shared/choice-history.ts';
import { type Choice, type History, type HistoryEntry, needsReason } from '../../shared/choices.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import { CallProblem } from '../../shared/rpc.ts';
import { putAside, writeOutput } from '../output-file.ts';
import { evidenceFolders } from './current-case.ts';

/** Who takes part in an entry, and why. */
export interface Note {
  readonly by: string | null;
  readonly reason: string | null;
}

export interface CaseFile {
  readonly path: string;
  history(): History;
  /** What the analyst must know of the file: that it is damaged, of other evidence, taken over. Null where nothing is. */
  problem(): string | null;
  /** Adds a choice and gives its number. Throws a problem, and changes nothing, where it can't be written or lacks its reason. */
  choose(choice: Choice, note: Note): number;
  /** Takes choices back by their numbers, each with an entry of its own. */
  takeBack(ids: readonly number[], note: Note): void;
  /** The manifest of the evidence is known: entries from now on name it. Tells where earlier ones name another. */
  sealed(manifestSha256: string): void;
  /** Where nothing was chosen here yet: takes over what was chosen about the same files in another place. True where it did. */
  adopt(): boolean;
}

export interface CaseFileParts {
  /** Where case files lie, below the user's folder of this program. */
  readonly folder: string;
  readonly order: Pick<OpenOrder, 'root' | 'include' | 'live'>;
  readonly now: () => number;
}

const ending = '.postflight-case.json';

/** The file of a folder of evidence and a choice of its parts. */
export function caseFilePath(folder: string, { root, include }: Pick<OpenOrder, 'root' | 'include'>): string {
  return join(folder, `${createHash('sha256').update(JSON.stringify([root, include])).digest('hex').slice(0, 32)}${ending}`);
}

/** Reads a case file wherever it lies; null where there is none. */
export function readCaseFileAt(path: string): CaseFileReading | null {
  try {
    if (statSync(path).size > caseFileBytes) return { ok: false, reason: 'It is larger than a case file can be.' };
    return readCaseFile(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    return { ok: false, reason: `It cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}` };
  }
}

export function openCaseFile({ folder, order, now }: CaseFileParts): CaseFile {
  const path = caseFilePath(folder, order);
  const evidence = { root: order.root, include: [...order.include] };
  const reading = readCaseFileAt(path);
  let entries: History = reading?.ok ? reading.content.history : [];
  let damaged = reading !== null && !reading.ok;
  let problem = reading === null || reading.ok ? null : `The case file ${basename(path)} is damaged: ${reading.reason} It is kept, and the case opens without earlier choices.`;
  let manifest: string | null = null;

  const write = (next: History): void => {
    const fault = historyFault(next);
    if (fault !== null) throw new CallProblem('refused', fault);
    try {
      if (damaged && existsSync(path)) {
        const aside = putAside(path);
        problem = `The case file was damaged. It is kept as ${basename(aside)}; choices from now on stand in a new file.`;
      }
      damaged = false;
      writeOutput(path, caseFileText(evidence, next), evidenceFolders({ ...order, name: '' }, join));
    } catch (error) {
      throw new CallProblem('failed', `The choice could not be kept: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`);
    }
    entries = next;
  };
  const noted = (at: number, { by, reason }: Note): Pick<HistoryEntry, 'id' | 'at' | 'by' | 'reason' | 'manifestSha256'> => ({
    id: at + 1,
    at: new Date(now()).toISOString(),
    by: textOr(by),
    reason: textOr(reason),
    manifestSha256: manifest,
  });

  return {
    path,
    history: () => entries,
    problem: () => problem,
    choose(choice, note) {
      if (textOr(note.reason) === null && needsReason(choice)) throw new CallProblem('refused', 'This choice needs a reason.');
      write([...entries, { what: 'chosen', ...noted(entries.length, note), choice }]);
      return entries.length;
    },
    takeBack(ids, note) {
      const stands = new Set(standing(entries).map((entry) => entry.id));
      if (ids.length === 0 || new Set(ids).size < ids.length || ids.some((id) => !stands.has(id))) throw new CallProblem('not-found', 'This choice no longer stands.');
      write([...entries, ...ids.map((of, at) => ({ what: 'taken-back' as const, ...noted(entries.length + at, note), of }))]);
    },
    sealed(manifestSha256) {
      manifest = manifestSha256;
      const other = order.live ? undefined : entries.findLast((entry) => entry.manifestSha256 !== null && entry.manifestSha256 !== manifestSha256);
      if (other && problem === null) {
        problem = `The evidence is not what it was at choice ${other.id}: its manifest was ${other.manifestSha256?.slice(0, 12)}… and is ${manifestSha256.slice(0, 12)}…. The choices hold; look at them again.`;
      }
    },
    adopt() {
      if (manifest === null || order.live || reading !== null || entries.length > 0) return false;
      const found = sameEvidence(folder, manifest);
      if (found === null) return false;
      write(found);
      problem = `These very files were opened in another place before: the ${found.length === 1 ? 'entry' : `${found.length} entries`} chosen there ${found.length === 1 ? 'is' : 'are'} taken over.`;
      return true;
    },
  };
}

function textOr(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** The longest history whose last choice was made on evidence with this manifest. */
function sameEvidence(folder: string, manifest: string): History | null {
  if (!existsSync(folder)) return null;
  let longest: History | null = null;
  for (const name of readdirSync(folder).filter((each) => each.endsWith(ending)).slice(0, 10_000)) {
    const reading = readCaseFileAt(join(folder, name));
    if (!reading?.ok) continue;
    const { history } = reading.content;
    if (history.at(-1)?.manifestSha256 === manifest && history.length > (longest?.length ?? 0)) longest = history;
  }
  return longest;
}
