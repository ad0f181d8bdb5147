/** Requests that transcripts record: sessions in bypass mode, and calls that start another agent so. */
import { eventKinds } from '../../../shared/event.ts';
import { shellTools } from '../analysis/shell-tools.ts';
import type { Typed } from '../events/columns.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Steps } from '../intake/steps.ts';
import { bypassWords } from '../shell/programs/agent-flags.ts';
import { type FlagPlace, requestsOf } from '../sources/posture/find-requests.ts';
import { maskedText } from '../sources/posture/masked.ts';
import { noEnvironment } from '../sources/posture/piece.ts';

const most = 500;

const call = eventKinds.indexOf('tool-call');

export function* transcriptFlags(store: EventStore): Steps<readonly FlagPlace[]> {
  const places: FlagPlace[] = [];
  const asks = askingCommands(store);
  const contexts = store.values('context');
  const [sessions, modes] = [store.values('session'), store.values('mode')];
  /** By context: whether its events would be the first of their session in this mode. */
  const unseen = Uint8Array.from(modes, (mode, context) => Number(sessions[context] !== 0 && store.text(mode) === 'bypassPermissions'));
  const shell = Uint8Array.from({ length: store.texts }, (_, tool) => Number(shellTools.has(store.text(tool) ?? '')));
  const kept = { kinds: store.values('kind'), contexts, tools: store.values('tool') };
  for (let event = nextCandidate(kept, 0, shell, unseen); event >= 0 && places.length < most; event = nextCandidate(kept, event + 1, shell, unseen)) {
    yield;
    const context = contexts[event] ?? 0;
    const bypassed = unseen[context] === 1;
    const asking = isShellCall(kept, event, shell) && asks(event);
    if (!bypassed && !asking) continue;
    const session = store.session(event);
    if (session === null) continue;
    const shared = { ref: { path: store.file(event), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) }, origin: 'transcript' as const, reach: 'one run', time: store.time(event), parsed: true };
    if (bypassed) {
      for (let other = 0; other < unseen.length; other++) if (sessions[other] === sessions[context]) unseen[other] = 0;
      places.push({ ...shared, agent: 'Claude Code', flag: 'permission mode bypassPermissions', offers: false, command: `session ${session.slice(0, 200)} in mode bypassPermissions`, how: 'mode of the session', variables: [], container: false, claimUnseen: true });
    }
    if (!asking) continue;
    const command = store.argument(event);
    const piece = { text: command, start: 0, end: command.length, exact: true, env: noEnvironment, envFrom: '', reach: 'one run', origin: 'transcript' as const, container: false, behind: null };
    for (const { request, env, container } of requestsOf(piece).requests.slice(0, 4)) {
      places.push({
        ...shared, agent: request.agent, flag: request.flag, offers: request.offers, command: maskedText(command).slice(0, 1000), how: 'command of a tool call', container,
        variables: ['IS_SANDBOX', 'CLAUDE_CODE_BUBBLEWRAP'].flatMap((name) => {
          const set = env.get(name);
          return set === undefined ? [] : [{ name, value: set.value, from: set.from === 'same command' ? 'in the same command' : 'exported before it in the same call' }];
        }),
      });
    }
  }
  return places;
}

interface Kept {
  readonly kinds: Typed;
  readonly contexts: Typed;
  readonly tools: Typed;
}

function isShellCall({ kinds, tools }: Kept, event: number, shell: Uint8Array): boolean {
  return kinds[event] === call && shell[tools[event] ?? 0] === 1;
}

/** The next event that is worth a look, from one on; -1 where there is none. Small, so that it is compiled at once: most events are passed over. */
function nextCandidate({ kinds, contexts, tools }: Kept, from: number, shell: Uint8Array, unseen: Uint8Array): number {
  const { length } = kinds;
  for (let event = from; event < length; event++) if (unseen[contexts[event] ?? 0] === 1 || (kinds[event] === call && shell[tools[event] ?? 0] === 1)) return event;
  return -1;
}

/** Whether an event's argument has words of a request. What is kept once for several events is looked through once. */
function askingCommands(store: EventStore): (event: number) => boolean {
  const texts = store.values('argument');
  const known = new Map<number, boolean>();
  return (event) => {
    const text = texts[event] ?? 0;
    let asks = known.get(text);
    if (asks === undefined) {
      asks = bypassWords.test(store.argument(event));
      known.set(text, asks);
    }
    return asks;
  };
}
