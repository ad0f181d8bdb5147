/** Gathers the launch posture of a copy: requests for bypass, shell histories, process events. Judges nothing. */
import { append } from '../../../../shared/append.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { TableMapping } from '../../../../shared/table-mapping.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import type { FlagPlace } from './find-requests.ts';
import { historyFlags, mostOfOneHistory } from './history-flags.ts';
import type { ProcessEvent } from './process-events.ts';
import { readFlags } from './read-flags.ts';
import { type McpBinary, mcpBinary } from './mcp-binary.ts';
import { readMapped } from './mapped-tables.ts';
import { type McpServer, readMcp } from './mcp-registries.ts';
import { type OtherAgent, otherAgents } from './other-agents.ts';
import { type ProviderRecord, readProvider } from './provider-records.ts';
import { canHoldRecords, type CountedFile, processFlags, readProcesses } from './read-records.ts';
import { readSettings, type SettingsRead } from './settings-files.ts';
import { historyShell, readShellHistory, type ShellHistoryRead } from './shell-history.ts';
import { readTranscriptRequests, type TranscriptRequest } from './transcript-requests.ts';
import { looksLikeEvents, type TableHead, tableHead } from './unmapped-tables.ts';

export interface PostureRead {
  readonly flags: readonly FlagPlace[];
  /** How many files were looked through for flags. */
  readonly filesLookedAt: number;
  readonly histories: readonly ShellHistoryRead[];
  readonly processes: readonly ProcessEvent[];
  readonly servers: readonly { readonly server: McpServer; readonly binary: McpBinary }[];
  readonly settings: Omit<SettingsRead, 'problems'>;
  readonly agents: readonly OtherAgent[];
  readonly provider: readonly ProviderRecord[];
  /** The transcripts' requests, where there are provider records to join them to. */
  readonly requests: readonly TranscriptRequest[];
  /** Tables that a mapping can be given: those read as records, and those that look like some and have no known shape. */
  readonly tables: readonly EvidenceTable[];
  readonly counted: readonly CountedFile[];
  readonly problems: readonly ReadProblem[];
}

/** A table of the copy, and how it is read. */
export interface EvidenceTable {
  readonly path: string;
  readonly state: 'not mapped' | 'known' | 'mapped';
  readonly mapping: TableMapping | null;
  readonly head: TableHead;
}

/** True below a folder of the copy that has a repository. */
function inWorkTree(files: EvidenceFiles, path: string): boolean {
  for (let slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
    if (files.entries.has(`${path.slice(0, slash)}/.git`)) return true;
    if (slash === 0) break;
  }
  return files.entries.has('.git');
}

const mostTables = 200;

function tablesOf(files: EvidenceFiles, candidates: readonly string[], mappings: readonly TableMapping[], counted: readonly CountedFile[]): readonly EvidenceTable[] {
  const known = new Set(counted.flatMap((each) => (each.kind !== 'shell-history' ? [each.counts.path] : [])));
  const found: EvidenceTable[] = mappings.flatMap((mapping) => {
    const head = files.entries.get(mapping.path)?.kind === 'file' ? tableHead(files, mapping.path, mapping.delimiter) : null;
    return head === null ? [] : [{ path: mapping.path, state: 'mapped' as const, mapping, head }];
  });
  for (const path of candidates) {
    if (found.length >= mostTables) break;
    const head = /\.json$/i.test(path) ? null : tableHead(files, path);
    if (head !== null && (known.has(path) || looksLikeEvents(head, inWorkTree(files, path)))) found.push({ path, state: known.has(path) ? 'known' : 'not mapped', mapping: null, head });
  }
  return found;
}

/** `transcripts` are read elsewhere; tables with a mapping are read by it and by nothing else. */
export async function readPosture(files: EvidenceFiles, transcripts: ReadonlySet<string>, mappings: readonly TableMapping[], pace: Pace): Promise<PostureRead> {
  const isTranscript = (path: string): boolean => transcripts.has(path);
  const problems: ReadProblem[] = [];
  const counted: CountedFile[] = [];
  const histories: ShellHistoryRead[] = [];
  for (const entry of files.entries.values()) {
    const shell = historyShell(entry.path);
    if (shell === null) continue;
    if (entry.kind === 'link') {
      problems.push({ path: entry.path, line: null, byteOffset: null, reason: 'A shell history that is a link: links are recorded and not followed, so what it leads to was not read.' });
      continue;
    }
    if (entry.kind !== 'file') continue;
    const read = await readShellHistory(files, entry.path, shell, pace);
    histories.push(read);
    append(problems, read.problems);
    counted.push({ counts: read.counts, sha256: read.sha256, partial: read.problems.length > 0, kind: 'shell-history' });
  }
  const mapped = await readMapped(files, mappings, pace);
  append(problems, mapped.problems);
  append(counted, mapped.counted);
  const byMapping = new Set(mappings.map((mapping) => mapping.path));
  const tables = [...files.entries.values()].filter((entry) => entry.kind === 'file' && !isTranscript(entry.path) && !byMapping.has(entry.path) && canHoldRecords(entry.path)).map((entry) => entry.path);
  const processes = await readProcesses(files, tables, pace);
  append(problems, processes.problems);
  append(counted, processes.counted);
  const provider = await readProvider(files, tables.filter((path) => !processes.counted.some((each) => each.counts.path === path)), pace);
  append(problems, provider.problems);
  append(counted, provider.counted);
  const processEvents = [...mapped.processes, ...processes.events];
  const providerRecords = [...mapped.provider, ...provider.records];
  const requests = providerRecords.length === 0 ? [] : await readTranscriptRequests(files, [...transcripts], pace);
  const mcp = readMcp(files);
  append(problems, mcp.problems);
  const { problems: settingProblems, ...settings } = readSettings(files);
  append(problems, settingProblems);
  const known = new Set(counted.map((each) => each.counts.path));
  const flags = await readFlags(files, (path) => isTranscript(path) || known.has(path), pace);
  append(problems, flags.problems);
  const ofHistories = histories.flatMap((history) => {
    const found = historyFlags(history);
    if (found.length >= mostOfOneHistory) problems.push(fileProblem(history.path, `Its commands name the bypass more than ${mostOfOneHistory} times; the first of them are listed as places.`));
    return found;
  });
  return {
    flags: [...flags.places, ...ofHistories, ...processFlags(processEvents)],
    filesLookedAt: flags.files,
    histories,
    processes: processEvents,
    servers: mcp.servers.map((server) => ({ server, binary: mcpBinary(files, server) })),
    settings,
    agents: otherAgents(files),
    provider: providerRecords,
    tables: tablesOf(files, tables, mappings, counted),
    requests,
    counted,
    problems,
  };
}
