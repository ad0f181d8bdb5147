/** `scan --format json`: one object, its shape a contract (schema postflight.scan/1). Keys may be added, never renamed. Pure. */
import { productName, productVersion } from '../../../shared/version.ts';
import { shiftIn } from '../analysis/join/join-model.ts';
import { isoTime, utcMillis } from '../../../shared/time.ts';
import { caseSummary, countEvents, spanOf } from '../case/summary.ts';
import type { HashedFinding } from '../case/finding-book.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { choicesJson, decisionJson } from './choices-json.ts';
import { postureJson } from './posture-json.ts';
import type { ScanWindow } from './scan-window.ts';

/** ISO 8601 UTC, or null for an unknown time. */
export function iso(time: number | null): string | null {
  return time === null ? null : isoTime(utcMillis(time));
}

export function scanJson(opened: OpenedCase, window: ScanWindow) {
  const summary = caseSummary(opened);
  const findings = window.findings(opened);
  const events = window.inside === null ? summary.events : countEvents(opened.store, window.inside);
  const span = spanOf(opened.store, true, window.inside ?? undefined);
  return {
    schema: 'postflight.scan/1',
    tool: { name: productName, version: productVersion, ruleSet: opened.ruleSet },
    evidence: {
      root: opened.order.root,
      files: opened.entries,
      bytes: summary.bytes,
      manifestSha256: opened.manifestSha256,
    },
    ledger: {
      files: summary.ledger.files,
      records: summary.ledger.records,
      malformed: summary.ledger.malformed,
      oversized: summary.ledger.oversized,
      duplicates: summary.ledger.duplicates,
      untimed: summary.ledger.untimed,
      unknownKinds: summary.ledger.unknownKinds,
      problemCount: summary.ledger.problems,
      problems: opened.problems,
      byFile: opened.fileLedger,
    },
    sessions: opened.sessions.map((session) => ({
      id: session.id,
      title: session.title,
      project: session.project,
      cwd: session.cwd,
      files: session.files,
      start: iso(session.start),
      end: iso(session.end),
      versions: session.versions,
      prompts: session.prompts,
      toolCalls: session.toolCalls,
      agents: session.agents,
      permissionModes: session.permissionModes.map((span) => ({ mode: span.mode, from: iso(span.from), to: iso(span.to), source: span.source })),
      attended: session.attended,
      unattendedSpans: session.unattendedSpans.map((span) => ({ from: iso(span.from), to: iso(span.to) })),
      lineage: session.lineage,
    })),
    /** How long each configuration folder keeps transcripts, and when it was last swept: what an absence is judged by. */
    retention: opened.beside.retention.map(({ folder, periodDays, periodFrom, lastSweep, sweepFrom, paused }) => ({ folder, periodDays, periodFrom, lastSweep: iso(lastSweep), sweepFrom, paused })),
    repositories: opened.repositories,
    /** Folders of the source machine and the repositories that they are taken for: how each was decided, and what is open. */
    repositoryMapping: opened.mapping,
    events: {
      total: events.total,
      byKind: events.byKind,
      byTool: events.byTool,
      // Of the events that are counted, reflogs among them: the first and the last line of `--format jsonl` that have a time.
      first: iso(span.first),
      last: iso(span.last),
    },
    /** What of the case is listed here; events and findings are within it, the other parts are of the whole case. */
    asked: { since: boundText(window.since), until: boundText(window.until), minSeverity: window.minSeverity, findingsLeftOut: summary.findings - findings.length },
    findings: findings.map(findingJson),
    policy: { version: opened.policy.version, setAside: setAside(findings) },
    choices: choicesJson(opened.history),
    git: gitJson(opened),
    posture: postureJson(opened.posture),
    rollback: opened.rollback.map(rollbackJson),
    decision: { ...opened.posture.decision, chosen: decisionJson(opened.history) },
  };
}


/** A bound may lie where no record can. */
function boundText(bound: number | null): string | null {
  return bound === null ? null : new Date(bound).toISOString();
}

/** What ignore entries of the policy, and hosts sanctioned in the case, took the weight of: by rule and reason. */
export function setAside(findings: readonly HashedFinding[]) {
  const counts = new Map<string, { readonly rule: string; readonly reason: string; readonly by: string; findings: number }>();
  for (const { finding } of findings) {
    const { ignored, setAsideBy } = finding.detail;
    if (typeof ignored !== 'string') continue;
    const by = typeof setAsideBy === 'string' ? setAsideBy : '';
    const key = `${finding.rule}\0${ignored}\0${by}`;
    const known = counts.get(key) ?? { rule: finding.rule, reason: ignored, by, findings: 0 };
    known.findings += 1;
    counts.set(key, known);
  }
  return [...counts.values()];
}

function findingJson({ finding, recordSha256 }: HashedFinding) {
  return {
    id: finding.id,
    rule: finding.rule,
    title: finding.title,
    severity: finding.severity,
    confidence: finding.confidence,
    confidenceReason: finding.confidenceReason,
    state: finding.state,
    time: iso(finding.time),
    sessionId: finding.sessionId,
    toolUseId: finding.toolUseId,
    repository: finding.repository,
    ref: finding.ref,
    attack: finding.attack,
    sentence: finding.sentence,
    excerpt: finding.excerpt,
    evidence: finding.evidence.map((ref, at) => ({ ...ref, sha256: recordSha256[at] ?? null })),
    detail: finding.detail,
  };
}

function rollbackJson(advice: OpenedCase['rollback'][number]) {
  return {
    ...advice,
    firstWrite: { ...advice.firstWrite, time: iso(advice.firstWrite.time) },
    lastGood: advice.lastGood && { ...advice.lastGood, time: iso(advice.lastGood.time) },
  };
}

function gitJson(opened: OpenedCase) {
  const { git, store } = opened;
  const corrected = (time: number | null, family: string): number | null => (time === null ? null : time - shiftIn(git, family));
  const entry = (event: number) => {
    const reflog = opened.reflog(event);
    return {
      repository: reflog?.repository ?? null,
      ref: reflog?.refs[0] ?? null,
      refs: reflog?.refs ?? [],
      old: reflog?.entry.old ?? null,
      new: reflog?.entry.new ?? null,
      action: reflog?.entry.action ?? null,
      message: reflog?.entry.message ?? null,
      /** On the transcripts' clock, by the measured difference; `logged` is what the log has. */
      time: iso(corrected(store.time(event), reflog?.family ?? '')),
      logged: iso(store.time(event)),
    };
  };
  const missing = (each: OpenedCase['git']['contradicted'][number]) => ({ toolUseId: store.toolUseId(each.event), repository: each.repository, verb: each.verb, time: iso(store.time(each.event)), reason: each.reason });
  return {
    links: git.links.map((link) => ({ toolUseId: store.toolUseId(link.event), ...entry(link.entry), state: 'confirmed', strength: link.strength })),
    unexplained: git.unexplained.map(entry),
    contradicted: git.contradicted.map(missing),
    notCovered: git.notCovered.map(missing),
    clockSkewMs: git.skew,
  };
}
