/** Reads `agent-<id>.meta.json`: which call of the parent started a sub-agent. */
import type { ReadProblem } from '../../../../shared/case.ts';
import { ownText } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import type { Pace } from '../../intake/pace.ts';
import { readJsonFile } from './small-json.ts';

export interface AgentMeta {
  readonly agentId: string;
  readonly agentType: string | null;
  /** The parent's call; null where the file does not say. */
  readonly toolUseId: string | null;
  readonly parentAgentId: string | null;
  readonly path: string;
}

export async function readAgentMetas(files: EvidenceFiles, pace: Pace): Promise<{ metas: readonly AgentMeta[]; problems: readonly ReadProblem[] }> {
  const metas: AgentMeta[] = [];
  const problems: ReadProblem[] = [];
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file' || !entry.name.endsWith('.meta.json')) continue;
    const agentId = /^agent-(.+)\.meta\.json$/.exec(entry.name)?.[1];
    if (agentId === undefined) continue;
    const read = readJsonFile(files, entry.path);
    if (read.ok) metas.push({ agentId, agentType: ownText(read.json, 'agentType'), toolUseId: ownText(read.json, 'toolUseId'), parentAgentId: ownText(read.json, 'parentAgentId'), path: entry.path });
    else problems.push(read.problem);
    if (pace.due()) await pace.breathe();
  }
  return { metas, problems };
}
