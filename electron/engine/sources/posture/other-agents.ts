/** Which other coding agents a machine has, by the folders they keep: presence, version and configuration. Reads none of their sessions. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { readTextFile } from './text-file.ts';
import { at, readJsonTree, textOf } from './tree.ts';

export interface OtherAgent {
  readonly name: string;
  /** The folder or file of the copy that gives it away. */
  readonly path: string;
  readonly version: string | null;
  /** Configuration files that the copy holds. */
  readonly configuration: readonly string[];
}

interface Sign {
  readonly name: string;
  /** A path of the copy that only this agent makes; the first group is its folder. */
  readonly folder: RegExp;
  readonly configuration: RegExp;
  /** Files that carry a version, and the keys that hold it. */
  readonly version: RegExp | null;
}

const home = '(?:^|/)(?:Users|home)/[^/]+/|(?:^|/)root/|^';
const sign = (name: string, folder: string, configuration: RegExp, version: RegExp | null = null): Sign => ({ name, folder: new RegExp(`^(.*?(?:${home})${folder})(?:/|$)`), configuration, version });

const signs: readonly Sign[] = [
  sign('Cursor', String.raw`(?:\.cursor|Library/Application Support/Cursor|\.config/Cursor|AppData/Roaming/Cursor|AppData/Local/Programs/cursor)`, /(?:mcp|cli-config|settings|permissions|hooks)\.json$/, /(?:^|\/)(?:product|package)\.json$/),
  sign('Codex CLI', String.raw`\.codex`, /(?:config\.toml|AGENTS\.md|rules\/[^/]+|version\.json)$/, /(?:^|\/)version\.json$/),
  sign('Gemini CLI', String.raw`\.gemini`, /(?:settings\.json|GEMINI\.md|trustedFolders\.json|policies\/[^/]+)$/),
  sign('Copilot CLI', String.raw`\.copilot`, /(?:config|mcp-config|permissions-config)\.json$/),
  sign('Continue', String.raw`\.continue`, /config\.(?:json|ya?ml|ts)$/),
  sign('Windsurf', String.raw`(?:\.codeium/windsurf|\.windsurf|Library/Application Support/Windsurf|\.config/Windsurf|AppData/Roaming/Windsurf|AppData/Local/Programs/Windsurf)`, /(?:mcp_config|settings)\.json$/, /(?:^|\/)product\.json$/),
  { name: 'Cursor', folder: /^(.*?(?:^|\/)Applications\/Cursor\.app)(?:\/|$)/, configuration: /(?!)/, version: /\/app\/(?:product|package)\.json$/ },
  { name: 'Windsurf', folder: /^(.*?(?:^|\/)Applications\/Windsurf\.app)(?:\/|$)/, configuration: /(?!)/, version: /\/app\/product\.json$/ },
  sign('opencode', String.raw`(?:\.config/opencode|\.opencode|\.local/share/opencode)`, /opencode\.jsonc?$|config\.json$/),
  { name: 'Aider', folder: /^(.*?(?:^|\/)\.aider(?:\.conf\.yml|\.chat\.history\.md|\.input\.history|\.tags\.cache\.v\d+|\/))/, configuration: /\.aider\.(?:conf\.yml|model\.settings\.yml)$/, version: null },
];
/** Folders whose own name carries the version: the agent, and a pattern whose groups are the folder and the version. */
const versioned: readonly { readonly name: string; readonly folder: RegExp }[] = [
  { name: 'Cursor', folder: /^(.*?\/\.local\/share\/cursor-agent\/versions\/([^/]+))(?:\/|$)/ },
  { name: 'Copilot CLI', folder: /^(.*?\/\.copilot\/pkg\/[^/]+\/(\d[\w.-]*))(?:\/|$)/ },
  { name: 'Continue', folder: /^(.*?\/extensions\/continue\.continue-(\d+\.\d+\.\d+)[^/]*)(?:\/|$)/ },
  { name: 'Aider', folder: /^(.*?\/aider_chat-(\d[\w.]*)\.dist-info)(?:\/|$)/ },
];
const packages: Readonly<Record<string, string>> = { '@openai/codex': 'Codex CLI', '@google/gemini-cli': 'Gemini CLI', '@github/copilot': 'Copilot CLI', 'opencode-ai': 'opencode', '@continuedev/cli': 'Continue', '@opencode-ai/plugin': 'opencode' };

export function otherAgents(files: EvidenceFiles): readonly OtherAgent[] {
  const found = new Map<string, { name: string; path: string; version: string | null; configuration: string[] }>();
  for (const entry of files.entries.values()) {
    const installed = /(?:^|\/)node_modules\/(@[\w-]+\/[\w-]+|opencode-ai)\/package\.json$/.exec(entry.path)?.[1];
    const named = installed === undefined ? undefined : packages[installed];
    if (named !== undefined) {
      const folder = entry.path.slice(0, -'/package.json'.length);
      found.set(`${named}\n${folder}`, { name: named, path: folder, version: versionIn(files, entry.path), configuration: [] });
      continue;
    }
    const own = versioned.flatMap(({ name, folder }) => {
      const [, at, version] = folder.exec(entry.path) ?? [];
      return at === undefined || version === undefined ? [] : [{ name, path: at, version: version.slice(0, 100), configuration: [] }];
    });
    for (const each of own) if (!found.has(`${each.name}\n${each.path}`)) found.set(`${each.name}\n${each.path}`, each);
    if (own.length > 0) continue;
    for (const each of signs) {
      const folder = each.folder.exec(entry.path)?.[1]?.replace(/\/$/, '');
      if (folder === undefined) continue;
      const key = `${each.name}\n${folder}`;
      const known = found.get(key) ?? { name: each.name, path: folder, version: null, configuration: [] };
      found.set(key, known);
      if (entry.kind !== 'file') break;
      if (each.configuration.test(entry.path) && known.configuration.length < 50) known.configuration.push(entry.path);
      if (known.version === null && each.version?.test(entry.path) === true && !entry.path.includes('node_modules')) known.version = versionIn(files, entry.path);
      break;
    }
    if (found.size >= 500) break;
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.path < b.path ? -1 : 1));
}

function versionIn(files: EvidenceFiles, path: string): string | null {
  const read = readTextFile(files, path);
  if (!read.ok) return null; // The manifest says what is wrong with the file.
  const root = readJsonTree(read.file.text).roots[0];
  const installed = textOf(at(root, 'version'));
  // What an update check knew is not what was installed.
  const latest = textOf(at(root, 'latest_version'));
  return installed?.slice(0, 100) ?? (latest === null ? null : `not recorded; an update check knew ${latest.slice(0, 60)}`);
}
