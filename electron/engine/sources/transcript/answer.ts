/** What became of a call, as its result row says: ran, failed, refused, broken off, or left open. Pure. */
import type { Outcome } from '../../../../shared/event.ts';
import { asList, type Json, type JsonObject, own, ownText } from '../../events/json.ts';

export interface Answer {
  readonly outcome: Outcome;
  /** How it was refused, in the client's word, or which text told it; null where it was not. */
  readonly denial: string | null;
  /** True where only the text says so, not a field of the row. */
  readonly byWording: boolean;
  /** The mode that decided on this very call, where the row says so (`reasonCode: "mode:bypassPermissions"`). */
  readonly mode: string | null;
  /** The sub-agent that the call started, where the row says so. */
  readonly agentId: string | null;
}

/** Longest start of a result that a denial's wording is looked for in. */
const headCap = 400;

/** Starts of texts that the client itself writes; only believed for built-in tools, since an MCP server can forge them. */
const clientWordings: readonly { readonly start: RegExp; readonly outcome: Outcome; readonly denial: string | null }[] = [
  { start: /^The user doesn't want to (proceed with this tool use|take this action right now)/, outcome: 'denied', denial: 'user' },
  { start: /^Permission to use .{1,200} has been denied/s, outcome: 'denied', denial: 'permission rule' },
  { start: /^PreToolUse:.{1,200} hook error:/s, outcome: 'denied', denial: 'hook' },
  { start: /^Permission for this action was denied by the Claude Code auto mode classifier/, outcome: 'denied', denial: 'classifier' },
  { start: /^Auto mode could not evaluate this action/, outcome: 'denied', denial: 'classifier without a verdict' },
  { start: /^\[Request interrupted by user/, outcome: 'interrupted', denial: null },
  { start: /^\[Tool call interrupted: the session ended before/, outcome: 'unknown', denial: null },
  { start: /^\[Tool call result not in this copy/, outcome: 'unknown', denial: null },
  { start: /^<tool_use_error>/, outcome: 'denied', denial: 'input refused' },
];

/**
 * Reads a `tool_result` block and the row that carries it. `interrupted` and `cancelled` mean broken off: it may have run
 * in part. A refusal is believed from the row's own field, else from the client's wording of an error.
 */
export function answerOf(block: JsonObject, row: JsonObject): Answer {
  const decision = own(row, 'permissionDecision');
  const result = own(row, 'toolUseResult');
  const reason = ownText(decision, 'reasonCode');
  const mode = reason?.startsWith('mode:') ? reason.slice(5, 105) : null;
  const agentId = ownText(result, 'agentId');
  const kind = ownText(row, 'toolDenialKind');
  if (kind === 'interrupted' || kind === 'cancelled') return { outcome: 'interrupted', denial: kind, byWording: false, mode, agentId };
  // It had run when it was refused: what it did stays done.
  if (kind !== null && own(row, 'toolDenialAfterRun') === true) return { outcome: 'interrupted', denial: kind, byWording: false, mode, agentId };
  if (kind !== null) return { outcome: 'denied', denial: kind, byWording: false, mode, agentId };
  if (ownText(decision, 'decision') === 'reject') return { outcome: 'denied', denial: ownText(decision, 'source'), byWording: false, mode, agentId };
  const failed = own(block, 'is_error') === true;
  if (failed) {
    const head = headText(own(block, 'content'));
    for (const wording of clientWordings) if (wording.start.test(head)) return { outcome: wording.outcome, denial: wording.denial, byWording: true, mode, agentId };
  }
  if (own(result, 'interrupted') === true) return { outcome: 'interrupted', denial: null, byWording: false, mode, agentId };
  return { outcome: failed ? 'error' : 'ok', denial: null, byWording: false, mode, agentId };
}

function headText(content: Json | undefined): string {
  if (typeof content === 'string') return content.slice(0, headCap);
  for (const block of asList(content)) {
    const text = ownText(block, 'text');
    if (text !== null) return text.slice(0, headCap);
  }
  return '';
}
