/** Says what a file of the evidence is, by its name and, where the name leaves it open, by its first record. Pure. */
import { asObject, type Json, own, ownText } from '../events/json.ts';
import type { TranscriptFile } from './transcript/transcript-desk.ts';

/** Names that only the evidence's own kind of file has; the first that fits counts. Paths end in these. */
const kinds: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'credentials', pattern: /(^|\/)(\.credentials\.json|[^/]*\.key)$/ },
  { kind: 'prompt-history', pattern: /(^|\/)\.claude\/history\.jsonl$/ },
  { kind: 'workflow-journal', pattern: /\/journal\.jsonl$/ },
  { kind: 'agent-meta', pattern: /\/agent-[^/]+\.meta\.json$/ },
  { kind: 'tool-result', pattern: /\/tool-results\/[^/]+$/ },
  { kind: 'file-history', pattern: /(^|\/)file-history\/[^/]+\/[^/]+@v\d+$/ },
  { kind: 'todo', pattern: /(^|\/)\.claude\/(todos|tasks)\// },
  { kind: 'plan', pattern: /(^|\/)\.claude\/plans\/[^/]+\.md$/ },
  { kind: 'shell-snapshot', pattern: /(^|\/)shell-snapshots\/[^/]+\.sh$/ },
  { kind: 'claude-config', pattern: /(^|\/)\.claude\.json(\.backup[^/]*)?$/ },
  { kind: 'settings', pattern: /(^|\/)(\.claude\/(remote-)?settings(\.local)?\.json|managed-settings\.json|managed-settings\.d\/[^/]+\.json)$/ },
  { kind: 'mcp-registry', pattern: /(^|\/)(\.mcp\.json|managed-mcp\.json|mcp_servers\.json|claude_desktop_config\.json)$/ },
  { kind: 'shell-history', pattern: /(^|\/)(\.(bash|zsh|sh|python|node_repl)_history|fish_history|ConsoleHost_history\.txt)$/ },
  { kind: 'shell-config', pattern: /(^|\/)(\.(bashrc|bash_profile|bash_aliases|profile|zshrc|zprofile|zshenv|zlogin)|config\.fish)$/ },
  { kind: 'git', pattern: /(^|\/)\.git(\/|$)/ },
];

/** What the name says; `other` where it says nothing. */
export function kindByName(path: string): string {
  return kinds.find((entry) => entry.pattern.test(path))?.kind ?? 'other';
}

const uuidName = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The client's own folders: whatever `.jsonl` lies below one of these is a transcript, also where nothing in it can be read. */
const clientProjects = /(?:^|\/)(?:\.claude|\.config\/claude)\/projects\/[^/]+\/(?:.*\/)?[^/]+\.jsonl$/;
/** Names that only the client gives, below a `projects` of any folder. People keep their own work in folders of that name too. */
const clientNames = /^(?:(.*)\/)?projects\/[^/]+\/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|agent-[^/]+|[^/]+\/subagents\/(?:.*\/)?agent-[^/]+)\.jsonl$/;

/** The folder that holds the `projects` which a transcript of one of the client's own names lies in; null for another path. */
export function configFolderOf(path: string): string | null {
  const found = clientNames.exec(path);
  return found ? (found[1] ?? '') : null;
}

/** How a transcript's path reads: its session, its project folder, the sub-agent it belongs to. Null where the name leaves it open. */
export function transcriptByName(path: string): TranscriptFile | null {
  if (!path.endsWith('.jsonl') || kindByName(path) !== 'other') return null;
  return clientProjects.test(path) || clientNames.test(path) ? transcriptFile(path) : null;
}

/** The same for a file under another name, once its content shows that it is a transcript. */
export function transcriptFile(path: string): TranscriptFile {
  const parts = path.split('/');
  const projects = parts.lastIndexOf('projects');
  const project = projects < 0 || projects >= parts.length - 2 ? null : (parts[projects + 1] ?? null);
  const stem = (parts.at(-1) ?? '').replace(/\.\w+$/, '');
  const agent = /^agent-(.+)$/.exec(stem)?.[1] ?? null;
  const parents = parts.slice(0, -1);
  const parent = agent === null ? undefined : parents.findLast((part) => uuidName.test(part));
  return { path, sessionId: parent ?? stem, project, agentId: agent };
}

/** True for a name that a saved `--output-format` run can have beside `.jsonl`. */
export function canHoldStream(path: string): boolean {
  return /\.(?:json|ndjson|log|txt|out)$/i.test(path) && !/(^|\/)(?:node_modules|\.git)\//.test(path);
}

/** True where a file begins like a saved `stream-json` run, or like the one record of a `json` run. */
export function looksLikeStream(head: Uint8Array): boolean {
  return /^(?:\xef\xbb\xbf)?\{ ?"type": ?"(?:system", ?"subtype": ?"init"|result", ?"subtype": ?")/.test(Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1'));
}

const rowTypes = new Set(['user', 'assistant', 'system', 'summary', 'permission-mode', 'file-history-snapshot', 'tool_use', 'tool_result', 'attachment', 'progress', 'queue-operation', 'result']);

/** True where a file's first bytes hold a line that only a transcript has. */
export function looksLikeTranscript(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8');
  for (const line of text.split('\n', 20)) {
    let row: Json;
    try {
      row = JSON.parse(line);
    } catch {
      continue;
    }
    const type = ownText(row, 'type');
    if (type === null || !rowTypes.has(type)) continue;
    const flat = own(row, 'input') !== undefined && (ownText(row, 'tool_name') ?? ownText(row, 'name')) !== null;
    // A saved stream writes `session_id`.
    if (flat || (ownText(row, 'sessionId') ?? ownText(row, 'session_id')) !== null || asObject(own(row, 'message')) !== null || own(row, 'messageId') !== undefined) return true;
  }
  return false;
}
