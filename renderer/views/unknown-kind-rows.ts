/** Which rows of the timeline stand behind the name of an unknown kind, as the reader names it. Pure. */
import type { EventKind } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';

const within: readonly EventKind[] = ['system', 'attachment', 'progress'];

/** `attachment hologram` names a type within a kind of row that is known; any other name is a kind or a block of its own. */
export function rowsOfKind(name: string): Filter {
  const kind = within.find((each) => name.startsWith(`${each} `));
  if (kind !== undefined) return { kinds: [kind], text: name.slice(kind.length + 1) };
  return { kinds: ['unknown'], text: name.replace(/^\((.*)\)$/, '$1') };
}
