/** Groups printed findings by severity and rule, and finds a rule's text and a record's hash. Pure. */
import type { EvidenceRef, Severity } from '../../shared/event.ts';
import type { Finding, RuleInfo } from '../../shared/finding.ts';
import type { RecordHash, ReportModel } from '../../shared/report.ts';

export interface FindingGroup {
  readonly key: string;
  readonly severity: Severity;
  readonly ruleId: string;
  readonly rule: RuleInfo | null;
  /** False where the rule's text was printed with an earlier group. */
  readonly printsRule: boolean;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Neighbours of one severity and rule, in the model's order: worst first, newest first within a rule. */
export function findingGroups(model: Pick<ReportModel, 'findings' | 'rules'>): readonly FindingGroup[] {
  const groups = new Map<string, { severity: Severity; ruleId: string; findings: Finding[] }>();
  for (const finding of model.findings) {
    const key = `${finding.severity} ${finding.rule}`;
    const group = groups.get(key);
    if (group) group.findings.push(finding);
    else groups.set(key, { severity: finding.severity, ruleId: finding.rule, findings: [finding] });
  }
  const printed = new Set<string>();
  return [...groups].map(([key, group]) => {
    const rule = ruleOf(group.ruleId, model.rules);
    const printsRule = rule !== null && !printed.has(rule.id);
    if (rule) printed.add(rule.id);
    const titles = new Set(group.findings.map((finding) => finding.title));
    const [onlyTitle] = titles;
    return { key, ...group, rule, printsRule, title: (titles.size === 1 ? onlyTitle : rule?.title) ?? group.ruleId };
  });
}

/** The rule that made a finding: by its id, else the rule of the family (`credential.aws` may come from `credential.path`). */
export function ruleOf(id: string, rules: readonly RuleInfo[]): RuleInfo | null {
  const exact = rules.find((rule) => rule.id === id);
  if (exact) return exact;
  const family = id.split('.')[0] ?? id;
  return rules.find((rule) => rule.id === family) ?? rules.find((rule) => rule.id.split('.')[0] === family) ?? null;
}

/** Looks a record's SHA-256 up by its place; null where it is unknown. */
export function hashLookup(hashes: readonly RecordHash[]): (ref: EvidenceRef) => string | null {
  const byPlace = new Map(hashes.map((hash) => [`${hash.byteStart} ${hash.byteEnd} ${hash.path}`, hash.sha256]));
  return (ref) => byPlace.get(`${ref.byteStart} ${ref.byteEnd} ${ref.path}`) ?? null;
}

/** How many findings of each severity are printed. */
export function printedBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}
