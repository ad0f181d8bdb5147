/** Does a row pass a filter? For marking rows in Highlight mode; the engine alone decides what is shown. Pure. */
import { type EventRow, severities } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';

/** The texts of a row that a literal search looks at. */
export function searchedTexts(row: EventRow): readonly string[] {
  const texts = [row.tool ?? '', row.argument];
  if (row.reflog) texts.push(...row.reflog.refs, row.reflog.message, row.reflog.action);
  return texts;
}

function among<Value>(list: readonly Value[] | undefined, value: Value | null): boolean {
  return list === undefined || (value !== null && list.includes(value));
}

/** True where every key of the filter lets the row pass. */
export function rowMatches(row: EventRow, filter: Filter): boolean {
  if (!among(filter.sessions, row.sessionId) || !among(filter.tools, row.tool)) return false;
  if (!among(filter.lanes, row.lane) || !among(filter.kinds, row.kind)) return false;
  // A repository narrows the Git lane only: the calls beside it stay.
  if (row.reflog && !among(filter.repositories, row.reflog.repository)) return false;
  if (filter.attended !== undefined && row.attended !== filter.attended) return false;
  if (filter.minSeverity !== undefined) {
    const least = severities.indexOf(filter.minSeverity);
    if (!row.findings.some((finding) => severities.indexOf(finding.severity) <= least)) return false;
  }
  if (filter.rules !== undefined && !row.findings.some((finding) => filter.rules?.some((start) => finding.rule.startsWith(start)))) return false;
  if (filter.from !== undefined && filter.from !== null && (row.time === null || row.time < filter.from)) return false;
  if (filter.to !== undefined && filter.to !== null && (row.time === null || row.time > filter.to)) return false;
  const text = filter.text?.toLowerCase();
  return text === undefined || text === '' || searchedTexts(row).some((one) => one.toLowerCase().includes(text));
}

/** Places of a literal text in another, case-insensitive, at most 50. Folding that changes lengths gives no places. */
export function placesOf(text: string, wanted: string): readonly { readonly start: number; readonly end: number }[] {
  const lower = text.toLowerCase();
  const needle = wanted.toLowerCase();
  if (needle === '' || lower.length !== text.length || needle.length !== wanted.length) return [];
  const places: { start: number; end: number }[] = [];
  for (let at = lower.indexOf(needle); at >= 0 && places.length < 50; at = lower.indexOf(needle, at + needle.length)) {
    places.push({ start: at, end: at + needle.length });
  }
  return places;
}
