/** Puts the tables of a reftable repository together: newest wins, and what newer tables hide stays visible as stale. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { shortText } from './bytes.ts';
import { below } from './evidence-path.ts';
import type { Pace } from '../../intake/pace.ts';
import type { ProblemList } from './problem-list.ts';
import type { RefValue, WrittenRef } from './read-refs.ts';
import { isZeroOid, refNameFault } from './ref-name.ts';
import { actionOf } from './reflog-line.ts';
import { readReftable, type ReftableRead, type TableLog, type TableRef } from './reftable-file.ts';
import type { ReflogEntry, ReflogRead, RefusedRef } from './repository.ts';
import { realFolder, smallFile, smallText } from './small-file.ts';

const maxTableBytes = 256 * 1024 * 1024;
const maxTables = 10_000;

export interface ReftablesRead {
  readonly refs: readonly WrittenRef[];
  readonly refused: readonly RefusedRef[];
  readonly head: RefValue | null;
  readonly logs: readonly ReflogRead[];
  readonly notes: readonly string[];
}

interface Table {
  readonly path: string;
  readonly listed: boolean;
  readonly read: ReftableRead;
}

/** Reads every table below `reftable/`: those of `tables.list` in its order, and stale ones beside them. */
export async function readReftables(files: EvidenceFiles, gitDir: string, digits: number, problems: ProblemList, pace: Pace): Promise<ReftablesRead> {
  const folder = below(gitDir, 'reftable');
  if (!realFolder(files, folder, problems)) return { refs: [], refused: [], head: null, logs: [], notes: [] };
  const listPath = below(folder, 'tables.list');
  const listText = smallText(files, listPath, problems, 1 << 20);
  if (listText === null) problems.add(listPath, 'tables.list is not there or cannot be read: all tables count as stale');
  const names = (listText ?? '').split('\n').filter((name) => name !== '').slice(0, maxTables);
  const known = new Map(files.list(folder).map((entry) => [entry.name, entry]));
  const tables: Table[] = [];
  for (const [index, name] of names.entries()) {
    const entry = known.get(name);
    if (!entry) problems.add(listPath, `the table ${shortText(name, 200)} is not in the folder`, { line: index + 1 });
    else await readTable(files, entry.path, true, digits, tables, problems, pace);
  }
  const listed = new Set(names);
  for (const entry of known.values()) {
    if (listed.has(entry.name) || !entry.name.endsWith('.ref')) continue;
    await readTable(files, entry.path, false, digits, tables, problems, pace);
  }
  const stale = tables.filter((table) => !table.listed).map((table) => `${table.path}: a table that tables.list does not name; shown as stale`);
  return { ...mergeRefs(tables, problems), logs: mergeLogs(tables), notes: stale };
}

async function readTable(
  files: EvidenceFiles, path: string, listed: boolean, digits: number, into: Table[], problems: ProblemList, pace: Pace,
): Promise<void> {
  const bytes = smallFile(files, path, problems, maxTableBytes);
  if (bytes === null) return;
  const read = readReftable(bytes);
  for (const problem of read.problems) problems.add(path, problem.reason, { byteOffset: problem.byteOffset });
  if (read.version > 0 && read.digits !== digits) problems.add(path, 'a reftable of another object format than the repository');
  into.push({ path, listed, read });
  if (pace.due()) await pace.breathe();
}

function mergeRefs(tables: readonly Table[], problems: ProblemList): { refs: readonly WrittenRef[]; refused: readonly RefusedRef[]; head: RefValue | null } {
  const newest = new Map<string, { readonly ref: TableRef; readonly path: string }>();
  for (const table of tables) {
    if (table.listed) for (const ref of table.read.refs) newest.set(ref.name, { ref, path: table.path });
  }
  const refs: WrittenRef[] = [];
  const refused: RefusedRef[] = [];
  let head: RefValue | null = null;
  for (const [name, { ref, path }] of newest) {
    if (ref.value === null) continue;
    const target = ref.value.kind === 'symbolic' ? ref.value.target : null;
    const fault = refNameFault(name) ?? (target === null ? null : refNameFault(target)) ?? placeFault(name);
    if (fault !== null) {
      refused.push({ name, path, line: null, reason: fault });
      problems.add(path, `the ref ${shortText(name, 300)} is refused: ${fault}`, { byteOffset: ref.byteStart });
    } else if (name === 'HEAD') {
      head = ref.value;
    } else if (name.startsWith('refs/')) {
      refs.push({ name, value: ref.value, peeled: ref.peeled, storage: 'reftable', path, line: 0, byteStart: ref.byteStart, byteEnd: ref.byteEnd });
    }
  }
  return { refs, refused, head };
}

/** Beside refs/ a table may hold HEAD, ORIG_HEAD and the like. */
function placeFault(name: string): string | null {
  return name.startsWith('refs/') || /^[A-Z][A-Z_]*$/.test(name) ? null : 'a name outside of refs/';
}

interface PlacedLog {
  readonly log: TableLog;
  readonly path: string;
}

/** Logs per ref, oldest first. What a newer table deletes, or only a stale table has, makes a log of its own. */
function mergeLogs(tables: readonly Table[]): readonly ReflogRead[] {
  const byRef = new Map<string, { readonly live: Map<number, PlacedLog>; readonly gone: PlacedLog[] }>();
  const of = (ref: string): { readonly live: Map<number, PlacedLog>; readonly gone: PlacedLog[] } => {
    const known = byRef.get(ref) ?? { live: new Map<number, PlacedLog>(), gone: [] };
    byRef.set(ref, known);
    return known;
  };
  for (const table of tables.filter((each) => each.listed)) {
    for (const log of table.read.logs) {
      const known = of(log.ref);
      const before = known.live.get(log.updateIndex);
      if (before) known.gone.push(before);
      if (log.data === null) known.live.delete(log.updateIndex);
      else known.live.set(log.updateIndex, { log, path: table.path });
    }
  }
  for (const table of tables.filter((each) => !each.listed)) {
    for (const log of table.read.logs) {
      const known = of(log.ref);
      const live = known.live.get(log.updateIndex)?.log.data;
      if (log.data !== null && JSON.stringify(live) !== JSON.stringify(log.data)) known.gone.push({ log, path: table.path });
    }
  }
  return [...byRef.keys()].sort((left, right) => (left < right ? -1 : 1)).flatMap((ref) => {
    const known = of(ref);
    return [...splitByFile(ref, [...known.live.values()], false), ...splitByFile(ref, dropSame(known.gone), true)];
  });
}

/** A compaction copies records: the same record in two stale tables is one. */
function dropSame(placed: readonly PlacedLog[]): readonly PlacedLog[] {
  const seen = new Set<string>();
  return placed.filter(({ log }) => {
    const key = `${log.updateIndex} ${JSON.stringify(log.data)}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** A log names one file; entries of several tables make several logs of the same ref. */
function splitByFile(ref: string, placed: readonly PlacedLog[], stale: boolean): readonly ReflogRead[] {
  const byPath = new Map<string, TableLog[]>();
  for (const { log, path } of placed) {
    const logs = byPath.get(path);
    if (logs) logs.push(log);
    else byPath.set(path, [log]);
  }
  return [...byPath].map(([path, logs]) => ({
    ref,
    path,
    live: false,
    stale,
    malformed: 0,
    entries: logs.sort((left, right) => left.updateIndex - right.updateIndex).flatMap(toEntry),
  }));
}

function toEntry(log: TableLog): readonly ReflogEntry[] {
  const data = log.data;
  // A log that exists but is empty is written as one record without ids.
  if (data === null || (isZeroOid(data.old) && isZeroOid(data.new))) return [];
  const zone = zoneText(data.zone);
  const timed = data.seconds < 2 ** 32;
  return [
    {
      old: data.old,
      new: data.new,
      name: data.name,
      email: data.email,
      seconds: timed ? data.seconds : null,
      zone,
      rawTime: `${data.seconds} ${zone}`,
      message: data.message,
      messageCut: data.messageCut,
      action: actionOf(data.message),
      line: log.ordinal,
      byteStart: log.byteStart,
      byteEnd: log.byteEnd,
      oddities: timed ? [] : ['a time outside of 1970 to 2106'],
    },
  ];
}

/**
 * git stores +0530 as the number 530, other writers the 330 minutes. What reads as hours and minutes is taken so; only a
 * number whose last two digits pass 59 can be nothing but minutes.
 */
function zoneText(stored: number): string {
  const size = Math.abs(stored);
  const clock = size % 100 < 60 && size <= 1459 ? size : Math.floor(size / 60) * 100 + (size % 60);
  return `${stored < 0 ? '-' : '+'}${String(clock).padStart(4, '0')}`;
}
