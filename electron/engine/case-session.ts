/** One case from its opening to its end: reads it, tells how far it is, and answers calls about it on each port. */
import { Cancelled } from '../../shared/cancel.ts';
import { openSteps, type Progress } from '../../shared/case.ts';
import { contract, notices } from '../../shared/contract.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import { CallProblem, type Port, serve } from '../../shared/rpc.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { createHandlers } from './handlers.ts';
import { folderReason } from './intake/open-file.ts';
import { type IndexedCase, openIndexed } from './index-store/indexed-case.ts';
import { changeProblem } from './index-store/file-changes.ts';
import type { OpenOptions } from './open-case.ts';

export interface CaseSession {
  /** Answers the contract on a port, from now on. */
  serve(port: Port): void;
  /** Fulfilled when reading has ended, one way or the other. */
  readonly ended: Promise<{ state: 'ready'; opened: OpenedCase } | { state: 'failed' | 'cancelled'; reason: string }>;
}

/** How long after a case is ready the rest of the work begins. */
const afterReadyMs = 500;

/** What a session takes beside what opening takes. */
export interface SessionOptions {
  readonly searchWorker?: URL;
  /** Tells this build of the program from others, for its index. */
  readonly code?: string;
}

const beforeStart: Progress = {
  state: 'reading', elapsedMs: 0, files: 0, filesDone: 0, bytes: 0, bytesDone: 0, records: 0, malformed: 0, sessions: 0, repositories: 0,
  repositoriesDone: 0, rules: 0, findings: 0, step: 'inventory', stepsDone: [], current: '', problems: [], failure: null,
};

export function startCase(order: OpenOrder, sandboxOff: boolean, options: Omit<OpenOptions, 'signal' | 'onProgress'> & SessionOptions): CaseSession {
  let signal = { aborted: false };
  let mappings = options.mappings ?? [];
  let progress = beforeStart;
  let indexed: IndexedCase | null = null;
  const tellers: ((progress: Progress) => void)[] = [];
  const tell = (next: Progress): void => {
    progress = next;
    for (const teller of tellers) teller(next);
  };
  const handlers = createHandlers({
    ready() {
      if (indexed) return indexed.opened;
      throw new CallProblem('not-ready', progress.failure ?? 'The evidence is still being read.');
    },
    progress: () => progress,
    cancel() {
      const running = progress.state === 'reading';
      signal.aborted = true;
      return running;
    },
    custody: {
      read() {
        if (indexed) return indexed.custody();
        throw new CallProblem('not-ready', progress.failure ?? 'The evidence is still being read.');
      },
      verify: () => void verify(),
    },
    reread(change) {
      mappings = change(mappings);
      signal.aborted = true;
      signal = { aborted: false };
      indexed = null;
      tell(beforeStart);
      void ending(signal);
    },
    sandboxOff,
    ...(options.searchWorker ? { searchWorker: options.searchWorker } : {}),
  });
  const verify = async (): Promise<void> => {
    await indexed?.verify(signal, (change) => tell({ ...progress, problems: [...progress.problems, changeProblem(change, indexed?.opened.hashedAt ?? 0)].slice(-8) }));
  };
  /** Reads to the end; what is read for a signal that was given up in the meantime is let go. */
  const ending = async (own: { aborted: boolean }) => {
    const current = (): boolean => own === signal;
    const show = (next: Progress): void => {
      if (current()) tell(next);
    };
    try {
      const ready = await openIndexed(order, { ...options, mappings, signal: own, onProgress: show }, options.code ?? '');
      if (!current()) return { state: 'cancelled' as const, reason: 'The evidence is read again.' };
      indexed = ready;
      const { from } = ready.custody();
      tell({ ...(from === 'index' ? progressOf(ready.opened) : progress), state: 'ready' });
      // The analyst's first calls come before the index, and before hashing again what an index vouched for.
      setTimeout(() => void (from === 'index' ? verify() : ready.keep(own)), afterReadyMs).unref();
      return { state: 'ready' as const, opened: ready.opened };
    } catch (error) {
      const state = error instanceof Cancelled ? ('cancelled' as const) : ('failed' as const);
      const reason = error instanceof Cancelled ? 'Reading was cancelled; nothing was kept.' : `${order.root} could not be opened. ${folderReason(error)}`;
      show({ ...progress, state, failure: reason.slice(0, 2000) });
      return { state, reason };
    }
  };
  const ended = ending(signal);
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

/** Progress of a case that came from its index: everything was known at once. */
function progressOf({ entries, ledger, sessions, repositories, findings, rules }: OpenedCase): Progress {
  const regular = entries.filter((entry) => entry.state !== 'skipped');
  const bytes = regular.reduce((sum, entry) => sum + entry.bytes, 0);
  return {
    ...beforeStart, files: regular.length, filesDone: regular.length, bytes, bytesDone: bytes, records: ledger.records, malformed: ledger.malformed,
    sessions: sessions.length, repositories: repositories.length, repositoriesDone: repositories.length, rules: rules.length, findings: findings.length,
    step: 'rules', stepsDone: [...openSteps],
  };
}
