/** Calls over a message port: ids, cancel, and errors as data. Both ends check each message against the contract. */
import * as v from 'valibot';
import { Cancelled, type CancelSignal } from './cancel.ts';

/** The least that a port must do; `MessagePortMain`, the DOM's and Node's ports each have a small adapter. */
export interface Port {
  send(message: unknown): void;
  listen(handler: (message: unknown) => void): void;
}

/** Why a call has no result. `path` and `reason` are for showing. */
export const problem = v.strictObject({
  kind: v.picklist(['refused', 'cancelled', 'unreadable', 'not-found', 'not-ready', 'busy', 'failed']),
  path: v.nullable(v.string()),
  reason: v.string(),
});
export type Problem = v.InferOutput<typeof problem>;

/** A failure that a handler can name; any other error becomes `failed`. */
export class CallProblem extends Error {
  readonly problem: Problem;
  constructor(kind: Problem['kind'], reason: string, path: string | null = null) {
    super(reason);
    this.name = 'CallProblem';
    this.problem = { kind, reason, path };
  }
}

export type MethodTable = Readonly<Record<string, { readonly params: v.GenericSchema; readonly result: v.GenericSchema }>>;
export type NoticeTable = Readonly<Record<string, v.GenericSchema>>;
export type HandlersOf<Table extends MethodTable> = {
  readonly [M in keyof Table]: (
    params: v.InferOutput<Table[M]['params']>,
    signal: CancelSignal,
  ) => Promise<v.InferInput<Table[M]['result']>> | v.InferInput<Table[M]['result']>;
};

const request = v.strictObject({ type: v.literal('call'), id: v.number(), method: v.string(), params: v.unknown() });
const cancel = v.strictObject({ type: v.literal('cancel'), id: v.number() });
const incoming = v.variant('type', [request, cancel]);
const answer = v.strictObject({ type: v.literal('answer'), id: v.number(), value: v.unknown() });
const failure = v.strictObject({ type: v.literal('failure'), id: v.number(), problem });
const notice = v.strictObject({ type: v.literal('notice'), name: v.string(), value: v.unknown() });
const outgoing = v.variant('type', [answer, failure, notice]);

/** At most so many calls of one port are under way; a further one is refused as `busy`. */
export const callsInFlight = 64;

/** Turns whatever a handler threw into data. */
export function asProblem(error: unknown): Problem {
  if (error instanceof CallProblem) return error.problem;
  if (error instanceof Cancelled) return { kind: 'cancelled', path: null, reason: 'The call was cancelled.' };
  return { kind: 'failed', path: null, reason: error instanceof Error ? error.message : String(error) };
}

/** Runs one checked call: unknown methods and unfit arguments are refused, and so is a result that breaks the contract. */
export async function answerCall<Table extends MethodTable>(
  table: Table,
  handlers: HandlersOf<Table>,
  name: string,
  params: unknown,
  signal: CancelSignal,
): Promise<{ ok: true; value: unknown } | { ok: false; problem: Problem }> {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!entry || !handler) return { ok: false, problem: { kind: 'refused', path: null, reason: `There is no call named ${JSON.stringify(name.slice(0, 80))}.` } };
  const checked = v.safeParse(entry.params, params);
  if (!checked.success) return { ok: false, problem: { kind: 'refused', path: null, reason: `${name}: ${issueText(checked.issues)}` } };
  try {
    const value = await handler(checked.output as never, signal);
    const result = v.safeParse(entry.result, value);
    if (!result.success) return { ok: false, problem: { kind: 'failed', path: null, reason: `${name} gave an unfit result: ${issueText(result.issues)}` } };
    return { ok: true, value: result.output };
  } catch (error) {
    return { ok: false, problem: asProblem(error) };
  }
}

function issueText(issues: readonly v.BaseIssue<unknown>[]): string {
  const first = issues[0];
  if (!first) return 'unfit value';
  const place = first.path?.map((part) => String(part.key)).join('.') ?? '';
  return `${place ? `${place}: ` : ''}${first.message}`.slice(0, 400);
}

/** Answers calls on a port until it closes. Returns `tell`, which sends a notice to the other end. */
export function serve<Table extends MethodTable, Notices extends NoticeTable>(
  port: Port,
  table: Table,
  noticeTable: Notices,
  handlers: HandlersOf<Table>,
): { tell<N extends keyof Notices & string>(name: N, value: v.InferInput<Notices[N]>): void } {
  const running = new Map<number, { aborted: boolean }>();
  port.listen((message) => {
    const parsed = v.safeParse(incoming, message);
    if (!parsed.success) return;
    const call = parsed.output;
    if (call.type === 'cancel') {
      const signal = running.get(call.id);
      if (signal) signal.aborted = true;
      return;
    }
    if (running.size >= callsInFlight || running.has(call.id)) {
      port.send({ type: 'failure', id: call.id, problem: { kind: 'busy', path: null, reason: 'Too many calls are under way.' } });
      return;
    }
    const signal = { aborted: false };
    running.set(call.id, signal);
    void answerCall(table, handlers, call.method, call.params, signal).then((outcome) => {
      running.delete(call.id);
      port.send(outcome.ok ? { type: 'answer', id: call.id, value: outcome.value } : { type: 'failure', id: call.id, problem: outcome.problem });
    });
  });
  return {
    tell(name, value) {
      const schema = noticeTable[name];
      if (schema) port.send({ type: 'notice', name, value: v.parse(schema, value) });
    },
  };
}

/** A call on its way; `cancel` asks the other end to stop, and the promise then fails with `cancelled`. */
export interface PendingCall<Value> {
  readonly result: Promise<Value>;
  cancel(): void;
}

/** The calling end: checks each result and each notice against the contract before handing it on. */
export function connect<Table extends MethodTable, Notices extends NoticeTable>(port: Port, table: Table, noticeTable: Notices) {
  const waiting = new Map<number, { method: string; done(value: unknown): void; fail(error: unknown): void }>();
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  let next = 1;
  let lost: Problem | null = null;
  port.listen((message) => {
    const parsed = v.safeParse(outgoing, message);
    if (!parsed.success) return;
    const said = parsed.output;
    if (said.type === 'notice') {
      const schema = Object.hasOwn(noticeTable, said.name) ? noticeTable[said.name] : undefined;
      const value = schema && v.safeParse(schema, said.value);
      if (value?.success) for (const listener of listeners.get(said.name) ?? []) listener(value.output);
      return;
    }
    const call = waiting.get(said.id);
    if (!call) return;
    waiting.delete(said.id);
    if (said.type === 'failure') {
      call.fail(new CallProblem(said.problem.kind, said.problem.reason, said.problem.path));
      return;
    }
    const schema = table[call.method]?.result;
    const value = schema && v.safeParse(schema, said.value);
    if (value?.success) call.done(value.output);
    else call.fail(new CallProblem('failed', `${call.method}: the answer breaks the contract.`));
  });
  function ask(name: string, params: unknown): PendingCall<unknown> {
    const id = next++;
    const result = new Promise<unknown>((done, fail) => {
      if (lost) {
        fail(new CallProblem(lost.kind, lost.reason, lost.path));
        return;
      }
      waiting.set(id, { method: name, done, fail });
      port.send({ type: 'call', id, method: name, params });
    });
    return {
      result,
      cancel() {
        const call = waiting.get(id);
        if (!call) return;
        waiting.delete(id);
        port.send({ type: 'cancel', id });
        call.fail(new CallProblem('cancelled', 'The call was cancelled.'));
      },
    };
  }
  return {
    call<M extends keyof Table & string>(name: M, params: v.InferInput<Table[M]['params']>): PendingCall<v.InferOutput<Table[M]['result']>> {
      return ask(name, params) as PendingCall<v.InferOutput<Table[M]['result']>>;
    },
    /** The same for a name and arguments whose types are not known here; the other end checks them. */
    ask,
    subscribe<N extends keyof Notices & string>(name: N, listener: (value: v.InferOutput<Notices[N]>) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (value: unknown) => void);
      return () => set.delete(listener as (value: unknown) => void);
    },
    /** Fails what is waiting and what comes after: the other end is gone. */
    close(reason: Problem) {
      lost = reason;
      for (const call of waiting.values()) call.fail(new CallProblem(reason.kind, reason.reason, reason.path));
      waiting.clear();
    },
  };
}
