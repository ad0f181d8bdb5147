/** Finds the configuration folders of Claude Code in a copy: `~/.claude`, `~/.config/claude`, or one under another name. Pure. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { configFolderOf, kindByName } from '../identify.ts';

/** Names inside such a folder that tell what it is, beside `projects` with the client's own transcripts in it. */
const inside = new Set(['history.jsonl', 'todos', 'tasks', 'file-history', 'shell-snapshots', 'debug', 'plans', 'sessions', 'statsig', 'session-env', '.last-cleanup', '.credentials.json']);

export interface ConfigFolder {
  /** Path in the evidence; `''` where the evidence root itself is the folder. */
  readonly path: string;
  /** True where the copy holds its `projects`: only then can a transcript be missing rather than not copied. */
  readonly hasProjects: boolean;
}

/** A repository's own `.claude` holds settings only and is none. */
export function configFolders(files: EvidenceFiles): readonly ConfigFolder[] {
  const candidates = new Map<string, { projects: boolean; marks: number; named: boolean }>();
  const candidate = (folder: string): { projects: boolean; marks: number; named: boolean } => {
    const known = candidates.get(folder) ?? { projects: false, marks: 0, named: /(^|\/)(\.claude|\.config\/claude)$/.test(folder) };
    candidates.set(folder, known);
    return known;
  };
  for (const entry of files.entries.values()) {
    const folder = entry.path.slice(0, Math.max(0, entry.path.length - entry.name.length - 1));
    if (entry.name === 'projects' && entry.kind === 'directory') candidate(folder).projects = true;
    else if (inside.has(entry.name)) candidate(folder).marks += 1;
    else if (entry.name.endsWith('.jsonl')) {
      const holder = configFolderOf(entry.path);
      if (holder !== null) candidate(holder).marks += 1;
    }
  }
  return [...candidates]
    .filter(([, { projects, marks, named }]) => (named ? projects || marks > 0 : projects && marks > 0))
    .map(([path, { projects }]) => ({ path, hasProjects: projects }));
}

/** The folder of `folders` that a file lies in, the deepest first; null where it lies in none. */
export function folderOf(folders: readonly ConfigFolder[], path: string): ConfigFolder | null {
  let found: ConfigFolder | null = null;
  for (const folder of folders) {
    const within = folder.path === '' || path.startsWith(`${folder.path}/`);
    if (within && (found === null || folder.path.length > found.path.length)) found = folder;
  }
  return found;
}

/** What a file is by its name, also in a configuration folder that is not called `.claude`. */
export function kindIn(folders: readonly ConfigFolder[], path: string): string {
  const kind = kindByName(path);
  const folder = kind === 'other' ? folderOf(folders, path) : null;
  return folder === null ? kind : kindByName(`.claude/${path.slice(folder.path === '' ? 0 : folder.path.length + 1)}`);
}

/** A name below a configuration folder as a path of the evidence. */
export function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
