import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallProblem } from '../../shared/rpc.ts';
import { emptyQuery, loadingShownAfterMs, type Query, runQuery } from './query-run.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A query as a component holds it, and calls that are answered by hand. */
function setup() {
  let query: Query<string> = emptyQuery;
  const ask = () => {
    let answer: (value: string) => void = () => {};
    let fail: (error: unknown) => void = () => {};
    let signal: AbortSignal | undefined;
    const giveUp = runQuery<string>(
      (given) => {
        signal = given;
        return new Promise((done, failed) => {
          answer = done;
          fail = failed;
        });
      },
      (change) => {
        query = change(query);
      },
    );
    return { answer: (value: string) => answer(value), fail: (error: unknown) => fail(error), giveUp, aborted: () => signal?.aborted };
  };
  return { ask, now: () => query, settle: () => vi.advanceTimersByTimeAsync(0) };
}

test('a quick answer never shows a placeholder', async () => {
  const { ask, now, settle } = setup();
  const call = ask();
  await vi.advanceTimersByTimeAsync(loadingShownAfterMs - 1);
  expect(now().loading).toBe(false);
  call.answer('rows');
  await settle();
  await vi.advanceTimersByTimeAsync(loadingShownAfterMs * 2);
  expect(now()).toEqual({ value: 'rows', problem: null, loading: false });
});

test('a slow one shows that it is awaited, and keeps the last answer meanwhile', async () => {
  const { ask, now, settle } = setup();
  const first = ask();
  first.answer('old');
  await settle();
  first.giveUp();
  const second = ask();
  await vi.advanceTimersByTimeAsync(loadingShownAfterMs);
  expect(now()).toEqual({ value: 'old', problem: null, loading: true });
  second.answer('new');
  await settle();
  expect(now()).toEqual({ value: 'new', problem: null, loading: false });
});

test('the newest wins, however late an older call answers', async () => {
  const { ask, now, settle } = setup();
  const old = ask();
  old.giveUp();
  const young = ask();
  young.answer('new');
  await settle();
  old.answer('old');
  await settle();
  expect(old.aborted()).toBe(true);
  expect(now().value).toBe('new');
});

test('a failure is data beside the last answer, not an empty list', async () => {
  const { ask, now, settle } = setup();
  const first = ask();
  first.answer('rows');
  await settle();
  const second = ask();
  second.fail(new CallProblem('unreadable', 'The record could not be read.', 'projects/a.jsonl'));
  await settle();
  expect(now()).toEqual({ value: 'rows', problem: { kind: 'unreadable', reason: 'The record could not be read.', path: 'projects/a.jsonl' }, loading: false });
});

test('a call that was given up shows neither its failure nor its waiting', async () => {
  const { ask, now, settle } = setup();
  const call = ask();
  call.giveUp();
  call.fail(new CallProblem('cancelled', 'The call was cancelled.'));
  await settle();
  await vi.advanceTimersByTimeAsync(loadingShownAfterMs * 2);
  expect(now()).toEqual(emptyQuery);
});
