/**
 * Who let a call run, or stopped it: a person, a rule, a mode, the classifier, a hook. Says what a record shows and no
 * more: without a decision on the row, a mode tells only who would have been asked. Pure.
 */
import type { Outcome } from '../../../../shared/event.ts';
import type { Approval } from '../../../../shared/contract.ts';
import { asList, asObject, type Json, type JsonObject, own, ownText } from '../../events/json.ts';
import { answerOf } from './answer.ts';

export interface ApprovalQuestion {
  readonly toolUseId: string | null;
  readonly tool: string;
  readonly outcome: Outcome | null;
  /** The row that carries the result; null where none is recorded. */
  readonly resultRow: JsonObject | null;
  /** The mode that held, and which record says so. */
  readonly mode: string | null;
  readonly modeSource: string | null;
  /** The entrypoint of a run without a terminal; null where a person could have been asked. */
  readonly headless: string | null;
  /** What hooks or the client decided on this call in rows of their own. */
  readonly decisions: readonly { readonly decision: string; readonly by: string }[];
}

type By = Approval['by'];

export function approvalOf(question: ApprovalQuestion): Approval {
  const approval = byDecision(question) ?? byOwnRow(question) ?? byDenial(question) ?? byMode(question);
  const sandbox = sandboxWords(question);
  return sandbox === '' ? approval : { ...approval, says: `${approval.says} ${sandbox}`.slice(0, 1000) };
}

/** What the row says of the sandbox; an MCP server could write the same words into its answer. */
function sandboxWords({ resultRow, tool, toolUseId }: ApprovalQuestion): string {
  if (resultRow === null) return '';
  const ran = own(resultRow, 'sandboxed');
  const where = ran === true ? 'The row says that it ran inside the sandbox.' : ran === false ? 'The row says that it ran outside any sandbox.' : '';
  const listed = asList(own(resultRow, 'sandboxViolations')).map((each) => {
    const port = own(each, 'port');
    return `${ownText(each, 'kind') ?? 'other'} ${ownText(each, 'host') ?? ''}${typeof port === 'number' ? `:${port}` : ''}`.trim();
  });
  const told = listed.length > 0 || (!tool.startsWith('mcp__') && JSON.stringify(own(resultBlock(resultRow, toolUseId), 'content') ?? '').includes('<sandbox_violations>'));
  return [where, told ? `The sandbox blocked a part${listed.length > 0 ? `: ${listed.slice(0, 8).join(', ')}` : ''}.` : ''].filter((each) => each !== '').join(' ');
}

const stated = (verdict: Approval['verdict'], by: By, says: string, source: string): Approval => ({ verdict, by, says: says.slice(0, 1000), source: source.slice(0, 200) });

/** `permissionDecision` on the result row: the strongest there is. */
function byDecision({ resultRow, headless }: ApprovalQuestion): Approval | null {
  const decision = own(resultRow ?? undefined, 'permissionDecision');
  const word = ownText(decision, 'decision');
  const source = ownText(decision, 'source');
  if (word === null || source === null) return null;
  const allowed = word === 'accept';
  const reason = ownText(decision, 'reasonCode') ?? ownText(decision, 'reasonType') ?? '';
  const place = `permissionDecision.source: ${source}${reason === '' ? '' : `, ${reason}`}`;
  const did = allowed ? 'let it run' : 'refused it';
  switch (source) {
    case 'user_abort':
      return stated('interrupted', headless === null ? 'person' : 'unknown', 'It was broken off; a part of it may have run.', place);
    case 'user_temporary':
    case 'user_permanent':
    case 'user_reject':
      if (headless !== null) return stated(allowed ? 'allowed' : 'denied', 'unknown', `The row names the user, but the session ran as ${headless}: there, the same word stands for saved rules and for the program that started it.`, place);
      return stated(allowed ? 'allowed' : 'denied', 'person', `A person ${did}${source === 'user_permanent' ? ', for good' : ''}.`, place);
    case 'classifier':
      return stated(allowed ? 'allowed' : 'denied', 'classifier', `The auto mode's classifier ${did}; no person decided.`, place);
    case 'hook':
      return stated(allowed ? 'allowed' : 'denied', 'hook', `A hook ${did}; no person decided.`, place);
    default: {
      const [by, who] = byReason(decision, reason);
      // Whom the program that started the session asks, no record tells.
      return stated(allowed ? 'allowed' : 'denied', by, source === 'config' && by !== 'unknown' ? `${who} ${did}; nobody was asked.` : `${who} ${did}.`, place);
    }
  }
}

/** What decided, where the row names no person, classifier or hook: the word `config` stands for rules, the mode and tools that need no permission. */
function byReason(decision: Json | undefined, reason: string): readonly [By, string] {
  const [kind, rest = ''] = /^(mode|rule|hook|classifier):(.*)$/s.exec(reason)?.slice(1) ?? [reason];
  const type = ownText(decision, 'reasonType');
  const where = ownText(decision, 'ruleSource') ?? (kind === 'rule' ? rest : null);
  if (kind === 'mode' || type === 'mode') return ['mode', rest === '' ? 'The mode' : `The mode ${rest}`];
  if (kind === 'rule' || type === 'rule') return ['rule', where === null ? 'A rule' : `A rule of ${where}`];
  if (kind === 'hook' || type === 'hook') return ['hook', 'A hook'];
  if (kind === 'classifier' || type === 'classifier') return ['classifier', "The auto mode's classifier"];
  if (reason === 'sandboxAutoAllow' || type === 'sandboxOverride') return ['sandbox', 'The sandbox setting'];
  if (reason === 'readOnlyCommand') return ['rule', "The client's own list of read-only commands"];
  if (reason === 'noApprovalSurface' || type === 'asyncAgent') return ['rule', 'The client, with nobody there to ask,'];
  if (type === 'safetyCheck') return ['rule', "A safety check of the client's own"];
  if (type === 'workingDir') return ['rule', 'The list of folders to work in'];
  if (type === 'permissionPromptTool') return ['unknown', 'A tool of the program that started the session'];
  return ['unknown', 'A rule, the mode or a tool that needs no permission, the row does not say which,'];
}

/**
 * A decision in a row of its own: a hook's, or the client's in a saved stream. A hook's "ask" and "defer" leave it to others. What
 * one allows another can still refuse, and a list at the end says less than a row on the call.
 */
function byOwnRow({ decisions, outcome }: ApprovalQuestion): Approval | null {
  const refusals = decisions.filter(({ decision }) => decision === 'deny');
  const refused = outcome === 'denied' || outcome === 'rejected';
  const decided = refusals.find(({ by }) => by !== 'permission_denials') ?? refusals[0] ?? (refused ? undefined : decisions.find(({ decision }) => decision === 'allow'));
  if (!decided) return null;
  const hook = decided.by.startsWith('hook');
  const verdict = decided.decision === 'allow' ? 'allowed' : 'denied';
  const by: By = hook ? 'hook' : (['mode', 'classifier', 'rule'] as const).find((name) => name === decided.by) ?? 'unknown';
  return stated(verdict, by, `${hook ? 'A hook' : 'The client'} decided "${decided.decision}" on this call, in a row of its own.`, decided.by);
}

const denials: ReadonlyMap<string, readonly [By, string]> = new Map([
  ['permission-rule', ['rule', 'A deny rule, the mode or a hook refused it; the row does not say which.']],
  ['automode-blocked', ['classifier', "The auto mode's classifier refused it."]],
  ['automode-unavailable', ['classifier', "The auto mode's classifier gave no verdict, so it was refused."]],
  ['automode-parsing-error', ['classifier', "The auto mode's classifier gave no verdict, so it was refused."]],
  ['permission rule', ['rule', 'The result says that permission was denied: a deny rule, or a mode that does not ask.']],
  ['hook', ['hook', 'The result says that a hook refused it.']],
  ['classifier', ['classifier', "The result says that the auto mode's classifier refused it."]],
  ['classifier without a verdict', ['classifier', "The result says that the auto mode's classifier gave no verdict."]],
  ['input refused', ['rule', 'The client refused the input itself; the tool did not run.']],
]);

function byDenial({ resultRow, outcome, headless, tool, toolUseId }: ApprovalQuestion): Approval | null {
  if (resultRow === null) return null;
  const kind = ownText(resultRow, 'toolDenialKind');
  const { denial, byWording } = answerOf(resultBlock(resultRow, toolUseId), resultRow);
  if (outcome === 'error' && byWording && tool.startsWith('mcp__')) return stated('unknown', 'unknown', 'The result reads like a refusal by the client, but an MCP server can write the same: whether it ran is unknown.', 'the text of the result');
  if (outcome !== 'denied' && outcome !== 'rejected' && outcome !== 'interrupted') return null;
  if (outcome === 'interrupted') return stated('interrupted', 'unknown', 'It was broken off; a part of it may have run.', kind === null ? 'the text of the result' : `toolDenialKind: ${kind}`);
  const source = kind === null ? `the text of the result${tool.startsWith('mcp__') ? '' : ', which the client writes for its own tools'}` : `toolDenialKind: ${kind}`;
  if (kind === 'user-rejected' || denial === 'user') {
    const before = own(resultRow, 'toolDenialBeforeRun') === true;
    if (own(resultRow, 'toolDenialFromHost') === true) return stated('denied', 'unknown', 'The program that started the session refused it; whether it asked a person is not recorded.', `${source}, toolDenialFromHost`);
    if (headless !== null) return stated('denied', 'unknown', `The row says that the user refused, but the session ran as ${headless}: with nobody to ask, the client writes the same.`, source);
    return stated('denied', 'person', before ? 'A person refused it before it ran.' : 'A person refused it, or pressed Esc while it ran: that it did nothing is not shown.', before ? `${source}, toolDenialBeforeRun` : source);
  }
  const known = denials.get(kind ?? denial ?? '');
  return known ? stated('denied', known[0], known[1], source) : stated('denied', 'unknown', `It was refused: ${denial ?? 'no reason is recorded'}.`, source);
}

/** The block that answers the call: a row can answer several. */
function resultBlock(row: JsonObject, toolUseId: string | null): JsonObject {
  const blocks = asList(own(own(row, 'message'), 'content'));
  const block = (toolUseId === null ? undefined : blocks.find((item) => ownText(item, 'tool_use_id') === toolUseId)) ?? blocks.find((item) => ownText(item, 'type') === 'tool_result');
  return asObject(block) ?? row;
}

const editTools = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);

/** No record of a decision: what the mode leaves open. */
function byMode({ mode, modeSource, headless, outcome, tool }: ApprovalQuestion): Approval {
  const source = modeSource ?? 'no record of the mode';
  const verdict = outcome === 'ok' || outcome === 'error' ? 'allowed' : 'unknown';
  const open = verdict === 'unknown' ? ' No result is recorded, so whether it ran is unknown.' : '';
  switch (mode) {
    case 'bypassPermissions':
      if (tool === 'AskUserQuestion') return stated(verdict, 'unknown', `AskUserQuestion asks also in mode bypassPermissions; whether a person or a hook answered, the row does not say.${open}`, source);
      return stated(verdict, 'mode', `In mode bypassPermissions the client asks nobody, but for ask rules and a few calls that always ask; a deny rule or a hook could still have stopped it.${open}`, source);
    case 'dontAsk':
      return stated(verdict, 'rule', `In mode dontAsk only what a rule allows runs, and nobody is asked.${open}`, source);
    case 'auto':
      return stated(verdict, 'classifier', `In mode auto the classifier or a rule decides, and nobody is asked. The row does not say which.${open}`, source);
    case 'acceptEdits':
      if (editTools.has(tool)) return stated(verdict, 'mode', `In mode acceptEdits edits inside the project run unasked.${open}`, source);
      break;
    case null:
      return stated(verdict, 'unknown', `The record names no mode and no decision.${open}`, source);
    default:
  }
  if (headless !== null) return stated(verdict, 'rule', `The session ran as ${headless}, with nobody to ask: a rule, or a tool that needs no permission.${open}`, 'entrypoint');
  return stated(verdict, 'unknown', `In mode ${mode} a person, a rule, or a tool that needs no permission lets a call run; the row does not say which.${open}`, source);
}
