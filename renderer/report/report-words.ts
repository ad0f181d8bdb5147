/** The words that the report prints for states and labels, and the cutting of its own prose. Pure; knows no React. */
import type { Attendance } from '../../shared/event.ts';
import type { FindingState } from '../../shared/finding.ts';
import type { ReportModel } from '../../shared/report.ts';
import { spanText } from '../../shared/time.ts';
import { dayClockText } from '../text/time-text.ts';

/** What stands for each evidence state; capitals keep it apart from what a person concluded. */
export const stateLabels: Readonly<Record<FindingState, string>> = {
  attempted: 'ATTEMPTED',
  recorded: 'RECORDED',
  confirmed: 'CONFIRMED',
  denied: 'DENIED',
  contradicted: 'CONTRADICTED',
  'not-covered': 'NOT COVERED',
  unexplained: 'UNEXPLAINED',
};

/** What each evidence state says, for the method section. */
export const stateMeanings: Readonly<Record<FindingState, string>> = {
  attempted: 'a call without a result in the transcript',
  recorded: 'a call with a result; no second source for this kind',
  confirmed: 'a call, and an independent record that agrees with it',
  denied: 'a call for which a refusal is recorded',
  contradicted: 'a second source covers the time and place, and has no such record or another one',
  'not-covered': 'no source in this evidence could show it',
  unexplained: 'a record of a second source that no call accounts for',
};

export const attendanceLabels: Readonly<Record<Attendance, string>> = {
  attended: 'attended',
  unattended: 'unattended',
  mixed: 'partly unattended',
  unknown: 'unknown',
};

/** `Fri 9 Oct 2026 17:12:06 UTC`. */
export function utcText(time: number | null): string {
  return time === null ? dayClockText(null) : `${dayClockText(time)} UTC`;
}

/** `1 h 20 min`, or a dash where one end is unknown. */
export function lengthText(from: number | null, to: number | null): string {
  return from === null || to === null ? '–' : spanText(Math.max(0, to - from));
}

/** Whether calls and reflog entries were compared at all; without it nothing may be said of unexplained entries. */
export function joinsMade(model: Pick<ReportModel, 'keyEvents'>): boolean {
  return model.keyEvents.some(({ row }) => row.reflog !== null && row.reflog.state !== 'not-joined');
}

/** The first eight characters of an id that a table must keep short; the whole id stands in the sessions table. */
export function shortId(id: string): string {
  return id.length <= 12 ? id : id.slice(0, 8);
}

/** An object id as git abbreviates it; an id of zeros is "none". */
export function shortOid(oid: string): string {
  return /^0+$/.test(oid) ? 'none' : oid.slice(0, 10);
}

/** The paragraphs of what an analyst typed: parted by blank lines. */
export function paragraphs(text: string): readonly string[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A file that is no text has no lines: its records have the line 0. */
export function lineText(ref: { readonly line: number }): string {
  return ref.line === 0 ? 'no lines' : `line ${ref.line}`;
}
