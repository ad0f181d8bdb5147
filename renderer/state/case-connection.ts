/** Keeps the case store in step with main and the engine: desktop state, progress, summary. Knows no view. */
import { useEffect } from 'react';
import { callDesktop, callEngine, onNotice, problemOf } from '../api.ts';
import type { DesktopMethod, DesktopParams } from '../../shared/desktop-contract.ts';
import type { Progress } from '../../shared/case.ts';
import type { Judging } from '../../shared/judging.ts';
import { caseStore } from './case-store.ts';
import { choosingStore } from './choosing-store.ts';
import { firstJudging, judgingStore } from './judging-store.ts';
import { custodyStore } from './custody-store.ts';
import { searchStore } from '../search/search-store.ts';
import { viewStore } from './view-store.ts';

const askAgainMs = 250;

/** Does something in main; a failure shows in the window instead of vanishing. */
export function ask<M extends DesktopMethod>(method: M, params: DesktopParams<M>): void {
  caseStore.getState().setProblem(null);
  callDesktop(method, params).catch((error: unknown) => caseStore.getState().setProblem(problemOf(error)));
}

function follow(): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let openPath: string | null = null;
  const store = caseStore.getState();

  const readSummary = () => {
    const asked = openPath;
    callEngine('case.summary', {}).then(
      (summary) => {
        if (stopped || asked !== openPath) return;
        store.setSummary(summary);
        custodyStore.getState().follow();
      },
      (error: unknown) => {
        if (!stopped && asked === openPath) store.setProblem(problemOf(error));
      },
    );
  };

  const readJudging = () => {
    const asked = openPath;
    callEngine('judging.read', {}).then(
      (judging) => {
        if (!stopped && asked === openPath) judgingStore.setState(judging);
      },
      (error: unknown) => {
        if (!stopped && asked === openPath) store.setProblem(problemOf(error));
      },
    );
  };

  const hearJudged = (judging: Judging) => {
    const before = judgingStore.getState().revision;
    judgingStore.setState(judging);
    if (judging.revision !== before && caseStore.getState().summary !== null) readSummary();
  };

  const hear = (progress: Progress) => {
    if (openPath === null) return;
    const before = caseStore.getState();
    const earlier = before.progress;
    // Its clock went back: the same folder is read again by another engine, and what was known no longer holds.
    const again = earlier !== null && progress.elapsedMs < earlier.elapsedMs;
    if (again && before.summary !== null) {
      store.setSummary(null);
      viewStore.getState().reset();
      searchStore.getState().reset();
      custodyStore.getState().reset();
    }
    store.setProgress(progress);
    if (progress.state === 'ready' && (again || earlier?.state !== 'ready')) {
      readSummary();
      readJudging();
    }
    if (progress.state === 'cancelled') ask('case.close', {});
  };

  // Notices only begin once a port is there, so the first progress is asked for until the engine answers.
  const askProgress = () => {
    if (stopped || openPath === null) return;
    const asked = openPath;
    callEngine('case.progress', {}).then(
      (progress) => {
        if (!stopped && asked === openPath) hear(progress);
      },
      (error: unknown) => {
        if (stopped || asked !== openPath) return;
        if (problemOf(error).kind === 'not-ready') timer = setTimeout(askProgress, askAgainMs);
        else store.setProblem(problemOf(error));
      },
    );
  };

  const hearState = (desktop: Parameters<typeof store.setDesktop>[0]) => {
    const path = desktop.open?.path ?? null;
    store.setDesktop(desktop);
    if (path !== openPath) {
      openPath = path;
      viewStore.getState().reset();
      searchStore.getState().reset();
      custodyStore.getState().reset();
      store.setProblem(null);
      judgingStore.setState(firstJudging);
      choosingStore.getState().reset();
    }
    clearTimeout(timer);
    // Also for the same folder: it may be read again by another engine.
    if (path !== null) askProgress();
  };

  const ends: (() => void)[] = [];
  try {
    ends.push(
      onNotice('state', hearState),
      onNotice('progress', hear),
      onNotice('judged', hearJudged),
      onNotice('engine-lost', ({ reason }) => store.setLost(reason)),
    );
    callDesktop('state.read', {}).then(
      (desktop) => {
        if (!stopped) hearState(desktop);
      },
      (error: unknown) => {
        if (!stopped) store.setProblem(problemOf(error));
      },
    );
  } catch (error) {
    store.setProblem(problemOf(error));
  }
  return () => {
    stopped = true;
    clearTimeout(timer);
    for (const end of ends) end();
  };
}

/** Mount once, at the top of the app. */
export function useCaseConnection(): void {
  useEffect(follow, []);
}
