import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../events/json.ts';
import { type Part, readRecord } from './record.ts';

/** A part as one short line. */
function line(part: Part): string {
  switch (part.part) {
    case 'call':
      return `call ${part.toolUseId ?? '-'} ${part.tool} ${JSON.stringify(part.input)}`;
    case 'answer':
      return `answer ${part.toolUseId ?? '-'} ${part.answer.outcome}${part.answer.denial === null ? '' : ` by ${part.answer.denial}`}${part.answer.byWording ? ' (wording)' : ''}${part.answer.mode === null ? '' : ` in ${part.answer.mode}`}${part.answer.agentId === null ? '' : ` agent ${part.answer.agentId}`}`;
    case 'mode':
      return `mode ${part.mode} from ${part.source}${part.own ? ', a row of its own' : ''}`;
    case 'plan-left':
      return 'plan mode left';
    case 'title':
      return `title ${part.rank}: ${part.title}${part.leafUuid === null ? '' : ` up to ${part.leafUuid}`}`;
    case 'lineage':
      return `${part.relation} ${part.sessionId}`;
    case 'decision':
      return `decision ${part.decision} on ${part.toolUseId} by ${part.by}`;
    case 'note':
      return `${part.kind}: ${part.text}`;
    default: {
      const never: never = part;
      return never;
    }
  }
}

const read = (row: JsonObject): readonly string[] => readRecord(row).parts.map(line);
const user = (content: JsonObject[string], more: JsonObject = {}): JsonObject => ({ type: 'user', uuid: 'u', message: { role: 'user', content }, ...more });
const assistant = (...content: JsonObject[]): JsonObject => ({ type: 'assistant', uuid: 'a', message: { role: 'assistant', content } });
const answer = (more: JsonObject, block: JsonObject = {}): JsonObject => user([{ type: 'tool_result', tool_use_id: 't', content: 'x', ...block }], more);
const refusal = (text: string): JsonObject => answer({}, { is_error: true, content: text });
const attachment = (fields: JsonObject): JsonObject => ({ type: 'attachment', uuid: 'h', attachment: fields });

/** Each kind of row that is known, and what it becomes: an act, or a stated non-act. */
const rows: readonly (readonly [name: string, row: JsonObject, parts: readonly string[]])[] = [
  // What was asked.
  ['a typed prompt', user('Tidy up'), ['prompt: Tidy up']],
  ['a prompt with its mode', user('Go', { permissionMode: 'bypassPermissions', origin: { kind: 'human' } }), ['mode bypassPermissions from user.permissionMode', 'prompt: Go']],
  ['a prompt in blocks, with an image', user([{ type: 'text', text: 'See' }, { type: 'text', text: 'this' }, { type: 'image', source: {} }]), ['prompt: See\nthis']],
  ['a prompt that is only a document', user([{ type: 'document', source: {} }]), ['prompt: (1 attached)']],
  ['a slash command', user('<command-name>/clear</command-name>'), ['injected: <command-name>/clear</command-name>']],
  ["a person's own shell line", user('<bash-input>ls</bash-input>'), ['injected: <bash-input>ls</bash-input>']],
  ["a task's notification", user('<task-notification>done'), ['injected: <task-notification>done']],
  ['a notification by its origin', user('done', { origin: { kind: 'task-notification' } }), ['injected: done']],
  ['words of a person that look like the client', user('<command-name>', { origin: { kind: 'human' } }), ['prompt: <command-name>']],
  ['a scheduled prompt', user('nightly', { turnOrigin: 'scheduled' }), ['injected: nightly']],
  ...['human', 'sdk', 'unknown'].map((turnOrigin): readonly [string, JsonObject, readonly string[]] => [`a prompt of a turn that began by ${turnOrigin}`, user('go', { turnOrigin }), ['prompt: go']]),
  ...['typed', 'queued', 'suggestion_accepted', 'sdk'].map((promptSource): readonly [string, JsonObject, readonly string[]] => [`a prompt that was ${promptSource}`, user('go', { promptSource }), ['prompt: go']]),
  ...['coordinator', 'peer', 'plugin', 'auto-continuation', 'of-next-year'].map((kind): readonly [string, JsonObject, readonly string[]] => [`words whose origin is ${kind}`, user('go', { origin: { kind } }), ['injected: go']]),
  ['a prompt of an origin that is no object', user('go', { origin: 'human', isMeta: true }), ['injected: go']],
  ...['interruptedMessageId', 'interruptedByShutdown'].map((flag): readonly [string, JsonObject, readonly string[]] => [`a row with ${flag}`, user([{ type: 'text', text: '[Request interrupted by user]' }], { [flag]: flag === 'interruptedByShutdown' ? true : 'msg_1' }), ['injected: [Request interrupted by user]']]),
  ["the client's own prompt", user('go on', { promptSource: 'system' }), ['injected: go on']],
  ['a meta row', user('Caveat', { isMeta: true }), ['injected: Caveat']],
  ["a compaction's summary", user('So far', { isCompactSummary: true }), ['injected: So far']],
  ["a sub-agent's delegated prompt", user('Look', { isSidechain: true, agentId: 'a1' }), ['injected: Look']],
  ['a user row without content', user([]), ['meta: user row without content']],
  ['a user row with an unknown block', user([{ type: 'hologram' }]), ['unknown: block hologram']],
  // What the model said and called.
  ['text', assistant({ type: 'text', text: 'Done' }), ['assistant-text: Done']],
  ['text of the oldest rows', { type: 'assistant', message: { content: 'Done' } }, ['assistant-text: Done']],
  ['thinking, and thinking that is sealed', assistant({ type: 'thinking', thinking: 'Hm' }, { type: 'redacted_thinking', data: 'x' }), ['thinking: Hm', 'thinking: ']],
  ['a call', assistant({ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } }), ['call t Bash {"command":"ls"}']],
  ['calls of the server and of a server-side MCP tool', assistant({ type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } }, { type: 'mcp_tool_use', id: 'm', name: 'read', input: {} }), ['call s web_search {"query":"x"}', 'call m read {}']],
  ['results that the server gives', assistant({ type: 'web_search_tool_result', tool_use_id: 's', content: [] }, { type: 'mcp_tool_result', tool_use_id: 'm', is_error: true, content: 'no' }), ['answer s ok', 'answer m error']],
  ['a result of the server that tells a failure', assistant({ type: 'web_search_tool_result', tool_use_id: 's', content: { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' } }), ['answer s error']],
  ['a call without a name', assistant({ type: 'tool_use', id: 't', input: {} }), ['unknown: tool_use block without a name']],
  ['a call whose input is no object', assistant({ type: 'tool_use', id: 't', name: 'X', input: 'cut' }), ['call t X {}']],
  ['an unknown block', assistant({ type: 'hologram' }), ['unknown: block hologram']],
  ['a message that is an object in place of its blocks', { type: 'user', uuid: 'u', message: { content: { type: 'text', text: 'x' } } }, ['unknown: block that is no list but an object']],
  ['content of the model that is a number', { type: 'assistant', uuid: 'a', message: { content: 7 } }, ['unknown: block that is no list but a number']],
  ['a message that is no object', { type: 'user', uuid: 'u', message: 'x' }, ['unknown: message that is no object']],
  ['an assistant row without content', assistant(), ['meta: assistant row without content']],
  ['text that the client wrote in the model\'s place', { type: 'assistant', message: { model: '<synthetic>', content: [{ type: 'text', text: 'API Error' }] } }, ['system: client text: API Error']],
  // What became of calls.
  ['a result', answer({}), ['answer t ok']],
  ['a failed result', answer({ toolUseResult: 'Error: Exit code 1' }, { is_error: true }), ['answer t error']],
  ['a broken-off result', answer({ toolUseResult: { stdout: '', interrupted: true } }), ['answer t interrupted']],
  ['a result that names the sub-agent', answer({ toolUseResult: { status: 'completed', agentId: 'a0f1' } }), ['answer t ok agent a0f1']],
  ['a refusal by field', answer({ toolDenialKind: 'permission-rule' }, { is_error: true }), ['answer t denied by permission-rule']],
  ['a refusal by a person, which Esc in a running tool writes too', answer({ toolDenialKind: 'user-rejected' }, { is_error: true }), ['answer t rejected by user-rejected']],
  ['a refusal that came before the tool ran', answer({ toolDenialKind: 'user-rejected', toolDenialBeforeRun: true }, { is_error: true }), ['answer t denied by user-rejected']],
  ['a refusal that a person decided', answer({ toolDenialKind: 'user-rejected', permissionDecision: { decision: 'reject', source: 'user_reject' } }, { is_error: true }), ['answer t denied by user-rejected']],
  ['an abort by a person', answer({ toolDenialKind: 'user-rejected', permissionDecision: { decision: 'reject', source: 'user_abort' } }, { is_error: true }), ['answer t interrupted by user-rejected']],
  ['a refusal that came after the tool had run', answer({ toolDenialKind: 'user-rejected', toolDenialAfterRun: true }, { is_error: true }), ['answer t interrupted by user-rejected']],
  ['a call that was interrupted', answer({ toolDenialKind: 'interrupted' }, { is_error: true }), ['answer t interrupted by interrupted']],
  ...['automode-blocked', 'automode-unavailable', 'automode-parsing-error', 'of-next-year'].map((kind): readonly [string, JsonObject, readonly string[]] => [`a refusal of the kind ${kind}`, answer({ toolDenialKind: kind }, { is_error: true }), [`answer t denied by ${kind}`]]),
  ['a kind of refusal that is no text', answer({ toolDenialKind: { kind: 'user-rejected' } }, { is_error: true, content: 'Permission to use Bash has been denied.' }), ['answer t denied by permission rule (wording)']],
  ['a call that was cancelled', answer({ toolDenialKind: 'cancelled' }, { is_error: true }), ['answer t interrupted by cancelled']],
  ['a decision to reject', answer({ permissionDecision: { decision: 'reject', source: 'hook' } }, { is_error: true }), ['answer t denied by hook']],
  ['a decision by the mode', answer({ permissionDecision: { decision: 'accept', source: 'config', reasonType: 'mode', reasonCode: 'mode:bypassPermissions' } }), ['answer t ok in bypassPermissions']],
  ['a refusal in the words of a person', refusal("The user doesn't want to proceed with this tool use. The tool use was rejected"), ['answer t rejected by user (wording)']],
  ['a refusal in the words of a rule', refusal('Permission to use Bash with command rm has been denied.'), ['answer t denied by permission rule (wording)']],
  ['a refusal that quotes a long command', refusal(`Permission to use Bash with command ${'echo x && '.repeat(200)}true has been denied.`), ['answer t denied by permission rule (wording)']],
  ['a refusal in blocks', user([{ type: 'tool_result', tool_use_id: 't', is_error: true, content: [{ type: 'text', text: 'Permission to use Edit has been denied.' }] }]), ['answer t denied by permission rule (wording)']],
  ['a refusal in the other words of a person', refusal("The user doesn't want to take this action right now. STOP"), ['answer t rejected by user (wording)']],
  ['a result that is an image, and one without content', user([{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'image', source: {} }] }, { type: 'tool_result', tool_use_id: 'u', is_error: true }]), ['answer t ok', 'answer u error']],
  ['a refusal in the words of a hook', refusal('PreToolUse:Bash hook error: no'), ['answer t denied by hook (wording)']],
  ['a refusal in the words of the classifier', refusal('Permission for this action was denied by the Claude Code auto mode classifier. Reason: [Git Destructive]'), ['answer t denied by classifier (wording)']],
  ['no verdict of the classifier', refusal('Auto mode could not evaluate this action'), ['answer t denied by classifier without a verdict (wording)']],
  ['an abort', refusal('[Request interrupted by user for tool use]'), ['answer t interrupted (wording)']],
  ['a filler for a result that never came', refusal('[Tool call interrupted: the session ended before a result'), ['answer t unknown (wording)']],
  ['a filler for a result that was not copied', refusal('[Tool call result not in this copy'), ['answer t unknown (wording)']],
  ['an input that was refused', refusal('<tool_use_error>InputValidationError'), ['answer t denied by input refused (wording)']],
  ['a refusal quoted in a result that is no error', answer({}, { content: "The user doesn't want to proceed with this tool use" }), ['answer t ok']],
  ['words added to a result', user([{ type: 'tool_result', tool_use_id: 't', content: 'x' }, { type: 'text', text: '[Request interrupted by user]' }]), ['answer t ok', 'injected: [Request interrupted by user]']],
  // Modes.
  ['a permission-mode row', { type: 'permission-mode', permissionMode: 'plan', sessionId: 's' }, ['mode plan from permission-mode row, a row of its own']],
  ['a permission-mode row without a mode', { type: 'permission-mode', sessionId: 's' }, ['unknown: permission-mode without a mode']],
  ['a permission-mode row with an empty mode', { type: 'permission-mode', permissionMode: '', sessionId: 's' }, ['unknown: permission-mode without a mode']],
  ['a prompt with an empty mode', user('Go', { permissionMode: '' }), ['prompt: Go']],
  ['the end of plan mode', attachment({ type: 'plan_mode_exit' }), ['attachment: plan_mode_exit', 'plan mode left']],
  ['the first row of a saved stream', { type: 'system', subtype: 'init', permissionMode: 'bypassPermissions', session_id: 's' }, ['mode bypassPermissions from init.permissionMode', 'system: init']],
  ['a refusal in a saved stream', { type: 'system', subtype: 'permission_denied', tool_name: 'Bash', tool_use_id: 't', decision_reason_type: 'rule', message: 'no' }, ['decision deny on t by rule', 'system: permission_denied: no']],
  ['the last row of a saved stream', { type: 'result', subtype: 'success', permission_denials: [{ tool_name: 'Bash', tool_use_id: 't', tool_input: {} }, 'odd'], session_id: 's' }, ['meta: result success', 'decision deny on t by permission_denials']],
  // The client's own rows.
  ['a compaction', { type: 'system', subtype: 'compact_boundary', uuid: 'c', content: 'Conversation compacted', compactMetadata: { trigger: 'auto' } }, ['compaction: compact_boundary: Conversation compacted']],
  ['a small compaction', { type: 'system', subtype: 'microcompact_boundary', uuid: 'c' }, ['compaction: microcompact_boundary']],
  ...['turn_duration', 'api_error', 'local_command', 'away_summary', 'model_refusal_fallback', 'informational', 'scheduled_task_fire', 'model_fallback', 'memory_saved', 'permission_retry'].map(
    (subtype): readonly [string, JsonObject, readonly string[]] => [`system row ${subtype}`, { type: 'system', subtype, uuid: 's' }, [`system: ${subtype}`]],
  ),
  ['the hooks that ran at the end of a turn', { type: 'system', subtype: 'stop_hook_summary', uuid: 's', hookInfos: [{ command: 'audit-log', durationMs: 3 }, { command: 'notify' }], hookErrors: ['boom'], preventedContinuation: false }, ['hook: stop_hook_summary: audit-log, notify; failed: boom']],
  ['what the client wrote down by itself', { type: 'system', subtype: 'memory_saved', uuid: 's', writtenPaths: ['/m/a.md', '/m/b.md'] }, ['system: memory_saved: /m/a.md, /m/b.md']],
  ['commands that a person allowed after all', { type: 'system', subtype: 'permission_retry', uuid: 's', commands: ['npm test'] }, ['system: permission_retry: npm test']],
  ['a system row of the oldest versions', { type: 'system', content: 'hi', level: 'info' }, ['system: system: hi']],
  ['a hook that ran', attachment({ type: 'hook_success', hookName: 'PreToolUse:Bash', toolUseID: 't', command: 'audit', exitCode: 0 }), ['hook: hook_success PreToolUse:Bash audit']],
  ['a hook that decided', attachment({ type: 'hook_permission_decision', decision: 'allow', toolUseID: 't', hookEvent: 'PermissionRequest' }), ['hook: hook_permission_decision PermissionRequest', 'decision allow on t by hook PermissionRequest']],
  ['a hook whose output lets a call run', attachment({ type: 'hook_success', hookName: 'PreToolUse:Bash', hookEvent: 'PreToolUse', toolUseID: 't', exitCode: 0, stdout: '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}' }), ['hook: hook_success PreToolUse:Bash', 'decision allow on t by hook PreToolUse:Bash']],
  ["a hook that answers in a person's place", attachment({ type: 'hook_success', hookEvent: 'PermissionRequest', toolUseID: 't', stdout: '{"hookSpecificOutput":{"decision":{"behavior":"deny"}}}' }), ['hook: hook_success PermissionRequest', 'decision deny on t by hook PermissionRequest']],
  ['a hook that made the call run with another input', attachment({ type: 'hook_success', hookName: 'PreToolUse:Bash', toolUseID: 't', command: 'guard', stdout: '{"hookSpecificOutput":{"permissionDecision":"allow","updatedInput":{"command":"true"}}}' }), ['hook: hook_success PreToolUse:Bash guard changed the input of the call', 'decision allow on t by hook PreToolUse:Bash']],
  ['a hook whose output is no decision', attachment({ type: 'hook_success', hookEvent: 'PostToolUse', toolUseID: 't', stdout: 'hookSpecificOutput {' }), ['hook: hook_success PostToolUse']],
  ['a hook that stopped a call', attachment({ type: 'hook_blocking_error', hookName: 'PreToolUse:Bash', hookEvent: 'PreToolUse', toolUseID: 't' }), ['hook: hook_blocking_error PreToolUse:Bash', 'decision deny on t by hook PreToolUse:Bash']],
  ['a hook that complained of a call that had run', attachment({ type: 'hook_blocking_error', hookName: 'PostToolUse:Bash', hookEvent: 'PostToolUse', toolUseID: 't' }), ['hook: hook_blocking_error PostToolUse:Bash']],
  ...['hook_blocking_error', 'hook_non_blocking_error', 'hook_additional_context', 'hook_cancelled'].map(
    (type): readonly [string, JsonObject, readonly string[]] => [`attachment ${type}`, attachment({ type, hookName: 'Stop' }), [`hook: ${type} Stop`]],
  ),
  ['a prompt that waited in the queue', attachment({ type: 'queued_command', prompt: 'and then' }), ['queue: and then']],
  ['a prompt with an image that waited in the queue', attachment({ type: 'queued_command', prompt: [{ type: 'text', text: 'and then' }, { type: 'image', source: {} }] }), ['queue: and then']],
  ['a file that was mentioned', attachment({ type: 'file', filename: '/x/.env' }), ['attachment: file /x/.env']],
  ...['edited_text_file', 'nested_memory', 'auto_mode', 'plan_mode', 'command_permissions', 'environment', 'model', 'invoked_skills', 'task_status', 'sandbox_instructions', 'prompt_snapshot'].map(
    (type): readonly [string, JsonObject, readonly string[]] => [`attachment ${type}`, attachment({ type }), [`attachment: ${type}`]],
  ),
  ['the account in a context row stays out of the list', attachment({ type: 'session_context', userEmail: 'kim@mail.example' }), ['attachment: session_context']],
  ...['hook_progress', 'bash_progress', 'agent_progress', 'mcp_progress', 'query_update'].map(
    (type): readonly [string, JsonObject, readonly string[]] => [`progress ${type}`, { type: 'progress', uuid: 'p', data: { type, message: { type: 'assistant', message: { content: [{ type: 'tool_use', id: 'no', name: 'Bash', input: {} }] } } } }, [`progress: ${type}`]],
  ),
  ['what was typed while the client was busy', { type: 'queue-operation', operation: 'enqueue', content: 'stop after this' }, ['queue: enqueue stop after this']],
  ['blocks that were typed while the client was busy', { type: 'queue-operation', operation: 'enqueue', content: [{ type: 'text', text: 'stop' }] }, ['queue: enqueue stop']],
  ...['dequeue', 'remove'].map((operation): readonly [string, JsonObject, readonly string[]] => [`a queue-operation ${operation}`, { type: 'queue-operation', operation }, [`queue: ${operation}`]]),
  ['the queue emptied', { type: 'queue-operation', operation: 'popAll' }, ['queue: popAll']],
  // Titles and state, written again and again.
  ['a summary, which may describe another session', { type: 'summary', summary: 'Tests', leafUuid: 'l' }, ['title summary: Tests up to l', 'title: Tests']],
  ['a title given by a person', { type: 'custom-title', customTitle: 'Mine' }, ['title custom-title: Mine', 'title: Mine']],
  ['a title given by a model', { type: 'ai-title', aiTitle: 'Its' }, ['title ai-title: Its', 'title: Its']],
  ['copies of files from before edits', { type: 'file-history-snapshot', messageId: 'm', snapshot: { trackedFileBackups: { 'a.ts': {}, '/b': {} } } }, ['snapshot: a.ts\n/b']],
  ['one more copy', { type: 'file-history-delta', trackingPath: 'a.ts', backup: {} }, ['snapshot: a.ts']],
  ['an agent name', { type: 'agent-name', agentName: 'Scout' }, ['meta: agent-name Scout']],
  ['the last prompt', { type: 'last-prompt', lastPrompt: 'Go' }, ['meta: last-prompt Go']],
  ['a mode of the screen', { type: 'mode', mode: 'normal' }, ['meta: mode normal']],
  ['costs', { type: 'cost-state', totalCostUSD: 1 }, ['meta: cost-state']],
  ['a pull request', { type: 'pr-link', prNumber: 1, prUrl: 'https://git.example/1', prRepository: 'kim/till' }, ['meta: pr-link kim/till https://git.example/1']],
  ['a worktree', { type: 'worktree-state', worktreeSession: {} }, ['meta: worktree-state']],
  ['remote control', { type: 'bridge-session', bridgeSessionId: 'b' }, ['meta: bridge-session b']],
  ...['tag', 'content-replacement', 'history-suppression', 'tools-used', 'session-owner', 'api-request', 'api-request-start'].map((type): readonly [string, JsonObject, readonly string[]] => [`${type} row`, { type }, [`meta: ${type}`]]),
  // Lineage.
  ['a session that goes on elsewhere', { type: 'continued-in', sessionId: 's1', continuedInSessionId: 's2' }, ['meta: continued-in', 'continued-in s2']],
  ['a session made of another', { type: 'derived-from', sessionId: 's2', derivedFromSessionId: 's1' }, ['meta: derived-from', 'derived-from s1']],
  ["a fork's origin", { type: 'fork-context-ref', sessionId: 's2', parentSessionId: 's1', agentId: 'x' }, ['meta: fork-context-ref', 'fork-context-ref s1']],
  ['a session that moved', { type: 'relocated', relocatedCwd: '/new' }, ['meta: relocated /new']],
  // The older flat layout.
  ['a flat call', { type: 'tool_use', tool_name: 'Bash', input: { command: 'ls' } }, ['call - Bash {"command":"ls"}']],
  ['a flat call in other words', { type: 'tool_use', name: 'Bash', tool_input: { command: 'ls' }, id: 'f' }, ['call f Bash {"command":"ls"}']],
  ['a flat call without a type', { tool_name: 'Bash', input: { command: 'ls' } }, ['call - Bash {"command":"ls"}']],
  ['a flat result', { type: 'tool_result', tool_use_id: 'f', content: '2 failed', is_error: true }, ['answer f error']],
  ['a flat refusal in other words', { type: 'tool_result', id: 'f', text: 'Permission to use Bash has been denied.', is_error: true }, ['answer f denied by permission rule (wording)']],
  ['flat words of both', { type: 'user', text: 'Go' }, ['prompt: Go']],
  ['a flat answer of the model', { type: 'assistant', content: 'Done' }, ['assistant-text: Done']],
  ['a flat call without an input', { type: 'tool_use', tool_name: 'Bash' }, ['unknown: tool_use without a tool name or input']],
];

describe('a row of a transcript', () => {
  it.each(rows)('%s', (_name, row, parts) => {
    expect(read(row)).toEqual(parts);
  });

  it('of a kind that nobody knows is kept, named and counted', () => {
    expect(readRecord({ type: 'brand-new', sessionId: 's' })).toMatchObject({ unknown: ['brand-new'], parts: [{ part: 'note', kind: 'unknown', text: 'brand-new' }] });
    expect(readRecord({ sessionId: 's' })).toMatchObject({ unknown: ['(no type)'] });
    expect(readRecord({ type: 7, sessionId: 's' })).toMatchObject({ unknown: ['(no type)'] });
    expect(readRecord(assistant({ type: 'text', text: 'x' }, { type: 'hologram' }))).toMatchObject({ unknown: ['block hologram'] });
    expect(readRecord(user([{ type: 'hologram' }, { type: 'smell' }, { type: 'hologram' }]))).toMatchObject({ unknown: ['block hologram', 'block smell'] });
    expect(readRecord(attachment({ type: 'hologram' }))).toMatchObject({ unknown: ['attachment hologram'], parts: [{ kind: 'attachment' }] });
    expect(readRecord(attachment({ type: 'hook_hologram' }))).toMatchObject({ unknown: ['attachment hook_hologram'], parts: [{ kind: 'hook' }] });
    expect(readRecord({ type: 'attachment', uuid: 'h' })).toMatchObject({ unknown: ['attachment (no type)'], parts: [{ kind: 'attachment' }] });
    expect(readRecord({ type: 'system', subtype: 'hologram', uuid: 's' })).toMatchObject({ unknown: ['system hologram'], parts: [{ kind: 'system' }] });
    expect(readRecord({ type: 'system', subtype: 7, uuid: 's' })).toMatchObject({ unknown: ['system (no type)'] });
    expect(readRecord({ type: 'progress', uuid: 'p', data: { type: 'hologram' } })).toMatchObject({ unknown: ['progress hologram'], parts: [{ kind: 'progress' }] });
    for (const [name, row] of rows) {
      const { parts, unknown } = readRecord(row);
      expect(unknown.length > 0, name).toBe(parts.some((part) => part.part === 'note' && part.kind === 'unknown'));
    }
  });

  it('follows its parent, and after a compaction the row it follows in meaning', () => {
    expect(readRecord({ type: 'user', uuid: 'b', parentUuid: 'a' }).envelope.parentUuid).toBe('a');
    expect(readRecord({ type: 'system', uuid: 'c', parentUuid: null, logicalParentUuid: 'b' }).envelope.parentUuid).toBe('b');
  });

  it('gives parts and never throws, whatever it holds', () => {
    const anything = fc.object({ key: fc.constantFrom('type', 'message', 'content', 'toolUseResult', 'attachment', 'subtype', 'permissionDecision', 'snapshot', 'trackedFileBackups', 'input', 'name', 'id', '__proto__', 'constructor'), values: [fc.constantFrom('user', 'assistant', 'system', 'attachment', 'tool_use', 'tool_result', 'hook_permission_decision', 'derived-from', 'summary'), fc.integer(), fc.constant(null), fc.boolean()], maxDepth: 4 });
    fc.assert(
      fc.property(anything, (value) => {
        const row = JSON.parse(JSON.stringify(value)) as JsonObject;
        expect(readRecord(row).parts.length).toBeGreaterThan(0);
      }),
      { numRuns: 1500 },
    );
  });
});
