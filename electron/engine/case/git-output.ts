/** What a call with git commands printed, as far as it is searched for ids, remotes and "nothing to do". */
import type { EventStore } from '../events/event-store.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { answerText } from './answer-text.ts';

const outputCap = 20_000;

/** Its beginning; empty where no answer is recorded. */
export function gitOutput(files: EvidenceFiles, store: EventStore, event: number): string {
  return answerText(files, store, event)?.slice(0, outputCap) ?? '';
}
