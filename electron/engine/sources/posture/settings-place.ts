/** Which settings file a path is, and whose it is. Pure. */

/** Highest first, as the client weighs them. The command line stands between managed and local and leaves no file. */
export const settingScopes = ['managed', 'local', 'project', 'user'] as const;
export type SettingScope = (typeof settingScopes)[number];

/** Folders that only an administrator writes; a file of this name in a project is a template at most. */
const managedFolder = /(?:^|\/)(?:etc\/claude-code|Library\/Application Support\/ClaudeCode|Program Files\/ClaudeCode|ProgramData\/ClaudeCode)\/managed-settings(?:\.json|\.d\/[^./][^/]*\.json)$|^(?:claude-code|ClaudeCode)\/managed-settings(?:\.json|\.d\/[^./][^/]*\.json)$/;

/** What settings file a path is; null for another file. */
export function settingsPlace(path: string): { readonly scope: SettingScope; readonly rank: number; readonly project: string | null; readonly note: string | null } | null {
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
