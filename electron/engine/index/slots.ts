/** Lays selected events into the timeline's slots: both lanes merged by time, one slot an event, two for a git entry. Pure. */
import type { Slot } from '../../../shared/contract.ts';
import type { OpenedCase } from '../case/opened-case.ts';

type Separator = NonNullable<Slot['separator']>;

/** Idle time from this on gets a row of its own. */
export const gapMs = 10 * 60_000;
/** A git entry takes this many slots. */
export const gitSlots = 2;

/** What stands in each slot; -1 for nothing. `slotOf` gives an event's slot, or -1. */
export interface SlotPlan {
  readonly length: number;
  readonly events: Int32Array;
  readonly git: Int32Array;
  readonly separators: ReadonlyMap<number, Separator>;
  /** Calls whose entry should stand in this slot's Git half and is not in the log. */
  readonly missing: ReadonlyMap<number, number>;
  slotOf(event: number): number;
}

/** Plans the slots of the selected events (ascending event numbers). */
export function planSlots(opened: OpenedCase, selected: Uint32Array): SlotPlan {
  const { store } = opened;
  const events: number[] = [];
  const git: number[] = [];
  const separators = new Map<number, Separator>();
  const slotByEvent = new Map<number, number>();
  const spanStart = new Map<string, number>();
  const missing = new Map<number, number>();
  const contradicted = new Set(opened.git.contradicted.map((each) => each.event));
  let gitFree = 0;
  let lastTime = Number.NaN;
  const push = (event: number, entry: number): number => {
    events.push(event);
    git.push(entry);
    return events.length - 1;
  };
  /** Slots up to `slot` exist. */
  const padded = (slot: number): number => {
    while (events.length <= slot) push(-1, -1);
    return slot;
  };
  const separate = (separator: Separator): void => {
    separators.set(push(-1, -1), separator);
  };

  for (const event of selected) {
    const time = store.placedTime(event);
    if (store.kind(event) === 'reflog' && !(opened.reflog(event)?.shown ?? true)) continue;
    if (time - lastTime > gapMs) {
      // An entry that still shows ends before the gap begins.
      while (events.length < gitFree) push(-1, -1);
      separate({ kind: 'gap', ms: Math.round(time - lastTime) });
    }
    if (!Number.isNaN(time)) lastTime = Math.max(Number.isNaN(lastTime) ? time : lastTime, time);
    if (store.kind(event) === 'reflog') {
      // An entry stands beside the call that caused it, or as soon after it as its lane is free.
      const cause = opened.git.causes.get(event);
      const beside = cause === undefined ? undefined : slotByEvent.get(cause);
      const free = Math.max(gitFree, beside ?? events.length);
      const slot = free < events.length && beside !== undefined ? free : padded(free);
      git[slot] = event;
      gitFree = slot + gitSlots;
      slotByEvent.set(event, slot);
      continue;
    }
    const session = store.session(event);
    if (session !== null && store.kind(event) === 'tool-call' && store.attended(event) === 'unattended') {
      const span = opened.spans.get(session)?.find((part) => time >= part.from && time <= part.to);
      if (span && spanStart.get(session) !== span.from) {
        spanStart.set(session, span.from);
        separate({ kind: 'unattended', sessionId: session.slice(0, 300), mode: (store.mode(event) ?? 'no terminal').slice(0, 100), ms: Math.round(span.to - span.from), time });
      }
    }
    const own = push(event, -1);
    slotByEvent.set(event, own);
    if (contradicted.has(event)) {
      const slot = padded(Math.max(gitFree, own));
      missing.set(slot, event);
      gitFree = slot + gitSlots;
    }
  }
  while (events.length < gitFree) push(-1, -1);
  return {
    length: events.length,
    events: Int32Array.from(events),
    git: Int32Array.from(git),
    separators,
    missing,
    slotOf: (event) => slotByEvent.get(event) ?? -1,
  };
}

/** First slot whose event or git entry is at or after a time; the last slot where none is. */
export function slotAt(opened: OpenedCase, plan: SlotPlan, time: number): number {
  for (let slot = 0; slot < plan.length; slot++) {
    const event = slotEvent(plan, slot);
    if (event >= 0 && opened.store.placedTime(event) >= time) return slot;
  }
  return Math.max(0, plan.length - 1);
}

/** The event of a slot, whichever lane it stands in; -1 for a separator or an empty slot. */
export function slotEvent(plan: SlotPlan, slot: number): number {
  const event = plan.events[slot] ?? -1;
  return event >= 0 ? event : (plan.git[slot] ?? -1);
}

/** The nearest slot after (or before) `from` that passes `test`; null where there is none. */
export function stepSlot(plan: SlotPlan, from: number, direction: 'next' | 'previous', test: (event: number) => boolean): number | null {
  const step = direction === 'next' ? 1 : -1;
  for (let slot = Math.min(Math.max(from, -1), plan.length) + step; slot >= 0 && slot < plan.length; slot += step) {
    const session = plan.events[slot] ?? -1;
    const entry = plan.git[slot] ?? -1;
    if ((session >= 0 && test(session)) || (entry >= 0 && test(entry))) return slot;
  }
  return null;
}
