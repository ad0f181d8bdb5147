/** Which settings file a path is, and whose it is: by its name, and by what lies beside it in the copy. Pure. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { configFolderOf } from '../identify.ts';

/** Highest first, as the client weighs them. The command line stands between managed and local and leaves no file. */
export const settingScopes = ['managed', 'local', 'project', 'user'] as const;
export type SettingScope = (typeof settingScopes)[number];

/** Folders that only an administrator writes; a file of this name in a project is a template at most. */
const managedFolder = /(?:^|\/)(?:etc\/claude-code|Library\/Application Support\/ClaudeCode|Program Files\/ClaudeCode|ProgramData\/ClaudeCode)\/managed-settings(?:\.json|\.d\/[^./][^/]*\.json)$|^(?:claude-code|ClaudeCode)\/managed-settings(?:\.json|\.d\/[^./][^/]*\.json)$/;

export interface SettingsPlace {
  readonly scope: SettingScope;
  /** Which of several managed sources it is; the lowest number with a value counts alone. */
  readonly rank: number;
  /** The project that it counts for, as a folder of the copy; null for user and managed files. */
  readonly project: string | null;
  readonly note: string | null;
}

/** What settings file a path is by its name alone; null for another file. */
export function settingsPlace(path: string): SettingsPlace | null {
  if (/(^|\/)(?:\.claude|\.config\/claude)\/remote-settings\.json$/.test(path)) return { scope: 'managed', rank: 0, project: null, note: 'Cache of settings that a server manages; deleted on logout.' };
  if (/(^|\/)Library\/Managed Preferences\/(?:[^/]+\/)?com\.anthropic\.claudecode\.plist$/.test(path)) return { scope: 'managed', rank: 1, project: null, note: 'Device policy; wins over the managed files.' };
  if (managedFolder.test(path) && !/(^|\/)(?:Users|home)\/[^/]+\//.test(path)) {
    const gone = /(^|\/)ProgramData\/ClaudeCode\//i.test(path);
    return { scope: 'managed', rank: gone ? 9 : path.includes('managed-settings.d/') ? 3 : 2, project: null, note: gone ? 'Not read by the client since 2.1.75: a policy only here is not in force.' : null };
  }
  if (/(^|\/)(?:Users|home)\/[^/]+\/\.config\/claude\/settings\.json$/.test(path)) return { scope: 'user', rank: 5, project: null, note: null };
  const local = /^(.*?)(?:^|\/)\.claude\/settings(\.local)?\.json$/.exec(path);
  if (!local) return null;
  const folder = local[1] ?? '';
  // A home's own `.claude` is the user's; below a home or elsewhere it is a project's.
  const home = /(^|\/)(?:(?:Users|home)\/[^/]+|root)$/.test(folder) || folder === '';
  if (home && local[2] === undefined) return { scope: 'user', rank: 5, project: null, note: null };
  return { scope: local[2] === undefined ? 'project' : 'local', rank: 5, project: folder, note: null };
}

type Entries = Pick<EvidenceFiles, 'entries'>;

/**
 * The same with what the copy has around it. A folder with the client's own records is a user's, wherever that user's home
 * lies and whatever `CLAUDE_CONFIG_DIR` calls it; and a copy that begins with a project holds no home.
 */
export function placeOfSettings(files: Entries, path: string): SettingsPlace | null {
  const place = settingsPlace(path);
  if (place?.scope === 'managed') return place;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (/(^|\/)settings\.json$/.test(path) && place?.scope !== 'user' && holdsRecords(files, folder)) return { scope: 'user', rank: 5, project: null, note: folder.endsWith('.claude/') ? null : 'A folder of its own for the client’s configuration.' };
  if (folder === '.claude/' && place?.scope === 'user' && beginsWithProject(files)) return { ...place, scope: 'project', project: '' };
  return place;
}

/** True for a folder (`''`, or with a slash at its end) that the client keeps its own records in. */
function holdsRecords(files: Entries, folder: string): boolean {
  if (!files.entries.has(`${folder}projects`)) return false;
  if (['.claude.json', 'history.jsonl', '.credentials.json'].some((name) => files.entries.has(`${folder}${name}`))) return true;
  for (const each of files.entries.keys()) if (each.startsWith(`${folder}projects/`) && configFolderOf(each) === folder.slice(0, -1)) return true;
  return false;
}

function beginsWithProject({ entries }: Entries): boolean {
  return (entries.has('.git') || entries.has('.mcp.json')) && !entries.has('.claude.json') && !entries.has('.claude/projects') && !entries.has('.claude/history.jsonl');
}
