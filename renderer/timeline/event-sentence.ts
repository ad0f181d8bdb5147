/** The inspector's first sentence where no finding gives one, and the wording of a call's result. Pure; shows nothing. */
import { type EventRow, severities } from '../../shared/event.ts';
import type { Finding, RuleInfo } from '../../shared/finding.ts';
import { spanText } from '../../shared/time.ts';
import { elideArgument } from './elide-argument.ts';
import { kindSentence } from './kind-words.ts';
import { mainRef, shortId, shortRef } from './row-words.ts';

/** Findings, worst first; equal ones in the order they came. */
export function byWorst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** The rule that explains a finding: its own, or the family's. */
export function ruleOf(finding: Finding, rules: readonly RuleInfo[]): RuleInfo | null {
  const family = finding.rule.split('.')[0] ?? finding.rule;
  return rules.find((rule) => rule.id === finding.rule) ?? rules.find((rule) => rule.id.endsWith('*') && finding.rule.startsWith(rule.id.slice(0, -1))) ?? rules.find((rule) => rule.family === family) ?? null;
}

const shellTools = new Set(['Bash', 'PowerShell', 'BashOutput']);
const writers: Readonly<Record<string, string>> = { Write: 'Wrote', Edit: 'Edited', MultiEdit: 'Edited', NotebookEdit: 'Edited', Read: 'Read', NotebookRead: 'Read' };

function resultWords(row: EventRow): string {
  switch (row.outcome) {
    case 'denied':
      return ' It was refused and did not run.';
    case 'rejected':
      return ' It was refused, or stopped while it ran.';
    case 'error':
      return ` It ended with an error${row.durationMs === null ? '' : ` after ${spanText(row.durationMs)}`}.`;
    case 'interrupted':
      return ' It was interrupted.';
    case 'unknown':
      return ' No result is recorded.';
    case 'ok':
    case null:
      return '';
    default: {
      const never: never = row.outcome;
      return never;
    }
  }
}

function verbOf(row: EventRow): string {
  const tool = row.tool ?? 'a tool';
  const asked = row.outcome === 'denied' || row.outcome === 'rejected' || row.outcome === 'unknown';
  if (shellTools.has(tool)) return asked ? 'Asked to run' : 'Ran';
  const verb = Object.hasOwn(writers, tool) ? writers[tool] : undefined;
  return verb && !asked ? verb : asked ? `Asked for ${tool}:` : `Called ${tool}:`;
}

/** What happened, in one sentence of the record's own words. It holds evidence: show it as evidence text. */
export function eventSentence(row: EventRow): string {
  const entry = row.reflog;
  if (entry) return `${entry.action} moved ${shortRef(mainRef(entry.refs))} from ${shortId(entry.old)} to ${shortId(entry.new)}.`;
  const who = row.agentId === null ? '' : 'A sub-agent: ';
  switch (row.kind) {
    case 'tool-call':
      return `${who}${verbOf(row)} ${elideArgument(row.argument.replace(/\s+/g, ' '), 120).trimEnd()}.${resultWords(row)}`;
    case 'prompt':
      return 'A person wrote this prompt.';
    default:
      return kindSentence(row.kind, elideArgument(row.argument.replace(/\s+/g, ' '), 120));
  }
}

/** What the output section says before, or in place of, the output itself. */
export function outputNote(row: EventRow, hasResult: boolean): string | null {
  switch (row.outcome) {
    case 'denied':
      return 'The call was refused: it did not run.';
    case 'rejected':
      return 'The record says that a person refused the call. The client writes the same where a running call is stopped: that it did nothing is not shown.';
    case 'interrupted':
      return 'The call was interrupted; part of it may have run.';
    case 'unknown':
      return 'No result is recorded. That does not show that the call did not run.';
    case 'error':
    case 'ok':
      return hasResult ? null : 'The result is recorded, but it holds no text.';
    case null:
      return null;
    default: {
      const never: never = row.outcome;
      return never;
    }
  }
}
