/** What the preload shows the page as `window.caseApi`: three functions and plain values, no port and no event object. */
import type { Method, Notice } from './contract.ts';
import type { DesktopMethod, DesktopNotice } from './desktop-contract.ts';
import type { Problem } from './rpc.ts';

/** A result or a failure as plain data: an error object would lose its kind on the way across the context bridge. */
export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem };

/** Asks to give up the call that carries the same ticket; no engine call has this name. */
export const cancelCall = '$cancel';

export interface CaseApi {
  /** Calls the engine. `ticket` names the call: `call('$cancel', {}, ticket)` gives up the call with that ticket. */
  call(method: Method | typeof cancelCall, params: unknown, ticket: number): Promise<Outcome>;
  /** Calls the main process. */
  desktop(method: DesktopMethod, params: unknown): Promise<Outcome>;
  /** Hears notices of the engine and of main; returns the way to stop. */
  subscribe(name: Notice | DesktopNotice, listener: (value: unknown) => void): () => void;
}
