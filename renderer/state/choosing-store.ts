/** What the analyst is choosing, and what was chosen last so that it can be undone. UI state only: the choices are main's. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Choice, Queue } from '../../shared/choices.ts';
import type { Problem } from '../../shared/rpc.ts';
import { callDesktop, problemOf } from '../api.ts';
import { caseStore } from './case-store.ts';

/** A choice that a dialog asks about. */
export type Choosing =
  | { readonly kind: 'host' | 'path'; readonly options: readonly Choice[] }
  | { readonly kind: 'root'; readonly sessionId: string | null; readonly path: string | null; readonly how: string }
  | { readonly kind: 'decision'; readonly proposed: Queue }
  /** `repositories` of the case, likely ones first, `left` of them not in the list; `now` is what the folder is taken for, and `says` why. */
  | { readonly kind: 'repository'; readonly path: string; readonly now: string | null; readonly says: string; readonly repositories: readonly string[]; readonly left: number };

/** Said after a choice, until the next one. `undo`: numbers of the choices to take back; empty where there is nothing to undo. */
export interface Done {
  readonly says: string;
  readonly undo: readonly number[];
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
}

export interface ChoosingState {
  readonly choosing: Choosing | null;
  readonly done: Done | null;
  /** Why the last undo or policy file failed. */
  readonly problem: Problem | null;
  begin(choosing: Choosing): void;
  end(): void;
  /** Something was chosen or taken back: says so. */
  tell(done: Done | null): void;
  fail(problem: Problem): void;
  reset(): void;
}

const start = { choosing: null, done: null, problem: null } as const;

/** The store itself, for listeners outside React. */
export const choosingStore = createStore<ChoosingState>()((set) => ({
  ...start,
  begin: (choosing) => set({ choosing, problem: null }),
  end: () => set({ choosing: null }),
  tell: (done) => set({ done, problem: null }),
  fail: (problem) => set({ problem }),
  reset: () => set(start),
}));

/** Reads a part of the store; select stored references only. */
export function useChoosing<Part>(select: (state: ChoosingState) => Part): Part {
  return useStore(choosingStore, select);
}

/** Who chooses, as far as it was said before. */
function analyst(): string {
  return caseStore.getState().desktop?.analyst ?? '';
}

/** Takes choices back and says so. A failure shows where the last choice is told. */
export function takeBack(ids: readonly number[], says: string): void {
  callDesktop('choices.takeBack', { ids: [...ids], reason: '', by: analyst() }).then(
    () => choosingStore.getState().tell({ says: `Taken back: ${says}`, undo: [], faults: [] }),
    (error: unknown) => choosingStore.getState().fail(problemOf(error)),
  );
}

/** Asks for a policy file and says what became of it. */
export function choosePolicyFile(): void {
  callDesktop('choices.policyFile', { by: analyst() }).then(
    ({ outcome, name, faults, id }) => {
      if (outcome === 'chosen') choosingStore.getState().tell({ says: `Judged by the policy file ${name}`, undo: id === null ? [] : [id], faults: [] });
      else if (outcome === 'refused') choosingStore.getState().tell({ says: `The policy ${name} is refused; the case is judged as before.`, undo: [], faults });
    },
    (error: unknown) => choosingStore.getState().fail(problemOf(error)),
  );
}
