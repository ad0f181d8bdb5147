/** The lines that a search cannot look into: they were too large to be parsed, and may hold what a tool was given or said. Pure. */
import { eventKinds } from '../../../shared/event.ts';
import type { EventStore } from '../events/event-store.ts';

const oversized = eventKinds.indexOf('oversized');

export interface UnsearchedLine {
  readonly path: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly reason: string;
}

export function unsearchedLines(store: EventStore): readonly UnsearchedLine[] {
  const kinds = store.values('kind');
  const found: UnsearchedLine[] = [];
  for (let event = kinds.indexOf(oversized); event >= 0; event = kinds.indexOf(oversized, event + 1)) {
    found.push({ path: store.file(event), line: store.line(event), byteOffset: store.byteStart(event), reason: 'The line is larger than what is parsed: it was not searched. Its bytes can be read.' });
  }
  return found;
}
