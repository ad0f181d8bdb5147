/** Looks through the calls for those that registered MCP servers, used them, or changed settings files. Knows no finding. */
import type { JudgedServer, Registration } from '../analysis/posture/mcp-findings.ts';
import type { EventStore } from '../events/event-store.ts';
import { recordBytes } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { readInvocations } from '../shell/invocations.ts';
import { programName } from '../shell/programs/agent-flags.ts';
import type { PostureRead } from '../sources/posture/read-posture.ts';
import { sourcePath } from '../sources/source-place.ts';

export interface CallNotes {
  readonly servers: readonly JudgedServer[];
  /** Calls that wrote a settings file, by its path in the copy. */
  readonly changes: ReadonlyMap<string, readonly Registration[]>;
}

const writers = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);
const agentPrograms = /^(?:claude|codex|gemini|cursor-agent|opencode|copilot|amp|goose|@anthropic-ai\/claude-code)$/;
const perPlace = 100;

export function callNotes(files: EvidenceFiles, store: EventStore, read: PostureRead): CallNotes {
  const registries = new Map<string, string>();
  for (const { server } of read.servers) registries.set(sourcePath(server.ref.path), server.ref.path);
  const settings = new Map(read.settings.files.map((file) => [sourcePath(file.path), file.path]));
  const byName = new Map<string, Registration[]>();
  const byRegistry = new Map<string, { readonly registration: Registration; readonly text: string }[]>();
  const changes = new Map<string, Registration[]>();
  const used = new Map<string, { calls: number; unattended: number; first: number | null; last: number | null }>();
  for (let event = 0; event < store.length; event++) {
    if (store.kind(event) !== 'tool-call') continue;
    const tool = store.tool(event) ?? '';
    if (tool.startsWith('mcp__')) {
      const name = tool.slice(5).split('__')[0] ?? '';
      const known = used.get(name) ?? { calls: 0, unattended: 0, first: null, last: null };
      const time = store.time(event);
      known.calls += 1;
      if (store.attended(event) === 'unattended') known.unattended += 1;
      known.first = known.first ?? time;
      known.last = time ?? known.last;
      used.set(name, known);
      continue;
    }
    const argument = store.argument(event);
    if (writers.has(tool)) {
      const registry = registries.get(argument);
      if (registry !== undefined) push(byRegistry, registry, { registration: registrationOf(store, event, `${tool} of the registry`), text: textOf(files, store, event) });
      const setting = settings.get(argument);
      if (setting !== undefined) push(changes, setting, registrationOf(store, event, tool));
    } else if ((tool === 'Bash' || tool === 'PowerShell') && /mcp|settings|\.claude/.test(argument)) {
      for (const { argv } of readInvocations(argument).invocations) {
        const at = argv.indexOf('mcp');
        if (at > 0 && agentPrograms.test(programName(argv[0] ?? '')) && /^(?:add|add-json|install|import|enable|remove)$/.test(argv[at + 1] ?? '')) {
          for (const word of argv.slice(at + 2)) {
            if (word === '--') break;
            if (!word.startsWith('-')) push(byName, word, registrationOf(store, event, `ran ${argv.slice(0, at + 2).join(' ')}`));
          }
        }
      }
      for (const [path, own] of settings) if (argument.includes(path) || argument.includes(path.replace(/^\/(?:Users|home)\/[^/]+/, '~'))) push(changes, own, registrationOf(store, event, 'a command that names the file'));
    }
  }
  const servers = read.servers.map(({ server, binary }): JudgedServer => {
    const quoted = [`"${server.name}"`, `\\"${server.name}\\"`];
    const written = (byRegistry.get(server.ref.path) ?? []).filter(({ text }) => quoted.some((name) => text.includes(name))).map(({ registration }) => registration);
    const use = used.get(server.name.replace(/[^\w-]/g, '_'));
    const registered = [...(byName.get(server.name) ?? []), ...written].sort((a, b) => a.event - b.event).slice(0, perPlace);
    return { server, binary, registered, calls: use?.calls ?? 0, unattendedCalls: use?.unattended ?? 0, first: use?.first ?? null, last: use?.last ?? null };
  });
  return { servers, changes };
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (list.length < perPlace) list.push(value);
}

function registrationOf(store: EventStore, event: number, how: string): Registration {
  return {
    event, toolUseId: store.toolUseId(event), sessionId: store.session(event), time: store.time(event), attended: store.attended(event), how: how.slice(0, 300),
    ref: { path: store.file(event), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) },
  };
}

function textOf(files: EvidenceFiles, store: EventStore, event: number): string {
  try {
    return Buffer.from(recordBytes(files, { path: store.file(event), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) })).toString('utf8');
  } catch {
    return ''; // It was read once; that it can't be any more shows when it is hashed again.
  }
}
