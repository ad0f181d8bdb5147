/** Icons of our own, on a 16 px grid with a 1.5 stroke in the text's colour. Decoration only: the words stand beside them. */
import type { ReactElement } from 'react';
import styles from './icon.module.css';

const half = (
  <>
    <circle cx="8" cy="8" r="5.6" />
    <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" />
  </>
);
const globe = (
  <>
    <circle cx="8" cy="8" r="6.1" />
    <path d="M1.9 8h12.2M8 1.9c4 4 4 8.2 0 12.2M8 1.9c-4 4-4 8.2 0 12.2" />
  </>
);
const magnifier = (
  <>
    <circle cx="7" cy="7" r="4.25" />
    <path d="M10.2 10.2l3.6 3.6" />
  </>
);

const drawings = {
  bash: (
    <>
      <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" />
      <path d="M4.5 6l2.2 2-2.2 2M8.5 10.2h3" />
    </>
  ),
  edit: <path d="M10.6 2.6l2.8 2.8-7.6 7.6-3.5.7.7-3.5zM9 4.2L11.8 7" />,
  read: <path d="M3.5 1.75h6l3 3v9.5h-9zM9.5 1.75v3h3M5.8 8h4.4M5.8 10.7h4.4" />,
  search: magnifier,
  task: (
    <>
      <circle cx="4" cy="3.8" r="1.8" />
      <circle cx="12" cy="8" r="1.8" />
      <circle cx="12" cy="13" r="1.5" />
      <path d="M4 5.6v4.9a2.5 2.5 0 0 0 2.5 2.5h4M4 6.2A2 2 0 0 0 6 8h4.2" />
    </>
  ),
  web: globe,
  mcp: <path d="M6 1.75v3.2M10 1.75v3.2M3.75 5h8.5v2.4a4.25 4.25 0 0 1-8.5 0zM8 11.7v2.6" />,
  tool: <path d="M8 2.2l5 2.9v5.8l-5 2.9-5-2.9V5.1zM3 5.1l5 2.9 5-2.9M8 8v5.8" />,
  git: (
    <>
      <circle cx="4.5" cy="3.6" r="1.7" />
      <circle cx="4.5" cy="12.4" r="1.7" />
      <circle cx="11.5" cy="5.6" r="1.7" />
      <path d="M4.5 5.3v5.4M11.5 7.3c0 2.4-2.4 2.6-4.4 3" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5" r="2.8" />
      <path d="M2.6 14c.5-3 2.6-4.6 5.4-4.6s4.9 1.6 5.4 4.6" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1.3" />
      <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" />
    </>
  ),
  folder: <path d="M1.75 4.2c0-.6.4-1 1-1h3.4l1.6 1.9h5.5c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1H2.75c-.6 0-1-.4-1-1z" />,
  laptop: (
    <>
      <rect x="3" y="3" width="10" height="7" rx="1" />
      <path d="M1.5 12.8h13" />
    </>
  ),
  flask: <path d="M6.2 1.75v4.5L2.6 12.6c-.4.8.1 1.7 1 1.7h8.8c.9 0 1.4-.9 1-1.7L9.8 6.25v-4.5M5 1.75h6M4.6 10h6.8" />,
  key: (
    <>
      <circle cx="5" cy="10.8" r="3" />
      <path d="M7.2 8.7l6-6M11 4.8l1.9 1.9M9.3 6.6l1.4 1.4" />
    </>
  ),
  shield: <path d="M8 1.75l5.5 2v4c0 3.4-2.3 5.5-5.5 6.5-3.2-1-5.5-3.1-5.5-6.5v-4z" />,
  hash: <path d="M6.2 2L4.8 14M11.2 2L9.8 14M2.5 5.7h11M2.5 10.3h11" />,
  check: <path d="M3 8.5l3.4 3.4L13 4.6" />,
  cross: <path d="M4 4l8 8M12 4l-8 8" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  question: <path d="M5.6 5.8a2.5 2.5 0 1 1 3.5 2.3c-.8.4-1.1.8-1.1 1.7M8 12.4v.1" />,
  warning: <path d="M8 2L14.5 13.5h-13zM8 6.4v3.4M8 11.6v.1" />,
  circle: <circle cx="8" cy="8" r="5.6" />,
  half,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.6V8l2.3 1.6" />
    </>
  ),
  'chevron-down': <path d="M4 6l4 4 4-4" />,
  'chevron-up': <path d="M4 10l4-4 4 4" />,
  'chevron-right': <path d="M6 4l4 4-4 4" />,
  'chevron-left': <path d="M10 4L6 8l4 4" />,
  'arrow-right': <path d="M2.5 8h11M9.5 4l4 4-4 4" />,
  undo: <path d="M5.5 3L2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H7" />,
  copy: (
    <>
      <rect x="5.25" y="5.25" width="8.5" height="8.5" rx="1.2" />
      <path d="M10.7 5V3.4c0-.6-.5-1.1-1.1-1.1H3.4c-.6 0-1.1.5-1.1 1.1v6.2c0 .6.5 1.1 1.1 1.1H5" />
    </>
  ),
  star: <path d="M8 1.9l1.9 3.9 4.2.6-3 3 .7 4.2L8 11.6l-3.8 2 .7-4.2-3-3 4.2-.6z" />,
  note: <path d="M2.5 2.5h11v8l-3 3h-8zM13.5 10.5h-3v3M5 5.8h6M5 8.6h4" />,
  file: <path d="M3.5 1.75h6l3 3v9.5h-9zM9.5 1.75v3h3" />,
  print: <path d="M4.5 6V2h7v4M4.5 11.5h-2v-5h11v5h-2M4.5 9.5h7V14h-7z" />,
  'sun-moon': half,
} as const satisfies Readonly<Record<string, ReactElement>>;

export type IconName = keyof typeof drawings;

/** One icon. It is hidden from assistive technology; give its control a name in words. */
export function Icon({ name, size = 14, className }: { readonly name: IconName; readonly size?: number; readonly className?: string | undefined }) {
  return (
    <svg className={className ? `${styles.icon} ${className}` : styles.icon} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}

const toolIcons: ReadonlyMap<string, IconName> = new Map<string, IconName>([
  ['bash', 'bash'],
  ['bashoutput', 'bash'],
  ['killshell', 'bash'],
  ['edit', 'edit'],
  ['multiedit', 'edit'],
  ['write', 'edit'],
  ['notebookedit', 'edit'],
  ['read', 'read'],
  ['notebookread', 'read'],
  ['ls', 'folder'],
  ['grep', 'search'],
  ['glob', 'search'],
  ['toolsearch', 'search'],
  ['task', 'task'],
  ['agent', 'task'],
  ['webfetch', 'web'],
  ['websearch', 'web'],
]);

/** The icon of a tool, by the name that the transcript gives it. An unknown tool gets a plain one. */
export function toolIcon(tool: string | null): IconName {
  if (tool === null) return 'question';
  if (tool.startsWith('mcp__')) return 'mcp';
  return toolIcons.get(tool.toLowerCase()) ?? 'tool';
}
