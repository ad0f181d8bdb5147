/** Draws a small report model for the tests of the report and of its view. Holds each part once; knows no engine. */
import type { CaseSummary, Session } from '../../shared/case.ts';
import type { EventRow, ReflogFields } from '../../shared/event.ts';
import type { Finding, RuleInfo } from '../../shared/finding.ts';
import { defaultReportOptions, type ReportModel } from '../../shared/report.ts';

/** Friday 9 October 2026, 17:12:06 UTC. */
export const drawnStart = Date.UTC(2026, 9, 9, 17, 12, 6);
const at = (seconds: number) => drawnStart + seconds * 1000;

export function drawnEvent(id: number, parts: Partial<EventRow> = {}): EventRow {
  return {
    id, time: at(id), lane: 'session', kind: 'tool-call', sessionId: 'd0b47c0e-9b7c-4af6-af17-a76589700318', agentId: null, toolUseId: `toolu_${id}`, tool: 'Bash',
    argument: `echo ${id}`, cwd: '/Users/noor/code', permissionMode: 'bypassPermissions', attended: 'unattended', outcome: 'ok', durationMs: 1000, findings: [], findingCount: 0,
    reflog: null, source: { path: 'a.jsonl', line: id, byteStart: id * 10, byteEnd: id * 10 + 9 },
    ...parts,
  };
}

export function drawnReflog(id: number, causeEventId: number | null, parts: Partial<ReflogFields> = {}): EventRow {
  return drawnEvent(id, {
    lane: 'git', kind: 'reflog', sessionId: null, toolUseId: null, tool: null, outcome: null, attended: 'unknown',
    reflog: {
      repository: 'code/ferry/.git', refs: ['HEAD', 'refs/heads/main'], old: '1'.repeat(40), new: '2'.repeat(40), action: 'commit', message: 'commit: hotfix', identity: 'Noor', zone: '+0200',
      causeEventId, state: causeEventId === null ? 'unexplained' : 'explained', ...parts,
    },
  });
}

export function drawnFinding(id: string, parts: Partial<Finding> = {}): Finding {
  return {
    id, rule: 'credential.ssh', title: 'Private key read', severity: 'critical', confidence: 'high', confidenceReason: 'The path is written out.', state: 'recorded', time: at(40), eventId: 2,
    sessionId: 'd0b47c0e-9b7c-4af6-af17-a76589700318', toolUseId: 'toolu_2', repository: null, ref: null, attack: ['T1552.004'],
    sentence: 'The transcript records a read of ~/.ssh/id_ed25519.', excerpt: 'cat ~/.ssh/id_ed25519', evidence: [{ path: 'a.jsonl', line: 3, byteStart: 20, byteEnd: 29 }], detail: {},
    ...parts,
  };
}

export const drawnRule: RuleInfo = {
  id: 'credential.ssh', version: 1, title: 'Private key touched', family: 'credential', severity: 'critical', attack: ['T1552.004'], why: 'A private key opens other hosts.',
  doesNotShow: 'Whether the key left the host.', otherExplanation: 'A check that the key is there.', canBeWrong: 'The path can be a link to another file.',
};

const session: Session = {
  id: 'd0b47c0e-9b7c-4af6-af17-a76589700318', title: 'Make the nightly build green', project: '/Users/noor/code', cwd: '/Users/noor/code', files: ['a.jsonl'], start: at(0), end: at(5400),
  versions: ['2.1.150'], prompts: 1, toolCalls: 2, agents: 1, permissionModes: [{ mode: 'bypassPermissions', from: at(0), to: at(5400), source: 'user.permissionMode' }],
  attended: 'unattended', unattendedSpans: [{ from: at(6), to: at(5400) }], findings: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
};

const summary: CaseSummary = {
  root: '/cases/copy', name: 'copy', live: false, tool: { name: 'Postflight', version: '0.1.0', ruleSet: '7'.repeat(64) }, hashedAt: at(90_000), manifestSha256: '8'.repeat(64), bytes: 41_000,
  filesByState: { read: 2, skipped: 1 }, filesByKind: { transcript: 1 },
  ledger: { files: 3, records: 9, malformed: 1, oversized: 0, duplicates: 0, untimed: 0, unknownKinds: { newcomer: 2 }, problems: 1 },
  events: { total: 9, byKind: { 'tool-call': 2, reflog: 2, prompt: 1 }, byTool: { Bash: 2 }, first: at(0), last: at(5400) }, sessions: 1, repositories: 1, reflogEntries: 2,
  findings: 1, findingsBySeverity: { critical: 1, high: 0, medium: 0, low: 0, info: 0 }, findingsByRule: { 'credential.ssh': 1 }, rules: 12, callsExamined: 2,
};

/** A model with one session, one repository, one finding, one malformed line. */
export function drawnReport(parts: Partial<ReportModel> = {}): ReportModel {
  const tag = { id: 'f-1', rule: 'credential.ssh', title: 'Private key read', severity: 'critical' as const };
  return {
    issuedAt: at(100_000), options: { ...defaultReportOptions, title: 'Night run', caseNumber: 'IR-1', preparedBy: 'Analyst' }, summary,
    overview: {
      headline: 'Unattended calls touched a private key', subline: '1 session, 1 h 30 min without a person.', worst: 'critical', unattendedMs: 5_394_000,
      sessionsByAttendance: { attended: 0, unattended: 1, mixed: 0, unknown: 0 }, writesOutsideRoot: 0, credentialTouches: 1, networkCommands: 0, reflogUnattended: 2,
      windows: [{ id: session.id, title: 'Make the nightly build green', start: at(0), end: at(5400), attended: 'unattended', unattendedSpans: session.unattendedSpans, prompts: [at(0)], gitWrites: [at(3)], findings: [{ time: at(40), severity: 'critical', id: 'f-1' }] }],
      windowsLeftOut: 0, outsideRoot: [], credentials: [], network: [], openNext: [], repositories: [], sourcesMissing: ['No provider log is in this copy.'],
    },
    sessions: [session], sessionsLeftOut: 0,
    repositories: [{ path: 'code/ferry/.git', workTree: 'code/ferry', kind: 'work-tree', head: '2'.repeat(40), branch: 'main', refs: 2, reflogEntries: 2, unreachable: null, problems: [] }],
    rollback: [
      {
        repository: 'code/ferry/.git', workTree: 'code/ferry', firstWrite: { time: at(6), eventId: 2, what: 'Bash git commit -am hotfix' },
        lastGood: { oid: '1'.repeat(40), subject: 'Ship it', time: at(-600), branch: 'main', assurances: ['human'], reason: 'HEAD stood here before.' }, recommended: 1, alsoBackup: false, commitsSince: 1,
        first: ['cp -a . ../ferry.before-rollback'],
        options: [
          { option: 1, title: 'Move the branch back', fits: true, why: 'Only commits made while calls ran unattended follow the good one.', commands: [`git reset --hard ${'1'.repeat(40)}`], undoes: ['1 commit'], loses: ['Uncommitted changes.'], leaves: ['Untracked files.'] },
          { option: 3, title: 'Restore from a backup', fits: false, why: 'Nothing outside was written.', commands: [], undoes: [], loses: [], leaves: [] },
        ],
        warnings: ['Check the good commit against the remote first.'],
      },
    ],
    keyEvents: [
      { row: drawnEvent(0, { kind: 'prompt', tool: null, argument: 'Make it green.', attended: 'attended' }), findingRules: [] },
      { row: drawnEvent(2, { findings: [tag], findingCount: 1, argument: 'cat ~/.ssh/id_ed25519' }), findingRules: ['credential.ssh'] },
      { row: drawnReflog(3, 2), findingRules: [] },
      { row: drawnReflog(4, null), findingRules: [] },
    ],
    eventsNotPrinted: 5, findings: [drawnFinding('f-1')], findingsLeftOut: 0, findingsSha256: '6'.repeat(64), recordHashes: [{ path: 'a.jsonl', byteStart: 20, byteEnd: 29, sha256: '9'.repeat(64) }], rules: [drawnRule],
    problems: [{ path: 'a.jsonl', line: 7, byteOffset: 70, reason: 'The line is no JSON.' }], problemsLeftOut: 0,
    files: [{ path: 'a.jsonl', bytes: 40_000, sha256: 'a'.repeat(64), kind: 'transcript', state: 'partial' }, { path: 'link', bytes: 0, sha256: null, kind: 'link', state: 'skipped' }],
    filesLeftOut: 1,
    ledgerByFile: [{ path: 'a.jsonl', kind: 'transcript', bytes: 40_000, lines: 11, records: 9, events: 9, malformed: 1, oversized: 0, blank: 1, duplicates: 0, untimed: 0, unknown: 2 }],
    ledgerLeftOut: 0, ledgerSums: { bytes: 40_000, lines: 11, records: 9, events: 9, malformed: 1, oversized: 0, blank: 1, duplicates: 0, untimed: 0, unknown: 2 },
    changedFiles: [], sandboxOff: false,
    ...parts,
  };
}
