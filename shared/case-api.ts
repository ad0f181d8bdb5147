/**
 * What the preload gives the page as `window.caseApi`: three functions, plain data only. Errors cross the bridge badly,
 * so that each call ends in a value or a problem and never throws.
 */
import type { Method, Notice, notices, Params, Result } from './contract.ts';
import type { DesktopMethod, DesktopNotice, DesktopParams, DesktopResult, desktopNotices } from './desktop-contract.ts';
import type { Problem } from './rpc.ts';
import type * as v from 'valibot';

/** How a call ended. */
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

/** What a notice of the engine or of main carries. */
export type NoticeValue<Name extends Notice | DesktopNotice> = Name extends Notice
  ? v.InferOutput<(typeof notices)[Name]>
  : Name extends DesktopNotice
    ? v.InferOutput<(typeof desktopNotices)[Name]>
    : never;

export interface CaseApi {
  /**
   * Asks the engine. `ticket` is any number of the page's own, so that the call can be cancelled; before an engine is
   * there the answer is the problem `not-ready`.
   */
  call<M extends Method>(method: M, params: Params<M>, ticket?: number): Promise<Outcome<Result<M>>>;
  /** Cancels the call that was made with this ticket; that call then ends with the problem `cancelled`. */
  call(method: typeof cancelMethod, params: { readonly ticket: number }): Promise<Outcome<Record<string, never>>>;
  /** Asks the main process. */
  desktop<M extends DesktopMethod>(method: M, params: DesktopParams<M>): Promise<Outcome<DesktopResult<M>>>;
  /** Listens to what the engine or main says unasked, across engines; the function given back ends it. */
  subscribe<Name extends Notice | DesktopNotice>(name: Name, listener: (value: NoticeValue<Name>) => void): () => void;
}

/** The name of the call that cancels another. */
export const cancelMethod = '$cancel';
