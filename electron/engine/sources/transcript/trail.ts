/**
 * How the rows of a transcript hang together: what each row follows, which branch was left, which parent is nowhere, where
 * the file was cut, who started a sub-agent. Fed row by row while a file is read; gives plain data that can go to another
 * thread. Knows no store and judges nothing.
 */
import type { EventKind, EvidenceRef } from '../../../../shared/event.ts';
import { createColumn, uint32 } from '../../events/columns.ts';
import type { RowScanner } from '../../scanner/row-scanner.ts';
import { leftBranches } from './branches.ts';
import { type AskedPrompt, inlineParents, type InlineStart } from './inline-agents.ts';
import { noteCap, type Part, type RecordReading, type Relation } from './record.ts';
import { idWords } from './row-ids.ts';

/** A row whose parent stands nowhere in its file. It may still stand in another one. */
export interface LooseRow {
  readonly parentUuid: string;
  readonly ref: EvidenceRef;
  readonly sessionId: string;
  readonly time: number | null;
  /** Tool-use ids that the row answers; a few. */
  readonly answers: readonly string[];
  /** The last call of the file before this row, by its event number; null where there is none. */
  readonly callBefore: number | null;
  /** Why its parent may be missing without anyone having touched the file; null where nothing known explains it. */
  readonly explained: string | null;
}

/** A row that is older than the row before it, which it follows. */
export interface BackwardRow {
  readonly ref: EvidenceRef;
  readonly time: number;
  readonly before: number;
}

/** The end of a file in the middle of a record. */
export interface CutEnd {
  readonly ref: EvidenceRef;
  readonly sessionId: string;
  readonly sha256: string;
  /** Zero bytes at the end of the cut record: what a file system leaves after a lost power supply. */
  readonly zeroBytes: number;
  /** Time of the last whole record before it. */
  readonly time: number | null;
}

export interface FileNotes {
  readonly path: string;
  readonly sessionId: string;
  readonly agentId: string | null;
  /** Rows that have an id of their own. */
  readonly rows: number;
  /** Id of the first such row: a fork's copy begins with the same one. */
  readonly firstUuid: string | null;
  readonly lastTime: number | null;
  /** The last row of all names no time. */
  readonly endsUntimed: boolean;
  readonly looseRows: readonly LooseRow[];
  /** Loose rows beyond those kept. */
  readonly moreLoose: number;
  /** Rows that go back in time by more than a minute; those beyond the ones kept are counted. */
  readonly backwards: readonly BackwardRow[];
  readonly moreBackwards: number;
  /** Lines that could not be read as records. */
  readonly unread: number;
  readonly cut: CutEnd | null;
}

/** Another session that a row names. */
export interface NamedSession {
  readonly from: string;
  readonly to: string;
  readonly relation: Relation;
  readonly ref: EvidenceRef;
}

/** What a hook or the client decided on a call. */
export interface NamedDecision {
  readonly toolUseId: string;
  readonly decision: string;
  readonly by: string;
  readonly ref: EvidenceRef;
}

/** All of it for one part of a case, as plain data. */
export interface TrailNotes {
  readonly files: readonly FileNotes[];
  /** Events of calls on branches that were left by a rewind. */
  readonly leftCalls: readonly number[];
  /** The call that started a sub-agent, by the answer's own word. */
  readonly agentCalls: readonly (readonly [agentId: string, event: number])[];
  /** Calls of sub-agents whose rows stand in their session's own file, without an id, and the call that started each. */
  readonly inlineCalls: readonly (readonly [event: number, parent: number])[];
  readonly named: readonly NamedSession[];
  readonly decisions: readonly NamedDecision[];
  /** Rows that name a session or a decision, beyond those kept. */
  readonly more: number;
}

export interface FileTrail {
  /** A record of the file, in order. `duplicate`: its id was read before, here or in another file. */
  row(reading: RecordReading, sessionId: string, duplicate: boolean, ref: EvidenceRef): void;
  /** What the scanner must know of the last row that has an id to take those that follow it: its id's words, and its time. */
  readonly last: { readonly a: number; readonly b: number; readonly time: number | null };
  /** Rows that the scanner took, after those told before; the last one's id and time, and whether one of them follows an earlier row than the one before. */
  taken(sessionId: string, a: number, b: number, time: number, branched: boolean): void;
  /** A call in a row that the scanner took, by its number among those with an id. */
  takenCall(event: number, row: number): void;
  /** A call in the row under way. */
  call(event: number): void;
  /** The call that was told last starts a sub-agent with this prompt. */
  asks(event: number, prompt: string): void;
  /** A line that could not be read. */
  unread(): void;
  cut(end: Omit<CutEnd, 'sessionId' | 'time'>): void;
  end(): void;
}

export interface Trail {
  /** The files follow each other: this one ends before the next begins. */
  file(file: { readonly path: string; readonly sessionId: string; readonly agentId: string | null }): FileTrail;
  agent(agentId: string, call: number): void;
  /** True where the file read last holds a row with this id. */
  lastFileHas(uuid: string): boolean;
  notes(): TrailNotes;
}

/** Joins the trails of parts; `offsets` says which number each part's first event has now. */
export function joinTrails(parts: readonly TrailNotes[], offsets: readonly number[]): TrailNotes {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const moved = (part: number, event: number): number => event + (offsets[part] ?? 0);
  return {
    files: parts.flatMap((part, at) =>
      part.files.map((file) => ({ ...file, looseRows: file.looseRows.map((row) => ({ ...row, callBefore: row.callBefore === null ? null : moved(at, row.callBefore) })) })),
    ),
    leftCalls: parts.flatMap((part, at) => part.leftCalls.map((event) => moved(at, event))),
    agentCalls: parts.flatMap((part, at) => part.agentCalls.map(([agent, event]) => [agent, moved(at, event)] as const)),
    inlineCalls: parts.flatMap((part, at) => part.inlineCalls.map(([event, parent]) => [moved(at, event), moved(at, parent)] as const)),
    named: parts.flatMap((part) => part.named),
    decisions: parts.flatMap((part) => part.decisions),
    more: parts.reduce((sum, part) => sum + part.more, 0),
  };
}

const looseKept = 64;
const backwardsKept = 16;
/** Calls at once, and clocks that are corrected, set rows back by less. */
const backwardMs = 60_000;
/** Rows whose parent has not come yet; it can still come. Beyond this many they are only counted. */
const candidatesKept = 4096;
const namedKept = 10_000;
/** A hook can decide on each call. */
const decisionsKept = 100_000;
const answersKept = 8;

/** Over the scanner's rows of the file under way, which those that it takes go to as well. */
export function createTrail({ rows: ids }: Pick<RowScanner, 'rows'>): Trail {
  const files: FileNotes[] = [];
  const leftCalls: number[] = [];
  /** Ids of sub-agents are short: two sessions can have the same one. */
  const agentCalls = new Map<number, string>();
  const inlineCalls: (readonly [number, number])[] = [];
  const named: NamedSession[] = [];
  const decisions: NamedDecision[] = [];
  let more = 0;
  // One file is read at a time; the next one takes the room of the one before.
  const callEvents = createColumn(uint32);
  const callRows = createColumn(uint32);

  const rowWith = (uuid: string): number => {
    const { a, b } = idWords(uuid);
    return ids.find(a, b);
  };

  return {
    agent(agentId, call) {
      if (!agentCalls.has(call)) agentCalls.set(call, agentId);
    },
    lastFileHas: (uuid) => rowWith(uuid) >= 0,
    notes: () => ({ files, leftCalls, agentCalls: [...agentCalls].map(([call, agentId]) => [agentId, call] as const), inlineCalls, named, decisions, more }),
    file(file) {
      for (const room of [ids, callEvents, callRows]) room.clear();
      const loose: { row: number; duplicate: boolean; sidechain: boolean; kept: Omit<LooseRow, 'explained'> }[] = [];
      let branches = false;
      let moreLoose = 0;
      /** Words of the id of the last row that has one. */
      let lastA = -1;
      let lastB = -1;
      let firstUuid: string | null = null;
      let lastTime: number | null = null;
      let endsUntimed = false;
      /** Time of the last row that has an id. */
      let lastRowTime: number | null = null;
      const backwards: BackwardRow[] = [];
      let moreBackwards = 0;
      let lastCall: number | null = null;
      let compactedAt = -1;
      let unread = 0;
      let cut: CutEnd | null = null;
      let sessionId = file.sessionId;
      let counted = false;
      const asked: AskedPrompt[] = [];
      const inline: InlineStart[] = [];

      return {
        row(reading, session, duplicate, ref) {
          const { envelope, parts } = reading;
          sessionId = session;
          if (envelope.time !== null) lastTime = envelope.time;
          endsUntimed = envelope.time === null;
          for (let at = 0; at < parts.length; at++) {
            const part = parts[at];
            if (part !== undefined && (part.part === 'lineage' || part.part === 'decision')) notePart(part, session, ref);
          }
          counted = envelope.uuid !== null;
          if (envelope.uuid === null) return;
          const row = ids.count;
          const parent = envelope.parentUuid;
          const words = parent === null ? null : idWords(parent);
          const followsLast = words !== null && words.a === lastA && words.b === lastB;
          const found = words === null ? -1 : followsLast ? row - 1 : ids.find(words.a, words.b);
          if (followsLast && !duplicate && envelope.time !== null && lastRowTime !== null && envelope.time + backwardMs < lastRowTime) {
            if (backwards.length < backwardsKept) backwards.push({ ref, time: envelope.time, before: lastRowTime });
            else moreBackwards += 1;
          }
          lastRowTime = envelope.time;
          if (found >= 0 && found < row - 1) branches = true;
          if (parent !== null && found < 0) {
            if (loose.length < candidatesKept) loose.push({ row, duplicate, sidechain: envelope.sidechain, kept: { parentUuid: parent, ref, sessionId: session, time: envelope.time, answers: answered(parts), callBefore: lastCall } });
            else moreLoose += 1;
          }
          ({ a: lastA, b: lastB } = idWords(envelope.uuid));
          ids.push(lastA, lastB, found + 1, hasNote(parts, 'prompt') ? 1 : 0);
          if (hasNote(parts, 'compaction')) compactedAt = row;
          firstUuid ??= envelope.uuid;
          if (envelope.sidechain && found < 0 && file.agentId === null && envelope.agentId === null) inline.push({ row, text: textOf(parts) });
        },
        get last() {
          return { a: lastA, b: lastB, time: lastRowTime };
        },
        taken(session, a, b, time, branched) {
          sessionId = session;
          lastTime = time;
          endsUntimed = false;
          lastRowTime = time;
          lastA = a;
          lastB = b;
          counted = true;
          if (branched) branches = true;
        },
        takenCall(event, row) {
          lastCall = event;
          callEvents.push(event);
          callRows.push(row);
        },
        call(event) {
          lastCall = event;
          if (!counted) return;
          callEvents.push(event);
          callRows.push(ids.count - 1);
        },
        asks(event, text) {
          asked.push({ event, text: text.slice(0, noteCap) });
        },
        unread() {
          unread += 1;
        },
        cut(end) {
          cut = { ...end, sessionId, time: lastTime };
        },
        end() {
          // A row can stand before the one it follows: then it is not loose, and it begins no branch.
          const looseRows = loose.filter(({ kept }) => rowWith(kept.parentUuid) < 0);
          const words = ids.words();
          const parents = (): Int32Array => Int32Array.from({ length: ids.count }, (_, row) => (words[row * 4 + 2] ?? 0) - 1);
          if (inline.length > 0 && asked.length > 0) {
            const startOf = inlineParents(parents(), inline, asked);
            for (let at = 0; at < callEvents.length; at++) {
              const parent = startOf(callRows.get(at));
              if (parent !== null) inlineCalls.push([callEvents.get(at), parent]);
            }
          }
          if (branches && callEvents.length > 0) {
            const left = leftBranches(parents(), Uint8Array.from({ length: ids.count }, (_, row) => words[row * 4 + 3] ?? 0));
            for (let at = 0; at < callEvents.length; at++) if (left[callRows.get(at)] === 1) leftCalls.push(callEvents.get(at));
          }
          files.push({
            path: file.path, sessionId, agentId: file.agentId, rows: ids.count, firstUuid, lastTime, endsUntimed,
            looseRows: looseRows.slice(0, looseKept).map((each) => ({ ...each.kept, explained: explanation(each) })),
            moreLoose: moreLoose + Math.max(0, looseRows.length - looseKept), backwards, moreBackwards, unread, cut,
          });
        },
      };

      function explanation({ row, duplicate, sidechain }: { readonly row: number; readonly duplicate: boolean; readonly sidechain: boolean }): string | null {
        if (row === 0) return 'It is the first row of the file: a resumed or forked session can begin in the middle.';
        if (duplicate) return 'It is a copy of a row that stands elsewhere too.';
        if (row <= compactedAt) return 'A compaction follows it: rows before one may have been pruned.';
        if (sidechain && file.agentId === null) return 'It belongs to a sub-agent whose rows may lie in another file.';
        if (unread > 0) return 'The file has lines that could not be read; the row it follows may be one of them.';
        return null;
      }
    },
  };

  function notePart(part: Part, from: string, ref: EvidenceRef): void {
    if (part.part === 'lineage') {
      if (named.length < namedKept) named.push({ from, to: part.sessionId, relation: part.relation, ref });
      else more += 1;
    }
    if (part.part === 'decision') {
      if (decisions.length < decisionsKept) decisions.push({ toolUseId: part.toolUseId, decision: part.decision, by: part.by, ref });
      else more += 1;
    }
  }
}

/** Written out: it is asked of each row, and a callback costs more than the look. */
function hasNote(parts: readonly Part[], kind: EventKind): boolean {
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part?.part === 'note' && part.kind === kind) return true;
  }
  return false;
}

function textOf(parts: readonly Part[]): string {
  for (const part of parts) if (part.part === 'note') return part.text;
  return '';
}

function answered(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => (part.part === 'answer' && part.toolUseId !== null ? [part.toolUseId] : [])).slice(0, answersKept);
}
