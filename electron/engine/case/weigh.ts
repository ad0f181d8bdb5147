/**
 * The findings as the policy's ignore entries leave them, and what follows: each session's counts, the proposal. Pure. Done
 * after reading, and again, without reading, where only these entries change.
 */
import { asideBy } from '../policy/set-aside.ts';
import type { Policy } from '../policy/policy.ts';
import type { EventStore } from '../events/event-store.ts';
import type { CaseContent } from './case-content.ts';
import { byWorstThenTime, type HashedFinding } from './finding-book.ts';
import { proposal, type Undecided } from './posture.ts';
import { noFindings, type SeverityCounts } from './sessions-view.ts';

/** A case before its findings are weighed; one that was weighed before is one too. */
export type Unweighed = Omit<CaseContent, 'findings' | 'posture'> & { readonly posture: Undecided };

/** `store` is frozen. */
export function weighed(store: EventStore, policy: Policy, content: Unweighed): CaseContent {
  const findings = content.unweighed.map((found) => asideByPolicy(found, policy)).sort(byWorstThenTime);
  const bySession = new Map<string, SeverityCounts>();
  for (const { finding } of findings) {
    if (finding.sessionId === null) continue;
    const counts = bySession.get(finding.sessionId) ?? noFindings();
    counts[finding.severity] += 1;
    bySession.set(finding.sessionId, counts);
  }
  return {
    ...content,
    findings,
    sessions: content.sessions.map((session) => ({ ...session, findings: bySession.get(session.id) ?? noFindings() })),
    posture: { ...content.posture, decision: proposal(findings, store, content.posture, { notCovered: content.git.notCovered.length, repositories: content.repositoryReads.length }) },
    judged: { ...content.judged, policy },
  };
}

function asideByPolicy(found: HashedFinding, policy: Policy): HashedFinding {
  const aside = asideBy(found.finding.rule, found.finding, policy);
  if (aside === null) return found;
  const { severity, ...why } = aside;
  return { ...found, finding: { ...found.finding, severity, detail: { ...found.finding.detail, ...why } } };
}
