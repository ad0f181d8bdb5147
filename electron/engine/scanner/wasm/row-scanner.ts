/** What the compiled scanner offers to the thread that runs it. */
import { beginFile, searchRecord, skimRow } from './skim.ts';

export { beginFile, searchRecord, skimRow };
