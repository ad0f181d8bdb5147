/** What the compiled scanner offers to the thread that runs it. */
import { addCall, callCandidate, callPlaces, callsTable } from './call-ids.ts';
import { clearRows, findRow, pushRow, rowCount, rowsAt } from './row-ids.ts';
import { searchRecord } from './secret-places.ts';
import { addSeen, seenDepth, seenDirectory, seenPages } from './seen-rows.ts';
import { skimRow } from './skim.ts';
import { walk } from './walk.ts';

export { addCall, addSeen, callCandidate, callPlaces, callsTable, clearRows, findRow, pushRow, rowCount, rowsAt, searchRecord, seenDepth, seenDirectory, seenPages, skimRow, walk };
