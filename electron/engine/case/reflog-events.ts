/** Reflog entries as events of the git lane. The entry that HEAD's log and a branch's log both hold is shown once. */
import type { ReflogFields } from '../../../shared/event.ts';
import type { EventStore } from '../events/event-store.ts';
import type { ReflogEntry, RepositoryRead } from '../sources/git/repository.ts';

/** A reflog entry behind an event. `twins` counts the events that repeat it from other logs of the same repository. */
export interface ReflogEvent {
  readonly repository: string;
  /** The same for a repository and its linked worktrees. */
  readonly family: string;
  readonly entry: ReflogEntry;
  readonly refs: string[];
  /** False for the copy in another log: counted, and shown as part of the first. */
  readonly shown: boolean;
}

/** Adds an event for each entry and gives what stands behind each event number. */
export function addReflogEvents(store: EventStore, repositories: readonly RepositoryRead[]): Map<number, ReflogEvent> {
  const events = new Map<number, ReflogEvent>();
  const firsts = new Map<string, Map<string, ReflogEvent>>();
  // HEADs' logs first: they have the moves of each branch that was checked out, in whichever worktree.
  const logs = repositories.flatMap((repository) => [...repository.reflogs].sort((a, b) => (a.ref < b.ref ? -1 : 1)).map((log) => ({ repository, log }))).sort((a, b) => Number(b.log.ref === 'HEAD') - Number(a.log.ref === 'HEAD'));
  for (const { repository, log } of logs) {
    const first = firsts.get(repository.commonDir) ?? new Map<string, ReflogEvent>();
    firsts.set(repository.commonDir, first);
    for (const entry of log.entries) {
      const key = `${entry.old} ${entry.new} ${entry.rawTime} ${entry.message}`;
      const twin = first.get(key);
      const shown = twin === undefined || twin.refs.includes(log.ref);
      const event: ReflogEvent = { repository: repository.gitDir, family: repository.commonDir, entry, refs: shown ? [log.ref] : [], shown };
      if (shown && twin === undefined) first.set(key, event);
      else if (!shown && twin.refs.length < 64) twin.refs.push(log.ref);
      const number = store.add({
        time: entry.seconds === null ? null : entry.seconds * 1000,
        near: null,
        lane: 'git',
        kind: 'reflog',
        session: null,
        agent: null,
        toolUseId: null,
        tool: null,
        argument: `${entry.action === '' ? 'no message' : entry.message} ${log.ref}`.slice(0, 4000),
        cwd: null,
        mode: null,
        attended: 'unknown',
        outcome: null,
        file: log.path,
        line: entry.line,
        byteStart: entry.byteStart,
        byteEnd: entry.byteEnd,
        block: 0,
      });
      events.set(number, event);
    }
  }
  return events;
}

/** What a row shows of a reflog entry. */
export function reflogFields(event: ReflogEvent, cause: number | null, unexplained: boolean): ReflogFields {
  const { entry } = event;
  return {
    repository: event.repository.slice(0, 8192),
    refs: event.refs.map((ref) => ref.slice(0, 4096)),
    old: entry.old.slice(0, 128),
    new: entry.new.slice(0, 128),
    action: entry.action.slice(0, 200),
    message: entry.message.slice(0, 4000),
    identity: `${entry.name} <${entry.email}>`.slice(0, 1000),
    zone: entry.zone.slice(0, 20),
    causeEventId: cause,
    state: cause !== null ? 'explained' : unexplained ? 'unexplained' : 'not-joined',
  };
}
