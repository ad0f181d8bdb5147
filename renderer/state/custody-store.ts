/** Whether the evidence is still what was hashed: asks the engine, again while it hashes, and keeps the last answer. Holds no evidence rows. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { CaseCustody } from '../../shared/case.ts';
import type { Problem } from '../../shared/rpc.ts';
import { callEngine, problemOf } from '../api.ts';

export interface CustodyState {
  readonly custody: CaseCustody | null;
  readonly problem: Problem | null;
  /** What the analyst has read and put away: the change since last time, or the note. */
  readonly putAway: boolean;
  /** Asks now, and again as long as something is under way. */
  follow(): void;
  /** Hashes each file again. */
  verify(): void;
  putNoticeAway(): void;
  /** Another case opens. */
  reset(): void;
}

/** How often it is asked while files are hashed again. */
const askAgainMs = 700;
/** An index is written, and what it vouched for is looked at, a moment after the case is ready. */
const settlesAfterMs = 5000;

export type CustodyCalls = Readonly<Record<'case.custody' | 'case.verify', () => Promise<CaseCustody>>>;

/** Makes the store over the given calls; tests give their own. */
export function createCustodyStore(calls: CustodyCalls) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  return createStore<CustodyState>()((set) => {
    const run = (method: keyof CustodyCalls, until: number): void => {
      clearTimeout(timer);
      turn += 1;
      const own = turn;
      calls[method]().then(
        (custody) => {
          if (own !== turn) return;
          set({ custody, problem: null });
          if (custody.verification.state === 'running' || Date.now() < until) timer = setTimeout(() => run('case.custody', until), askAgainMs);
        },
        (error: unknown) => {
          if (own === turn) set({ problem: problemOf(error) });
        },
      );
    };
    return {
      custody: null,
      problem: null,
      putAway: false,
      follow: () => run('case.custody', Date.now() + settlesAfterMs),
      verify: () => run('case.verify', Date.now() + askAgainMs),
      putNoticeAway: () => set({ putAway: true }),
      reset() {
        clearTimeout(timer);
        turn += 1;
        set({ custody: null, problem: null, putAway: false });
      },
    };
  });
}

/** The store itself, for the connection and for listeners outside React. */
export const custodyStore = createCustodyStore({ 'case.custody': () => callEngine('case.custody', {}), 'case.verify': () => callEngine('case.verify', {}) });

/** Reads a part of the store; select stored references only, never build a new object. */
export function useCustody<Part>(select: (state: CustodyState) => Part): Part {
  return useStore(custodyStore, select);
}
