/** What a call left in the reflogs, and what it should have left and did not. Pure. */
import type { Result } from '../../../shared/contract.ts';
import type { OpenedCase } from './opened-case.ts';
import { eventRow } from './rows.ts';

const most = 200;

export function callEntries(opened: OpenedCase, event: number): Result<'calls.entries'> {
  const entries = opened.git.links.filter((link) => link.event === event).sort((a, b) => a.entry - b.entry);
  const missing = (state: 'contradicted' | 'not-covered', list: OpenedCase['git']['contradicted']) =>
    list.filter((each) => each.event === event).map((each) => ({ state, repository: each.repository?.slice(0, 8192) ?? null, verb: each.verb.slice(0, 100), reason: each.reason.slice(0, 500) }));
  return {
    total: entries.length,
    entries: entries.slice(0, most).map((link) => ({ row: eventRow(opened, link.entry), strength: link.strength })),
    missing: [...missing('contradicted', opened.git.contradicted), ...missing('not-covered', opened.git.notCovered)].slice(0, 64),
  };
}
