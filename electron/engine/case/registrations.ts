/** Looks through the calls for those that registered MCP servers, used them, or changed a file of the posture. Knows no finding. */
import { commandFacts } from '../analysis/facts.ts';
import type { JudgedServer, Registration } from '../analysis/posture/mcp-findings.ts';
import { withApproval } from '../analysis/posture/mcp-approval.ts';
import { comparablePath } from '../analysis/posture/path-rule.ts';
import { shellTools } from '../analysis/shell-tools.ts';
import type { EventStore } from '../events/event-store.ts';
import { recordBytes } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { readInvocations } from '../shell/invocations.ts';
import { programName } from '../shell/programs/agent-flags.ts';
import type { PostureRead } from '../sources/posture/read-posture.ts';
import { homeOf, sourceMachine, sourcePath } from '../sources/source-place.ts';

export interface CallNotes {
  readonly servers: readonly JudgedServer[];
  /** Calls that wrote a settings file, a registry, or a file with a flag or a hook in it, by its path in the copy. */
  readonly changes: ReadonlyMap<string, readonly Registration[]>;
}

const writers = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);
const agentPrograms = /^(?:claude|codex|gemini|cursor-agent|opencode|copilot|amp|goose|@anthropic-ai\/claude-code)$/;
const perPlace = 100;

/** Files whose change matters, by their path on the source machine as it is compared. */
function watchedFiles(read: PostureRead): ReadonlyMap<string, string> {
  const paths = [
    ...read.servers.map(({ server }) => server.ref.path),
    ...read.settings.files.map((file) => file.path),
    ...read.settings.hooks.flatMap((hook) => (hook.file === null || hook.file === 'absent' ? [hook.ref.path] : [hook.ref.path, hook.file])),
    ...read.flags.flatMap((flag) => (/^(?:shell-history|process-event|transcript|prose)$/.test(flag.origin) ? [] : [flag.ref.path])),
  ];
  return new Map(paths.map((path) => [comparablePath(sourcePath(path)), path]));
}

export function callNotes(files: EvidenceFiles, store: EventStore, read: PostureRead): CallNotes {
  const watched = watchedFiles(read);
  // Without a server and a file to ask about, the calls have nothing to say.
  if (watched.size === 0 && read.servers.length === 0) return { servers: [], changes: new Map() };
  const names = new Set([...watched.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)));
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
    if (writers.has(tool)) {
      if (watched.size === 0) continue;
      const own = watched.get(comparablePath(store.argument(event)));
      if (own === undefined || store.outcome(event) === 'denied') continue;
      push(changes, own, registrationOf(store, event, tool));
      push(byRegistry, own, { registration: registrationOf(store, event, `${tool} of the registry`), text: textOf(files, store, event) });
    } else if (shellTools.has(tool)) {
      const argument = store.argument(event);
      if (/\bmcp\b/.test(argument)) {
        for (const { argv } of readInvocations(argument).invocations) {
          const at = argv.indexOf('mcp');
          if (at <= 0 || !agentPrograms.test(programName(argv[0] ?? '')) || !/^(?:add|add-json|install|import|enable|remove)$/.test(argv[at + 1] ?? '')) continue;
          for (const word of argv.slice(at + 2)) {
            if (word === '--') break;
            if (!word.startsWith('-')) push(byName, word, registrationOf(store, event, `ran ${argv.slice(0, at + 2).join(' ')}`));
          }
        }
      }
      if (![...names].some((name) => argument.includes(name))) continue;
      const cwd = store.cwd(event);
      const machine = sourceMachine(homeOf(store.file(event), cwd), cwd, []);
      const written = new Set(commandFacts(argument, cwd, machine).flatMap((fact) => (fact.kind === 'file' && (fact.operation === 'write' || fact.operation === 'delete') && fact.path !== null ? (watched.get(comparablePath(fact.path)) ?? []) : [])));
      for (const own of written) {
        push(changes, own, registrationOf(store, event, 'a command that writes the file'));
        push(byRegistry, own, { registration: registrationOf(store, event, 'a command that writes the registry'), text: argument });
      }
    }
  }
  const approved = withApproval(read.servers.map(({ server }) => server), read.settings.files, read.settings.consents, sourcePath);
  const servers = read.servers.map(({ server: registered, binary }, at): JudgedServer => {
    const server = approved[at] ?? registered;
    const quoted = [`"${server.name}"`, `\\"${server.name}\\"`];
    const written = (byRegistry.get(server.ref.path) ?? []).filter(({ text }) => quoted.some((name) => text.includes(name))).map(({ registration }) => registration);
    const toolName = server.name.replace(/[^\w-]/g, '_');
    // Tools of a plugin's server carry the plugin's name before the server's.
    const use = used.get(toolName) ?? (server.scope === 'plugin' ? [...used].find(([name]) => name.startsWith('plugin_') && name.endsWith(`_${toolName}`))?.[1] : undefined);
    const registrations = [...(byName.get(server.name) ?? []), ...written].sort((a, b) => a.event - b.event).slice(0, perPlace);
    return { server, binary, registered: registrations, calls: use?.calls ?? 0, unattendedCalls: use?.unattended ?? 0, first: use?.first ?? null, last: use?.last ?? null };
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
