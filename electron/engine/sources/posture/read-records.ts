/** Finds files of process events and reads them, with the requests in their command lines. Knows no timeline. */
import { append } from '../../../../shared/append.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import type { Pace } from '../../intake/pace.ts';
import { bypassRequest } from '../../shell/programs/agent-flags.ts';
import type { FileCounts } from '../file-counts.ts';
import type { FlagPlace } from './find-requests.ts';
import { requestsOf } from './find-requests.ts';
import { jsonRow, type ProcessEvent, processEvent, readTable, separated, separatorOf, type TableRow } from './process-events.ts';
import { asObject, type Json } from '../../events/json.ts';
import { maskedText } from './masked.ts';

export interface CountedFile {
  readonly counts: FileCounts;
  readonly sha256: string | null;
  readonly partial: boolean;
  /** What it turned out to be: `process-events`, `shell-history`, `provider-records`, `hook-log`. */
  readonly kind: string;
}

export interface ProcessRead {
  readonly events: readonly ProcessEvent[];
  readonly counted: readonly CountedFile[];
  readonly problems: readonly ReadProblem[];
}

const tableNames = /\.(?:jsonl|ndjson|json|csv|tsv|log)$/i;
/** Where hooks like to write: among the client's own files only these are looked at. */
const hookLogs = /(^|\/)\.claude\/(?:(?:hooks|logs?)\/.+|(?!history\.jsonl$)[^/]+)\.(?:jsonl|ndjson|log)$/i;
const headBytes = 65_536;

/** The first record of a file of records, or null: enough to say what it is. */
export function firstRow(files: EvidenceFiles, path: string): TableRow | null {
  const opened = files.open(path);
  if (!opened.ok) return null; // The manifest lists it as unreadable.
  try {
    const head = Buffer.from(opened.value.read(0, headBytes)).toString('utf8').replace(/^\ufeff/, '');
    const lines = head.split('\n', 4).map((line) => line.replace(/\r$/, ''));
    const ref = { path, line: 1, byteStart: 0, byteEnd: 0 };
    if (/\.(?:csv|tsv)$/i.test(path)) {
      const [heading, first] = lines;
      if (heading === undefined || first === undefined || first === '') return null;
      const separator = separatorOf(heading);
      const names = separated(heading, separator).map((name) => name.trim().toLowerCase());
      const fields = separated(first, separator);
      return { ref, json: null, text: (...wanted) => wanted.map((name) => fields[names.indexOf(name)] ?? null).find((value) => value !== null && value !== '') ?? null };
    }
    const json = asObject(JSON.parse(lines.find((line) => line.trim() !== '') ?? '') as Json);
    return json === null ? null : jsonRow(json, ref);
  } catch {
    return null; // Not a file of records; it stays what it is.
  } finally {
    opened.value.close();
  }
}

/** True for a path that can hold such records; the caller leaves out transcripts and what else is known. */
export function canHoldRecords(path: string): boolean {
  if (hookLogs.test(path)) return true;
  return tableNames.test(path) && !/(^|\/)(?:node_modules|\.git|\.claude|package-lock\.json|tsconfig[^/]*\.json|package\.json)(\/|$)/.test(path);
}

export async function readProcesses(files: EvidenceFiles, candidates: readonly string[], pace: Pace): Promise<ProcessRead> {
  const events: ProcessEvent[] = [];
  const counted: CountedFile[] = [];
  const problems: ReadProblem[] = [];
  for (const path of candidates) {
    if (pace.due()) await pace.breathe();
    const first = firstRow(files, path);
    if (first === null || processEvent(first) === null) continue;
    let zoneless = 0;
    const table = await readTable(
      files,
      path,
      (row) => {
        const event = processEvent(row);
        if (event !== null) events.push(event);
        if (event?.time === null) zoneless += 1;
        return event !== null;
      },
      pace,
    );
    table.counts.untimed = zoneless;
    if (zoneless > 0) problems.push({ path, line: null, byteOffset: null, reason: `${zoneless} of its records have no time, or one that names no zone. They are shown without a place in time.` });
    append(problems, table.problems);
    counted.push({ counts: table.counts, sha256: table.sha256, partial: table.problems.length > 0, kind: 'process-events' });
  }
  return { events, counted, problems };
}

/** The requests in command lines of processes; an event's own environment counts, as its record gives it. */
export function processFlags(events: readonly ProcessEvent[]): readonly FlagPlace[] {
  const places: FlagPlace[] = [];
  for (const event of events) {
    if (!/claude|codex|gemini|qwen|cursor|copilot|opencode|aider|amp|dangerously|bypassPermissions/.test(event.command)) continue;
    const text = shellText(event.command);
    const piece = { text, start: 0, end: text.length, exact: true, env: event.env, envFrom: "in the process's environment", reach: 'one run', origin: 'process-event' as const, container: false, behind: null };
    const { requests } = requestsOf(piece);
    // A command line is no shell text: quotes are gone, so words can stand in the way of the grammar.
    const plain = requests.length > 0 || text !== event.command ? null : bypassRequest(event.command.split(/\s+/));
    const found = requests.length > 0 ? requests.map(({ request, env, container }) => ({ request, env, container })) : plain === null ? [] : [{ request: plain, env: new Map([...event.env].map(([name, value]) => [name, { value, from: 'given' as const }])), container: false }];
    for (const { request, env, container } of found.slice(0, 1)) {
      places.push({
        ref: event.ref, origin: 'process-event', agent: request.agent, flag: request.flag, offers: request.offers, command: maskedText(event.command).slice(0, 1000), how: 'command line of a process', container, reach: 'one run', time: event.time, parsed: true,
        variables: ['IS_SANDBOX', 'CLAUDE_CODE_BUBBLEWRAP'].flatMap((name) => {
          const set = env.get(name);
          return set === undefined ? [] : [{ name, value: set.value, from: set.from === 'given' ? "in the process's environment" : 'in the same command' }];
        }),
      });
    }
    if (places.length >= 2000) break;
  }
  return places;
}

/** What a shell was given to run: command lines have lost the quotes around it. One that kept them is read as it stands. */
function shellText(command: string): string {
  const given = /^(?:\S*\/)?(?:ba|z|da|k)?sh\s+((?:-[\w-]+\s+)+)(?!["'-])([\s\S]+)$/.exec(command);
  return given?.[2] !== undefined && /(?:^|\s)-\w*c\s/.test(given[1] ?? '') ? given[2] : command;
}
