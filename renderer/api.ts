/** The only file that names `window.caseApi`: typed calls to the engine and to main, and their notices. Knows no view. */
import { type CaseApi, cancelMethod, type NoticeValue, type Outcome } from '../shared/case-api.ts';
import type { Method, Notice, Params, Result } from '../shared/contract.ts';
import type { DesktopMethod, DesktopNotice, DesktopParams, DesktopResult } from '../shared/desktop-contract.ts';
import { CallProblem, type Problem } from '../shared/rpc.ts';

declare global {
  interface Window {
    readonly caseApi?: CaseApi;
  }
}

let lastTicket = 0;

function bridge(): CaseApi {
  const api = window.caseApi;
  if (!api) throw new CallProblem('not-ready', 'This page was not opened by Postflight: it has no connection to a case.');
  return api;
}

const cancelled = () => new CallProblem('cancelled', 'The call was cancelled.');

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new CallProblem(outcome.problem.kind, outcome.problem.reason, outcome.problem.path);
}

/**
 * Asks the engine. Fails with a `CallProblem`; an aborted signal gives the call up at the engine and fails with
 * `cancelled`. The preload has checked the answer against the contract, so its type holds here.
 */
export async function callEngine<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>> {
  if (signal?.aborted) throw cancelled();
  const api = bridge();
  lastTicket += 1;
  const ticket = lastTicket;
  const giveUp = () => void api.call(cancelMethod, { ticket });
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const outcome = await api.call(method, params, ticket);
    if (signal?.aborted) throw cancelled();
    return valueOf(outcome);
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Asks the main process: opening, saving, the window's looks. Fails with a `CallProblem`. */
export async function callDesktop<M extends DesktopMethod>(method: M, params: DesktopParams<M>): Promise<DesktopResult<M>> {
  return valueOf(await bridge().desktop(method, params));
}

/** Hears what the engine or main says unasked; returns the way to stop. */
export function onNotice<N extends Notice | DesktopNotice>(name: N, listener: (value: NoticeValue<N>) => void): () => void {
  return bridge().subscribe(name, listener);
}

/** Whatever a call threw, as data for a message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CallProblem) return error.problem;
  return { kind: 'failed', path: null, reason: error instanceof Error ? error.message : String(error) };
}
