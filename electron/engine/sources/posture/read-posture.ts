/** Gathers the launch posture of a copy: requests for bypass, shell histories, process events. Judges nothing. */
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import type { Pace } from '../../intake/pace.ts';
import type { FlagPlace } from './find-requests.ts';
import { historyFlags } from './history-flags.ts';
import type { ProcessEvent } from './process-events.ts';
import { readFlags } from './read-flags.ts';
import { type McpBinary, mcpBinary } from './mcp-binary.ts';
import { type McpServer, readMcp } from './mcp-registries.ts';
import { type OtherAgent, otherAgents } from './other-agents.ts';
import { type ProviderRecord, readProvider } from './provider-records.ts';
import { canHoldRecords, type CountedFile, processFlags, readProcesses } from './read-records.ts';
import { readSettings, type SettingsRead } from './settings-files.ts';
import { historyShell, readShellHistory, type ShellHistoryRead } from './shell-history.ts';
import { readTranscriptRequests, type TranscriptRequest } from './transcript-requests.ts';

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
  readonly counted: readonly CountedFile[];
  readonly problems: readonly ReadProblem[];
}

/** `transcripts` are read elsewhere. */
export async function readPosture(files: EvidenceFiles, transcripts: ReadonlySet<string>, pace: Pace): Promise<PostureRead> {
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
    problems.push(...read.problems);
    counted.push({ counts: read.counts, sha256: read.sha256, partial: read.problems.length > 0, kind: 'shell-history' });
  }
  const tables = [...files.entries.values()].filter((entry) => entry.kind === 'file' && !isTranscript(entry.path) && canHoldRecords(entry.path)).map((entry) => entry.path);
  const processes = await readProcesses(files, tables, pace);
  problems.push(...processes.problems);
  counted.push(...processes.counted);
  const provider = await readProvider(files, tables.filter((path) => !processes.counted.some((each) => each.counts.path === path)), pace);
  problems.push(...provider.problems);
  counted.push(...provider.counted);
  const requests = provider.records.length === 0 ? [] : await readTranscriptRequests(files, [...transcripts], pace);
  const mcp = readMcp(files);
  problems.push(...mcp.problems);
  const { problems: settingProblems, ...settings } = readSettings(files);
  problems.push(...settingProblems);
  const known = new Set(counted.map((each) => each.counts.path));
  const flags = await readFlags(files, (path) => isTranscript(path) || known.has(path), pace);
  problems.push(...flags.problems);
  return {
    flags: [...flags.places, ...histories.flatMap(historyFlags), ...processFlags(processes.events)],
    filesLookedAt: flags.files,
    histories,
    processes: processes.events,
    servers: mcp.servers.map((server) => ({ server, binary: mcpBinary(files, server) })),
    settings,
    agents: otherAgents(files),
    provider: provider.records,
    requests,
    counted,
    problems,
  };
}
