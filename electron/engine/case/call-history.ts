/** How a call came to run, and where it stands among sub-agents and branches: the inspector's view, read on demand. */
import type { Approval, EventLineage } from '../../../shared/contract.ts';
import { eventsOf } from '../events/event-store.ts';
import { own, ownText } from '../events/json.ts';
import { recordBytes, parsedRecordCap } from '../events/original.ts';
import { approvalOf } from '../sources/transcript/approval.ts';
import { savedStream } from '../sources/transcript/record.ts';
import { attendance, headlessOf } from '../sources/transcript/sessions.ts';
import { askedMode } from './agent-modes.ts';
import { parsedRecord } from './answer-text.ts';
import type { ParentCall } from './lineage.ts';
import type { OpenedCase } from './opened-case.ts';

/** `entrypoint` is the call's own row's word. Null for an event that is no call. */
export function callApproval(opened: OpenedCase, event: number, entrypoint: string | null): Approval | null {
  const { store } = opened;
  if (store.kind(event) !== 'tool-call') return null;
  const result = store.result(event);
  const small = result !== null && result.byteEnd - result.byteStart <= parsedRecordCap;
  const id = store.toolUseId(event);
  return approvalOf({
    toolUseId: id,
    tool: store.tool(event) ?? '',
    outcome: store.outcome(event),
    resultRow: small ? parsedRecord(recordBytes(opened.files, { path: result.file, line: result.line, byteStart: result.byteStart, byteEnd: result.byteEnd })) : null,
    mode: store.mode(event),
    modeSource: modeSource(opened, event),
    headless: headlessOf(entrypoint) ?? headlessSession(opened, event, entrypoint),
    decisions: id === null ? [] : opened.lineage.decisionsOn(id),
  });
}

/** Undefined where there is nothing to say. */
export function eventLineage(opened: OpenedCase, event: number): EventLineage | undefined {
  const { store, lineage } = opened;
  const agent = store.agent(event);
  const parent = lineage.parentOf(event) ?? (agent === null ? null : workflowCall(opened, event));
  const startedAgent = lineage.agentOf(event)?.slice(0, 300) ?? null;
  const leftBranch = lineage.isLeft(event);
  const askedBy = agent === null || parent !== null ? null : askedByOf(agent, store.file(event));
  if (parent === null && startedAgent === null && !leftBranch && askedBy === null) return undefined;
  return { parentCall: parent && { eventId: parent.event, how: parent.how.slice(0, 300) }, startedAgent, leftBranch, ...(askedBy === null ? {} : { askedBy }) };
}

/** Agents that no call started, by the names that the client gives them. */
function askedByOf(agentId: string, path: string): string | null {
  if (agentId.startsWith('acompact-')) return 'The client started it by itself, to compact the conversation. No person asked for it.';
  if (agentId.startsWith('aprompt_suggestion-')) return 'The client started it by itself, to guess the next prompt. No person asked for it.';
  const run = workflowRun(path);
  return run === null ? null : `The workflow ${run} started it.`;
}

function workflowRun(path: string): string | null {
  return /\/workflows\/(wf_[^/]{1,100})\//.exec(path)?.[1] ?? null;
}

/** Runs of a session whose results are read for the name of one. */
const runsRead = 200;

/** The call of the same session whose result names the run that a file of a workflow's agent lies in. */
function workflowCall(opened: OpenedCase, event: number): ParentCall | null {
  const { store } = opened;
  const run = workflowRun(store.file(event));
  if (run === null) return null;
  const session = store.session(event);
  let read = 0;
  for (const call of eventsOf(store, 'tool-call')) {
    const result = store.tool(call) === 'Workflow' && store.session(call) === session ? store.result(call) : null;
    if (result === null || result.byteEnd - result.byteStart > parsedRecordCap || ++read > runsRead) continue;
    const row = parsedRecord(recordBytes(opened.files, { path: result.file, line: result.line, byteStart: result.byteStart, byteEnd: result.byteEnd }));
    const said = own(row ?? undefined, 'toolUseResult');
    if (ownText(said, 'runId') === run) return { event: call, how: `runId ${run} in the call's result` };
    if (ownText(said, 'transcriptDir')?.split(/[\\/]/).at(-1) === run) return { event: call, how: `transcriptDir of ${run} in the call's result` };
  }
  return null;
}

function sessionOf(opened: OpenedCase, event: number): OpenedCase['sessions'][number] | undefined {
  return opened.sessions.find((each) => each.id === opened.store.session(event)?.slice(0, 300));
}

/** Where the call's own row names no entrypoint: rows of a saved stream, of which the first one alone tells, and of some sub-agents. */
function headlessSession(opened: OpenedCase, event: number, entrypoint: string | null): string | null {
  if (entrypoint !== null) return null;
  if (sessionOf(opened, event)?.permissionModes.some(({ source }) => source === 'init.permissionMode') === true) return savedStream;
  const mode = opened.store.mode(event);
  return opened.store.attended(event) === 'unattended' && attendance(mode, null) !== 'unattended' ? 'a run without a terminal' : null;
}

/** Which record says that the call's mode held: the last change to it before the call. */
function modeSource(opened: OpenedCase, event: number): string | null {
  const { store } = opened;
  const mode = store.mode(event);
  if (mode === null) return null;
  const agent = store.agent(event);
  // A sub-agent can run in another mode than its session.
  const parent = agent === null ? null : opened.lineage.parentOf(event);
  if (parent !== null && askedMode(opened, parent.event) === mode) return 'mode asked for by the call that started the sub-agent';
  const time = store.placedTime(event);
  const spans = sessionOf(opened, event)?.permissionModes.filter((span) => span.mode === mode) ?? [];
  const span = spans.findLast((each) => each.from === null || each.from <= time) ?? spans[0];
  return span?.source ?? (agent === null ? null : 'a row of the sub-agent');
}
