/** What a dialog needs to have main keep a choice: the note that goes with it, whether it is on its way, why it failed. */
import { useState } from 'react';
import { type Choice, choiceWords } from '../../shared/choices.ts';
import type { Problem } from '../../shared/rpc.ts';
import { callDesktop, problemOf } from '../api.ts';
import { caseStore } from '../state/case-store.ts';
import { choosingStore } from '../state/choosing-store.ts';

/** Why, and who; empty where it is not said. */
export interface ChoiceNote {
  readonly reason: string;
  readonly by: string;
}

export interface ChoosingDesk {
  readonly note: ChoiceNote;
  readonly setNote: (note: ChoiceNote) => void;
  readonly failure: Problem | null;
  readonly sending: boolean;
  /** Has it kept, says so with its undo, and closes the dialog; a failure leaves the dialog as it is. */
  readonly choose: (choice: Choice) => void;
}

export function useChoosingDesk(onClose: () => void): ChoosingDesk {
  const [note, setNote] = useState<ChoiceNote>(() => ({ reason: '', by: caseStore.getState().desktop?.analyst ?? '' }));
  const [failure, setFailure] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const choose = (choice: Choice) => {
    if (sending) return;
    setSending(true);
    callDesktop('choices.choose', { choice, ...note }).then(
      ({ id }) => {
        choosingStore.getState().tell({ says: choiceWords(choice), undo: [id], faults: [] });
        onClose();
      },
      (error: unknown) => {
        setSending(false);
        setFailure(problemOf(error));
      },
    );
  };
  return { note, setNote, failure, sending, choose };
}
