/**
 * Reads what lies beside the transcripts and names sessions: prompt history, configuration, task lists, copies, indexes.
 * Gathers only; what an absence means is judged in analysis/transcripts.
 */
import { append } from '../../../../shared/append.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import type { Pace } from '../../intake/pace.ts';
import type { FileCounts } from '../file-counts.ts';
import { type AgentMeta, readAgentMetas } from './agent-meta.ts';
import { type ClaudeConfig, readClaudeConfig } from './claude-config.ts';
import { below, type ConfigFolder, configFolders } from './config-folders.ts';
import { namedSessions } from './named-sessions.ts';
import { projectFolderName } from './project-folder.ts';
import { readPromptHistory } from './prompt-history.ts';
import { readRetention } from './retention.ts';
import type { RemovedProject, Retention, SessionMention } from './session-mention.ts';

export interface BesideRead {
  readonly folders: readonly ConfigFolder[];
  readonly mentions: readonly SessionMention[];
  readonly retention: readonly Retention[];
  readonly removed: readonly RemovedProject[];
  readonly metas: readonly AgentMeta[];
  /** Files that were read line by line. */
  readonly counted: readonly { readonly counts: FileCounts; readonly sha256: string | null; readonly partial: boolean }[];
  readonly problems: readonly ReadProblem[];
}

export async function readBeside(files: EvidenceFiles, pace: Pace): Promise<BesideRead> {
  const folders = configFolders(files);
  const mentions: SessionMention[] = [];
  const retention: Retention[] = [];
  const removed: RemovedProject[] = [];
  const counted: { counts: FileCounts; sha256: string | null; partial: boolean }[] = [];
  const problems: ReadProblem[] = [];
  for (const { path: folder } of folders) {
    const history = below(folder, 'history.jsonl');
    if (files.entries.get(history)?.kind === 'file') {
      const read = await readPromptHistory(files, history, folder, pace);
      append(mentions, read.mentions);
      append(problems, read.problems);
      counted.push({ counts: read.counts, sha256: read.sha256, partial: read.problems.length > 0 });
    }
    const configs = new Map<string, ClaudeConfig>();
    for (const path of configFiles(files, folder)) {
      const config = readClaudeConfig(files, path, folder);
      configs.set(path, config);
      take(config);
    }
    append(removed, removedProjects(files, folder, configs));
    take(namedSessions(files, folder));
    const swept = readRetention(files, folder);
    retention.push(swept.retention);
    append(problems, swept.problems);
    if (pace.due()) await pace.breathe();
  }
  const metas = await readAgentMetas(files, pace);
  append(problems, metas.problems);
  return { folders, mentions, retention, removed, metas: metas.metas, counted, problems };

  function take(read: { readonly mentions: readonly SessionMention[]; readonly problems: readonly ReadProblem[] }): void {
    append(mentions, read.mentions);
    append(problems, read.problems);
  }
}

/** Only where the file itself is there and could be read can an entry be missing from it. */
function removedProjects(files: EvidenceFiles, folder: string, configs: ReadonlyMap<string, ClaudeConfig>): readonly RemovedProject[] {
  const current = [...configs].filter(([path]) => path.endsWith('.claude.json'));
  if (current.length === 0 || current.some(([, config]) => config.projects === null)) return [];
  const found = new Map<string, RemovedProject>();
  // Backups in the order of their names, which end in their time: the newest that has an entry counts.
  for (const [path, config] of [...configs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (path.endsWith('.claude.json')) continue;
    for (const [project, ref] of config.projects ?? []) {
      if (current.some(([, { projects }]) => projects?.has(project))) continue;
      found.set(project, { folder, project, ref, hasFolder: files.entries.has(below(folder, `projects/${projectFolderName(project)}`)) });
    }
  }
  return [...found.values()];
}

/** `.claude.json` lies beside the folder, inside it where the folder has another name; backups of it lie in both. */
function configFiles(files: EvidenceFiles, folder: string): readonly string[] {
  const beside = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
  const places = folder === '' ? ['', 'backups'] : [...new Set([beside, folder, below(folder, 'backups')])];
  return places.flatMap((place) => files.list(place).filter((entry) => entry.kind === 'file' && /^\.claude\.json(\.backup.*)?$/.test(entry.name)).map((entry) => entry.path));
}
