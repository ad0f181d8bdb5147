/** The only file that names `window.caseApi`: typed calls to the engine and to main, and their notices. Knows no view. */
import * as v from 'valibot';
import { type Method, type Notice, notices, type Params, type Result } from '../shared/contract.ts';
import { cancelCall, type CaseApi, type Outcome } from '../shared/case-api.ts';
import {
  type DesktopMethod,
  type DesktopNotice,
  desktopNotices,
  type DesktopParams,
  type DesktopResult,
} from '../shared/desktop-contract.ts';
import { CallProblem } from '../shared/rpc.ts';

declare global {
  interface Window {
    readonly caseApi?: CaseApi;
  }
}

type NoticeTable = typeof notices & typeof desktopNotices;
/** What a notice carries, by its name. */
export type NoticeValue<N extends Notice | DesktopNotice> = v.InferOutput<NoticeTable[N]>;

let lastTicket = 0;

function bridge(): CaseApi {
  const api = window.caseApi;
  if (!api) throw new CallProblem('not-ready', 'This page was not opened by Postflight: it has no connection to a case.');
  return api;
}

function unwrap(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.value;
  throw new CallProblem(outcome.problem.kind, outcome.problem.reason, outcome.problem.path);
}

/**
 * Asks the engine. Fails with a `CallProblem`; an aborted signal gives the call up at the engine and fails with
 * `cancelled`. The preload has checked the answer against the contract, so its type holds here.
 */
export async function callEngine<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>> {
  if (signal?.aborted) throw new CallProblem('cancelled', 'The call was cancelled.');
  const api = bridge();
  lastTicket += 1;
  const ticket = lastTicket;
  const giveUp = () => void api.call(cancelCall, {}, ticket).catch(() => undefined);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const outcome = await api.call(method, params, ticket);
    if (signal?.aborted) throw new CallProblem('cancelled', 'The call was cancelled.');
    return unwrap(outcome) as Result<M>;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Asks the main process: opening, saving, the window's looks. Fails with a `CallProblem`. */
export async function callDesktop<M extends DesktopMethod>(method: M, params: DesktopParams<M>): Promise<DesktopResult<M>> {
  return unwrap(await bridge().desktop(method, params)) as DesktopResult<M>;
}

/** Hears what the engine or main says unasked; returns the way to stop. A value that breaks the contract is dropped. */
export function onNotice<N extends Notice | DesktopNotice>(name: N, listener: (value: NoticeValue<N>) => void): () => void {
  const table: Readonly<Record<string, v.GenericSchema>> = { ...notices, ...desktopNotices };
  const schema = table[name];
  return bridge().subscribe(name, (value) => {
    const checked = schema && v.safeParse(schema, value);
    if (checked?.success) listener(checked.output as NoticeValue<N>);
  });
}

/** Whatever a call threw, as data for a message. */
export function problemOf(error: unknown): CallProblem['problem'] {
  if (error instanceof CallProblem) return error.problem;
  return { kind: 'failed', path: null, reason: error instanceof Error ? error.message : String(error) };
}
