/** Replays permission rules and hooks over the calls that were made: what each would have stopped, asked or seen. Pure. */
import { RE2JS } from 're2js';
import type { Hook, SettingsFile, SettingScope } from '../../sources/posture/settings-files.ts';
import { type ReplayedCall, ruleMatches } from './permission-rules.ts';

export interface CallToReplay extends ReplayedCall {
  readonly event: number;
  readonly toolUseId: string | null;
  readonly unattended: boolean;
  /** A finding of at least medium weight stands on it. */
  readonly weighty: boolean;
}

export interface RuleReplay {
  readonly list: 'deny' | 'ask' | 'allow';
  readonly rule: string;
  readonly scope: SettingScope;
  readonly path: string;
  readonly line: number;
  readonly project: string | null;
  readonly matched: number;
  readonly unattended: number;
  readonly examples: readonly string[];
}

export interface HookReplay {
  readonly hook: Hook;
  /** Calls that its matcher takes. */
  readonly matched: number;
  readonly unattended: number;
  /** Of those, calls that have a finding. */
  readonly withFinding: number;
}

const maxRules = 500;
const examples = 5;

export function replayRules(files: readonly SettingsFile[], sourcePath: (path: string) => string, calls: readonly CallToReplay[]): readonly RuleReplay[] {
  const rows: RuleReplay[] = [];
  for (const file of files) {
    const project = file.project === null ? null : sourcePath(file.project);
    for (const list of ['deny', 'ask', 'allow'] as const) {
      for (const value of file.values) {
        if (value.name !== `permissions.${list}`) continue;
        for (const rule of value.items ?? []) {
          if (rows.length >= maxRules) return rows;
          const hits = calls.filter((call) => (project === null || call.cwd === null || call.cwd === project || call.cwd.startsWith(`${project}/`)) && ruleMatches(rule, call, { project }));
          rows.push({ list, rule, scope: file.scope, path: file.path, line: value.ref.line, project: file.project, matched: hits.length, unattended: hits.filter((call) => call.unattended).length, examples: hits.slice(0, examples).flatMap((call) => call.toolUseId ?? []) });
        }
      }
    }
  }
  return rows;
}

export function replayHooks(hooks: readonly Hook[], calls: readonly CallToReplay[]): readonly HookReplay[] {
  return hooks.map((hook) => {
    if (!/^(?:PreToolUse|PostToolUse|PostToolUseFailure|PermissionRequest|PermissionDenied)$/.test(hook.event)) return { hook, matched: 0, unattended: 0, withFinding: 0 };
    const takes = matcherOf(hook.matcher);
    const hits = calls.filter((call) => takes(call.tool));
    return { hook, matched: hits.length, unattended: hits.filter((call) => call.unattended).length, withFinding: hits.filter((call) => call.weighty).length };
  });
}

/** A matcher is a name, names with `|` between them, or a regular expression over the whole name; empty and `*` take each tool. */
export function matcherOf(matcher: string | null): (tool: string) => boolean {
  if (matcher === null || matcher === '' || matcher === '*') return () => true;
  if (/^[\w|]+$/.test(matcher)) {
    const names = new Set(matcher.split('|'));
    return (tool) => names.has(tool);
  }
  if (matcher.length > 500) return () => false;
  try {
    const compiled = RE2JS.compile(matcher);
    return (tool) => compiled.matcher(tool).matches();
  } catch {
    return () => false; // A matcher that is no expression takes nothing.
  }
}
