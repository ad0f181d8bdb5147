/** Puts second sources into the timeline before it is frozen: shell histories, process events, the provider's records. */
import type { EvidenceRef } from '../../../shared/event.ts';
import type { ProviderJoin } from '../analysis/posture/provider-join.ts';
import type { EventStore, NewEvent } from '../events/event-store.ts';
import type { PostureRead } from '../sources/posture/read-posture.ts';

const argumentCap = 2000;

interface SecondEvent extends Pick<NewEvent, 'time' | 'near' | 'session' | 'lane' | 'kind' | 'argument'> {
  readonly tool: string;
  readonly ref: EvidenceRef;
}

/** Written out: spreading what is the same for all takes longer than everything else about half a million history lines. */
function eventOf({ time, near, session, lane, kind, tool, argument, ref }: SecondEvent): NewEvent {
  return {
    time, near, lane, kind, session, agent: null, toolUseId: null, tool, argument: argument.slice(0, argumentCap), cwd: null, mode: null, attended: 'unknown', outcome: null,
    file: ref.path, line: ref.line, byteStart: ref.byteStart, byteEnd: ref.byteEnd, block: 0,
  };
}

/** How many events were added a file, for the ledger. */
export function addPostureEvents(store: EventStore, read: PostureRead, join: ProviderJoin): void {
  for (const history of read.histories) {
    const tool = history.shell === 'other' ? 'shell' : history.shell;
    for (const { time, near, command, ref } of history.entries) store.add(eventOf({ time, near, session: null, lane: 'shell', kind: 'shell-command', tool, argument: command, ref }));
  }
  for (const { time, user, host, command, ref } of read.processes) {
    const who = [user, host].flatMap((word) => word ?? []).join('@');
    store.add(eventOf({ time, near: null, session: null, lane: 'endpoint', kind: 'process', tool: who === '' ? 'process' : who.slice(0, 200), argument: command, ref }));
  }
  read.provider.forEach(({ time, source, says, ref }, at) => {
    const joined = join.joined.get(at);
    const sum = join.sums.get(at);
    const argument = joined !== undefined ? `${says}  joined by ${joined.by}` : sum === undefined ? says : `${says}  transcripts of the copy account for ${sum.inputTokens} in, ${sum.outputTokens} out in ${sum.requests} requests`;
    store.add(eventOf({ time, near: null, session: joined?.request.sessionId ?? null, lane: 'provider', kind: 'provider-request', tool: source, argument, ref }));
  });
}
