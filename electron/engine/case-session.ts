/** One case from its opening to its end: reads it, tells how far it is, and answers calls about it on each port. */
import { Cancelled } from '../../shared/cancel.ts';
import type { Progress } from '../../shared/case.ts';
import { contract, notices } from '../../shared/contract.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import { CallProblem, type Port, serve } from '../../shared/rpc.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { createHandlers } from './handlers.ts';
import { reasonOf } from './intake/open-file.ts';
import { openCase, type OpenOptions } from './open-case.ts';

export interface CaseSession {
  /** Answers the contract on a port, from now on. */
  serve(port: Port): void;
  /** Fulfilled when reading has ended, one way or the other. */
  readonly ended: Promise<{ state: 'ready'; opened: OpenedCase } | { state: 'failed' | 'cancelled'; reason: string }>;
}

const beforeStart: Progress = {
  state: 'reading', elapsedMs: 0, files: 0, filesDone: 0, bytes: 0, bytesDone: 0, records: 0, malformed: 0, sessions: 0, repositories: 0,
  repositoriesDone: 0, rules: 0, findings: 0, step: 'inventory', stepsDone: [], current: '', problems: [], failure: null,
};

export function startCase(order: OpenOrder, sandboxOff: boolean, options: Omit<OpenOptions, 'signal' | 'onProgress'> & { readonly searchWorker?: URL }): CaseSession {
  const signal = { aborted: false };
  let progress = beforeStart;
  let opened: OpenedCase | null = null;
  const tellers: ((progress: Progress) => void)[] = [];
  const tell = (next: Progress): void => {
    progress = next;
    for (const teller of tellers) teller(next);
  };
  const handlers = createHandlers({
    ready() {
      if (opened) return opened;
      throw new CallProblem('not-ready', progress.failure ?? 'The evidence is still being read.');
    },
    progress: () => progress,
    cancel() {
      const running = progress.state === 'reading';
      signal.aborted = true;
      return running;
    },
    sandboxOff,
    ...(options.searchWorker ? { searchWorker: options.searchWorker } : {}),
  });
  const ending = async () => {
    try {
      opened = await openCase(order, { ...options, signal, onProgress: tell });
      tell({ ...progress, state: 'ready' });
      return { state: 'ready' as const, opened };
    } catch (error) {
      const state = error instanceof Cancelled ? ('cancelled' as const) : ('failed' as const);
      const reason = error instanceof Cancelled ? 'Reading was cancelled; nothing was kept.' : `${order.root} could not be opened. ${reasonOf(error)}`;
      tell({ ...progress, state, failure: reason.slice(0, 2000) });
      return { state, reason };
    }
  };
  const ended = ending();
  return {
    serve(port) {
      const { tell: notify } = serve(port, contract, notices, handlers);
      const teller = (next: Progress): void => notify('progress', next);
      tellers.push(teller);
      teller(progress);
    },
    ended,
  };
}
