/** How far opening a case has come, told at most ten times a second. Knows nothing of what is read. */
import type { OpenStep, Progress, ReadProblem } from '../../../shared/case.ts';

const noProgress: Omit<Progress, 'problems' | 'stepsDone'> = {
  state: 'reading', elapsedMs: 0, files: 0, filesDone: 0, bytes: 0, bytesDone: 0, records: 0, malformed: 0, sessions: 0,
  repositories: 0, repositoriesDone: 0, rules: 0, findings: 0, step: 'inventory', current: '', failure: null,
};
/** Progress is told at most this often. */
const tellEveryMs = 100;

/** A reader's own list is told while it reads, and its problems once more when they go into the ledger. */
const same = (one: ReadProblem, other: ReadProblem): boolean => one.path === other.path && one.line === other.line && one.byteOffset === other.byteOffset && one.reason === other.reason;

/** What the steps of opening tell. Each teller gets a fresh snapshot. */
export type OpenReport = ReturnType<typeof createOpenReport>;

export function createOpenReport(options: { readonly now: () => number; readonly onProgress?: (progress: Progress) => void }) {
  const started = options.now();
  let told = Number.NEGATIVE_INFINITY;
  let state = noProgress;
  const stepsDone: OpenStep[] = [];
  const problems: ReadProblem[] = [];
  let shown: readonly ReadProblem[] = [];
  const tell = (always: boolean): void => {
    const elapsed = options.now() - started;
    if (!always && elapsed - told < tellEveryMs) return;
    told = elapsed;
    options.onProgress?.({ ...state, elapsedMs: Math.max(0, Math.round(elapsed)), stepsDone: [...stepsDone], problems: [...problems, ...shown.filter((each) => !problems.some((known) => same(known, each)))].slice(-8) });
  };
  return {
    set(values: Partial<Progress>) {
      state = { ...state, ...values };
      tell(false);
    },
    advance(bytes: number) {
      state = { ...state, bytesDone: state.bytesDone + bytes };
      tell(false);
    },
    /** Reading starts over; so does its count of bytes. */
    restartBytes() {
      state = { ...state, bytesDone: 0, filesDone: 0 };
    },
    filesDone(files: number) {
      state = { ...state, filesDone: state.filesDone + files };
      tell(false);
    },
    /** The latest problems of readers that keep their own lists. */
    problems(latest: readonly ReadProblem[]) {
      if (latest.length > 0) shown = latest;
    },
    problem(problem: ReadProblem) {
      problems.push(problem);
      if (problems.length > 64) problems.splice(0, 32);
    },
    step(step: OpenStep) {
      state = { ...state, step };
      tell(true);
    },
    done(step: OpenStep) {
      stepsDone.push(step);
      tell(true);
    },
  };
}
