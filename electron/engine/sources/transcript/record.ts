/**
 * One line of a Claude Code transcript as plain parts: what was asked, called, answered, or merely noted. Knows the row
 * formats (both layouts) and nothing of files, sessions or the store. Unknown kinds are named, never dropped. Pure.
 */
import type { EventKind } from '../../../../shared/event.ts';
import { parseIsoTime, type UtcMillis, utcMillis } from '../../../../shared/time.ts';
import { asList, asObject, firstText, type Json, type JsonObject, own, ownText } from '../../events/json.ts';
import { type Answer, answerOf } from './answer.ts';
import { attachmentTypes, progressTypes, systemSubtypes } from './row-kinds.ts';

/** What stands on a row beside its content. Null: the row does not say. */
export interface Envelope {
  readonly uuid: string | null;
  readonly sessionId: string | null;
  readonly time: UtcMillis | null;
  readonly cwd: string | null;
  readonly version: string | null;
  readonly agentId: string | null;
  readonly sidechain: boolean;
  readonly entrypoint: string | null;
  readonly flat: boolean;
  /** The row that this one follows; after a compaction the one it follows in meaning. */
  readonly parentUuid: string | null;
}

/** How a session can name another one: `/clear`, a fork, or a summary's own word for it. */
export const relations = ['continued-in', 'derived-from', 'fork-context-ref', 'relocated'] as const;
export type Relation = (typeof relations)[number];

/** Which title counts where a session has several; within one kind the last one written wins. */
export const titleRanks = ['prompt', 'summary', 'ai-title', 'custom-title'] as const;
export type TitleRank = (typeof titleRanks)[number];

export interface CallPart {
  readonly part: 'call';
  readonly toolUseId: string | null;
  readonly tool: string;
  readonly input: JsonObject;
  /** The row's bytes were looked through, and no secret can be in the input. */
  readonly noSecrets?: boolean;
  /** What stands from `inputFrom` to `inputTo` in the line's buffer: the input, or the path that alone was taken of it. */
  readonly inputIs?: 'json' | 'path';
  readonly inputFrom?: number;
  readonly inputTo?: number;
}

export type Part =
  | CallPart
  | { readonly part: 'answer'; readonly toolUseId: string | null; readonly answer: Answer }
  | { readonly part: 'mode'; readonly mode: string; readonly source: string; readonly own: boolean }
  /** Plan mode was left; the row does not say for which other one. */
  | { readonly part: 'plan-left' }
  /** `leafUuid`: the last row of the session that a summary describes, which may be another one's. */
  | { readonly part: 'title'; readonly title: string; readonly rank: TitleRank; readonly leafUuid: string | null }
  /** Another session that the row names as its continuation or its origin. */
  | { readonly part: 'lineage'; readonly relation: Relation; readonly sessionId: string }
  /** What a hook or the client decided on a call, in a row of its own. */
  | { readonly part: 'decision'; readonly toolUseId: string; readonly decision: string; readonly by: string }
  | { readonly part: 'note'; readonly kind: EventKind; readonly text: string };

/** A row read. `unknown` names each kind in it that this version does not know once, for the ledger. */
export interface RecordReading {
  readonly envelope: Envelope;
  readonly parts: readonly Part[];
  readonly unknown: readonly string[];
  /** Where in the line's buffer secrets are to be looked for, see `RowScanner.runs`; left out where nobody looked yet. */
  readonly runs?: readonly number[] | null;
}

/** Of most rows. */
export const nothingUnknown: readonly string[] = [];

/** Who says a mode: a prompt what held when it was sent; a result's row can say that of its prompt once more. */
export const promptMode = 'user.permissionMode';
export const resultMode = 'user.permissionMode of a result';

/** What started a run that was saved as a stream of JSON: only the row itself says so, and such a run has no terminal. */
export const savedStream = 'stream-json';

/** Text kept of a prompt or note; the rest is read from the evidence on demand. */
export const noteCap = 2000;

/** Rows that carry state of the client, not acts: kept as `meta`, with the fields worth reading in a list. */
const metaTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['agent-name', ['agentName']],
  ['last-prompt', ['lastPrompt']],
  ['mode', ['mode']],
  ['cost-state', []],
  ['pr-link', ['prRepository', 'prUrl']],
  ['worktree-state', []],
  ['relocated', ['relocatedCwd']],
  ['continued-in', []],
  ['derived-from', []],
  ['fork-context-ref', []],
  ['bridge-session', ['bridgeSessionId']],
  ['tag', ['tag']],
  ['content-replacement', []],
  ['history-suppression', []],
  ['tools-used', []],
  ['session-owner', []],
  // The last row of a saved `--output-format stream-json` run.
  ['result', ['subtype']],
]);

/** Reads a parsed line. Never throws: what it cannot place becomes an `unknown` note. */
export function readRecord(row: JsonObject): RecordReading {
  const type = ownText(row, 'type');
  const message = asObject(own(row, 'message'));
  const envelope = envelopeOf(row, message === null && own(row, 'uuid') === undefined);
  const reading = (parts: readonly Part[], unknown: readonly string[] = unknownParts(parts)): RecordReading => ({ envelope, parts, unknown });
  if ((type === 'assistant' || type === 'user') && message === null && (own(row, 'message') ?? null) !== null) return reading([note('unknown', 'message that is no object')]);
  switch (type) {
    case 'assistant':
      return reading(assistantParts(row, message));
    case 'user':
      return reading(userParts(row, message));
    case 'tool_use':
      return reading(flatCall(row));
    case 'tool_result':
      return reading([{ part: 'answer', toolUseId: firstText(row, 'tool_use_id', 'id'), answer: answerOf(row, row) }]);
    case 'permission-mode': {
      const mode = modeOf(row);
      return mode === null ? reading([note('unknown', 'permission-mode without a mode')], ['permission-mode']) : reading([{ part: 'mode', mode, source: 'permission-mode row', own: true }]);
    }
    case 'system': {
      const subtype = ownText(row, 'subtype');
      const read = reading(systemParts(row), subtype === null && own(row, 'subtype') === undefined ? nothingUnknown : unknownName('system', subtype, systemSubtypes));
      return subtype === 'init' && envelope.entrypoint === null ? { ...read, envelope: { ...envelope, entrypoint: savedStream } } : read;
    }
    case 'attachment':
      return reading(attachmentParts(row), unknownName('attachment', ownText(own(row, 'attachment'), 'type'), attachmentTypes));
    case 'progress':
      return reading([note('progress', ownText(own(row, 'data'), 'type') ?? '')], unknownName('progress', ownText(own(row, 'data'), 'type'), progressTypes));
    case 'summary':
    case 'custom-title':
    case 'ai-title': {
      const title = firstText(row, 'customTitle', 'aiTitle', 'summary') ?? '';
      return reading([{ part: 'title', title: title.slice(0, 500), rank: type, leafUuid: ownText(row, 'leafUuid') }, note('title', title)]);
    }
    case 'file-history-snapshot':
      return reading([note('snapshot', Object.keys(asObject(own(own(row, 'snapshot'), 'trackedFileBackups')) ?? {}).join('\n'))]);
    case 'file-history-delta':
      return reading([note('snapshot', ownText(row, 'trackingPath') ?? '')]);
    case 'queue-operation':
      return reading([note('queue', `${ownText(row, 'operation') ?? ''} ${wordsIn(own(row, 'content')) ?? ''}`.trim())]);
    default:
      if (type !== null && (metaTypes.has(type) || type.startsWith('api-request'))) return reading(metaParts(row, type));
      if (type === null && firstText(row, 'tool_name', 'name') !== null && own(row, 'input') !== undefined) return reading(flatCall(row));
      return reading([note('unknown', type ?? 'no type')], [type ?? '(no type)']);
  }
}

/** The names of what a row holds that this version can not place. Asked of each row that is parsed: nothing is made for nothing. */
function unknownParts(parts: readonly Part[]): readonly string[] {
  let names: string[] | null = null;
  for (const part of parts) {
    if (part.part !== 'note' || part.kind !== 'unknown') continue;
    const name = part.text.slice(0, 100);
    if (names === null) names = [name];
    else if (!names.includes(name)) names.push(name);
  }
  return names ?? nothingUnknown;
}

/** `attachment hologram`, where the type is none that is known. */
function unknownName(row: string, type: string | null, known: ReadonlySet<string>): readonly string[] {
  return type !== null && known.has(type) ? nothingUnknown : [`${row} ${(type ?? '(no type)').slice(0, 100)}`];
}

/** The mode that a row names; an empty text names none. */
function modeOf(row: JsonObject): string | null {
  const mode = ownText(row, 'permissionMode');
  return mode === '' ? null : mode;
}

/** Words as a text, or as the texts of blocks; null where there are none. */
function wordsIn(content: Json | undefined): string | null {
  if (typeof content === 'string') return content;
  const texts = asList(content).flatMap((block) => ownText(block, 'text') ?? []);
  return texts.length > 0 ? texts.join('\n') : null;
}

/** The blocks of a message. What is no list of them, and not left out either, is one that nobody knows. */
function blocksOf(content: Json | undefined): readonly Json[] {
  return Array.isArray(content) || content === undefined || content === null ? asList(content) : [{ type: `that is no list but ${typeof content === 'object' ? 'an object' : `a ${typeof content}`}` }];
}

function envelopeOf(row: JsonObject, flat: boolean): Envelope {
  return {
    uuid: ownText(row, 'uuid'),
    sessionId: firstText(row, 'sessionId', 'session_id'),
    time: timeOf(own(row, 'timestamp')),
    cwd: ownText(row, 'cwd'),
    version: ownText(row, 'version'),
    agentId: ownText(row, 'agentId'),
    sidechain: own(row, 'isSidechain') === true,
    entrypoint: ownText(row, 'entrypoint'),
    flat,
    parentUuid: firstText(row, 'parentUuid', 'logicalParentUuid'),
  };
}

/** ISO 8601 with a zone, or milliseconds since 1970 as a number. */
function timeOf(value: Json | undefined): UtcMillis | null {
  if (typeof value === 'string') return parseIsoTime(value);
  return typeof value === 'number' ? utcMillis(value) : null;
}

function note(kind: EventKind, text: string): Part {
  return { part: 'note', kind, text: text.slice(0, noteCap) };
}

function metaParts(row: JsonObject, type: string): readonly Part[] {
  const said = (metaTypes.get(type) ?? []).flatMap((key) => ownText(row, key) ?? []);
  const parts: Part[] = [note('meta', [type, ...said].join(' '))];
  // Of a saved run the last row lists what was refused; calls that it leaves out may have been refused too.
  if (type === 'result') {
    for (const denial of asList(own(row, 'permission_denials'))) {
      const toolUseId = ownText(denial, 'tool_use_id');
      if (toolUseId !== null) parts.push({ part: 'decision', toolUseId, decision: 'deny', by: 'permission_denials' });
    }
  }
  const relation = relations.find((name) => name === type);
  if (relation === undefined) return parts;
  // Only `continuedInSessionId` is known by name; the others' keys are told by how they end.
  const self = firstText(row, 'sessionId', 'session_id');
  for (const [key, value] of Object.entries(row)) {
    if (typeof value === 'string' && /.SessionId$/.test(key) && value !== self && value !== '') parts.push({ part: 'lineage', relation, sessionId: value });
  }
  return parts;
}

function flatCall(row: JsonObject): readonly Part[] {
  const tool = firstText(row, 'tool_name', 'name');
  const input = asObject(own(row, 'input')) ?? asObject(own(row, 'tool_input'));
  if (tool === null || input === null) return [note('unknown', 'tool_use without a tool name or input')];
  return [{ part: 'call', toolUseId: firstText(row, 'tool_use_id', 'id'), tool, input }];
}

function assistantParts(row: JsonObject, message: JsonObject | null): readonly Part[] {
  const content = message ? own(message, 'content') : (own(row, 'content') ?? own(row, 'text'));
  // The client writes these itself: no model said them.
  const clientText = ownText(message ?? undefined, 'model') === '<synthetic>';
  const words = (text: string): Part => (clientText ? note('system', `client text: ${text}`) : note('assistant-text', text));
  if (typeof content === 'string') return [words(content)];
  const parts = blocksOf(content).map((block): Part => {
    const type = ownText(block, 'type') ?? 'without a type';
    switch (type) {
      case 'text':
        return words(ownText(block, 'text') ?? '');
      case 'thinking':
      case 'redacted_thinking':
        return note('thinking', ownText(block, 'thinking') ?? '');
      case 'image':
      case 'document':
        return note('assistant-text', `(${type})`);
      default:
        // `server_tool_use`, `mcp_tool_use` and their results have the same shape as a client tool's.
        if (type === 'tool_use' || type.endsWith('_tool_use')) return callPart(block);
        if (type === 'tool_result' || type.endsWith('_tool_result')) return { part: 'answer', toolUseId: ownText(block, 'tool_use_id'), answer: answerOf(asObject(block) ?? {}, row) };
        return note('unknown', `block ${type}`);
    }
  });
  return parts.length > 0 ? parts : [note('meta', 'assistant row without content')];
}

function callPart(block: Json): Part {
  const tool = ownText(block, 'name');
  if (tool === null) return note('unknown', 'tool_use block without a name');
  return { part: 'call', toolUseId: ownText(block, 'id'), tool, input: asObject(own(block, 'input')) ?? {} };
}

function userParts(row: JsonObject, message: JsonObject | null): readonly Part[] {
  const parts: Part[] = [];
  const mode = modeOf(row);
  const content = message ? own(message, 'content') : (own(row, 'text') ?? own(row, 'content'));
  let said = '';
  let images = 0;
  for (const block of typeof content === 'string' ? [content] : blocksOf(content)) {
    if (typeof block === 'string') said += block;
    else if (ownText(block, 'type') === 'text') said += `${said ? '\n' : ''}${ownText(block, 'text') ?? ''}`;
    else if (ownText(block, 'type') === 'tool_result') {
      parts.push({ part: 'answer', toolUseId: ownText(block, 'tool_use_id'), answer: answerOf(asObject(block) ?? {}, row) });
    } else if (ownText(block, 'type') === 'image' || ownText(block, 'type') === 'document') images += 1;
    else parts.push(note('unknown', `block ${ownText(block, 'type') ?? 'without a type'}`));
  }
  if (mode !== null) parts.unshift({ part: 'mode', mode, source: parts.some((part) => part.part === 'answer') ? resultMode : promptMode, own: false });
  if (said !== '' || images > 0) {
    const answered = parts.some((part) => part.part === 'answer');
    parts.push(note(answered || !isHuman(row, said) ? 'injected' : 'prompt', said === '' ? `(${images} attached)` : said));
  }
  return parts.length > 0 ? parts : [note('meta', 'user row without content')];
}

const clientText = /^\s*(<command-|<local-command|<bash-|<task-notification|\[Request interrupted|<system-reminder|Caveat: The messages below)/;

/** True for a person's own words: the origin says so, or, in older rows, nothing says that the client wrote them. */
function isHuman(row: JsonObject, said: string): boolean {
  const origin = ownText(own(row, 'origin'), 'kind');
  if (origin !== null) return origin === 'human';
  if (ownText(row, 'promptSource') === 'system' || ownText(row, 'turnOrigin') === 'scheduled') return false;
  if (own(row, 'isMeta') === true || own(row, 'isCompactSummary') === true) return false;
  // A sub-agent's first row is the prompt that its parent wrote.
  return own(row, 'isSidechain') !== true && !clientText.test(said);
}

function systemParts(row: JsonObject): readonly Part[] {
  const subtype = ownText(row, 'subtype') ?? 'system';
  const parts: Part[] = [];
  const mode = modeOf(row);
  if (mode !== null) parts.push({ part: 'mode', mode, source: `${subtype}.permissionMode`.slice(0, 100), own: false });
  const toolUseId = subtype === 'permission_denied' ? ownText(row, 'tool_use_id') : null;
  if (toolUseId !== null) parts.push({ part: 'decision', toolUseId, decision: 'deny', by: ownText(row, 'decision_reason_type') ?? 'permission_denied row' });
  if (subtype === 'stop_hook_summary') return [...parts, note('hook', hooksRun(row))];
  const text = firstText(row, 'content', 'message', 'prompt') ?? [...asList(own(row, 'commands')), ...asList(own(row, 'writtenPaths'))].filter((each) => typeof each === 'string').join(', ');
  parts.push(note(subtype.endsWith('compact_boundary') ? 'compaction' : 'system', `${subtype}${text ? `: ${text}` : ''}`));
  return parts;
}

/** The hooks that ran when the model stopped, and what they said of themselves. */
function hooksRun(row: JsonObject): string {
  const commands = asList(own(row, 'hookInfos')).flatMap((info) => ownText(info, 'command') ?? []);
  const errors = asList(own(row, 'hookErrors')).filter((each) => typeof each === 'string');
  return `stop_hook_summary${commands.length > 0 ? `: ${commands.join(', ')}` : ''}${errors.length > 0 ? `; failed: ${errors.join(', ')}` : ''}`;
}

function attachmentParts(row: JsonObject): readonly Part[] {
  const attachment = own(row, 'attachment');
  const type = ownText(attachment, 'type') ?? 'attachment';
  if (type.startsWith('hook_')) {
    const output = hookOutput(type, attachment);
    // What ran is then not what the call's record says.
    const changed = (own(output ?? undefined, 'updatedInput') ?? own(own(output ?? undefined, 'decision'), 'updatedInput')) === undefined ? '' : 'changed the input of the call';
    const parts: Part[] = [note('hook', [type, firstText(attachment, 'hookName', 'hookEvent'), ownText(attachment, 'command'), changed].filter((word) => word !== null && word !== '').join(' '))];
    const toolUseId = firstText(attachment, 'toolUseID', 'toolUseId');
    const decision = toolUseId === null ? null : hookDecision(type, attachment, output);
    if (toolUseId !== null && decision !== null) parts.push({ part: 'decision', toolUseId, decision, by: `hook ${firstText(attachment, 'hookName', 'hookEvent') ?? ''}`.trim() });
    return parts;
  }
  if (type === 'queued_command') return [note('queue', wordsIn(own(attachment, 'prompt')) ?? type)];
  if (type === 'plan_mode_exit') return [note('attachment', type), { part: 'plan-left' }];
  return [note('attachment', `${type} ${firstText(attachment, 'filename', 'path', 'displayPath') ?? ''}`.trim())];
}

/** Longest output of a hook that is read for a decision. */
const hookOutputCap = 100_000;

/** What a hook told the client by its output; null for none. */
function hookOutput(type: string, attachment: Json | undefined): Json | null {
  const output = type === 'hook_success' ? ownText(attachment, 'stdout') : null;
  if (output === null || output.length > hookOutputCap || !output.includes('hookSpecificOutput')) return null;
  try {
    return own(JSON.parse(output) as Json, 'hookSpecificOutput') ?? null;
  } catch {
    return null; // Output that is no JSON decides nothing.
  }
}

/** What a hook decided on the call: in a row of its own, by its output, or by ending with the code that blocks. */
function hookDecision(type: string, attachment: Json | undefined, output: Json | null): string | null {
  if (type === 'hook_permission_decision') return ownText(attachment, 'decision');
  if (type === 'hook_blocking_error') return (firstText(attachment, 'hookEvent', 'hookName') ?? '').startsWith('PreToolUse') ? 'deny' : null;
  return output === null ? null : (ownText(output, 'permissionDecision') ?? ownText(own(output, 'decision'), 'behavior'));
}
