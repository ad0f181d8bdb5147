import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../events/json.ts';
import { type ApprovalQuestion, approvalOf } from './approval.ts';

const asked: ApprovalQuestion = { toolUseId: 't', tool: 'Bash', outcome: 'ok', resultRow: { message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'x' }] } }, mode: 'default', modeSource: 'user.permissionMode', headless: null, decisions: [] };
const line = (more: Partial<ApprovalQuestion>): string => {
  const { verdict, by, source } = approvalOf({ ...asked, ...more });
  return `${verdict} by ${by} (${source})`;
};
const decided = (decision: JsonObject, more: Partial<ApprovalQuestion> = {}): string => line({ resultRow: { permissionDecision: decision }, ...more });
const refused = (row: JsonObject, text = '', more: Partial<ApprovalQuestion> = {}): string => line({ outcome: 'denied', resultRow: { ...row, message: { content: [{ type: 'tool_result', is_error: true, content: text }] } }, ...more });

describe('how a call came to run', () => {
  it('stands on its row where the row carries a decision', () => {
    expect(decided({ decision: 'accept', source: 'user_temporary', grantScope: 'once' })).toBe('allowed by person (permissionDecision.source: user_temporary)');
    expect(decided({ decision: 'accept', source: 'config', reasonType: 'mode', reasonCode: 'mode:bypassPermissions' })).toBe('allowed by mode (permissionDecision.source: config, mode:bypassPermissions)');
    expect(decided({ decision: 'accept', source: 'config', reasonType: 'rule', reasonCode: 'rule:localSettings', ruleSource: 'localSettings' })).toBe('allowed by rule (permissionDecision.source: config, rule:localSettings)');
    expect(decided({ decision: 'accept', source: 'config', reasonCode: 'sandboxAutoAllow' })).toBe('allowed by sandbox (permissionDecision.source: config, sandboxAutoAllow)');
    expect(decided({ decision: 'accept', source: 'classifier', reasonCode: 'classifier:auto-mode' })).toBe('allowed by classifier (permissionDecision.source: classifier, classifier:auto-mode)');
    expect(decided({ decision: 'reject', source: 'hook' })).toBe('denied by hook (permissionDecision.source: hook)');
    expect(decided({ decision: 'reject', source: 'user_reject' })).toBe('denied by person (permissionDecision.source: user_reject)');
    expect(decided({ decision: 'reject', source: 'user_abort' })).toBe('interrupted by person (permissionDecision.source: user_abort)');
  });

  it.each<[JsonObject, string, string]>([
    [{ reasonType: 'hook', reasonCode: 'hook:PreToolUse' }, 'hook', 'A hook refused it; nobody was asked.'],
    [{ reasonType: 'classifier', reasonCode: 'classifier:auto-mode:no-verdict' }, 'classifier', "The auto mode's classifier refused it"],
    [{ reasonType: 'mode' }, 'mode', 'The mode refused it'],
    [{ reasonCode: 'rule:policySettings' }, 'rule', 'A rule of policySettings refused it'],
    [{ reasonType: 'rule', ruleSource: 'session' }, 'rule', 'A rule of session refused it'],
    [{ reasonCode: 'readOnlyCommand' }, 'rule', 'read-only commands refused it'],
    [{ reasonType: 'asyncAgent' }, 'rule', 'with nobody there to ask, refused it'],
    [{ reasonCode: 'noApprovalSurface' }, 'rule', 'with nobody there to ask, refused it'],
    [{ reasonType: 'safetyCheck' }, 'rule', "safety check of the client's own refused it"],
    [{ reasonType: 'workingDir' }, 'rule', 'folders to work in refused it'],
    [{ reasonType: 'permissionPromptTool' }, 'unknown', 'A tool of the program that started the session refused it.'],
    [{ reasonCode: 'unknown' }, 'unknown', 'the row does not say which'],
    [{}, 'unknown', 'the row does not say which'],
  ])('names what the settings decided by, where %j says it: %s', (reason, by, says) => {
    const approval = approvalOf({ ...asked, outcome: 'denied', resultRow: { permissionDecision: { decision: 'reject', source: 'config', ...reason } } });
    expect(approval).toMatchObject({ verdict: 'denied', by });
    expect(approval.says).toContain(says);
  });

  it('is by nobody that is known where the row names a source of a later version', () => {
    expect(decided({ decision: 'accept', source: 'oracle' })).toBe('allowed by unknown (permissionDecision.source: oracle)');
  });

  it('is no proof of a click in a run that had no terminal', () => {
    expect(decided({ decision: 'accept', source: 'user_permanent' }, { headless: 'sdk-cli' })).toMatch(/^allowed by unknown/);
    expect(refused({ toolDenialKind: 'user-rejected' }, '', { headless: 'sdk-cli' })).toMatch(/^denied by unknown/);
    expect(line({ headless: 'sdk-cli' })).toBe('allowed by rule (entrypoint)');
  });

  it('stands in a row of its own where a hook or the saved stream says so', () => {
    expect(line({ decisions: [{ decision: 'allow', by: 'hook PermissionRequest' }] })).toBe('allowed by hook (hook PermissionRequest)');
    expect(line({ outcome: 'error', decisions: [{ decision: 'deny', by: 'rule' }] })).toBe('denied by rule (rule)');
    expect(line({ outcome: 'error', decisions: [{ decision: 'deny', by: 'permission_denials' }] })).toBe('denied by unknown (permission_denials)');
    expect(line({ outcome: 'denied', decisions: [{ decision: 'deny', by: 'rule' }, { decision: 'deny', by: 'permission_denials' }] })).toBe('denied by rule (rule)');
    expect(line({ outcome: 'denied', decisions: [{ decision: 'allow', by: 'hook a' }, { decision: 'deny', by: 'hook b' }] })).toBe('denied by hook (hook b)');
  });

  it('is not a hook\'s where that one left it to others, or where a rule refused what it had allowed', () => {
    for (const decision of ['ask', 'defer']) {
      expect(line({ mode: 'bypassPermissions', decisions: [{ decision, by: 'hook PreToolUse' }] })).toBe('allowed by mode (user.permissionMode)');
      expect(refused({ toolDenialKind: 'user-rejected' }, '', { decisions: [{ decision, by: 'hook PreToolUse' }] })).toBe('denied by person (toolDenialKind: user-rejected)');
    }
    expect(refused({ toolDenialKind: 'permission-rule' }, '', { decisions: [{ decision: 'allow', by: 'hook PreToolUse' }] })).toBe('denied by rule (toolDenialKind: permission-rule)');
  });

  it('is read from a refusal, and a refusal by a person does not show that nothing ran', () => {
    expect(refused({ toolDenialKind: 'permission-rule' })).toBe('denied by rule (toolDenialKind: permission-rule)');
    for (const kind of ['automode-unavailable', 'automode-parsing-error']) expect(refused({ toolDenialKind: kind })).toBe(`denied by classifier (toolDenialKind: ${kind})`);
    expect(refused({ toolDenialKind: 'of-next-year' })).toBe('denied by unknown (toolDenialKind: of-next-year)');
    expect(refused({ toolDenialKind: 'automode-blocked' })).toBe('denied by classifier (toolDenialKind: automode-blocked)');
    expect(refused({ toolDenialKind: 'user-rejected', toolDenialFromHost: true })).toBe('denied by unknown (toolDenialKind: user-rejected, toolDenialFromHost)');
    expect(refused({}, 'Permission to use mcp__a__b has been denied.', { tool: 'mcp__a__b', outcome: 'error' })).toBe('unknown by unknown (the text of the result)');
    expect(refused({}, 'PreToolUse:Bash hook error: no')).toMatch(/^denied by hook \(the text of the result/);
    expect(approvalOf({ ...asked, outcome: 'rejected', resultRow: { toolDenialKind: 'user-rejected' } }).says).toContain('is not shown');
    expect(approvalOf({ ...asked, outcome: 'denied', resultRow: { toolDenialKind: 'user-rejected', toolDenialBeforeRun: true } }).says).toContain('before it ran');
    expect(line({ outcome: 'interrupted', resultRow: { toolDenialKind: 'cancelled' } })).toBe('interrupted by unknown (toolDenialKind: cancelled)');
  });

  it('is read from the block that answers the call, where a row answers several', () => {
    const blocks = [{ type: 'tool_result', tool_use_id: 's', content: '<sandbox_violations>' }, { type: 'tool_result', tool_use_id: 't', is_error: true, content: "The user doesn't want to proceed with this tool use." }];
    const approval = approvalOf({ ...asked, outcome: 'rejected', resultRow: { message: { content: blocks } } });
    expect(approval).toMatchObject({ verdict: 'denied', by: 'person' });
    expect(approval.says).not.toContain('sandbox');
  });

  it('comes with what the row says of the sandbox, which is the client\'s own claim', () => {
    const says = (row: JsonObject, text: string | null = null): string => approvalOf({ ...asked, resultRow: { ...row, message: { content: [{ type: 'tool_result', tool_use_id: 't', content: text ?? 'x' }] } } }).says;
    expect(says({ sandboxed: true })).toContain('The row says that it ran inside the sandbox.');
    expect(says({ sandboxed: false })).toContain('The row says that it ran outside any sandbox.');
    expect(says({ sandboxed: true, sandboxViolations: [{ kind: 'network', host: 'a.example', port: 443 }, { kind: 'other' }] })).toContain('The sandbox blocked a part: network a.example:443, other.');
    expect(says({}, 'x\n<sandbox_violations>deny file-write</sandbox_violations>')).toContain('The sandbox blocked a part');
    expect(approvalOf({ ...asked, tool: 'mcp__x__run', resultRow: { message: { content: [{ type: 'tool_result', content: '<sandbox_violations>' }] } } }).says).not.toContain('sandbox');
    expect(says({})).not.toContain('sandbox');
  });

  it('is otherwise what the mode leaves open, and unknown where no record names a mode', () => {
    expect(line({ mode: 'bypassPermissions', modeSource: 'permission-mode row' })).toBe('allowed by mode (permission-mode row)');
    expect(line({ mode: 'bypassPermissions', tool: 'AskUserQuestion' })).toBe('allowed by unknown (user.permissionMode)');
    expect(line({ mode: 'auto' })).toBe('allowed by classifier (user.permissionMode)');
    expect(line({ mode: 'dontAsk' })).toBe('allowed by rule (user.permissionMode)');
    expect(line({ mode: 'acceptEdits', tool: 'Edit' })).toBe('allowed by mode (user.permissionMode)');
    expect(line({ mode: 'acceptEdits' })).toBe('allowed by unknown (user.permissionMode)');
    expect(line({})).toBe('allowed by unknown (user.permissionMode)');
    expect(line({ mode: null, modeSource: null })).toBe('allowed by unknown (no record of the mode)');
    expect(line({ mode: 'bypassPermissions', outcome: 'unknown', resultRow: null })).toBe('unknown by mode (user.permissionMode)');
  });
});
