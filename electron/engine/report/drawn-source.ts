/** Draws a small case for the tests of this folder: events, findings and sessions from a few words each. */
import type { CaseSummary, FileEntry, Overview, Session } from '../../../shared/case.ts';
import type { EventRow, Severity } from '../../../shared/event.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { ReportSource } from './report-source.ts';

const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

export function drawnRow(id: number, time: number | null, parts: Partial<EventRow> = {}): EventRow {
  return {
    id, time, lane: 'session', kind: 'tool-call', sessionId: 's1', agentId: null, toolUseId: null, tool: 'Bash', argument: `call ${id}`, cwd: null,
    permissionMode: null, attended: 'unknown', outcome: 'ok', durationMs: null, findings: [], findingCount: 0, reflog: null,
    source: { path: 'a.jsonl', line: id + 1, byteStart: id * 100, byteEnd: id * 100 + 99 },
    ...parts,
  };
}

export function drawnEntry(id: number, time: number, causeEventId: number | null, state: 'explained' | 'unexplained' = causeEventId === null ? 'unexplained' : 'explained'): EventRow {
  return drawnRow(id, time, {
    lane: 'git', kind: 'reflog', sessionId: null, tool: null, outcome: null,
    reflog: { repository: 'r/.git', refs: ['HEAD'], old: 'a'.repeat(40), new: 'b'.repeat(40), action: 'commit', message: 'm', identity: 'n', zone: '+0000', causeEventId, state },
  });
}

export function drawnFinding(id: string, severity: Severity, eventId: number | null, parts: Partial<Finding> = {}): Finding {
  return {
    id, rule: 'write.outside-root', title: 'Write outside the project', severity, confidence: 'high', confidenceReason: 'Written out.', state: 'recorded', time: 1000, eventId,
    sessionId: 's1', toolUseId: null, repository: null, ref: null, attack: [], sentence: 'The transcript records a write.', excerpt: 'tee /etc/hosts',
    evidence: [{ path: 'a.jsonl', line: 1, byteStart: 0, byteEnd: 99 }], detail: {},
    ...parts,
  };
}

export function drawnSession(id: string, start: number | null, end: number | null, parts: Partial<Session> = {}): Session {
  return {
    id, title: null, project: null, cwd: null, files: ['a.jsonl'], start, end, versions: [], prompts: 0, toolCalls: 0, agents: 0, permissionModes: [], attended: 'unknown',
    unattendedSpans: [], findings: none, ...parts,
  };
}

export function drawnFile(path: string, sha256: string | null = 'c'.repeat(64)): FileEntry {
  return { path, bytes: 10, sha256, kind: 'transcript', state: 'read' };
}

const overview: Overview = {
  headline: 'h', subline: 's', worst: null, unattendedMs: 0, sessionsByAttendance: { attended: 0, unattended: 0, mixed: 0, unknown: 0 }, writesOutsideRoot: 0,
  credentialTouches: 0, networkCommands: 0, reflogUnattended: 0, windows: [], windowsLeftOut: 0, outsideRoot: [], credentials: [], network: [], openNext: [],
  repositories: [], sourcesMissing: [],
};

function summaryOf(rows: readonly EventRow[], findings: readonly Finding[]): CaseSummary {
  const findingsBySeverity = { ...none };
  for (const finding of findings) findingsBySeverity[finding.severity] += 1;
  return {
    root: '/evidence', name: 'case', live: false, tool: { name: 'Postflight', version: '0.1.0', ruleSet: 'd'.repeat(64) }, hashedAt: 0, manifestSha256: 'e'.repeat(64), bytes: 10,
    filesByState: {}, filesByKind: {}, ledger: { files: 1, records: rows.length, malformed: 0, oversized: 0, duplicates: 0, untimed: 0, unknownKinds: {}, problems: 0 },
    events: { total: rows.length, byKind: {}, byTool: {}, first: null, last: null }, sessions: 1, repositories: 1, reflogEntries: 0, findings: findings.length, findingsBySeverity,
    findingsByRule: {}, rules: 1, callsExamined: rows.length,
  };
}

export function drawnSource(drawing: {
  readonly rows?: readonly EventRow[];
  readonly findings?: readonly Finding[];
  readonly sessions?: readonly Session[];
  readonly files?: readonly FileEntry[];
}): ReportSource {
  const rows = drawing.rows ?? [];
  const findings = drawing.findings ?? [];
  return {
    summary: summaryOf(rows, findings), overview, sessions: drawing.sessions ?? [], repositories: [], rollback: [], findings, rules: [], problems: [], files: drawing.files ?? [], fileLedger: [],
    ledgerSums: { bytes: 0, lines: 0, records: rows.length, events: rows.length, malformed: 0, oversized: 0, blank: 0, duplicates: 0, untimed: 0, unknown: 0 },
    changedFiles: [], sandboxOff: false, findingsSha256: 'f'.repeat(64),
    eventRow: (id) => rows.find((row) => row.id === id) ?? null,
    eventIds: (kinds, from, to) =>
      rows
        .filter((row) => kinds.includes(row.kind) && row.time !== null && row.time >= from && row.time <= to)
        .sort((a, b) => (a.time ?? 0) - (b.time ?? 0) || a.id - b.id)
        .map((row) => row.id),
    recordSha256: (ref) => `${ref.byteStart}`.padStart(64, '0'),
  };
}
