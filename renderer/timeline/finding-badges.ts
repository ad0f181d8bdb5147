/** Which findings a row shows: the worst as a badge with a short name, the rest as a number. Knows no colours. */
import { type EventRow, type FindingTag, type Severity, severities } from '../../shared/event.ts';

export interface RowBadges {
  /** The severity mark; null where the row has no finding above `info`. */
  readonly mark: Severity | null;
  readonly badge: { readonly text: string; readonly title: string; readonly severity: Severity } | null;
  /** How many findings the badge does not name, and the worst of them. */
  readonly more: { readonly count: number; readonly severity: Severity } | null;
}

/** Short names by the beginning of a rule id, the longest first. A rule that is not listed is named by its own last part. */
const shortNames: readonly (readonly [string, string])[] = [
  ['write.outside-root', 'OUTSIDE ROOT'],
  ['write.credential-store', 'CREDENTIAL STORE'],
  ['write.', 'WRITE'],
  ['credential.', 'CREDENTIAL'],
  ['secret.', 'SECRET'],
  ['network.', 'NETWORK'],
  ['exfil.', 'EXFILTRATION'],
  ['destructive.', 'DESTRUCTIVE'],
  ['persistence.', 'PERSISTENCE'],
  ['privilege.', 'PRIVILEGE'],
  ['execution.', 'REMOTE CODE'],
  ['obfuscation.', 'OBFUSCATED'],
  ['supply.', 'SUPPLY CHAIN'],
  ['antiforensics.', 'TRACES REMOVED'],
  ['agent.mcp', 'MCP'],
  ['agent.', 'AGENT CONFIG'],
  ['git.unexplained', 'UNEXPLAINED'],
  ['git.contradicted', 'CONTRADICTED'],
];

/** A badge's words for a rule id. */
export function ruleBadgeText(rule: string): string {
  const known = shortNames.find(([start]) => rule.startsWith(start));
  if (known) return known[1];
  const last = rule.slice(rule.lastIndexOf('.') + 1).replace(/[^A-Za-z0-9]+/g, ' ').trim();
  return (last === '' ? 'FINDING' : last).toUpperCase().slice(0, 18);
}

/** Worst first; equal severity in the order of rule ids, so that a row always looks the same. */
export function worstFirst(findings: readonly FindingTag[]): readonly FindingTag[] {
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

/** What a row's badges are. */
export function rowBadges(row: Pick<EventRow, 'findings' | 'findingCount'>): RowBadges {
  const [worst, next] = worstFirst(row.findings);
  if (!worst) return { mark: null, badge: null, more: null };
  const more = Math.max(row.findingCount, row.findings.length) - 1;
  return {
    mark: worst.severity === 'info' ? null : worst.severity,
    badge: { text: ruleBadgeText(worst.rule), title: worst.title, severity: worst.severity },
    more: more > 0 ? { count: more, severity: next?.severity ?? worst.severity } : null,
  };
}

/** The badges of a row that is too narrow for words: the mark says the worst, and a number how many more there are. */
export function withoutWords({ mark, badge, more }: RowBadges): RowBadges {
  if (badge === null || mark !== null) return { mark, badge: null, more };
  return { mark, badge: null, more: { count: (more?.count ?? 0) + 1, severity: badge.severity } };
}
