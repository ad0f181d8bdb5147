/** A case file as text and back: the analyst's choices about one folder of evidence. Strict: what does not fit is refused as a whole. */
import * as v from 'valibot';
import { type History, history } from './choices.ts';
import { historyFault } from './choice-history.ts';
import { list, text } from './schema.ts';

export const caseFileSchema = 'postflight.case/1';
/** A larger file is none of ours. */
export const caseFileBytes = 64 * 1024 * 1024;

const caseFile = v.strictObject({
  schema: v.literal(caseFileSchema),
  /** Where the evidence lay when the file was begun. */
  evidence: v.strictObject({ root: text(8192), include: list(text(8192), 10_000) }),
  history,
});
export type CaseFileContent = v.InferOutput<typeof caseFile>;

export type CaseFileReading = { readonly ok: true; readonly content: CaseFileContent } | { readonly ok: false; readonly reason: string };

/** Reads the text of a case file. `reason` is for people and names the place. */
export function readCaseFile(json: string): CaseFileReading {
  if (json.length > caseFileBytes) return { ok: false, reason: 'It is larger than a case file can be.' };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, reason: 'It is not JSON.' };
  }
  const checked = v.safeParse(caseFile, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    const path = (issue.path ?? []).map((part) => String(part.key)).join('.');
    return { ok: false, reason: `${path === '' ? 'The file' : path}: ${issue.expected === 'never' ? 'there is no such key' : issue.message}.`.slice(0, 500) };
  }
  const fault = historyFault(checked.output.history);
  return fault === null ? { ok: true, content: checked.output } : { ok: false, reason: fault };
}

export function caseFileText(evidence: CaseFileContent['evidence'], entries: History): string {
  return `${JSON.stringify({ schema: caseFileSchema, evidence, history: entries }, null, 1)}\n`;
}
