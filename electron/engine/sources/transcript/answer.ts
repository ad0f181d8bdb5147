/** What became of a call, as its result row says: ran, failed, refused, stopped, broken off, or left open. Pure. */
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
  /** The row says that the user let this very call run, or refused it; what that shows depends on the session. */
  readonly byUser?: boolean;
  /** The sub-agent that the call started, where the row says so. */
  readonly agentId: string | null;
}

/** Longest start of a result that a denial's wording is looked for in: a refused command stands in the middle of it. */
const headCap = 20_000;

/** Starts of texts that the client itself writes; only believed for built-in tools, since an MCP server can forge them. */
const clientWordings: readonly { readonly start: RegExp; readonly outcome: Outcome; readonly denial: string | null }[] = [
  { start: /^The user doesn't want to (proceed with this tool use|take this action right now)/, outcome: 'rejected', denial: 'user' },
  { start: /^Permission to use .+? has been denied/s, outcome: 'denied', denial: 'permission rule' },
  { start: /^PreToolUse:.{1,200}? hook error:/s, outcome: 'denied', denial: 'hook' },
  { start: /^Permission for this action was denied by the Claude Code auto mode classifier/, outcome: 'denied', denial: 'classifier' },
  { start: /^Auto mode could not evaluate this action/, outcome: 'denied', denial: 'classifier without a verdict' },
  { start: /^\[Request interrupted by user/, outcome: 'interrupted', denial: null },
  { start: /^\[Tool call interrupted: the session ended before/, outcome: 'unknown', denial: null },
  { start: /^\[Tool call result not in this copy/, outcome: 'unknown', denial: null },
  { start: /^<tool_use_error>/, outcome: 'denied', denial: 'input refused' },
];

/** `source` words of a decision that a person made; an abort decides nothing. */
const userSources = new Set(['user_temporary', 'user_permanent', 'user_reject']);

/** First signs of the texts that the client writes itself: `scanner/wasm/walk.ts` takes no failure that begins with one of them. */
export const wordingStarts: ReadonlySet<string> = new Set(clientWordings.map(({ start }) => start.source.replace(/^\^\\?/, '').charAt(0)));

/**
 * Reads a `tool_result` block and the row that carries it. `interrupted` and `cancelled` mean broken off: it may have run
 * in part. A refusal is believed from the row's own field, else from the client's wording of an error. Esc in a running tool
 * writes the same as a person's no: only what says "before it ran", or a decision, shows that it did not run.
 */
export function answerOf(block: JsonObject, row: JsonObject): Answer {
  const decision = own(row, 'permissionDecision');
  const source = ownText(decision, 'source');
  const result = own(row, 'toolUseResult');
  const reason = ownText(decision, 'reasonCode');
  const said = { byWording: false, mode: reason?.startsWith('mode:') ? reason.slice(5, 105) : null, agentId: ownText(result, 'agentId'), ...(source !== null && userSources.has(source) ? { byUser: true } : {}) };
  const kind = ownText(row, 'toolDenialKind');
  // What had run when it was refused stays done.
  const brokenOff = kind === 'interrupted' || kind === 'cancelled' || source === 'user_abort' || (kind !== null && own(row, 'toolDenialAfterRun') === true);
  if (brokenOff) return { ...said, outcome: 'interrupted', denial: kind ?? source };
  const before = kind !== 'user-rejected' || own(row, 'toolDenialBeforeRun') === true || source === 'user_reject';
  if (kind !== null) return { ...said, outcome: before ? 'denied' : 'rejected', denial: kind };
  if (ownText(decision, 'decision') === 'reject') return { ...said, outcome: 'denied', denial: source };
  // A server's tool says so by the type of what it gives.
  const failed = own(block, 'is_error') === true || (ownText(block, 'type') !== 'tool_result' && (ownText(own(block, 'content'), 'type') ?? '').endsWith('_tool_result_error'));
  if (failed) {
    const head = headText(own(block, 'content') ?? own(block, 'text'));
    for (const wording of clientWordings) if (wording.start.test(head)) return { ...said, outcome: wording.outcome, denial: wording.denial, byWording: true };
  }
  if (own(result, 'interrupted') === true) return { ...said, outcome: 'interrupted', denial: null };
  return { ...said, outcome: failed ? 'error' : 'ok', denial: null };
}

function headText(content: Json | undefined): string {
  if (typeof content === 'string') return content.slice(0, headCap);
  for (const block of asList(content)) {
    const text = ownText(block, 'text');
    if (text !== null) return text.slice(0, headCap);
  }
  return '';
}
