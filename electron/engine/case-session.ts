/** One case from its opening to its end: reads it, tells how far it is, and answers calls about it on each port. */
import { Cancelled } from '../../shared/cancel.ts';
import { openSteps, type Progress } from '../../shared/case.ts';
import { contract, notices } from '../../shared/contract.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import { CallProblem, type Port, serve } from '../../shared/rpc.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { type FirstRows, noFirstRows } from './case/first-rows.ts';
import { createHandlers } from './handlers.ts';
import { folderReason } from './intake/open-file.ts';
import { type IndexedCase, openIndexed } from './index-store/indexed-case.ts';
import { asUsual } from './reading/engine-tuning.ts';
import { changeProblem } from './index-store/file-changes.ts';
import type { OpenOptions } from './open-case.ts';
import { faultRows } from './policy/policy-file.ts';
import { yardstickOf } from './policy/yardstick.ts';
import type { History } from '../../shared/choices.ts';
import type { Judging } from '../../shared/judging.ts';
import type { FileChange } from '../../shared/case.ts';

export interface CaseSession {
  /** Answers the contract on a port, from now on. */
  serve(port: Port): void;
  /** Judges the case by these choices: at once where it can, else after reading again. The newest order counts. */
  judge(history: History): void;
  /** The case as it is judged now; null before it is ready. */
  current(): OpenedCase | null;
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

export function startCase(order: OpenOrder, sandboxOff: boolean, options: Omit<OpenOptions, 'signal' | 'onProgress' | 'onFirstRows' | 'yardstick'> & SessionOptions): CaseSession {
  const signal = { aborted: false };
  let progress = beforeStart;
  let indexed: IndexedCase | null = null;
  let wanted: History = options.history ?? [];
  let judging: Judging = { revision: 0, pending: false, refused: null, problem: null };
  let preview: FirstRows = noFirstRows;
  const tellers: ((progress: Progress) => void)[] = [];
  const judgingTellers: ((judging: Judging) => void)[] = [];
  const tellJudging = (next: Judging): void => {
    judging = next;
    for (const teller of judgingTellers) teller(next);
  };
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
    preview: () => preview,
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
    judging: () => judging,
    settled: async () => {
      while (running) await running.done;
    },
    sandboxOff,
    ...(options.searchWorker ? { searchWorker: options.searchWorker } : {}),
  });
  const noteChange = (change: FileChange): void => tell({ ...progress, problems: [...progress.problems, changeProblem(change, indexed?.opened.hashedAt ?? 0)].slice(-8) });
  const verify = async (): Promise<void> => {
    await indexed?.verify(signal, noteChange);
  };
  let running: { aborted: boolean; done: Promise<void> } | null = null;
  const judge = (history: History): void => {
    wanted = history;
    // Before the case is ready its opening takes the newest history up.
    if (!indexed) return;
    if (running) running.aborted = true;
    const own = { aborted: false, done: Promise.resolve() };
    running = own;
    own.done = judgeBy(history, indexed, own);
  };
  const judgeBy = async (history: History, before: IndexedCase, own: { aborted: boolean }): Promise<void> => {
    const { yardstick, refused } = yardstickOf(history);
    tellJudging({ ...judging, pending: true, problem: null });
    try {
      const next = await before.judgedAnew({ ...options, history, yardstick, signal: own }).finally(asUsual);
      if (own.aborted) return;
      indexed = next;
      tellJudging({ revision: judging.revision + 1, pending: false, refused: refusedRow(refused), problem: null });
      setTimeout(() => void next.keep(signal), afterReadyMs).unref();
    } catch (error) {
      if (own.aborted) return;
      tellJudging({ ...judging, pending: false, problem: `The evidence could not be judged anew, so what shows follows from the choices before. ${folderReason(error)}`.slice(0, 1000) });
    } finally {
      if (running === own) running = null;
    }
  };
  const ending = async () => {
    try {
      const history = wanted;
      const { yardstick, refused } = yardstickOf(history);
      const ready = await openIndexed(order, { ...options, history, yardstick, signal, onProgress: tell, onFirstRows: (rows) => { preview = rows; } }, options.code ?? '').finally(asUsual);
      indexed = ready;
      judging = { ...judging, refused: refusedRow(refused) };
      const { from } = ready.custody();
      tell({ ...(from === 'index' ? progressOf(ready.opened) : progress), state: 'ready' });
      // The analyst's first calls come before the index, and before hashing again what an index vouched for.
      setTimeout(() => void (from === 'index' ? verify() : ready.keep(signal)), afterReadyMs).unref();
      if (wanted !== history) judge(wanted);
      return { state: 'ready' as const, opened: ready.opened };
    } catch (error) {
      const state = error instanceof Cancelled ? ('cancelled' as const) : ('failed' as const);
      const reason = error instanceof Cancelled ? 'Reading was cancelled; nothing was kept.' : `${order.root} could not be opened. ${folderReason(error)}`;
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
      judgingTellers.push((next) => notify('judged', next));
    },
    judge,
    current: () => indexed?.opened ?? null,
    ended,
  };
}

function refusedRow(refused: ReturnType<typeof yardstickOf>['refused']): Judging['refused'] {
  return refused && { name: refused.name.slice(0, 300), faults: faultRows(refused.faults) };
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
