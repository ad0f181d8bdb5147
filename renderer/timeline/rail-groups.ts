/** Sessions grouped by project for the rail, and what a session's line says. Pure. */
import type { Session } from '../../shared/case.ts';
import { type Severity, severities } from '../../shared/event.ts';
import { clockText, type DisplayZone, shortDayText } from './time-axis.ts';

export interface SessionGroup {
  readonly project: string;
  readonly label: string;
  readonly calls: number;
  readonly sessions: readonly Session[];
}

/** The last two parts of a path: enough to tell projects apart in 200 pixels. */
export function projectLabel(project: string): string {
  const parts = project.split(/[\\/]/).filter((part) => part !== '');
  return parts.slice(-2).join('/') || project;
}

/** Groups in order of calls, sessions in each by start, the latest first; sessions without a start come last. */
export function groupSessions(sessions: readonly Session[]): readonly SessionGroup[] {
  const byProject = new Map<string, Session[]>();
  for (const session of sessions) {
    const project = session.cwd ?? session.project ?? 'No project known';
    byProject.set(project, [...(byProject.get(project) ?? []), session]);
  }
  return [...byProject.entries()]
    .map(([project, own]) => ({
      project,
      label: projectLabel(project),
      calls: own.reduce((sum, session) => sum + session.toolCalls, 0),
      sessions: own.sort((a, b) => (b.start ?? -1) - (a.start ?? -1) || (a.id < b.id ? -1 : 1)),
    }))
    .sort((a, b) => b.calls - a.calls || (a.project < b.project ? -1 : 1));
}

/** The two worst severities that a session has findings of, with their counts. `info` and `low` stay out of the rail. */
export function worstCounts(session: Session): readonly { readonly severity: Severity; readonly count: number }[] {
  return severities
    .slice(0, 3)
    .map((severity) => ({ severity, count: session.findings[severity] }))
    .filter((entry) => entry.count > 0)
    .slice(0, 2);
}

/** The clock time of a session's start, or its day where that is not the case's last day. */
export function startText(session: Session, lastTime: number | null, zone: DisplayZone): string {
  if (session.start === null) return 'no time';
  if (lastTime !== null && lastTime - session.start > 24 * 3_600_000) return shortDayText(session.start, zone);
  return clockText(session.start, zone).slice(0, 5);
}

/** Tools of one family in one line of the rail, as the analyst thinks of them. */
export interface ToolLine {
  readonly label: string;
  readonly icon: string;
  readonly tools: readonly string[];
  readonly count: number;
}

const families: readonly { readonly label: string; readonly tools: readonly string[] }[] = [
  { label: 'Edit, Write', tools: ['Edit', 'Write', 'MultiEdit', 'NotebookEdit'] },
  { label: 'Read, Grep', tools: ['Read', 'Grep', 'Glob', 'LS', 'NotebookRead'] },
  { label: 'Web', tools: ['WebFetch', 'WebSearch'] },
  { label: 'Sub-agents', tools: ['Task', 'Agent'] },
];

/** Tools in view, families joined, most used first. A tool that belongs to no family has its own line. */
export function toolLines(tools: readonly { readonly name: string; readonly count: number }[]): readonly ToolLine[] {
  const lines = new Map<string, { label: string; icon: string; tools: string[]; count: number }>();
  for (const tool of tools) {
    const family = families.find((one) => one.tools.includes(tool.name));
    const label = family?.label ?? (tool.name.startsWith('mcp__') ? 'MCP' : tool.name);
    const line = lines.get(label);
    if (line) {
      line.tools.push(tool.name);
      line.count += tool.count;
    } else lines.set(label, { label, icon: family?.tools[0] ?? tool.name, tools: [tool.name], count: tool.count });
  }
  return [...lines.values()].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
