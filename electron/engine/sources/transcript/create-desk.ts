/** Sets up what the transcript files of a part share, all of it empty. */
import crypto from 'node:crypto';
import { createEventStore } from '../../events/event-store.ts';
import type { RowScanner } from '../../scanner/row-scanner.ts';
import { createLedgerBook } from '../ledger-book.ts';
import { createCallTable } from './call-table.ts';
import { createKnownTools } from './known-tools.ts';
import { createSeenRows } from './seen-rows.ts';
import { createSessionBook } from './sessions.ts';
import { createTrail } from './trail.ts';
import type { CallSink, TranscriptDesk } from './transcript-desk.ts';
import { stagedCalls, stagedRows } from './usual-rows.ts';

/** The scanner remembers what was read, so it serves one desk alone. */
export function createTranscriptDesk(scanner: RowScanner, judge: CallSink): TranscriptDesk {
  const store = createEventStore();
  return {
    store,
    sessions: createSessionBook(),
    ledger: createLedgerBook(),
    seen: createSeenRows(scanner),
    trail: createTrail(scanner),
    askedModes: new Map(),
    agentModes: new Map(),
    calls: createCallTable(scanner, store.toolUseId),
    early: new Map(),
    otherPlaces: new Map(),
    scanner,
    tools: createKnownTools(scanner, store.taken),
    staged: stagedRows(scanner),
    calling: stagedCalls(scanner),
    noText: store.taken.noText(),
    sha256: (of) => crypto.createHash('sha256').update(of).digest('hex'),
    judge,
  };
}
