/** Findings on settings, hooks and consent: what loosened the agent's checks, and what would have held it. Pure. */
import type { Hook, SettingsFile } from '../../sources/posture/settings-files.ts';
import { bypassDisabled, type EffectiveSetting, inOrder } from './precedence.ts';
import { fileHit, type PostureHit, postureRule } from './posture-hit.ts';

export const bypassAllowedRule = postureRule({
  id: 'posture.bypass-allowed',
  title: 'Managed settings leave bypass mode open',
  severity: 'medium',
  attack: ['AML.T0103'],
  why: 'An administrator’s settings are in force and do not set permissions.disableBypassPermissionsMode, so users and scripts can switch the questions off.',
  doesNotShow: 'That the mode was used; transcripts tell that.',
  otherExplanation: 'The organisation may allow the mode on purpose.',
  canBeWrong: 'A device policy or settings that a server manages can lie outside the copy.',
});

export const apiBaseRule = postureRule({
  id: 'posture.api-base',
  title: 'Requests are sent to another address',
  severity: 'high',
  attack: ['T1557', 'AML.T0024'],
  why: 'A setting sends the agent’s requests, with all it reads, to an address that is not the provider’s own.',
  doesNotShow: 'That requests went there, or who runs the address.',
  otherExplanation: 'Gateways of companies and cloud providers are set this way.',
  canBeWrong: 'A local address can be a debugging proxy.',
});

export const hookMissingRule = postureRule({
  id: 'posture.hook-missing',
  title: 'A hook’s program is not in the copy',
  severity: 'low',
  attack: [],
  why: 'The settings name a hook whose file is not there: it could not have checked anything, or it was removed since.',
  doesNotShow: 'That the hook did not run at the time.',
  otherExplanation: 'The copy may leave out the folder that the file lies in.',
  canBeWrong: 'The path is taken from the words of the command, which a shell may read in another way.',
});

export const broadAllowRule = postureRule({
  id: 'posture.broad-allow',
  title: 'A rule lets any shell command run unasked',
  severity: 'medium',
  attack: ['AML.T0103'],
  why: 'An allow rule without bounds has the effect of bypass mode for shell commands, without its name.',
  doesNotShow: 'Which calls it let through.',
  otherExplanation: 'People allow this in throw-away environments.',
  canBeWrong: 'Deny and ask rules of a higher scope still hold.',
});

export const settingsRules = [apiBaseRule, broadAllowRule, bypassAllowedRule, hookMissingRule] as const;

const ownHosts = /^https:\/\/(?:api|[\w-]+)\.(?:anthropic|claude)\.com(?:[/:]|$)/i;

export function settingsFindings(files: readonly SettingsFile[], effective: readonly EffectiveSetting[], hooks: readonly Hook[]): readonly PostureHit[] {
  const hits: PostureHit[] = [];
  const managed = inOrder(files).find((file) => file.scope === 'managed');
  const { disabled, row: disable } = bypassDisabled(effective);
  if (managed !== undefined && !disabled) {
    hits.push(fileHit(bypassAllowedRule, { severity: 'medium', sentence: `The managed settings ${managed.path} are in force and permissions.disableBypassPermissionsMode is ${disable?.value ?? 'not set'}${disable?.winner && disable.winner.scope !== 'managed' ? ` by the ${disable.winner.scope} scope, which users can change` : ''}.`, excerpt: managed.path, evidence: [managed.ref], detail: { setting: 'permissions.disableBypassPermissionsMode', state: disable?.value ?? 'not set', path: managed.path } }));
  }
  for (const file of files) {
    for (const value of file.values) {
      if (/^env\.ANTHROPIC_(?:\w+_)?BASE_URL$/.test(value.name) && value.value !== null && value.value !== '' && !ownHosts.test(value.value)) {
        hits.push(fileHit(apiBaseRule, { severity: 'high', sentence: `${file.path} (${file.scope} scope) sets ${value.name.slice(4)} to ${value.value}: requests of the sessions that read it go there.`, excerpt: `${value.name.slice(4)}=${value.value}`.slice(0, 400), evidence: [value.ref], detail: { name: value.name, value: value.value, scope: file.scope, path: file.path, line: value.ref.line } }));
      }
      if (value.name === 'permissions.allow' && value.items !== null) {
        const broad = value.items.filter((rule) => /^(?:\*|Bash|PowerShell|(?:Bash|PowerShell)\(\*?(?::\*)?\))$/.test(rule.trim()));
        if (broad.length > 0) hits.push(fileHit(broadAllowRule, { severity: 'medium', sentence: `${file.path} (${file.scope} scope) allows ${broad.join(', ')} without a question.`, excerpt: broad.join(', ').slice(0, 400), evidence: [value.ref], detail: { rules: broad.slice(0, 50), scope: file.scope, path: file.path, line: value.ref.line } }));
      }
    }
  }
  for (const hook of hooks) {
    if (hook.file !== 'absent') continue;
    hits.push(fileHit(hookMissingRule, { severity: hook.event === 'PreToolUse' || hook.event === 'PermissionRequest' ? 'medium' : 'low', confidence: 'medium', confidenceReason: 'The copy may not hold the folder.', sentence: `${hook.ref.path} names the ${hook.event} hook ${hook.command.slice(0, 300)}, and the copy does not hold its file.`, excerpt: hook.command.slice(0, 400), evidence: [hook.ref], detail: { event: hook.event, matcher: hook.matcher, command: hook.command.slice(0, 1000), path: hook.ref.path } }));
  }
  return hits;
}
