/** What the first screen says: the state of affairs in a sentence, and the lists that lead into the rows behind it. Pure. */
import type { Overview, Session, SessionWindow, TopRow } from '../../../shared/case.ts';
import type { Finding, FindingDetail } from '../../../shared/finding.ts';
import { spanText } from '../../../shared/time.ts';
import { severityRank } from './finding-book.ts';
import type { OpenedCase } from './opened-case.ts';
import { unionLength } from './sessions-view.ts';

const windowLimit = 40;
const listLimit = 12;

export function overviewOf(opened: OpenedCase): Overview {
  const findings = opened.findings.map(({ finding }) => finding);
  const spans = [...opened.spans.values()].flat();
  const unattendedMs = Math.round(unionLength(spans));
  const attendance = { attended: 0, unattended: 0, mixed: 0, unknown: 0 };
  for (const session of opened.sessions) attendance[session.attended] += 1;
  const family = (...prefixes: string[]): Finding[] => findings.filter((finding) => prefixes.some((prefix) => finding.rule.startsWith(prefix)));
  const outside = family('write.outside-root');
  const credentials = family('credential.', 'write.credential-store');
  const network = family('network.command');
  const gitTimes = shownGitTimes(opened);
  const timed = opened.sessions.filter((session) => session.start !== null && session.end !== null && session.toolCalls + session.prompts > 0);
  const shown = [...timed].sort(byWeight).slice(0, windowLimit);
  shown.sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
  return {
    ...headline(opened, findings, attendance, unattendedMs),
    worst: findings[0]?.severity ?? null,
    unattendedMs,
    sessionsByAttendance: attendance,
    writesOutsideRoot: calls(outside),
    credentialTouches: calls(credentials),
    networkCommands: calls(network),
    reflogUnattended: gitTimes.filter((time) => spans.some((span) => time >= span.from - 1000 && time <= span.to + 1000)).length,
    windows: shown.map((session) => windowOf(opened, session, findings, gitTimes)),
    windowsLeftOut: opened.sessions.length - shown.length,
    outsideRoot: topRows(outside, byPath),
    credentials: topRows(credentials, byPath),
    network: topRows(network, byDestination, unsanctioned(family('network.unsanctioned'))),
    openNext: findings.slice(0, 8).map((finding) => ({ id: finding.id, title: finding.title, severity: finding.severity, time: finding.time })),
    repositories: opened.repositories.slice(0, 50),
    sourcesMissing: missing(opened),
  };
}

/** Distinct calls behind findings: one call with three hits counts once. */
function calls(findings: readonly Finding[]): number {
  return new Set(findings.map((finding) => finding.eventId)).size;
}

function shownGitTimes(opened: OpenedCase): number[] {
  const times: number[] = [];
  for (let event = 0; event < opened.store.length; event++) {
    if (opened.store.kind(event) !== 'reflog' || !opened.reflog(event)?.shown) continue;
    const time = opened.store.time(event);
    if (time !== null) times.push(time);
  }
  return times;
}

/** Sessions worth a bar come first: unattended ones, then those with the worst findings, then the longest. */
function byWeight(a: Session, b: Session): number {
  const weight = (session: Session): number => session.findings.critical * 1000 + session.findings.high * 100 + session.findings.medium * 10 + (session.attended === 'attended' ? 0 : 5);
  return weight(b) - weight(a) || b.toolCalls - a.toolCalls || (a.id < b.id ? -1 : 1);
}

function windowOf(opened: OpenedCase, session: Session, findings: readonly Finding[], gitTimes: readonly number[]): SessionWindow {
  const start = session.start ?? 0;
  const end = session.end ?? start;
  const own = findings.filter((finding) => finding.sessionId === session.id && finding.time !== null && finding.severity !== 'info');
  return {
    id: session.id,
    title: session.title ?? 'Untitled session',
    start,
    end,
    attended: session.attended,
    unattendedSpans: session.unattendedSpans.slice(0, 200),
    prompts: (opened.promptTimes.get(session.id) ?? []).slice(0, 200),
    gitWrites: gitTimes.filter((time) => time >= start && time <= end).slice(0, 500),
    findings: own.slice(0, 200).map((finding) => ({ time: finding.time ?? start, severity: finding.severity, id: finding.id })),
  };
}

/** What a row of a list stands for: its label, and words beside it. */
type Grouping = (finding: Finding) => readonly { readonly label: string; readonly note: string }[];

const byPath: Grouping = ({ detail, excerpt }) => [{ label: textOf(detail.path) ?? excerpt, note: textOf(detail.operation) ?? '' }];

/** One row a host; a call that names no host counts under its programs. */
const byDestination: Grouping = ({ detail, excerpt }) => {
  const programs = listOf(detail.programs).join(', ');
  const hosts = listOf(detail.hosts);
  return hosts.length > 0 ? hosts.map((host) => ({ label: host, note: programs })) : [{ label: programs === '' ? excerpt : programs, note: 'no host written' }];
};

function textOf(value: FindingDetail[string] | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function listOf(value: FindingDetail[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value : [];
}

/** The worst finding on contact with each host that the policy does not sanction. */
function unsanctioned(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    for (const host of listOf(finding.detail.hosts)) {
      const known = worst.get(host);
      if (known === undefined || severityRank(finding.severity) < severityRank(known.severity)) worst.set(host, finding);
    }
  }
  return worst;
}

/**
 * Findings in groups; the worst group first, then the one with the most calls. A group that `judged` names has that
 * finding's weight, and opens it: that a program ran says nothing of where it went.
 */
function topRows(findings: readonly Finding[], grouping: Grouping, judged: ReadonlyMap<string, Finding> = new Map()): TopRow[] {
  const groups = new Map<string, { worst: Finding; events: Set<number | null>; notes: Set<string> }>();
  for (const finding of findings) {
    for (const { label, note } of grouping(finding)) {
      const worse = judged.get(label);
      const group = groups.get(label) ?? { worst: worse ?? finding, events: new Set(), notes: new Set(worse === undefined ? [] : ['✕ unsanctioned']) };
      groups.set(label, group);
      group.events.add(finding.eventId);
      if (note !== '' && worse === undefined) group.notes.add(note);
      if (severityRank(finding.severity) < severityRank(group.worst.severity)) group.worst = finding;
    }
  }
  return [...groups]
    .sort(([a, x], [b, y]) => severityRank(x.worst.severity) - severityRank(y.worst.severity) || y.events.size - x.events.size || (a < b ? -1 : 1))
    .slice(0, listLimit)
    .map(([label, group]) => ({
      label: label.slice(0, 8192),
      note: [...group.notes].slice(0, 4).join(', ').slice(0, 300),
      severity: group.worst.severity,
      count: group.events.size,
      findingId: group.worst.id,
    }));
}

function headline(opened: OpenedCase, findings: readonly Finding[], attendance: Overview['sessionsByAttendance'], unattendedMs: number): { headline: string; subline: string } {
  const total = opened.sessions.length;
  const without = attendance.unattended + attendance.mixed;
  const serious = findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'high').length;
  const found = serious > 0 ? `${count(serious, 'finding')} of critical or high severity to review.` : findings.length > 0 ? `${count(findings.length, 'finding')} below high severity.` : `${opened.rules.length} rules ran. None matched.`;
  if (total === 0) return { headline: 'No session transcripts in this copy', subline: `${count(opened.repositories.length, 'repository')} read. Folders named .claude/projects hold transcripts; none was found here.` };
  if (without > 0) {
    return {
      headline: `Tools ran unattended for ${spanText(unattendedMs)}`,
      subline: `${without} of ${count(total, 'session')} ran calls that nobody approved. ${found}`,
    };
  }
  if (attendance.unknown === total) return { headline: 'No record says whether anyone was there', subline: `${count(total, 'session')} without a permission mode. ${found}` };
  return { headline: 'No unattended calls are recorded', subline: `${count(total, 'session')} read; ${attendance.unknown} without a permission mode. ${found}` };
}

function count(number: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}

/** What this copy lacks, so that silence is not read as "nothing happened". */
function missing(opened: OpenedCase): string[] {
  const kinds = new Set(opened.entries.map((entry) => entry.kind));
  const lines: string[] = [];
  if (opened.sessions.length === 0) lines.push('No transcripts.');
  if (opened.repositories.length === 0) lines.push('No git repositories: calls cannot be compared with reflogs.');
  for (const repository of opened.repositories) if (repository.reflogEntries === 0) lines.push(`No reflog in ${repository.path}.`.slice(0, 300));
  if (!kinds.has('shell-history')) lines.push('No shell history.');
  if (!kinds.has('settings')) lines.push('No Claude Code settings files.');
  return lines.slice(0, 20);
}
