/** Which key means what in the timeline. Single letters are off in text fields, and never taken with a modifier. Pure. */

export const timelineCommands = [
  'next-row',
  'previous-row',
  'next-page',
  'previous-page',
  'first-row',
  'last-row',
  'session-cell',
  'git-cell',
  'open-inspector',
  'next-prompt',
  'previous-prompt',
  'next-finding',
  'previous-finding',
  'next-match',
  'previous-match',
  'follow-connector',
  'query',
  'mode',
  'toggle-inspector',
  'copy-provenance',
  'escape',
] as const;
export type TimelineCommand = (typeof timelineCommands)[number];

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  readonly modifier: boolean;
  /** The focus is in a field that takes text. */
  readonly inText: boolean;
  /** The focus is in the rows; arrows belong to other controls elsewhere. */
  readonly inRows: boolean;
}

const letters: Readonly<Record<string, TimelineCommand>> = {
  j: 'next-row',
  k: 'previous-row',
  ']': 'next-prompt',
  '[': 'previous-prompt',
  n: 'next-finding',
  p: 'previous-finding',
  g: 'follow-connector',
  h: 'mode',
  '/': 'query',
  i: 'toggle-inspector',
  y: 'copy-provenance',
};
const rowKeys: Readonly<Record<string, TimelineCommand>> = {
  ArrowDown: 'next-row',
  ArrowUp: 'previous-row',
  PageDown: 'next-page',
  PageUp: 'previous-page',
  Home: 'first-row',
  End: 'last-row',
  ArrowLeft: 'session-cell',
  ArrowRight: 'git-cell',
  Enter: 'open-inspector',
  ' ': 'open-inspector',
};

/** The command of a key press, or null where the key is not the timeline's. */
export function timelineCommand(press: KeyPress): TimelineCommand | null {
  if (press.modifier) return null;
  if (press.key === 'F3') return press.shift ? 'previous-match' : 'next-match';
  if (press.key === 'Escape') return 'escape';
  if (press.inText) return null;
  const letter = Object.hasOwn(letters, press.key.toLowerCase()) ? letters[press.key.toLowerCase()] : undefined;
  if (letter && !press.shift) return letter;
  if (letter === 'next-prompt' || letter === 'previous-prompt' || letter === 'query') return letter;
  return press.inRows && Object.hasOwn(rowKeys, press.key) ? (rowKeys[press.key] ?? null) : null;
}
