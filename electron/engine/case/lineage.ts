/** How sessions and calls of a case descend from each other: forks, continuations, sub-agents, branches left by a rewind. Pure. */
import { gather } from '../../../shared/append.ts';
import type { SessionLineage } from '../../../shared/case.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import { type EventStore, eventsOf } from '../events/event-store.ts';
import type { AgentMeta } from '../sources/beside/agent-meta.ts';
import type { NamedDecision, TrailNotes } from '../sources/transcript/trail.ts';

export interface ParentCall {
  readonly event: number;
  readonly how: string;
}

export interface Lineage {
  /** True for a call on a branch that a rewind left. It ran all the same. */
  isLeft(event: number): boolean;
  /** The call that started the sub-agent whose event this is, and which record says so. */
  parentOf(event: number): ParentCall | null;
  /** The sub-agent that a call started. */
  agentOf(event: number): string | null;
  /** What a hook or the client said of a call in a row of its own. */
  decisionsOn(toolUseId: string): readonly NamedDecision[];
  ofSession(id: string): SessionLineage;
}

const relatedKept = 100;

/** `trail` and `places`, the other places of calls, number events as in the frozen store. */
export function createLineage(store: EventStore, trail: TrailNotes, metas: readonly AgentMeta[], places: ReadonlyMap<number, readonly EvidenceRef[]>): Lineage {
  const left = new Set(trail.leftCalls);
  const parents = new Map<string, ParentCall[]>();
  const inline = new Map(trail.inlineCalls);
  const agents = new Map<number, string>();
  const callOf = (agentId: string, event: number, how: string): void => {
    const known = parents.get(agentId);
    if (known) known.push({ event, how });
    else parents.set(agentId, [{ event, how }]);
    if (!agents.has(event)) agents.set(event, agentId);
  };
  const wanted = new Map(metas.flatMap((meta) => (meta.toolUseId === null ? [] : [[meta.toolUseId, meta] as const])));
  if (wanted.size > 0) {
    for (const event of eventsOf(store, 'tool-call')) {
      const meta = wanted.get(store.toolUseId(event) ?? '');
      if (meta) callOf(meta.agentId, event, `toolUseId in ${meta.path.slice(meta.path.lastIndexOf('/') + 1)}`);
    }
  }
  for (const [agentId, event] of trail.agentCalls) callOf(agentId, event, "agentId in the call's result");

  const decisions = new Map<string, NamedDecision[]>();
  for (const decision of trail.decisions) gather(decisions, decision.toolUseId, decision);

  const related = new Map<string, SessionLineage['related']>();
  const relate = (from: string, relation: SessionLineage['related'][number]['relation'], to: string): void => {
    if (from === to) return;
    const list = related.get(from) ?? [];
    if (list.length < relatedKept && !list.some((each) => each.relation === relation && each.sessionId === to)) list.push({ relation, sessionId: to.slice(0, 300) });
    related.set(from, list);
  };
  for (const { from, to, relation } of trail.named) {
    relate(from, relation, to);
    if (relation === 'continued-in') relate(to, 'continues', from);
    else if (relation !== 'relocated') relate(to, 'origin-of', from);
  }
  const byFirstRow = new Map<string, Set<string>>();
  for (const file of trail.files) {
    if (file.agentId !== null || file.firstUuid === null) continue;
    const sharing = byFirstRow.get(file.firstUuid) ?? new Set();
    sharing.add(file.sessionId);
    byFirstRow.set(file.firstUuid, sharing);
  }
  for (const sharing of byFirstRow.values()) {
    for (const from of sharing) {
      for (const to of sharing) {
        // Thousands of files that begin alike would be compared for minutes.
        if ((related.get(from)?.length ?? 0) >= relatedKept) break;
        relate(from, 'shares-rows', to);
      }
    }
  }
  // A fork can begin in the middle of its origin, behind a compaction: the calls that stand in both tell it.
  const sessionOf = new Map(trail.files.map((file) => [file.path, file.sessionId]));
  for (const [event, refs] of places) {
    const session = store.session(event);
    for (const { path } of refs) {
      const other = sessionOf.get(path);
      if (session === null || other === undefined) continue;
      relate(session, 'shares-rows', other);
      relate(other, 'shares-rows', session);
    }
  }

  const leftBySession = new Map<string, number>();
  for (const event of left) {
    const session = store.session(event);
    if (session !== null) leftBySession.set(session, (leftBySession.get(session) ?? 0) + 1);
  }
  /** Ids of sub-agents are short and only unique in their session. A fork has its origin's calls. */
  const parentOf = (event: number): ParentCall | null => {
    const agent = store.agent(event);
    const started = inline.get(event);
    if (agent === null) return started === undefined ? null : { event: started, how: 'its first row repeats the prompt of the call' };
    const known = parents.get(agent) ?? [];
    const session = store.session(event);
    const own = known.find((parent) => store.session(parent.event) === session);
    if (own || known.length === 0 || session === null) return own ?? null;
    if (session === `agent-${agent}`) return known.length === 1 ? (known[0] ?? null) : null;
    const sharing = new Set((related.get(session) ?? []).map((each) => each.sessionId));
    return known.find((parent) => sharing.has(store.session(parent.event)?.slice(0, 300) ?? '')) ?? null;
  };
  return {
    isLeft: (event) => left.has(event),
    parentOf,
    agentOf: (event) => agents.get(event) ?? null,
    decisionsOn: (toolUseId) => decisions.get(toolUseId) ?? [],
    ofSession: (id) => ({ related: related.get(id) ?? [], callsOnLeftBranches: leftBySession.get(id) ?? 0 }),
  };
}

/** The same trail with the events' new numbers. */
export function renumberedTrail(trail: TrailNotes, newNumber: Uint32Array): TrailNotes {
  const moved = (event: number): number => newNumber[event] ?? event;
  return {
    ...trail,
    files: trail.files.map((file) => ({ ...file, looseRows: file.looseRows.map((row) => ({ ...row, callBefore: row.callBefore === null ? null : moved(row.callBefore) })) })),
    leftCalls: trail.leftCalls.map(moved),
    agentCalls: trail.agentCalls.map(([agentId, event]) => [agentId, moved(event)] as const),
    inlineCalls: trail.inlineCalls.map(([event, parent]) => [moved(event), moved(parent)] as const),
  };
}
