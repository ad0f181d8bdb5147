/** Reads what `~/.claude.json` and its backups say of sessions: the last one of each project. Takes no token and no account. */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import { asObject, own, ownText } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import type { SessionMention } from './session-mention.ts';
import { placeOf, placeOfName, readJsonFile } from './small-json.ts';

export interface ClaudeConfig {
  readonly mentions: readonly SessionMention[];
  /** Each project that has an entry, with the entry's place; null where the file could not be read. */
  readonly projects: ReadonlyMap<string, EvidenceRef> | null;
  readonly problems: readonly ReadProblem[];
}

export function readClaudeConfig(files: EvidenceFiles, path: string, folder: string): ClaudeConfig {
  const read = readJsonFile(files, path);
  if (!read.ok) return { mentions: [], projects: null, problems: [read.problem] };
  const mentions: SessionMention[] = [];
  const projects = new Map<string, EvidenceRef>();
  for (const [project, entry] of Object.entries(asObject(own(read.json, 'projects')) ?? {})) {
    projects.set(project, placeOfName(path, read.bytes, project));
    const sessionId = ownText(entry, 'lastSessionId');
    if (sessionId === null || sessionId === '') continue;
    const spent = ['lastTotalOutputTokens', 'lastCost'].some((key) => {
      const value = own(entry, key);
      return typeof value === 'number' && value > 0;
    });
    mentions.push({
      sessionId,
      source: 'claude-config',
      folder,
      ref: placeOf(path, read.bytes, 'lastSessionId', sessionId),
      time: null,
      project,
      strong: spent,
      says: spent ? 'the last session of its project, with tokens used' : 'the last session of its project',
    });
  }
  return { mentions, projects, problems: [] };
}
