/** Puts second sources into the timeline before it is frozen: shell histories, process events, the provider's records. */
import type { ProviderJoin } from '../analysis/posture/provider-join.ts';
import type { EventStore, NewEvent } from '../events/event-store.ts';
import type { PostureRead } from '../sources/posture/read-posture.ts';

const argumentCap = 2000;
const blank: Pick<NewEvent, 'agent' | 'toolUseId' | 'cwd' | 'mode' | 'attended' | 'outcome' | 'block' | 'session' | 'near'> = { session: null, agent: null, toolUseId: null, cwd: null, mode: null, attended: 'unknown', outcome: null, block: 0, near: null };

/** How many events were added a file, for the ledger. */
export function addPostureEvents(store: EventStore, read: PostureRead, join: ProviderJoin): void {
  for (const history of read.histories) {
    for (const entry of history.entries) {
      store.add({ ...blank, time: entry.time, near: entry.near, lane: 'shell', kind: 'shell-command', tool: history.shell === 'other' ? 'shell' : history.shell, argument: entry.command.slice(0, argumentCap), file: entry.ref.path, line: entry.ref.line, byteStart: entry.ref.byteStart, byteEnd: entry.ref.byteEnd });
    }
  }
  for (const event of read.processes) {
    const who = [event.user, event.host].flatMap((word) => word ?? []).join('@');
    store.add({ ...blank, time: event.time, lane: 'endpoint', kind: 'process', tool: who === '' ? 'process' : who.slice(0, 200), argument: event.command.slice(0, argumentCap), file: event.ref.path, line: event.ref.line, byteStart: event.ref.byteStart, byteEnd: event.ref.byteEnd });
  }
  read.provider.forEach((record, at) => {
    const joined = join.joined.get(at);
    store.add({ ...blank, time: record.time, session: joined?.request.sessionId ?? null, lane: 'provider', kind: 'provider-request', tool: record.source, argument: `${record.says}${joined === undefined ? '' : `  joined by ${joined.by}`}`.slice(0, argumentCap), file: record.ref.path, line: record.ref.line, byteStart: record.ref.byteStart, byteEnd: record.ref.byteEnd });
  });
}
