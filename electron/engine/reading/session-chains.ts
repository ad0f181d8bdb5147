/** Keeps of each session's calls what a chain can be made of, and looks for chains when the session has been read. */
import type { EvidenceRef } from '../../../shared/event.ts';
import type { Fact } from '../../../shared/finding.ts';
import type { ToolCall } from '../analysis/examined-call.ts';
import type { Hit } from '../analysis/hit.ts';
import { canChain } from '../analysis/joins/can-chain.ts';
import type { SessionCall } from '../analysis/joins/join.ts';
import { joinSession } from '../analysis/joins/join-session.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReadRecord } from '../sources/transcript/transcript-desk.ts';
import type { DraftFinding } from './draft-finding.ts';

/** So many calls of a session are kept; its chains are looked for among them. */
const keptCalls = 20_000;

export interface SessionChains {
  /** Keeps the call where it can be part of a chain; its record is hashed only then. */
  note(call: ToolCall, facts: readonly Fact[], hits: readonly Hit[], record: ReadRecord): void;
  /** The chains of each session, and the sessions of which not all calls were kept. */
  finish(): { readonly findings: readonly DraftFinding[]; readonly cut: readonly string[] };
}

interface Kept extends SessionCall {
  readonly ref: EvidenceRef;
  readonly sha256: string;
}

/** `recordSha256` hashes a record. */
export function createSessionChains(policy: Policy, recordSha256: (record: ReadRecord) => string): SessionChains {
  const sessions = new Map<string, Kept[]>();
  const cut = new Set<string>();
  return {
    note(call, facts, hits, record) {
      if (hits.length === 0 && !someCanChain(facts)) return;
      const kept = sessions.get(call.sessionId);
      if (kept === undefined) sessions.set(call.sessionId, [{ call: withoutInput(call), facts, hits, ref: record.ref, sha256: recordSha256(record) }]);
      else if (kept.length < keptCalls) kept.push({ call: withoutInput(call), facts, hits, ref: record.ref, sha256: recordSha256(record) });
      else cut.add(call.sessionId);
    },
    finish() {
      const findings: DraftFinding[] = [];
      for (const calls of sessions.values()) {
        const byEvent = new Map(calls.map((kept) => [kept.call.eventId, kept]));
        const inOrder = [...calls].sort((a, b) => (a.call.time ?? 0) - (b.call.time ?? 0) || a.call.eventId - b.call.eventId);
        for (const { rule, hit, calls: chain } of joinSession(inOrder, policy)) {
          const places = chain.flatMap((call) => byEvent.get(call.eventId) ?? []);
          const last = places.at(-1);
          if (last) findings.push({ event: last.call.eventId, hit, rule: rule.info.id, ref: last.ref, sha256: last.sha256, before: places.slice(0, -1).map(({ call: { eventId }, ref, sha256 }) => ({ event: eventId, ref, sha256 })) });
        }
      }
      return { findings, cut: [...cut] };
    },
  };
}

function someCanChain(facts: readonly Fact[]): boolean {
  for (let at = 0; at < facts.length; at++) {
    const fact = facts[at];
    if (fact !== undefined && canChain(fact)) return true;
  }
  return false;
}

const noInput = {};

/** Chains look at facts; the input of a Write can be megabytes. */
function withoutInput(call: ToolCall): ToolCall {
  return { ...call, input: noInput };
}
