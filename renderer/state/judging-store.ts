/** Which judgement the engine answers by, and whether a newer one is on its way. Holds no evidence. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Judging } from '../../shared/judging.ts';

/** Before anything was chosen while the case is open. */
export const firstJudging: Judging = { revision: 0, pending: false, refused: null, problem: null };

/** The store itself, for listeners outside React. */
export const judgingStore = createStore<Judging>()(() => firstJudging);

/** Reads a part of the store; select stored references only. */
export function useJudging<Part>(select: (judging: Judging) => Part): Part {
  return useStore(judgingStore, select);
}
