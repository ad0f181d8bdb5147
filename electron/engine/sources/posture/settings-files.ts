/** Reads settings files of each scope with the place of each value, and hooks. Values that can be secret are masked. Judges no precedence. */
import { append } from '../../../../shared/append.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';
import { frontmatterKind, readFrontmatter } from './frontmatter.ts';
import { maskedText } from './masked.ts';
import { entryOf, homeInCopy, withPluginRoot } from './place-in-copy.ts';
import { readPlist, readRegistryPolicy } from './managed-policy.ts';
import { placeOfSettings, type SettingScope } from './settings-place.ts';
import { readTextFile, type TextFile } from './text-file.ts';
import { at, readJsonTree, textOf, textsOf, type Tree } from './tree.ts';

export interface SettingValue {
  /** `permissions.defaultMode`, `env.ANTHROPIC_BASE_URL`. */
  readonly name: string;
  /** As text; a list's items stand in `items`. Null where it must not be shown. */
  readonly value: string | null;
  readonly items: readonly string[] | null;
  readonly ref: EvidenceRef;
}

export interface SettingsFile {
  readonly path: string;
  readonly scope: SettingScope;
  /** Which of several managed sources it is; the lowest number with a value counts alone. */
  readonly rank: number;
  /** The project that it counts for, as a folder of the copy; null for user and managed files. */
  readonly project: string | null;
  readonly values: readonly SettingValue[];
  /** A line to cite where a setting is missing: where the permissions begin, else the file. */
  readonly ref: EvidenceRef;
  readonly note: string | null;
}

export interface Hook {
  readonly event: string;
  readonly matcher: string | null;
  readonly type: string;
  readonly command: string;
  readonly timeout: number | null;
  readonly scope: SettingScope | 'plugin';
  readonly ref: EvidenceRef;
  /** Whether the file that the command names is in the copy: its path there, `absent`, or null where it names none. */
  readonly file: string | null;
}

export interface ConsentFlag {
  readonly name: string;
  readonly value: string;
  readonly project: string | null;
  readonly ref: EvidenceRef;
}

/** A place where an administrator's settings can lie, and whether the copy has it. */
export interface ManagedPlace {
  readonly os: 'macOS' | 'Linux' | 'Windows';
  readonly path: string;
  readonly state: 'present' | 'absent' | 'present, not in force' | 'present, not read';
  readonly note: string;
}

export interface SettingsRead {
  readonly files: readonly SettingsFile[];
  readonly hooks: readonly Hook[];
  readonly consents: readonly ConsentFlag[];
  readonly managed: readonly ManagedPlace[];
  readonly problems: readonly ReadProblem[];
}

const settingsCap = 16 * 1024 * 1024;

export function readSettings(files: EvidenceFiles): SettingsRead {
  const found: SettingsFile[] = [];
  const hooks: Hook[] = [];
  const consents: ConsentFlag[] = [];
  const problems: ReadProblem[] = [];
  for (const entry of files.entries.values()) {
    const place = placeOfSettings(files, entry.path);
    if (/\.reg$/i.test(entry.name) && entry.kind === 'file') {
      const policy = registryFiles(files, entry.path);
      append(found, policy.files);
      append(problems, policy.problems);
      continue;
    }
    const config = /(^|\/)\.claude\.json$/.test(entry.path);
    const plugin = /(^|\/)(?:hooks\/hooks|\.claude-plugin\/plugin)\.json$/.test(entry.path);
    const head = frontmatterKind(entry.path);
    if (head !== null && entry.kind === 'file') append(hooks, headHooks(files, entry.path));
    if ((place === null && !config && !plugin) || /(^|\/)node_modules\//.test(entry.path)) continue;
    if (entry.kind === 'link') problems.push({ path: entry.path, line: null, byteOffset: null, reason: `A settings file that is a link${entry.linkTarget === null ? '' : ` to ${entry.linkTarget.slice(0, 300)}`}: links are recorded and not followed, so its values here are unknown.` });
    if (entry.kind !== 'file') continue;
    const read = readTextFile(files, entry.path, config ? 64 * 1024 * 1024 : settingsCap);
    if (!read.ok) {
      problems.push(read.problem);
      continue;
    }
    const { roots, problem } = entry.name.endsWith('.plist') ? readPlist(read.file.text) : readJsonTree(read.file.text);
    if (problem !== null) problems.push(fileProblem(entry.path, `Not read to its end as settings: ${problem}.`));
    const root = roots[0];
    if (config) append(consents, consentFlags(read.file, root));
    const own = plugin ? hooksIn(files, read.file, root, 'plugin', null) : place === null ? [] : hooksIn(files, read.file, root, place.scope, place.project);
    append(hooks, own);
    if (own.length >= maxHooks) problems.push(fileProblem(entry.path, `Of its hooks the first ${maxHooks} were read.`));
    if (place === null) continue;
    found.push({ path: entry.path, ...place, values: valuesOf(read.file, root), ref: read.file.lineAt(root?.keys.get('permissions') ?? root?.start ?? 0) });
  }
  return { files: found, hooks, consents, managed: managedPlaces(files, found), problems };
}

/** Policies in an export of the Windows registry; the machine's wins over the files, the user's comes after them. */
function registryFiles(files: EvidenceFiles, path: string): { readonly files: readonly SettingsFile[]; readonly problems: readonly ReadProblem[] } {
  const read = readTextFile(files, path, settingsCap);
  if (!read.ok) return { files: [], problems: [] }; // An export of other parts can be large or binary; the manifest has it.
  const found: SettingsFile[] = [];
  const problems: ReadProblem[] = [];
  for (const [hive, rank, note] of [['HKLM', 1, 'Device policy in the registry; wins over the managed files.'], ['HKCU', 4, 'Policy in the user’s part of the registry, which the user can write.']] as const) {
    const policy = readRegistryPolicy(read.file.text, hive);
    if (policy === null) continue;
    if (policy.problem !== null) problems.push(fileProblem(path, `Its policy of ${hive} could not be read to its end: ${policy.problem}.`));
    const root = policy.roots[0];
    found.push({ path, scope: 'managed', rank, project: null, note, values: valuesOf(read.file, root), ref: read.file.lineAt(root?.start ?? 0) });
  }
  return { files: found, problems };
}

const shownEnv = /^(?:ANTHROPIC_(?:BASE_URL|BEDROCK_BASE_URL|VERTEX_BASE_URL|MODEL)|CLAUDE_CODE_(?:USE_\w+|ENABLE_TELEMETRY|BUBBLEWRAP|SKIP_\w+|DISABLE_\w+|TMPDIR)|IS_SANDBOX|DISABLE_\w+|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|OTEL_\w*(?:ENDPOINT|PROTOCOL|EXPORTER|DETAILS|PROMPTS))$/i;

function valuesOf(file: TextFile, root: Tree | undefined): readonly SettingValue[] {
  const values: SettingValue[] = [];
  const visit = (tree: Tree, name: string, depth: number, key: number): void => {
    if (values.length >= 2000) return;
    if (name === 'hooks') return;
    const ref = file.lineAt(key);
    if (tree.kind === 'list') values.push({ name, value: null, items: tree.items.flatMap((item) => textOf(item) ?? []).slice(0, 500).map((item) => maskedText(item).slice(0, 1000)), ref });
    else if (tree.kind === 'map') {
      if (depth < 5 && !/^(?:oauthAccount|mcpServers|customApiKeyResponses)$/.test(name)) for (const [child, each] of tree.entries) visit(each, name === '' ? child : `${name}.${child}`.slice(0, 300), depth + 1, tree.keys.get(child) ?? each.start);
    } else {
      const text = textOf(tree);
      const hidden = name.startsWith('env.') ? !shownEnv.test(name.slice(4)) : /(?:token|secret|password|apiKey$|api_key)/i.test(name);
      values.push({ name, value: hidden || text === null ? null : maskedText(text).slice(0, 2000), items: null, ref });
    }
  };
  if (root !== undefined) visit(root, '', 0, root.start);
  return values;
}

/** Hooks in the head of an agent, a skill or a command: they run while it does. */
function headHooks(files: EvidenceFiles, path: string): readonly Hook[] {
  const read = readTextFile(files, path);
  if (!read.ok) return []; // Read for launch flags too, where what is wrong with it is said.
  const { root } = readFrontmatter(read.file.text);
  const folder = /^(.*?)(?:^|\/)\.claude\//.exec(path)?.[1];
  if (folder === undefined || /(^|\/)plugins?\//.test(path)) return hooksIn(files, read.file, root, 'plugin', null);
  const user = folder === '' || /(^|\/)(?:(?:Users|home)\/[^/]+|root)$/.test(folder);
  return hooksIn(files, read.file, root, user ? 'user' : 'project', user ? null : folder);
}

function hooksIn(files: EvidenceFiles, file: TextFile, root: Tree | undefined, scope: Hook['scope'], project: string | null): readonly Hook[] {
  const hooks: Hook[] = [];
  for (const [event, groups] of at(root, 'hooks')?.entries ?? []) {
    for (const group of groups.items) {
      for (const each of at(group, 'hooks')?.items ?? []) {
        if (hooks.length >= maxHooks) return hooks;
        const type = textOf(at(each, 'type')) ?? 'command';
        const written = textOf(at(each, 'command')) ?? textOf(at(each, 'url')) ?? textOf(at(each, 'prompt')) ?? textOf(at(each, 'tool')) ?? '';
        const timeout = Number(textOf(at(each, 'timeout')) ?? Number.NaN);
        hooks.push({ event, matcher: textOf(at(group, 'matcher')), type, command: maskedText(written).slice(0, 4000), timeout: Number.isFinite(timeout) ? timeout : null, scope, ref: file.lineAt((at(each, 'command') ?? each).start), file: type === 'command' ? hookFile(files, written, project, file.path) : null });
      }
    }
  }
  return hooks;
}

/** The file that a hook's command starts, in the copy. */
function hookFile(files: EvidenceFiles, command: string, project: string | null, settings: string): string | null {
  const home = homeInCopy(files, settings);
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  for (const raw of words.slice(0, 4)) {
    const word = raw.replace(/["']/g, '');
    if (!/[\\/]/.test(word) || word.startsWith('-')) continue;
    const path = withPluginRoot(word, settings).replace(/^\$\{?CLAUDE_PROJECT_DIR\}?/, `/${project ?? ''}`).replace(/^(?:~|\$\{?HOME\}?)(?=\/)/, `/${home}`);
    const whole = /^[/\\]|^[A-Za-z]:/.test(path) ? path : `/${project ?? home}/${path.replace(/^\.\//, '')}`;
    return entryOf(files, whole, settings)?.path ?? 'absent';
  }
  return null;
}

/** Hooks kept of one file. */
const maxHooks = 500;

const consentNames = ['bypassPermissionsModeAccepted', 'hasCompletedOnboarding'] as const;
const projectConsents = ['hasTrustDialogAccepted', 'enableAllProjectMcpServers', 'hasClaudeMdExternalIncludesApproved'] as const;

function consentFlags(file: TextFile, root: Tree | undefined): readonly ConsentFlag[] {
  const found: ConsentFlag[] = [];
  for (const name of consentNames.slice(0, 1)) {
    const tree = at(root, name);
    const value = textOf(tree);
    if (tree !== undefined && value !== null) found.push({ name, value, project: null, ref: file.lineAt(root?.keys.get(name) ?? tree.start) });
  }
  for (const [project, entry] of at(root, 'projects')?.entries ?? []) {
    for (const name of projectConsents) {
      const value = textOf(at(entry, name));
      if (value !== null && found.length < 500) found.push({ name, value, project, ref: file.lineAt(entry.keys.get(name) ?? entry.start) });
    }
    for (const name of ['allowedTools', 'enabledMcpjsonServers', 'disabledMcpjsonServers'] as const) {
      const items = textsOf(at(entry, name));
      if (items.length > 0 && found.length < 500) found.push({ name, value: items.join(', ').slice(0, 2000), project, ref: file.lineAt(entry.keys.get(name) ?? entry.start) });
    }
  }
  return found;
}

const managedKnown = [
  { os: 'macOS', path: '/Library/Application Support/ClaudeCode/managed-settings.json', note: 'Files of an administrator; managed-settings.d beside it adds to it.' },
  { os: 'macOS', path: '/Library/Application Support/ClaudeCode/managed-mcp.json', note: 'Replaces the MCP servers of other scopes.' },
  { os: 'macOS', path: '/Library/Application Support/ClaudeCode/managed-settings.d', note: 'Read by name after the base file.' },
  { os: 'macOS', path: '/Library/Managed Preferences/com.anthropic.claudecode.plist', note: 'Device policy; wins over the files. Also below a folder of the user’s name.' },
  { os: 'Linux', path: '/etc/claude-code/managed-settings.json', note: 'Files of an administrator, also in WSL.' },
  { os: 'Linux', path: '/etc/claude-code/managed-settings.d', note: 'Read by name after the base file.' },
  { os: 'Linux', path: '/etc/claude-code/managed-mcp.json', note: 'Replaces the MCP servers of other scopes.' },
  { os: 'Windows', path: 'C:\\Program Files\\ClaudeCode\\managed-settings.json', note: 'Files of an administrator; managed-settings.d beside it adds to it.' },
  { os: 'Windows', path: 'C:\\Program Files\\ClaudeCode\\managed-mcp.json', note: 'Replaces the MCP servers of other scopes.' },
  { os: 'Windows', path: 'HKLM\\SOFTWARE\\Policies\\ClaudeCode', note: 'Device policy, value Settings; an exported .reg file in the copy is read.' },
  { os: 'Windows', path: 'HKCU\\SOFTWARE\\Policies\\ClaudeCode', note: 'The same for one user, who can write it; counts where no other policy does.' },
  { os: 'Windows', path: 'C:\\ProgramData\\ClaudeCode\\managed-settings.json', note: 'Not read by the client since 2.1.75.' },
] as const;

function managedPlaces(files: EvidenceFiles, found: readonly SettingsFile[]): readonly ManagedPlace[] {
  return managedKnown.map(({ os, path, note }): ManagedPlace => {
    if (path.startsWith('HK')) return { os, path, state: found.some((file) => file.path.toLowerCase().endsWith('.reg') && file.rank === (path.startsWith('HKLM') ? 1 : 4)) ? 'present' : 'absent', note };
    const policy = path.endsWith('.plist') ? found.find((file) => file.path.endsWith('.plist')) : undefined;
    const there = policy === undefined ? entryOf(files, path) : (files.entries.get(policy.path) ?? null);
    const state = there === null ? 'absent' : path.includes('ProgramData') ? 'present, not in force' : path.endsWith('.plist') && policy === undefined ? 'present, not read' : 'present';
    return { os, path, state, note };
  });
}
