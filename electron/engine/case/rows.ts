/** Event numbers as rows for a page of the timeline. Strings are cut to the contract's bounds here and nowhere else. */
import type { EventRow, EvidenceRef, FindingTag } from '../../../shared/event.ts';
import { maskedWords } from './masked-finding.ts';
import type { OpenedCase } from './opened-case.ts';
import { reflogFields } from './reflog-events.ts';

const tagLimit = 32;
const argumentLimit = 4000;

export function recordRef(opened: OpenedCase, event: number): EvidenceRef {
  const { store } = opened;
  return { path: store.file(event).slice(0, 8192), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) };
}

export function eventRow(opened: OpenedCase, event: number): EventRow {
  const { store } = opened;
  const findings = opened.findingsOf(event);
  const reflog = opened.reflog(event);
  const tags = findings.slice(0, tagLimit).map((finding): FindingTag => ({ id: finding.id, rule: finding.rule, title: finding.title, severity: finding.severity }));
  return {
    id: event,
    time: store.time(event),
    lane: store.lane(event),
    kind: store.kind(event),
    sessionId: cut(store.session(event), 300),
    agentId: cut(store.agent(event), 300),
    toolUseId: cut(store.toolUseId(event), 300),
    tool: cut(store.tool(event), 300),
    argument: maskedWords(store.argument(event), argumentLimit),
    cwd: cut(store.cwd(event), 8192),
    permissionMode: cut(store.mode(event), 100),
    attended: store.attended(event),
    outcome: store.outcome(event),
    durationMs: store.durationMs(event),
    findings: tags,
    findingCount: findings.length,
    reflog: reflog === null ? null : reflogFields(reflog, opened.git.causes.get(event) ?? null, opened.git.unexplained.includes(event)),
    ...(opened.lineage.isLeft(event) ? { leftBranch: true as const } : {}),
    source: recordRef(opened, event),
  };
}

function cut(text: string | null, limit: number): string | null {
  return text === null ? null : text.slice(0, limit);
}
