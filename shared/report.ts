/** The incident summary as plain data: what report.html draws. Built by the engine, never from markup. */
import * as v from 'valibot';
import { history } from './choices.ts';
import { eventRow, severity } from './event.ts';
import { caseSummary, fileEntry, fileLedger, overview, readProblem, repository, session } from './case.ts';
import { finding, ruleInfo } from './finding.ts';
import { postureView } from './posture.ts';
import { rollbackAdvice } from './rollback.ts';
import { count, instant, list, text, unknownOr } from './schema.ts';

export const handlingLabels = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'] as const;

/** What the analyst chooses before printing. The case number's alphabet is fixed: it also stands in the page footer. */
export const reportOptions = v.strictObject({
  caseNumber: v.pipe(text(40), v.regex(/^[A-Za-z0-9._/-]{0,40}$/)),
  title: text(200),
  preparedBy: text(200),
  handling: v.picklist(handlingLabels),
  minSeverity: severity,
  summary: text(4000),
  /** Why it is printed although files are no longer what was read; asked for only then. */
  mismatchReason: v.optional(text(500)),
});
export type ReportOptions = v.InferOutput<typeof reportOptions>;

/** What is printed where the analyst has chosen nothing. */
export const defaultReportOptions: ReportOptions = {
  caseNumber: '',
  title: '',
  preparedBy: '',
  handling: 'TLP:AMBER',
  minSeverity: 'info',
  summary: '',
};

/** A row of "Key events": an event that a finding cites, or a reflog entry near it, with its place in time. */
export const keyEvent = v.strictObject({ row: eventRow, findingRules: list(text(100), 16) });

/** The SHA-256 of one record that a printed finding points at; null where its bytes could not be read again. */
export const recordHash = v.strictObject({ path: text(8192), byteStart: count, byteEnd: count, sha256: unknownOr(text(64)) });
export type RecordHash = v.InferOutput<typeof recordHash>;

export const reportModel = v.strictObject({
  issuedAt: instant,
  options: reportOptions,
  summary: caseSummary,
  overview,
  sessions: list(session, 500),
  sessionsLeftOut: count,
  repositories: list(repository, 500),
  /** How repositories that calls could write to unattended might be put back. */
  rollback: list(rollbackAdvice, 100),
  /** Scope, settings, servers and the proposal; left out where they were not worked out. */
  posture: v.optional(postureView),
  keyEvents: list(keyEvent, 400),
  /** Events that no printed finding cites; with `keyEvents` they add up to the total. */
  eventsNotPrinted: count,
  findings: list(finding, 1000),
  findingsLeftOut: count,
  /** Of the table of findings beside the PDF. */
  findingsSha256: text(64),
  /** One for each different place that the printed findings point at. */
  recordHashes: list(recordHash, 32_000),
  /** What the analyst chose: the decision and what findings are judged by. The texts of policy files are left empty. */
  history: v.optional(history),
  rules: list(ruleInfo, 500),
  problems: list(readProblem, 500),
  problemsLeftOut: count,
  /** The files that a printed finding cites come first; the whole manifest lies beside the PDF. */
  files: list(fileEntry, 2000),
  filesLeftOut: count,
  /** What was read of each file, line by line, and the sums over the transcripts: the numbers of the app and the scan. */
  ledgerByFile: list(fileLedger, 300),
  ledgerLeftOut: count,
  ledgerSums: v.omit(fileLedger, ['path', 'kind']),
  /** What changed between reading and export: paths whose bytes no longer have the hash that was read. */
  changedFiles: list(text(8192), 500),
  sandboxOff: v.boolean(),
});
export type ReportModel = v.InferOutput<typeof reportModel>;
