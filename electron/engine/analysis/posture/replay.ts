/** Replays permission rules and hooks over the calls that were made: what each would have stopped, asked or seen. Pure. */
import { RE2JS } from 're2js';
import type { Hook, SettingsFile } from '../../sources/posture/settings-files.ts';
import type { SettingScope } from '../../sources/posture/settings-place.ts';
import { absolutePath, comparablePath, type RuleList } from './path-rule.ts';
import { inOrder, readersOf } from './precedence.ts';
import { type CompiledRule, compileRule, type ReplayedCall } from './permission-rules.ts';
import { type WrittenCommands, writtenCommands } from './written-commands.ts';

export interface CallToReplay extends ReplayedCall {
  readonly event: number;
  readonly toolUseId: string | null;
  readonly unattended: boolean;
  /** Ids of the findings of at least medium weight that stand on it. */
  readonly weighty: readonly string[];
}

export interface RuleReplay {
  readonly list: RuleList;
  readonly rule: string;
  readonly scope: SettingScope;
  readonly path: string;
  readonly line: number;
  readonly project: string | null;
  readonly matched: number;
  readonly unattended: number;
  /** Of those, calls that no rule of a list before this one matches: deny comes before ask, ask before allow. */
  readonly decides: number;
  readonly examples: readonly string[];
  /** Why the rule can match nothing, or was not replayed. */
  readonly note: string | null;
}

export interface HookReplay {
  readonly hook: Hook;
  /** Calls that its matcher takes. */
  readonly matched: number;
  readonly unattended: number;
  /** Of those, calls that have a finding. */
  readonly withFinding: number;
  /** The first of those findings, by id. */
  readonly findings: readonly string[];
  /** Why it did not run at all, where the settings say so; the counts say what it would have seen. */
  readonly note: string | null;
}

const lists: readonly RuleList[] = ['deny', 'ask', 'allow'];
const keptCommands = 50_000;
const maxRules = 500;
const examples = 5;
const namedFindings = 20;
const noExamples = (): string[] => [];

interface PlacedRule {
  readonly file: SettingsFile;
  readonly list: RuleList;
  readonly rule: string;
  readonly line: number;
  readonly compiled: CompiledRule;
  /** Rules behind it in the same list that take files out of it again. */
  readonly takenOutBy: readonly CompiledRule[];
  readonly inReach: (call: ReplayedCall) => boolean;
}

/** Replays each rule over each call. Of several files the lists add up; in effect a deny rule comes first, wherever it stands. */
export function replayRules(files: readonly SettingsFile[], sourcePath: (path: string) => string, calls: readonly CallToReplay[]): readonly RuleReplay[] {
  const kept = new Map<string, WrittenCommands>();
  const read = (text: string): WrittenCommands => {
    let known = kept.get(text);
    if (known === undefined) {
      if (kept.size >= keptCommands) kept.clear();
      known = writtenCommands(text);
      kept.set(text, known);
    }
    return known;
  };
  const rules = placedRules(files, sourcePath, read);
  const found = rules.map(() => ({ matched: 0, unattended: 0, decides: 0, examples: noExamples() }));
  for (const call of calls) {
    let strongest = lists.length;
    const hits: number[] = [];
    rules.forEach((rule, at) => {
      if (rule.inReach(call) && rule.compiled.matches(call) && !takenOut(rule, call)) {
        hits.push(at);
        strongest = Math.min(strongest, lists.indexOf(rule.list));
      }
    });
    for (const at of hits) {
      const [row, rule] = [found[at], rules[at]];
      if (row === undefined || rule === undefined) continue;
      row.matched += 1;
      if (call.unattended) row.unattended += 1;
      if (lists.indexOf(rule.list) === strongest) row.decides += 1;
      if (row.examples.length < examples && call.toolUseId !== null) row.examples.push(call.toolUseId);
    }
  }
  return rules.map(({ file, list, rule, line, compiled }, at) => ({ list, rule, scope: file.scope, path: file.path, line, project: file.project, note: compiled.takesOut ? 'It takes files out of the rules before it.' : compiled.note, ...(found[at] ?? { matched: 0, unattended: 0, decides: 0, examples: [] }) }));
}

function placedRules(files: readonly SettingsFile[], sourcePath: (path: string) => string, read: (text: string) => WrittenCommands): readonly PlacedRule[] {
  const rules: PlacedRule[] = [];
  const asked = new Set([...files.filter((file) => file.scope !== 'managed'), ...readersOf(files).flatMap((reader) => inOrder(reader.files))]);
  const managedOnly = isOn(files, 'allowManagedPermissionRulesOnly');
  for (const file of files) {
    const idle = !asked.has(file) ? 'The client does not ask this file: another managed source comes first, or it is one of before.' : managedOnly && file.scope !== 'managed' ? 'Managed settings let managed rules count only.' : null;
    const project = file.project === null ? null : comparablePath(sourcePath(file.project));
    const folder = sourcePath(file.path.slice(0, Math.max(0, file.path.lastIndexOf('/'))));
    const reaches = reachOf(file, sourcePath);
    const inReach = (call: ReplayedCall): boolean => idle === null && reaches(call);
    for (const list of lists) {
      for (const value of file.values) {
        if (value.name !== `permissions.${list}`) continue;
        const place = { list, base: project ?? folder };
        const compiled = (value.items ?? []).map((rule) => ({ rule, compiled: compileRule(rule, place, read) }));
        compiled.forEach((each, at) => {
          if (rules.length >= maxRules) return;
          rules.push({ file, list, rule: each.rule, line: value.ref.line, compiled: idle === null ? each.compiled : { ...each.compiled, note: idle }, takenOutBy: compiled.slice(at + 1).flatMap((later) => (later.compiled.takesOut && toolOf(later.rule) === toolOf(each.rule) ? [later.compiled] : [])), inReach });
        });
      }
    }
  }
  return rules;
}

/** Which calls a file of settings counts for: those of its user, of its project, of all on the machine. */
function reachOf(file: Pick<SettingsFile, 'path' | 'project'> & { readonly scope: Hook['scope'] }, sourcePath: (path: string) => string): (call: ReplayedCall) => boolean {
  const project = file.project === null ? null : comparablePath(sourcePath(file.project));
  const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
  const home = file.scope === 'user' ? comparablePath(sourcePath(folder)).replace(/\/[^/]*$/, '') : null;
  return (call) => {
    if (home !== null && call.home !== null && comparablePath(call.home) !== home && file.path.includes('/')) return false;
    if (project === null || call.cwd === null) return true;
    const cwd = comparablePath(call.cwd);
    return cwd === project || cwd.startsWith(`${project}/`);
  };
}

/** The settings that a hook stands in; one in the head of an agent or a skill belongs to the folder of settings around it. */
function settingsOf(hook: Hook, files: readonly SettingsFile[]): Pick<SettingsFile, 'path' | 'project'> & { readonly scope: Hook['scope'] } {
  const own = files.find((file) => file.path === hook.ref.path);
  if (own !== undefined) return own;
  const around = /^(.*?)(?:^|\/)\.claude\//.exec(hook.ref.path)?.[1] ?? '';
  return { scope: hook.scope, project: hook.scope === 'project' ? around : null, path: hook.scope === 'user' ? `${around}/.claude/settings.json` : hook.ref.path };
}

/** True where managed settings that are in force switch a setting on. */
function isOn(files: readonly SettingsFile[], name: string): boolean {
  return inOrder(files).some((file) => file.scope === 'managed' && file.values.some((value) => value.name === name && value.value === 'true'));
}

function toolOf(rule: string): string {
  return rule.trim().split('(')[0] ?? rule;
}

/** A file that a later `!` rule names is let go, unless the rule means a folder above it, or is anchored elsewhere. */
function takenOut({ rule, compiled, takenOutBy }: PlacedRule, call: ReplayedCall): boolean {
  if (takenOutBy.length === 0 || call.path === null || compiled.pathMatch === null || /\((?:\/|~\/)/.test(rule)) return false;
  const path = absolutePath(call.path, call);
  return path !== null && compiled.pathMatch(path, call) === 'itself' && takenOutBy.some((each) => each.pathMatch?.(path, call) !== 'no');
}

export function replayHooks(hooks: readonly Hook[], calls: readonly CallToReplay[], files: readonly SettingsFile[] = [], sourcePath: (path: string) => string = (path) => path): readonly HookReplay[] {
  const managedOnly = isOn(files, 'allowManagedHooksOnly');
  const switches = inOrder(files).filter((file) => file.values.some((value) => value.name === 'disableAllHooks' && value.value === 'true'));
  return hooks.map((hook) => {
    const place = settingsOf(hook, files);
    // A user's or a project's switch does not reach managed hooks, nor those of another user or project.
    const off = switches.find((file) => file.scope === 'managed' || (hook.scope !== 'managed' && (file.scope === 'user' ? hook.scope !== 'user' || file.path === place.path : file.project === place.project)));
    const note = managedOnly && hook.scope !== 'managed' ? 'Managed settings let managed hooks run only.' : off !== undefined ? `${off.path} switches hooks off.` : null;
    if (!/^(?:PreToolUse|PostToolUse|PostToolUseFailure|PermissionRequest|PermissionDenied)$/.test(hook.event)) return { hook, matched: 0, unattended: 0, withFinding: 0, findings: [], note };
    const takes = matcherOf(hook.matcher);
    const inReach = reachOf(place, sourcePath);
    const hits = calls.filter((call) => takes(call.tool) && inReach(call));
    return { hook, matched: hits.length, unattended: hits.filter((call) => call.unattended).length, withFinding: hits.filter((call) => call.weighty.length > 0).length, findings: [...new Set(hits.flatMap((call) => call.weighty))].slice(0, namedFindings), note };
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
