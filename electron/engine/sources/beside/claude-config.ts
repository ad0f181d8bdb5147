/** Reads what `~/.claude.json` and its backups say of sessions: the last one of each project. Takes no token and no account. */
import type { ReadProblem } from '../../../../shared/case.ts';
import { asObject, own, ownText } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import type { SessionMention } from './session-mention.ts';
import { placeOf, readJsonFile } from './small-json.ts';

export function readClaudeConfig(files: EvidenceFiles, path: string, folder: string): { mentions: readonly SessionMention[]; problems: readonly ReadProblem[] } {
  const read = readJsonFile(files, path);
  if (!read.ok) return { mentions: [], problems: [read.problem] };
  const mentions: SessionMention[] = [];
  for (const [project, entry] of Object.entries(asObject(own(read.json, 'projects')) ?? {})) {
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
  return { mentions, problems: [] };
}
