/** What the compiled scanner offers to the thread that runs it. */
import { searchRecord } from './secret-places.ts';
import { skimRow } from './skim.ts';
import { walk, walkedTo, wasRefused } from './walk.ts';

export { searchRecord, skimRow, walk, walkedTo, wasRefused };
