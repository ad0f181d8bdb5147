/** Requests that transcripts record: sessions in bypass mode, and calls that start another agent so. */
import { shellTools } from '../analysis/shell-tools.ts';
import type { EventStore } from '../events/event-store.ts';
import { bypassWords } from '../shell/programs/agent-flags.ts';
import { type FlagPlace, requestsOf } from '../sources/posture/find-requests.ts';
import { maskedText } from '../sources/posture/masked.ts';
import { noEnvironment } from '../sources/posture/piece.ts';

const most = 500;

export function transcriptFlags(store: EventStore): readonly FlagPlace[] {
  const places: FlagPlace[] = [];
  const sessions = new Set<string>();
  for (let event = 0; event < store.length && places.length < most; event++) {
    const command = store.kind(event) === 'tool-call' && shellTools.has(store.tool(event) ?? '') ? store.argument(event) : null;
    const inBypass = store.mode(event) === 'bypassPermissions';
    if (command === null && !inBypass) continue;
    const session = store.session(event);
    if (session === null) continue;
    const bypassed = inBypass && !sessions.has(session);
    const asks = command !== null && bypassWords.test(command);
    if (!bypassed && !asks) continue;
    const shared = { ref: { path: store.file(event), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) }, origin: 'transcript' as const, reach: 'one run', time: store.time(event), parsed: true };
    if (bypassed) {
      sessions.add(session);
      places.push({ ...shared, agent: 'Claude Code', flag: 'permission mode bypassPermissions', offers: false, command: `session ${session.slice(0, 200)} in mode bypassPermissions`, how: 'mode of the session', variables: [], container: false, claimUnseen: true });
    }
    if (!asks) continue;
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
