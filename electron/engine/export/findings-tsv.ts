/** The findings as a table for `cut`, `sort` and `awk`: one line a finding, no quotes, tabs and line breaks escaped. Pure. */
import type { EvidenceRef } from '../../../shared/event.ts';
import type { Finding } from '../../../shared/finding.ts';
import { isoTime, utcMillis } from '../../../shared/time.ts';

/** The columns, in order. Severity is the third: `tail -n +2 findings.tsv | cut -f 3 | sort | uniq -c` counts by it. */
export const findingColumns = [
  'id',
  'rule',
  'severity',
  'confidence',
  'state',
  'time',
  'session',
  'tool_use_id',
  'path',
  'line',
  'byte_start',
  'byte_end',
  'sha256',
  'title',
  'places',
] as const;

/** The table as chunks of text, its head first. `places` says how many places a finding points at; the first one is printed. */
export function* findingsTable(findings: Iterable<Finding>, recordSha256: (ref: EvidenceRef) => string | null): Generator<string> {
  yield `${findingColumns.join('\t')}\n`;
  for (const finding of findings) {
    const ref = finding.evidence[0];
    const cells: Readonly<Record<(typeof findingColumns)[number], string>> = {
      id: finding.id,
      rule: finding.rule,
      severity: finding.severity,
      confidence: finding.confidence,
      state: finding.state,
      time: finding.time === null ? '' : (isoTime(utcMillis(finding.time)) ?? ''),
      session: finding.sessionId ?? '',
      tool_use_id: finding.toolUseId ?? '',
      path: ref?.path ?? '',
      // A binary file has no lines; 0 stands for that.
      line: ref && ref.line > 0 ? String(ref.line) : '',
      byte_start: ref ? String(ref.byteStart) : '',
      byte_end: ref ? String(ref.byteEnd) : '',
      sha256: (ref && recordSha256(ref)) ?? '',
      title: finding.title,
      places: String(finding.evidence.length),
    };
    yield `${findingColumns.map((column) => tableCell(cells[column])).join('\t')}\n`;
  }
}

/**
 * A value without the characters that end a cell or a line: `\t`, `\n`, `\r`, `\\`; bytes that are no UTF-8 and ASCII
 * controls become `\xHH`, other controls and what turns a line around `\uHHHH`, so that the file is harmless UTF-8 text
 * whatever the evidence holds. So does a first character that makes a formula of a cell. `printf %b` gives the value back.
 */
export function tableCell(value: string): string {
  return value.replace(/^[=+@-]|[\\\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\\') return '\\\\';
    if (character === '\t') return '\\t';
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    // A name's byte that is no UTF-8 stands as U+DC80 to U+DCFF (evidence-files.ts): print the byte itself.
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
