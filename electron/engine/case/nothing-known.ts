/** Whether a folder holds anything that Postflight knows. Scan, app and report ask it alike. */
import type { OpenedCase } from './opened-case.ts';

/** The message for a folder without evidence of a known kind; null where there is some. */
export function nothingKnown(opened: Pick<OpenedCase, 'sessions' | 'repositories' | 'entries'>, root: string): string | null {
  if (opened.sessions.length > 0 || opened.repositories.length > 0) return null;
  if (opened.entries.some((entry) => entry.kind !== 'other' && entry.state !== 'skipped')) return null;
  return `${root} holds nothing that Postflight knows: no transcripts (.claude/projects/*/*.jsonl), no git repositories, no settings or histories. ${opened.entries.length} files were hashed.`;
}
