/** Gathers the launch posture of a copy: requests for bypass, shell histories, process events. Judges nothing. */
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import type { Pace } from '../../intake/pace.ts';
import type { FlagPlace } from './find-requests.ts';
import { historyFlags } from './history-flags.ts';
import type { ProcessEvent } from './process-events.ts';
import { readFlags } from './read-flags.ts';
import { canHoldRecords, type CountedFile, processFlags, readProcesses } from './read-records.ts';
import { historyShell, readShellHistory, type ShellHistoryRead } from './shell-history.ts';

export interface PostureRead {
  readonly flags: readonly FlagPlace[];
  /** How many files were looked through for flags. */
  readonly filesLookedAt: number;
  readonly histories: readonly ShellHistoryRead[];
  readonly processes: readonly ProcessEvent[];
  readonly counted: readonly CountedFile[];
  readonly problems: readonly ReadProblem[];
}

/** `isTranscript` says which files are read elsewhere. */
export async function readPosture(files: EvidenceFiles, isTranscript: (path: string) => boolean, pace: Pace): Promise<PostureRead> {
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
  const known = new Set(counted.map((each) => each.counts.path));
  const flags = await readFlags(files, (path) => isTranscript(path) || known.has(path), pace);
  problems.push(...flags.problems);
  return {
    flags: [...flags.places, ...histories.flatMap(historyFlags), ...processFlags(processes.events)],
    filesLookedAt: flags.files,
    histories,
    processes: processes.events,
    counted,
    problems,
  };
}
