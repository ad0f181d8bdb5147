/**
 * Reads shell histories line by line: bash and ksh with and without times, zsh, fish, PowerShell. Each entry keeps its place;
 * an entry without a time is marked and placed beside its neighbours by who shows it. Runs and judges nothing.
 */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { type LinePlace, readLines } from '../../intake/lines.ts';
import { fileProblem, reasonOf } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import { createCoverage, createFileCounts, type FileCounts, unreconciled } from '../file-counts.ts';

export interface HistoryEntry {
  readonly command: string;
  /** The lines that hold it. `line` is the first; the flag's own line can be a later one. */
  readonly ref: EvidenceRef;
  /** Each line of an entry that has several, in the order of `command`'s own lines; empty where it has one. */
  readonly lines: readonly EvidenceRef[];
  /** Milliseconds UTC, or null where the history keeps none. */
  readonly time: number | null;
  /** The nearest time before it in the file, else after it; null where the file has none. */
  readonly near: number | null;
  readonly durationMs: number | null;
}

export interface ShellHistoryRead {
  readonly path: string;
  readonly shell: 'bash' | 'zsh' | 'fish' | 'powershell' | 'other';
  readonly entries: readonly HistoryEntry[];
  readonly counts: FileCounts;
  readonly sha256: string | null;
  readonly problems: readonly ReadProblem[];
}

/** Entries kept of one history: 50 MB of short commands. What is beyond is counted and named. */
const entriesKept = 500_000;
const maxLine = 262_144;
/** Shared by all entries of one line: there can be half a million. */
const noLines: readonly EvidenceRef[] = [];
const earliest = Date.UTC(1995, 0, 1);
const latest = Date.UTC(2100, 0, 1);

function seconds(text: string | undefined): number | null {
  const value = Number(text) * 1000;
  return text !== undefined && Number.isFinite(value) && value >= earliest && value < latest ? value : null;
}

/** The shell that a history belongs to, by its name; null for another file. */
export function historyShell(path: string): ShellHistoryRead['shell'] | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^\.(?:bash|sh|ksh|ash|mksh)(?:_[a-z]+)?_history(?:[-._].*)?$/.test(name) || /(^|\/)bash\/history$/.test(path) || /(^|\/)\.bash_sessions\/.+\.history(?:new)?$/.test(path)) return 'bash';
  if (/^\.(?:zsh(?:_[a-z]+)?_history|zhistory|histfile)(?:[-._].*)?$/.test(name) || /(^|\/)\.?zsh\/(?:zsh_)?history$/.test(path) || /(^|\/)\.zsh_sessions\/.+\.history(?:new)?$/.test(path)) return 'zsh';
  if (/^fish_history(?:\..*)?$/.test(name) || /(^|\/)fish\/\w+_history$/.test(path)) return 'fish';
  if (/^\w*_?ConsoleHost_history\.txt$|^Visual Studio Code Host_history\.txt$/.test(name)) return 'powershell';
  return null;
}

export async function readShellHistory(files: EvidenceFiles, path: string, shell: ShellHistoryRead['shell'], pace: Pace, maxEntries = entriesKept): Promise<ShellHistoryRead> {
  const counts = createFileCounts(path);
  const problems: ReadProblem[] = [];
  const entries: { command: string; ref: EvidenceRef; lines: readonly EvidenceRef[]; time: number | null; near: number | null; durationMs: number | null }[] = [];
  const covered = createCoverage();
  let sha256: string | null = null;
  let open: { command: string; ref: EvidenceRef; lines: EvidenceRef[] | null; time: number | null; durationMs: number | null } | null = null;
  let stamp: number | null = null;
  let leftOut = 0;
  let binary = 0;
  const close = (): void => {
    if (open === null) return;
    if (entries.length < maxEntries) entries.push({ command: open.command, ref: open.ref, lines: open.lines ?? noLines, time: open.time, durationMs: open.durationMs, near: null });
    else leftOut += 1;
    if (open.time === null) counts.untimed += 1;
    counts.records += 1;
    open = null;
  };
  const begin = (command: string, place: LinePlace, time: number | null, durationMs: number | null = null): void => {
    close();
    open = { command, ref: { path, line: place.number, byteStart: place.byteStart, byteEnd: place.byteEnd }, lines: null, time, durationMs };
  };
  const more = (text: string, place: LinePlace): void => {
    if (open === null) return;
    const lines = open.lines ?? [open.ref];
    const kept = open.command.length < maxLine;
    if (kept) lines.push({ path, line: place.number, byteStart: place.byteStart, byteEnd: place.byteEnd });
    open = { ...open, command: kept ? `${open.command}\n${text}` : open.command, lines, ref: { ...open.ref, byteEnd: place.byteEnd } };
    counts.blank += 1;
  };
  const opened = files.open(path);
  if (!opened.ok) return { path, shell, entries, counts, sha256, problems: [opened.problem] };
  try {
    const read = await readLines(
      opened.value,
      {
        line(bytes, start, end, place) {
          covered.line(place);
          const raw = shell === 'zsh' ? unmetafied(bytes.subarray(start, end)) : bytes.subarray(start, end);
          if (raw.includes(0)) {
            binary += 1;
            counts.malformed += 1;
            if (binary === 1) problems.push({ path, line: place.number, byteOffset: place.byteStart, reason: 'Zero bytes: this line of the history is no text. Its bytes are kept in the evidence.' });
            return;
          }
          const text = raw.toString('utf8').replace(/\r$/, '');
          if (shell === 'fish') fishLine(text, place);
          else if (shell === 'zsh') zshLine(text, place);
          else if (shell === 'powershell') {
            const continued = open?.command.endsWith('`');
            if (continued) more(text, place);
            else if (text.trim() === '') counts.blank += 1;
            else begin(text, place, null);
          } else bashLine(text, place);
        },
        oversized(place) {
          covered.line(place);
          counts.oversized += 1;
          problems.push({ path, line: place.number, byteOffset: place.byteStart, reason: 'A line of the history is longer than 256 KB and was passed over.' });
        },
        progress() {},
      },
      pace,
      maxLine,
    );
    close();
    if (shell === 'bash') joinHereDocuments(entries, counts);
    counts.bytes = read.bytes;
    counts.lines = read.lines;
    counts.events = entries.length;
    sha256 = read.sha256;
  } catch (error) {
    close();
    problems.push(fileProblem(path, `The history could not be read to its end. ${reasonOf(error)}`));
  } finally {
    opened.value.close();
  }
  if (binary > 1) problems.push(fileProblem(path, `${binary} lines of the history hold zero bytes and were not read.`));
  if (leftOut > 0) problems.push(fileProblem(path, `Of this history the first ${maxEntries} commands were read; ${leftOut} were counted only.`));
  if (sha256 !== null && leftOut === 0) for (const fault of unreconciled(counts, covered, entries.length)) problems.push(fileProblem(path, `The ledger does not add up: ${fault}.`));
  placeBetween(entries);
  return { path, shell, entries, counts, sha256, problems };

  function bashLine(text: string, place: LinePlace): void {
    const comment = /^#(\d{9,11})$/.exec(text);
    if (comment) {
      close();
      stamp = seconds(comment[1]);
      counts.blank += 1;
      return;
    }
    // With times, what follows a command up to the next time is the rest of it.
    if (stamp === null && open !== null && open.time !== null) more(text, place);
    else if (text.trim() === '') counts.blank += 1;
    else {
      begin(text, place, stamp);
      stamp = null;
    }
  }

  function zshLine(text: string, place: LinePlace): void {
    if (open?.command.endsWith('\\')) {
      more(text, place);
      return;
    }
    const extended = /^: (\d{9,11}):(\d+);(.*)$/s.exec(text);
    if (extended) begin(extended[3] ?? '', place, seconds(extended[1]), Number(extended[2]) * 1000);
    else if (text.trim() === '') counts.blank += 1;
    else begin(text, place, null);
  }

  function fishLine(text: string, place: LinePlace): void {
    const command = /^- cmd: (.*)$/s.exec(text);
    if (command) {
      begin((command[1] ?? '').replace(/\\(\\|n)/g, (_whole, sign: string) => (sign === 'n' ? '\n' : '\\')), place, null);
      return;
    }
    const when = /^ {2}when: (\d+)\s*$/.exec(text);
    counts.blank += 1;
    if (when && open !== null) open = { ...open, time: seconds(when[1]) };
  }
}

/** zsh writes bytes 0x83 to 0x9b and zero as 0x83 and the byte turned by 0x20. */
function unmetafied(bytes: Buffer): Buffer {
  if (!bytes.includes(0x83)) return bytes;
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x83 && at + 1 < bytes.length) {
      at += 1;
      out[length++] = (bytes[at] ?? 0) ^ 0x20;
    } else out[length++] = byte;
  }
  return out.subarray(0, length);
}

const mostJoined = 200;

/**
 * bash writes a here-document of one command as lines of their own where it keeps no times. What stands between its opening
 * and the line that ends it was input of that command and was not run; without such a line nothing is joined.
 */
function joinHereDocuments(entries: { command: string; ref: EvidenceRef; lines: readonly EvidenceRef[]; time: number | null }[], counts: FileCounts): void {
  let kept = 0;
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at];
    if (entry === undefined) continue;
    entries[kept++] = entry;
    const ends = entry.time !== null || !entry.command.includes('<<') ? null : /(?:^|[^<])<<-?\s*(["']?)([A-Za-z_]\w*)\1(?![^\n]*\n)/.exec(entry.command)?.[2];
    if (ends === null || ends === undefined) continue;
    const limit = Math.min(entries.length, at + mostJoined);
    let last = at + 1;
    while (last < limit && entries[last]?.time === null && entries[last]?.command !== ends) last += 1;
    if (last >= limit || entries[last]?.command !== ends) continue;
    const rest = entries.slice(at + 1, last + 1);
    entry.lines = [entry.ref, ...rest.map((each) => each.ref)];
    entry.command = [entry.command, ...rest.map((each) => each.command)].join('\n').slice(0, maxLine);
    entry.ref = { ...entry.ref, byteEnd: rest.at(-1)?.ref.byteEnd ?? entry.ref.byteEnd };
    counts.records -= rest.length;
    counts.untimed -= rest.length;
    counts.blank += rest.length;
    at = last;
  }
  entries.length = kept;
}

/** An entry without a time stands where the one before it stands, at the head of a file where the first timed one does. */
function placeBetween(entries: { time: number | null; near: number | null }[]): void {
  let known: number | null = null;
  for (const entry of entries) {
    if (entry.time !== null) known = entry.time;
    entry.near = known;
  }
  const first = entries.find((entry) => entry.time !== null)?.time ?? null;
  for (const entry of entries) {
    if (entry.near !== null) break;
    entry.near = first;
  }
}
