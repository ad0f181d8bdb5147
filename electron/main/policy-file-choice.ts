/** Makes a choice of a policy file that a person points at: its name and its text. Does not know what a policy means. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ChoiceOf } from '../../shared/choices.ts';

const maxBytes = 4_000_000;
const maxCharacters = 1_000_000;

export type PolicyFileReading = { readonly ok: true; readonly choice: ChoiceOf<'policy-file'> } | { readonly ok: false; readonly reason: string };

export function policyFileChoice(path: string): PolicyFileReading {
  try {
    const text = statSync(path).size > maxBytes ? null : readFileSync(path, 'utf8');
    if (text === null || text.length > maxCharacters) return { ok: false, reason: `The policy ${path} is larger than 1,000,000 characters.` };
    return { ok: true, choice: { kind: 'policy-file', name: basename(path).slice(-300), text } };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { ok: false, reason: `The policy ${path} can't be read. ${missing ? 'There is no such file.' : error instanceof Error ? error.message.slice(0, 300) : ''}`.trim() };
  }
}
