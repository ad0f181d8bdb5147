/** Reads the files that register MCP servers, of Claude Code and of other agents. Values of variables and headers are never kept. */
import { append } from '../../../../shared/append.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';
import { frontmatterKind, readFrontmatter } from './frontmatter.ts';
import { maskedArguments, maskedText } from './masked.ts';
import { placeOfSettings } from './settings-place.ts';
import { readTextFile, type TextFile } from './text-file.ts';
import { tomlTables } from './toml-tables.ts';
import { at, readJsonTree, readYamlTree, textOf, textsOf, type Tree, type TreeRead } from './tree.ts';

/** Where a registry counts: `local` is one user in one project. `none`: current versions of the client do not read the file. */
export const mcpScopes = ['managed', 'local', 'project', 'user', 'plugin', 'other-agent', 'none'] as const;
export type McpScope = (typeof mcpScopes)[number];

export interface McpServer {
  readonly name: string;
  readonly scope: McpScope;
  /** Whose registry it is: `Claude Code`, `Cursor`. */
  readonly agent: string;
  readonly transport: string;
  readonly command: string | null;
  readonly args: readonly string[];
  /** Names only. */
  readonly envNames: readonly string[];
  readonly headerNames: readonly string[];
  readonly url: string | null;
  /** The project that it is registered for, on the source machine. */
  readonly project: string | null;
  readonly enabled: 'enabled' | 'disabled' | 'not said';
  /** A program that makes headers when the server is asked. */
  readonly headersHelper: string | null;
  readonly ref: EvidenceRef;
  readonly note: string | null;
}

export interface McpRead {
  readonly servers: readonly McpServer[];
  readonly problems: readonly ReadProblem[];
}

interface Registry {
  readonly scope: McpScope;
  readonly agent: string;
  readonly note: string | null;
  readonly format: 'json' | 'toml' | 'yaml' | 'frontmatter';
}

const notRead = 'Current versions of Claude Code read no file of this name; older ones and other tools did.';

/** What registry a path is; null for another file. */
export function registryOf(path: string): Registry | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const json = (scope: McpScope, agent: string, note: string | null = null): Registry => ({ scope, agent, note, format: 'json' });
  if (/(^|\/)(?:\.config\/claude-code|\.claude-code|\.claude|[Cc]laude-code)\/mcp_servers\.json$/.test(path)) return json('none', 'Claude Code', notRead);
  if (name === 'managed-mcp.json' && !/(^|\/)(?:Users|home)\/[^/]+\//.test(path)) return json('managed', 'Claude Code', 'Replaces the servers of other scopes.');
  if (name === '.mcp.json') return /(^|\/)plugins?\//.test(path) ? json('plugin', 'Claude Code') : json('project', 'Claude Code');
  if (name === '.claude.json') return json('user', 'Claude Code');
  if (/(^|\/)\.claude\/settings(?:\.local)?\.json$/.test(path)) return json('none', 'Claude Code', 'Servers in a settings file are not read by the client.');
  if (/(^|\/)plugins?\/.*\/plugin\.json$/.test(path)) return json('plugin', 'Claude Code');
  if (frontmatterKind(path) !== null) {
    const folder = /^(.*?)(?:^|\/)\.claude\//.exec(path)?.[1];
    const scope: McpScope = folder === undefined || /(^|\/)plugins?\//.test(path) ? 'plugin' : folder === '' || /(^|\/)(?:(?:Users|home)\/[^/]+|root)$/.test(folder) ? 'user' : 'project';
    return { scope, agent: 'Claude Code', note: 'In the head of an agent or a skill: it is started for that one.', format: 'frontmatter' };
  }
  if (name === 'claude_desktop_config.json') return json('other-agent', 'Claude Desktop');
  if (/(^|\/)\.cursor\/mcp\.json$/.test(path)) return json('other-agent', 'Cursor');
  if (/(^|\/)\.gemini\/settings\.json$/.test(path)) return json('other-agent', 'Gemini CLI');
  if (/(^|\/)\.codex\/config\.toml$/.test(path)) return { scope: 'other-agent', agent: 'Codex CLI', note: null, format: 'toml' };
  if (/(^|\/)(?:\.codeium\/windsurf|\.windsurf)\/mcp(?:_config)?\.json$/.test(path)) return json('other-agent', 'Windsurf');
  if (/(^|\/)opencode\.jsonc?$/.test(path)) return json('other-agent', 'opencode');
  if (/(^|\/)\.copilot\/mcp-config\.json$/.test(path)) return json('other-agent', 'Copilot CLI');
  if (/(^|\/)\.vscode\/mcp\.json$|(^|\/)(?:Code|Code - Insiders)\/User\/mcp\.json$/.test(path)) return json('other-agent', 'VS Code');
  if (name === 'cline_mcp_settings.json') return json('other-agent', 'Cline');
  if (/(^|\/)\.continue\/(?:config\.json|mcpServers\/[^/]+\.json)$/.test(path)) return json('other-agent', 'Continue');
  if (/(^|\/)\.continue\/(?:config|mcpServers\/[^/]+)\.ya?ml$/.test(path)) return { scope: 'other-agent', agent: 'Continue', note: null, format: 'yaml' };
  return null;
}

const maxServers = 2000;

export function readMcp(files: EvidenceFiles): McpRead {
  const servers: McpServer[] = [];
  const problems: ReadProblem[] = [];
  let full = false;
  for (const entry of files.entries.values()) {
    const registry = registryOf(entry.path);
    if (registry === null || /(^|\/)node_modules\//.test(entry.path)) continue;
    if (entry.kind === 'link') problems.push({ path: entry.path, line: null, byteOffset: null, reason: 'A registry of MCP servers that is a link: links are recorded and not followed, so what it leads to was not read as this registry.' });
    if (entry.kind !== 'file') continue;
    const read = readTextFile(files, entry.path, 64 * 1024 * 1024);
    if (!read.ok) {
      problems.push(read.problem);
      continue;
    }
    const found = serversIn(read.file, registry);
    // What is wrong with a settings file is said where it is read as one.
    if (found.problem !== null && placeOfSettings(files, entry.path) === null) problems.push(fileProblem(entry.path, `Not read to its end for MCP servers: ${found.problem}.`));
    append(servers, found.servers.slice(0, maxServers - servers.length));
    if (servers.length >= maxServers && !full) problems.push(fileProblem(entry.path, `The registries of the copy name more than ${maxServers} MCP servers; those beyond, from this file on, are not listed.`));
    full = servers.length >= maxServers;
  }
  return { servers, problems };
}

/** The servers that one file registers. */
export function serversIn(file: TextFile, registry: Registry): { readonly servers: readonly McpServer[]; readonly problem: string | null } {
  if (registry.format === 'toml') return { servers: tomlServers(file, registry), problem: null };
  const { roots, problem } = treeOf(file.text, registry);
  const root = roots[0];
  const servers: McpServer[] = [];
  const take = (tree: Tree | undefined, extra: Partial<McpServer>): void => {
    for (const [name, each] of tree?.entries ?? []) if (each.kind === 'map') servers.push({ ...serverOf(file, registry, name, each, tree?.keys.get(name) ?? each.start), ...extra });
    for (const item of tree?.items ?? []) {
      // The head of an agent lists servers by name, or as maps of one: `- db: {command: …}`.
      const [only, more] = [...item.entries];
      const inner = more === undefined && only?.[1].kind === 'map' ? only : undefined;
      const each = inner?.[1] ?? item;
      if (each.kind === 'map') servers.push({ ...serverOf(file, registry, inner?.[0] ?? textOf(at(each, 'name')) ?? '(no name)', each, item.start), ...extra });
    }
  };
  if (file.path.endsWith('.claude.json')) {
    take(at(root, 'mcpServers'), {});
    for (const [project, entry] of at(root, 'projects')?.entries ?? []) {
      take(at(entry, 'mcpServers'), { scope: 'local', project });
    }
    return { servers: servers.map((server) => enabledIn(root, server)), problem };
  }
  const project = registry.scope === 'project' ? { project: file.path.slice(0, Math.max(0, file.path.lastIndexOf('/'))) } : {};
  const own = at(root, 'mcpServers') ?? at(root, 'servers') ?? at(root, 'mcp') ?? at(root, 'experimental', 'modelContextProtocolServers');
  if (own === undefined && registry.scope === 'plugin' && file.path.endsWith('.mcp.json')) take(root, {});
  take(own, project);
  return { servers, problem };
}

function treeOf(text: string, { format }: Registry): TreeRead {
  if (format !== 'frontmatter') return format === 'yaml' ? readYamlTree(text) : readJsonTree(text);
  const { root, problem } = readFrontmatter(text);
  return { roots: root === undefined ? [] : [root], problem };
}

function enabledIn(root: Tree | undefined, server: McpServer): McpServer {
  const entry = server.project === null ? undefined : at(root, 'projects', server.project);
  if (textsOf(at(entry, 'disabledMcpServers')).includes(server.name)) return { ...server, enabled: 'disabled' };
  return server;
}

function serverOf(file: TextFile, registry: Registry, name: string, tree: Tree, start: number): McpServer {
  const written = at(tree, 'command');
  const list = written?.kind === 'list' ? textsOf(written) : [];
  const command = list[0] ?? textOf(written);
  const url = textOf(at(tree, 'url')) ?? textOf(at(tree, 'serverUrl')) ?? textOf(at(tree, 'httpUrl'));
  const off = textOf(at(tree, 'disabled')) === 'true' || textOf(at(tree, 'enabled')) === 'false';
  return {
    name: name.slice(0, 300),
    scope: registry.scope,
    agent: registry.agent,
    transport: textOf(at(tree, 'type')) ?? textOf(at(tree, 'transport')) ?? (url === null ? 'stdio' : 'http'),
    command: command === null ? null : maskedText(command).slice(0, 4000),
    args: maskedArguments([...list.slice(1), ...textsOf(at(tree, 'args'))]).slice(0, 128).map((word) => word.slice(0, 1000)),
    envNames: [...(at(tree, 'env') ?? at(tree, 'environment'))?.entries.keys() ?? []].slice(0, 128).map((each) => each.slice(0, 300)),
    headerNames: [...(at(tree, 'headers')?.entries.keys() ?? [])].slice(0, 64).map((each) => each.slice(0, 300)),
    url: url === null ? null : maskedText(url).slice(0, 4000),
    project: null,
    enabled: off ? 'disabled' : textOf(at(tree, 'enabled')) === 'true' || textOf(at(tree, 'disabled')) === 'false' ? 'enabled' : 'not said',
    headersHelper: textOf(at(tree, 'headersHelper')),
    ref: file.lineAt(start),
    note: registry.note,
  };
}

/** Codex writes TOML: `[mcp_servers.name]` with plain keys, and tables of its own for variables and headers. */
function tomlServers(file: TextFile, registry: Registry): readonly McpServer[] {
  const servers = new Map<string, McpServer>();
  for (const table of tomlTables(file.text)) {
    const [head, name, part] = table.name;
    if (head !== 'mcp_servers' || name === undefined || table.name.length > 3) continue;
    let server = servers.get(name) ?? { name: name.slice(0, 300), scope: registry.scope, agent: registry.agent, transport: 'stdio', command: null, args: [], envNames: [], headerNames: [], url: null, project: null, enabled: 'not said', headersHelper: null, ref: file.line(table.line), note: null };
    const keys = table.pairs.map((pair) => pair.key);
    if (part === 'env') server = { ...server, envNames: [...server.envNames, ...keys].slice(0, 128) };
    else if (part !== undefined) server = { ...server, headerNames: [...server.headerNames, ...(/headers$/.test(part) ? keys : [])].slice(0, 64) };
    else for (const pair of table.pairs) {
      if (pair.key === 'command') server = { ...server, command: maskedText(pair.texts[0] ?? '').slice(0, 4000) };
      else if (pair.key === 'args') server = { ...server, args: maskedArguments(pair.texts).slice(0, 128) };
      else if (pair.key === 'url') server = { ...server, url: maskedText(pair.texts[0] ?? '').slice(0, 4000), transport: 'http' };
      else if (pair.key === 'env') server = { ...server, envNames: [...pair.written.matchAll(/([A-Za-z_]\w*)\s*=/g)].map((match) => match[1] ?? '') };
      else if (pair.key === 'enabled') server = { ...server, enabled: pair.written.startsWith('false') ? 'disabled' : 'enabled' };
    }
    servers.set(name, server);
  }
  return [...servers.values()];
}
