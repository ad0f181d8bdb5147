/** How sessions and calls of a case descend from each other: forks, continuations, sub-agents, branches left by a rewind. Pure. */
import type { SessionLineage } from '../../../shared/case.ts';
import { type EventStore, eventsOf } from '../events/event-store.ts';
import type { AgentMeta } from '../sources/beside/agent-meta.ts';
import type { NamedDecision, TrailNotes } from '../sources/transcript/trail.ts';

export interface Lineage {
  /** True for a call on a branch that a rewind left. It ran all the same. */
  isLeft(event: number): boolean;
  /** The call that started a sub-agent, and which record says so. */
  parentOf(agentId: string): { readonly event: number; readonly how: string } | null;
  /** The sub-agent that a call started. */
  agentOf(event: number): string | null;
  /** What a hook or the client said of a call in a row of its own. */
  decisionsOn(toolUseId: string): readonly NamedDecision[];
  ofSession(id: string): SessionLineage;
}

const relatedKept = 100;

/** `trail` numbers events as in the frozen store. */
export function createLineage(store: EventStore, trail: TrailNotes, metas: readonly AgentMeta[]): Lineage {
  const left = new Set(trail.leftCalls);
  const parents = new Map<string, { event: number; how: string }>();
  const agents = new Map<number, string>();
  const callOf = (agentId: string, event: number, how: string): void => {
    if (!parents.has(agentId)) parents.set(agentId, { event, how });
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
  for (const decision of trail.decisions) {
    const list = decisions.get(decision.toolUseId);
    if (list) list.push(decision);
    else decisions.set(decision.toolUseId, [decision]);
  }

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
  for (const sharing of byFirstRow.values()) for (const from of sharing) for (const to of sharing) relate(from, 'shares-rows', to);

  const leftBySession = new Map<string, number>();
  for (const event of left) {
    const session = store.session(event);
    if (session !== null) leftBySession.set(session, (leftBySession.get(session) ?? 0) + 1);
  }
  return {
    isLeft: (event) => left.has(event),
    parentOf: (agentId) => parents.get(agentId) ?? null,
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
  };
}
