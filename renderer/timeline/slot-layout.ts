/** Where the two lanes of the visible slots stand, and the curves between them. Pure geometry; knows no colours and no React. */
import type { Slot } from '../../shared/contract.ts';
import type { EventRow } from '../../shared/event.ts';
import { slotHeight } from './row-window.ts';

/** Slots that one reflog entry takes in the Git lane. */
export const gitSlots = 2;
/** Width of the gutter between the lanes, in CSS pixels. */
export const gutterWidth = 42;
/** How far a sub-agent's row stands in. */
export const agentIndent = 16;

/** How an entry looks: what the join of calls and reflog entries says of it. */
export type GitLook = 'explained' | 'unexplained' | 'not-joined';

/** A reflog entry with the slot it begins in. */
export interface PlacedGit {
  readonly slot: number;
  readonly row: EventRow;
  readonly look: GitLook;
  readonly causeSlot: number | null;
}

/** One line from a call to the reflog entry that it caused. `y` counts from the first slot of the whole timeline. */
export interface Connector {
  readonly gitId: number;
  readonly causeSlot: number;
  readonly slot: number;
  readonly fromY: number;
  readonly toY: number;
  readonly shape: 'straight' | 'curved';
  readonly dashed: boolean;
}

const lineCentre = slotHeight / 2;
/** A pushed-down entry's line ends at its first text line, which stands 2 px lower than a slot's centre. */
const entryCentre = lineCentre + 2;

/** The look of a Git lane row. */
export function gitLook(row: EventRow): GitLook {
  return row.reflog?.state ?? 'not-joined';
}

/** The reflog entries that begin in these slots. */
export function placeGit(slots: readonly Slot[]): readonly PlacedGit[] {
  return slots.flatMap((slot) =>
    slot.git === null ? [] : [{ slot: slot.index, row: slot.git, look: gitLook(slot.git), causeSlot: slot.causeSlot }],
  );
}

/** The lines that end at these entries. A call with two entries has two lines: they fan out from one point. */
export function connectors(placed: readonly PlacedGit[]): readonly Connector[] {
  return placed.flatMap((entry): Connector[] => {
    if (entry.causeSlot === null) return [];
    const straight = entry.causeSlot === entry.slot;
    return [
      {
        gitId: entry.row.id,
        causeSlot: entry.causeSlot,
        slot: entry.slot,
        fromY: entry.causeSlot * slotHeight + lineCentre,
        toY: entry.slot * slotHeight + (straight ? lineCentre : entryCentre),
        shape: straight ? 'straight' : 'curved',
        dashed: entry.look !== 'explained',
      },
    ];
  });
}

/** The dashed lines from calls to the entries that their logs should have and do not. */
export function missingConnectors(slots: readonly Slot[]): readonly Connector[] {
  return slots.flatMap((slot): Connector[] => {
    if (!slot.missing) return [];
    const straight = slot.missing.callSlot === slot.index;
    return [
      {
        // No entry has this id: entries' ids are not negative.
        gitId: -1 - slot.index,
        causeSlot: slot.missing.callSlot,
        slot: slot.index,
        fromY: slot.missing.callSlot * slotHeight + lineCentre,
        toY: slot.index * slotHeight + (straight ? lineCentre : entryCentre),
        shape: straight ? 'straight' : 'curved',
        dashed: true,
      },
    ];
  });
}

/** The line as SVG path data, with `top` taken off every height so that numbers stay small in a list of millions. */
export function connectorPath(connector: Connector, top: number): string {
  const from = connector.fromY - top;
  const to = connector.toY - top;
  if (connector.shape === 'straight') return `M0 ${from} L${gutterWidth} ${to}`;
  const bend = Math.round(gutterWidth * 0.71);
  return `M0 ${from} C${bend} ${from} ${gutterWidth - bend} ${to} ${gutterWidth} ${to}`;
}

/** True where a slot's git half is taken by an entry that began in the slot before. */
export function isCovered(slots: ReadonlyMap<number, Slot>, index: number): boolean {
  return index > 0 && (slots.get(index - 1)?.git ?? null) !== null;
}

/** What stands in the session half of a slot. */
export type SessionCell =
  | { readonly kind: 'separator'; readonly separator: NonNullable<Slot['separator']> }
  | { readonly kind: 'prompt'; readonly row: EventRow }
  | { readonly kind: 'call'; readonly row: EventRow; readonly agent: boolean }
  | { readonly kind: 'note'; readonly row: EventRow }
  | { readonly kind: 'ghost'; readonly git: EventRow }
  | { readonly kind: 'nothing' };

/** Decides what the session half shows. An unexplained reflog entry has no call, and that absence gets a row of its own. */
export function sessionCell(slot: Slot): SessionCell {
  if (slot.separator) return { kind: 'separator', separator: slot.separator };
  const row = slot.event;
  if (row) {
    if (row.kind === 'prompt') return { kind: 'prompt', row };
    if (row.kind === 'tool-call') return { kind: 'call', row, agent: row.agentId !== null || row.lane === 'agent' };
    return { kind: 'note', row };
  }
  if (slot.git && gitLook(slot.git) === 'unexplained') return { kind: 'ghost', git: slot.git };
  return { kind: 'nothing' };
}

/** The event that a slot stands for when it is opened: the session's, else the reflog entry. */
export function slotEvent(slot: Slot): EventRow | null {
  return slot.event ?? slot.git;
}
