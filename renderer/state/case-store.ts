/** What main and the engine say about the open case: desktop state, progress, a lost engine. Holds no evidence rows. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { CaseSummary, Progress } from '../../shared/case.ts';
import type { DesktopState } from '../../shared/desktop-contract.ts';
import type { Problem } from '../../shared/rpc.ts';

export interface CaseState {
  /** Null until main has answered once. */
  readonly desktop: DesktopState | null;
  readonly progress: Progress | null;
  /** Set once the case is ready. */
  readonly summary: CaseSummary | null;
  /** A failure that concerns the whole window: main does not answer, the engine has ended, a folder did not open. */
  readonly problem: Problem | null;
  /** The engine of this case has ended: nothing more can be asked until the folder is opened again. */
  readonly lost: boolean;
  setDesktop(desktop: DesktopState): void;
  setProgress(progress: Progress): void;
  setSummary(summary: CaseSummary | null): void;
  setProblem(problem: Problem | null): void;
  setLost(reason: string): void;
}

/** The store itself, for tests and for listeners outside React. */
export const caseStore = createStore<CaseState>()((set) => ({
  desktop: null,
  progress: null,
  summary: null,
  problem: null,
  lost: false,
  setDesktop: (desktop) =>
    set((now) => {
      const another = now.desktop?.open?.path !== desktop.open?.path;
      return another ? { desktop, progress: null, summary: null, lost: false } : { desktop };
    }),
  setProgress: (progress) => set({ progress, lost: false }),
  // What could not be done before the case was ready can be done now.
  setSummary: (summary) => set((now) => (summary !== null && now.problem?.kind === 'not-ready' ? { summary, problem: null } : { summary })),
  setProblem: (problem) => set({ problem }),
  setLost: (reason) => set({ lost: true, problem: { kind: 'failed', path: null, reason } }),
}));

/** Reads a part of the store; select stored references only, never build a new object. */
export function useCase<Part>(select: (state: CaseState) => Part): Part {
  return useStore(caseStore, select);
}
