/** Lays selected events into the timeline's slots: both lanes merged by time, one slot an event, two for a git entry. Pure. */
import type { Slot } from '../../../shared/contract.ts';
import { eventKinds } from '../../../shared/event.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { TimeSpan } from '../case/sessions-view.ts';
import { rowAttendances } from '../events/event-store.ts';

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

const reflog = eventKinds.indexOf('reflog');
const call = eventKinds.indexOf('tool-call');
const unattended = rowAttendances.indexOf('unattended');

/** Slots that grow: what stands in both halves of each. */
function createHalves(room: number) {
  let events = new Int32Array(room);
  let git = new Int32Array(room);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(event: number, entry: number): number {
      if (length === events.length) {
        events = grown(events);
        git = grown(git);
      }
      events[length] = event;
      git[length] = entry;
      return length++;
    },
    setGit(slot: number, entry: number): void {
      git[slot] = entry;
    },
    whole: () => ({ length, events: events.slice(0, length), git: git.slice(0, length) }),
  };
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}

/** Plans the slots of the selected events (ascending event numbers). Most events take the next one: they are asked by number alone. */
export function planSlots(opened: OpenedCase, selected: Uint32Array): SlotPlan {
  const { store } = opened;
  const [kinds, placed, contexts, sessions, attended] = [store.values('kind'), store.values('placed'), store.values('context'), store.values('session'), store.values('attended')];
  const slots = createHalves(selected.length + 1024);
  const separators = new Map<number, Separator>();
  const slotByEvent = new Int32Array(store.length).fill(-1);
  /** By a session's number: the unattended span that is under way. */
  const spans: (TimeSpan | undefined)[] = [];
  const missing = new Map<number, number>();
  const contradicted = new Set(opened.git.contradicted.map((each) => each.event));
  let gitFree = 0;
  let lastTime = Number.NaN;
  /** Slots up to `slot` exist. */
  const padded = (slot: number): number => {
    while (slots.length <= slot) slots.push(-1, -1);
    return slot;
  };
  const separate = (separator: Separator): void => {
    separators.set(slots.push(-1, -1), separator);
  };
  const separateGap = (ms: number): void => {
    // An entry that still shows ends before the gap begins.
    while (slots.length < gitFree) slots.push(-1, -1);
    separate({ kind: 'gap', ms: Math.round(ms) });
  };
  const placeEntry = (event: number): void => {
    // An entry stands beside the call that caused it, or as soon after it as its lane is free.
    const cause = opened.git.causes.get(event);
    const beside = cause === undefined ? -1 : (slotByEvent[cause] ?? -1);
    const free = Math.max(gitFree, beside < 0 ? slots.length : beside);
    const slot = free < slots.length && beside >= 0 ? free : padded(free);
    slots.setGit(slot, event);
    gitFree = slot + gitSlots;
    slotByEvent[event] = slot;
  };
  const beginSpan = (event: number, number: number, time: number): void => {
    const session = store.session(event) ?? '';
    const span = opened.spans.get(session)?.find((part) => time >= part.from && time <= part.to);
    if (!span || span === spans[number]) return;
    spans[number] = span;
    separate({ kind: 'unattended', sessionId: session.slice(0, 300), mode: (store.mode(event) ?? 'no terminal').slice(0, 100), ms: Math.round(span.to - span.from), time });
  };

  const { length } = selected;
  for (let at = 0; at < length; at++) {
    const event = selected[at] ?? 0;
    const time = placed[event] ?? 0;
    const isEntry = kinds[event] === reflog;
    if (isEntry && !(opened.reflog(event)?.shown ?? true)) continue;
    if (time - lastTime > gapMs) separateGap(time - lastTime);
    // Not a number: an event without any time.
    if (!Number.isNaN(time) && !(time < lastTime)) lastTime = time;
    if (isEntry) {
      placeEntry(event);
      continue;
    }
    const context = contexts[event] ?? 0;
    const session = sessions[context] ?? 0;
    if (kinds[event] === call && session !== 0 && attended[context] === unattended) {
      const under = spans[session];
      if (under === undefined || time < under.from || time > under.to) beginSpan(event, session, time);
    }
    const own = slots.push(event, -1);
    slotByEvent[event] = own;
    if (contradicted.size > 0 && contradicted.has(event)) {
      const slot = padded(Math.max(gitFree, own));
      missing.set(slot, event);
      gitFree = slot + gitSlots;
    }
  }
  while (slots.length < gitFree) slots.push(-1, -1);
  return { ...slots.whole(), separators, missing, slotOf: (event) => slotByEvent[event] ?? -1 };
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
