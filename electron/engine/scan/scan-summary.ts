/** `scan --format summary`: what a person reads in a terminal. Evidence text is escaped, so that it can't drive the terminal. Pure. */
import { severities } from '../../../shared/event.ts';
import { plainLabel } from '../../../shared/hostile-text.ts';
import { spanText } from '../../../shared/time.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { overviewOf } from '../case/overview.ts';
import { caseSummary } from '../case/summary.ts';
import { decisionJson } from './choices-json.ts';
import { iso, setAside } from './scan-json.ts';
import type { ScanWindow } from './scan-window.ts';

const findingsShown = 40;
const problemsShown = 10;
const width = 110;

export function scanSummary(opened: OpenedCase, window: ScanWindow): string {
  const summary = caseSummary(opened);
  const overview = overviewOf(opened);
  const { ledger } = summary;
  // An entry stands in the log of HEAD and in that of its branch: one entry, two lines.
  const reflogLines = opened.repositories.reduce((sum, repository) => sum + repository.reflogEntries, 0);
  const lines: string[] = [];
  const say = (text = ''): void => void lines.push(text);
  say(`${summary.tool.name} ${summary.tool.version}, rule set ${summary.tool.ruleSet}`);
  say(`Evidence: ${plainLabel(summary.root, 400)}`);
  say();
  say(overview.headline);
  say(overview.subline);
  say();
  say(`Files       ${number(ledger.files)} (${number(summary.bytes)} bytes), manifest SHA-256 ${summary.manifestSha256}`);
  say(`Records     ${number(ledger.records)} read, ${number(ledger.malformed)} malformed, ${number(ledger.oversized)} oversized, ${number(ledger.duplicates)} repeated, ${number(ledger.untimed)} without a time`);
  say(`Sessions    ${number(summary.sessions)}: ${overview.sessionsByAttendance.unattended} unattended, ${overview.sessionsByAttendance.mixed} mixed, ${overview.sessionsByAttendance.attended} attended, ${overview.sessionsByAttendance.unknown} unknown`);
  say(`Unattended  ${overview.unattendedMs > 0 ? spanText(overview.unattendedMs) : 'no span'}`);
  say(`Tool calls  ${number(summary.callsExamined)}`);
  say(`Git         ${number(summary.repositories)} ${summary.repositories === 1 ? 'repository' : 'repositories'}, ${number(summary.reflogEntries)} reflog entries${reflogLines === summary.reflogEntries ? '' : ` in ${number(reflogLines)} lines`}`);
  for (const repository of opened.repositories) say(`            ${plainLabel(repository.workTree ?? repository.path, 70)}  ${repository.head ?? 'no HEAD'}  ${number(repository.reflogEntries)} reflog lines`);
  if (Object.keys(ledger.unknownKinds).length > 0) say(`Unknown     ${Object.entries(ledger.unknownKinds).map(([name, count]) => `${plainLabel(name, 40)} ${count}`).join(', ')}`);
  say();
  const findings = window.findings(opened);
  const leftOut = summary.findings - findings.length;
  if (summary.findings === 0) say(`${summary.rules} rules ran over ${number(summary.callsExamined)} calls. None matched.`);
  else {
    say(`Findings    ${severities.map((severity) => `${findings.filter(({ finding }) => finding.severity === severity).length} ${severity}`).join(', ')}`);
    for (const { finding } of findings.slice(0, findingsShown)) {
      const place = finding.evidence[0];
      say(`  ${finding.severity.padEnd(8)} ${(iso(finding.time) ?? 'no time').padEnd(24)} ${finding.rule.padEnd(26)} ${plainLabel(finding.excerpt, width)}`);
      if (place) say(`           ${plainLabel(place.path, 200)}${place.line === 0 ? '' : `:${place.line}`}, bytes ${place.byteStart} to ${place.byteEnd}, ${finding.state}`);
    }
    const aside = setAside(findings);
    if (findings.length > findingsShown) say(`  ${findings.length - findingsShown} more: --format json lists each.`);
    if (leftOut > 0) say(`Left out    ${number(leftOut)} of ${number(summary.findings)} findings, by --since, --until or --min-severity`);
    for (const { rule, reason, by, findings: count } of aside) say(`Set aside   ${number(count)} of ${rule}: ${plainLabel(reason, 160)}, by ${plainLabel(by, 200)}`);
  }
  const decided = decisionJson(opened.history);
  if (decided !== null) say(`Decided     ${decided.queue} (proposed: ${opened.posture.decision.queue}), ${decided.at}${decided.by === null ? '' : ` by ${plainLabel(decided.by, 100)}`}${decided.reason === null ? '' : `: ${plainLabel(decided.reason, 300)}`}`);
  if (opened.problems.length > 0) {
    say();
    say(`Not read    ${number(ledger.problems)} ${ledger.problems === 1 ? 'place' : 'places'}`);
    for (const problem of opened.problems.slice(0, problemsShown)) {
      const where = problem.line === null ? '' : `:${problem.line}${problem.byteOffset === null ? '' : `, byte ${problem.byteOffset}`}`;
      say(`  ${plainLabel(problem.path, 200)}${where}: ${plainLabel(problem.reason, 200)}`);
    }
    if (opened.problems.length > problemsShown) say(`  ${opened.problems.length - problemsShown} more: --format json lists each.`);
  }
  for (const line of overview.sourcesMissing) say(`Missing     ${plainLabel(line, 200)}`);
  return `${lines.join('\n')}\n`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
