/** How a call's input is shown: a command, a diff, or labelled fields. Pure; reads only what the engine gave as text. */
import type { EventDetail } from '../../shared/contract.ts';
import type { Fact, Finding } from '../../shared/finding.ts';
import { type Severity, severities } from '../../shared/event.ts';

type Field = EventDetail['input'][number];

export interface Hunk {
  readonly before: string;
  readonly after: string;
}

export type CallInput =
  | { readonly kind: 'command'; readonly command: Field; readonly rest: readonly Field[] }
  | { readonly kind: 'diff'; readonly hunks: readonly Hunk[]; readonly note: string | null; readonly rest: readonly Field[] }
  | { readonly kind: 'fields'; readonly rest: readonly Field[] };

function hunksOfEdits(value: string): readonly Hunk[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  const hunks: Hunk[] = [];
  for (const edit of parsed) {
    if (typeof edit !== 'object' || edit === null || !('old_string' in edit) || !('new_string' in edit)) return null;
    const { old_string: before, new_string: after } = edit;
    if (typeof before !== 'string' || typeof after !== 'string') return null;
    hunks.push({ before, after });
  }
  return hunks;
}

/** Chooses the form by the fields that are there, not by the tool's name alone: a renamed tool still reads well. */
export function callInput(fields: readonly Field[]): CallInput {
  const field = (name: string) => fields.find((one) => one.name === name);
  const without = (...names: string[]) => fields.filter((one) => !names.includes(one.name));
  const command = field('command');
  if (command) return { kind: 'command', command, rest: without('command') };
  const before = field('old_string');
  const after = field('new_string');
  if (before && after) {
    const cut = before.cut || after.cut;
    return { kind: 'diff', hunks: [{ before: before.value, after: after.value }], note: cut ? 'Only the first 200,000 characters are compared.' : null, rest: without('old_string', 'new_string') };
  }
  const edits = field('edits');
  const hunks = edits && !edits.cut ? hunksOfEdits(edits.value) : null;
  if (hunks) return { kind: 'diff', hunks, note: null, rest: without('edits') };
  const content = field('content') ?? field('new_source');
  if (content && (field('file_path') || field('notebook_path'))) {
    const note = content.cut ? 'Only the first 200,000 characters are shown.' : 'The whole new content. What stood there before is not part of the call.';
    return { kind: 'diff', hunks: [{ before: '', after: content.value }], note, rest: without(content.name) };
  }
  return { kind: 'fields', rest: fields };
}

export interface CommandMark {
  readonly start: number;
  readonly end: number;
  readonly tone: Severity;
}

function worstOf(findings: readonly Finding[], starts: readonly string[]): Severity | null {
  const fitting = findings.filter((finding) => starts.some((start) => finding.rule.startsWith(start))).map((finding) => finding.severity);
  return fitting.sort((a, b) => severities.indexOf(a) - severities.indexOf(b))[0] ?? null;
}

/**
 * The place of what a fact names. A fact's span is often a whole simple command, and a command that is underlined from
 * end to end points at nothing: the word itself is looked for inside it.
 */
function placeOf(command: string, fact: Extract<Fact, { kind: 'network' | 'file' }>): { readonly start: number; readonly end: number } | null {
  const { span, written } = fact;
  if (span === null || span.end > command.length || span.start >= span.end) return null;
  const inside = command.slice(span.start, span.end);
  const names = fact.kind === 'network' ? [written, fact.host ?? ''] : [written];
  for (const name of names) {
    const at = name === '' ? -1 : inside.indexOf(name);
    if (at >= 0) return { start: span.start + at, end: span.start + at + name.length };
  }
  return inside.length <= 80 && !/\s/.test(inside.trim()) ? span : null;
}

/** Parts of the command that findings are about: hosts and paths, in the worst colour of the rules that fit them. */
export function commandMarks(command: string, facts: readonly Fact[], findings: readonly Finding[]): readonly CommandMark[] {
  const network = worstOf(findings, ['network.', 'exfil.', 'execution.']);
  const credential = worstOf(findings, ['credential.']);
  const write = worstOf(findings, ['write.', 'persistence.', 'destructive.', 'antiforensics.', 'privilege.']);
  const marks: CommandMark[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'network' && fact.kind !== 'file') continue;
    const tone = fact.kind === 'network' ? network : fact.operation === 'read' ? credential : fact.operation === 'execute' ? null : write;
    const place = tone === null || tone === 'info' ? null : placeOf(command, fact);
    if (tone !== null && place !== null) marks.push({ ...place, tone });
  }
  const sorted = marks.sort((a, b) => a.start - b.start || b.end - a.end);
  // Marks may not overlap when they are drawn; the first of two that do stands for both.
  return sorted.filter((mark, at) => sorted.slice(0, at).every((before) => before.end <= mark.start));
}
