/** What the compiled scanner offers to the thread that runs it. */
import { searchRecord } from './secret-places.ts';
import { beginFile, skimRow } from './skim.ts';

export { beginFile, searchRecord, skimRow };
