/** The kinds of event in words: a name and an icon for the head of the inspector, and the sentence where no finding gives one. Pure. */
import type { EventKind } from '../../shared/event.ts';
import type { IconName } from '../ui/icon.tsx';

/** Kinds whose sentence comes from elsewhere: calls, prompts and reflog entries have words of their own. */
type NoteKind = Exclude<EventKind, 'tool-call' | 'prompt' | 'reflog'>;

interface KindWords {
  readonly name: string;
  readonly icon: IconName;
  /** What the record is; `about` stands behind it, where the record names something. */
  readonly is: string;
}

const words: Readonly<Record<NoteKind, KindWords>> = {
  injected: { name: 'Injected context', icon: 'plus', is: 'The client put this into the conversation; no person typed it' },
  'assistant-text': { name: 'Assistant text', icon: 'note', is: 'What the model wrote to the person' },
  thinking: { name: 'Thinking', icon: 'note', is: 'What the model wrote before it answered' },
  'permission-mode': { name: 'Permission mode', icon: 'key', is: 'The permission mode became' },
  hook: { name: 'Hook', icon: 'arrow-right', is: 'The client noted a hook' },
  attachment: { name: 'Attachment', icon: 'plus', is: 'The client attached' },
  queue: { name: 'Queue', icon: 'clock', is: 'Typed while the session was busy' },
  compaction: { name: 'Compaction', icon: 'minus', is: 'The conversation was compacted: what stood before is summed up, not repeated' },
  title: { name: 'Title', icon: 'note', is: 'A title or summary of a session' },
  snapshot: { name: 'Snapshot', icon: 'copy', is: 'The client noted copies of files from before an edit' },
  progress: { name: 'Progress', icon: 'clock', is: 'Progress of a tool that was running, no act of its own' },
  system: { name: 'System row', icon: 'tool', is: 'The client noted' },
  result: { name: 'Result', icon: 'arrow-right', is: 'A result whose call the copy does not hold' },
  meta: { name: 'Other row', icon: 'file', is: 'A row that shows no act' },
  unknown: { name: 'Unknown kind', icon: 'question', is: 'A kind of record that this version does not know, shown as it stands' },
  oversized: { name: 'Oversized line', icon: 'warning', is: 'This line is too long to be parsed. Its bytes are kept: the raw record shows its head and its tail' },
  'shell-command': { name: 'Shell command', icon: 'bash', is: 'A shell history has the command' },
  process: { name: 'Process', icon: 'tool', is: 'A process was recorded on the machine' },
  'provider-request': { name: 'Provider request', icon: 'web', is: 'The provider’s record has a request' },
};

/** Kinds that say all without the words of the record. */
const complete: ReadonlySet<EventKind> = new Set(['compaction', 'oversized', 'injected', 'result']);

function isNote(kind: EventKind): kind is NoteKind {
  return Object.hasOwn(words, kind);
}

/** The name of a kind at the head of the inspector. */
export function kindName(kind: EventKind): string {
  return isNote(kind) ? words[kind].name : kind.replaceAll('-', ' ');
}

/** The icon of an event that is neither call nor prompt. */
export function kindIcon(kind: EventKind): IconName {
  return isNote(kind) ? words[kind].icon : 'question';
}

/** What a record is, in one sentence; `about` is evidence, and so the sentence is. */
export function kindSentence(kind: EventKind, about: string): string {
  if (!isNote(kind)) return `${kindName(kind)}: ${about}`;
  const { is } = words[kind];
  if (kind === 'permission-mode') return `${is} ${about || 'another one'}.`;
  return about === '' || complete.has(kind) ? `${is}.` : `${is}: ${about}`;
}
