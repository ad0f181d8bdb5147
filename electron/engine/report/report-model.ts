/** Builds the incident summary as plain data from an open case and the analyst's choices. Pure: no clock, no files, no markup. */
import type { FileEntry } from '../../../shared/case.ts';
import { severities, type Severity } from '../../../shared/event.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { RecordHash, ReportModel, ReportOptions } from '../../../shared/report.ts';
import { withoutTexts } from '../../../shared/choice-history.ts';
import { chooseKeyEvents } from './key-events.ts';
import type { ReportSource } from './report-source.ts';

/** How many of each the document holds; what is beyond is counted, and lies in the files beside the PDF. */
export const reportLimits = { sessions: 500, repositories: 500, findings: 1000, problems: 500, files: 2000, ledgerRows: 300, changedFiles: 500 } as const;

/** The report of a case. `issuedAt` is the only time in it that is not the evidence's own. */
export function buildReportModel(source: ReportSource, options: ReportOptions, issuedAt: number): ReportModel {
  const chosen = source.findings.filter((finding) => atLeast(finding.severity, options.minSeverity)).sort(worstThenTime);
  const findings = chosen.slice(0, reportLimits.findings);
  const keyEvents = chooseKeyEvents(source, findings);
  const problems = source.problems.slice(0, reportLimits.problems);
  const files = citedFirst(source.files, findings).slice(0, reportLimits.files);
  const sessions = inTimeOrder(source.sessions).slice(0, reportLimits.sessions);
  return {
    issuedAt,
    options,
    summary: source.summary,
    overview: source.overview,
    sessions,
    sessionsLeftOut: source.sessions.length - sessions.length,
    repositories: source.repositories.slice(0, reportLimits.repositories),
    rollback: source.rollback.slice(0, 100),
    ...(source.history === undefined ? {} : { history: withoutTexts(source.history) }),
    ...(source.posture === undefined ? {} : { posture: source.posture }),
    keyEvents: keyEvents.map(({ row, findingRules }) => ({ row, findingRules: [...findingRules] })),
    eventsNotPrinted: Math.max(0, source.summary.events.total - keyEvents.length),
    findings,
    findingsLeftOut: source.findings.length - findings.length,
    findingsSha256: source.findingsSha256,
    recordHashes: hashesOf(source, findings),
    rules: [...source.rules].slice(0, 500),
    problems,
    problemsLeftOut: source.problems.length - problems.length,
    files,
    filesLeftOut: source.files.length - files.length,
    ledgerByFile: source.fileLedger.slice(0, reportLimits.ledgerRows),
    ledgerLeftOut: Math.max(0, source.fileLedger.length - reportLimits.ledgerRows),
    ledgerSums: source.ledgerSums,
    changedFiles: source.changedFiles.slice(0, reportLimits.changedFiles),
    sandboxOff: source.sandboxOff,
  };
}

/** True where a severity is as bad as the least one to print, or worse. */
export function atLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}

/** Worst first; within a severity by rule, then newest first, then by id, so that the order never depends on the store's. */
function worstThenTime(a: Finding, b: Finding): number {
  const bySeverity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  const byTime = (b.time ?? Number.NEGATIVE_INFINITY) - (a.time ?? Number.NEGATIVE_INFINITY);
  if (byTime !== 0 && !Number.isNaN(byTime)) return byTime;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function inTimeOrder<Item extends { readonly start: number | null; readonly id: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => {
    if (a.start === b.start) return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
    if (a.start === null) return 1;
    if (b.start === null) return -1;
    return a.start - b.start;
  });
}

/** The files that printed findings point at, then the others; each part keeps the manifest's order. */
function citedFirst(files: readonly FileEntry[], findings: readonly Finding[]): FileEntry[] {
  const cited = new Set(findings.flatMap((finding) => finding.evidence.map((ref) => ref.path)));
  return [...files.filter((file) => cited.has(file.path)), ...files.filter((file) => !cited.has(file.path))];
}

function hashesOf(source: ReportSource, findings: readonly Finding[]): RecordHash[] {
  const seen = new Map<string, RecordHash>();
  for (const ref of findings.flatMap((finding) => finding.evidence)) {
    const key = `${ref.byteStart} ${ref.byteEnd} ${ref.path}`;
    if (!seen.has(key)) seen.set(key, { path: ref.path, byteStart: ref.byteStart, byteEnd: ref.byteEnd, sha256: source.recordSha256(ref) });
  }
  return [...seen.values()];
}
