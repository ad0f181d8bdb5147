/**
 * Each key of the page and what it does, in groups as components lay them. The dialog lists these; a key that is laid without
 * standing here, or that stands here and is not laid, does not compile. Knows no component.
 */

interface KeyLine {
  /** Names as `keyName` gives them. */
  readonly keys: readonly string[];
  readonly does: string;
}

export interface KeyGroup {
  /** The heading that the dialog lists it under; groups of one heading follow each other. */
  readonly title: string;
  readonly lines: readonly KeyLine[];
}

/** Keys that components lay with `useKeys`, or hold on their own rows (`rows`). */
export const keyList = {
  everywhere: {
    title: 'Everywhere',
    lines: [
      { keys: ['Ctrl+1'], does: 'Overview' },
      { keys: ['Ctrl+2'], does: 'Timeline' },
      { keys: ['Ctrl+3'], does: 'Findings' },
      { keys: ['Ctrl+4'], does: 'Posture' },
      { keys: ['Ctrl+5'], does: 'Report' },
      { keys: ['Ctrl+f'], does: 'Find in the input and output of each call' },
      { keys: ['F3', 'Shift+F3'], does: 'Next, previous hit of the search' },
      { keys: ['Ctrl+i'], does: 'Files, hashes and what was read of each' },
      { keys: ['Ctrl+o'], does: 'Open an evidence folder' },
      { keys: ['Ctrl+l'], does: 'Open this machine, read-only' },
      { keys: ['Ctrl+e'], does: 'Open the sample evidence' },
      { keys: ['Ctrl+Shift+k'], does: 'Choices and policy' },
      { keys: ['Ctrl+Shift+p'], does: 'Use a policy file' },
      { keys: ['m'], does: 'Folders of the source machine and their repositories' },
      { keys: ['r'], does: 'What the repositories hold: files against HEAD, lost work' },
      { keys: ['?', 'Ctrl+/'], does: 'All keys' },
    ],
  },
  loading: { title: 'While reading', lines: [{ keys: ['Escape'], does: 'Cancel, or go back' }] },
  overview: { title: 'Overview', lines: [{ keys: ['n'], does: 'Open the next finding' }] },
  decision: { title: 'Overview', lines: [{ keys: ['d'], does: 'Decide where the case goes' }] },
  runbook: { title: 'Overview', lines: [{ keys: ['1', '2', '3', '4', '5', '6'], does: 'Open what stands behind a step of the runbook' }] },
  timeline: {
    title: 'Timeline',
    lines: [
      { keys: ['j', 'k'], does: 'Next, previous row' },
      { keys: ['[', ']'], does: 'Previous, next human prompt' },
      { keys: ['n', 'p'], does: 'Next, previous finding' },
      { keys: ['u', 'Shift+u'], does: 'Next, previous unexplained or missing reflog entry' },
      { keys: ['g'], does: 'Follow the connector to the other lane' },
      { keys: ['/'], does: 'Query' },
      { keys: ['F3', 'Shift+F3'], does: 'Next, previous match, where no search is open' },
      { keys: ['h'], does: 'Filter or highlight' },
      { keys: ['i'], does: 'Inspector' },
      { keys: ['Escape'], does: 'Leave the query, then the selection' },
    ],
  },
  rows: {
    title: 'Timeline',
    lines: [
      { keys: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'], does: 'Move through the rows' },
      { keys: ['ArrowLeft', 'ArrowRight'], does: 'Session lane, Git lane' },
      { keys: ['Enter', ' '], does: 'Into the inspector' },
    ],
  },
  inspector: { title: 'Timeline', lines: [{ keys: ['y'], does: 'Copy provenance' }] },
  findings: {
    title: 'Findings',
    lines: [
      { keys: ['j', 'k', 'ArrowDown', 'ArrowUp'], does: 'Next, previous rule' },
      { keys: ['n', 'p'], does: 'Next, previous hit' },
      { keys: ['ArrowLeft', 'ArrowRight'], does: 'Close, open a severity' },
      { keys: ['Enter'], does: 'Open the hit in the timeline' },
    ],
  },
  words: { title: 'Findings', lines: [{ keys: ['/'], does: 'Words in the call' }] },
  report: { title: 'Report', lines: [{ keys: ['Ctrl+s'], does: 'Save the PDF; in another view, show the report' }] },
} as const satisfies Readonly<Record<string, KeyGroup>>;

export type KeyGroupName = keyof typeof keyList;

/** The keys of a group: who lays it must lay each of them, and no other. */
export type KeysOf<Name extends KeyGroupName> = (typeof keyList)[Name]['lines'][number]['keys'][number];

/** What the browser and the menu do by themselves. */
export const ownKeys: readonly KeyGroup[] = [
  {
    title: 'Window',
    lines: [
      { keys: ['Tab', 'Shift+Tab'], does: 'Next, previous control' },
      { keys: ['Escape'], does: 'Close a dialog or the search' },
      { keys: ['Ctrl++', 'Ctrl+-', 'Ctrl+0'], does: 'Larger, smaller, usual size' },
      { keys: ['F11'], does: 'Full screen' },
    ],
  },
];

const shown: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', ' ': 'Space', PageUp: 'PgUp', PageDown: 'PgDn' };

/** A key's name as it stands on the key: `Ctrl+F`, `Esc`, `↓`. */
export function keyCap(name: string): string {
  const named = shown[name];
  if (named !== undefined) return named;
  const at = name.lastIndexOf('+', name.length - 2);
  const last = name.slice(at + 1);
  return `${name.slice(0, at + 1)}${last.length === 1 ? last.toUpperCase() : last}`;
}
