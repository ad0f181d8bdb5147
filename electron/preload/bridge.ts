/**
 * What stands behind `window.caseApi`: holds the engine's port, passes calls on, turns failures into plain data. Knows
 * neither Electron nor the page; the preload gives it both.
 */
import { type CaseApi, cancelCall, type Outcome } from '../../shared/case-api.ts';
import { contract, type Notice, notices } from '../../shared/contract.ts';
import { desktopContract, desktopNotices } from '../../shared/desktop-contract.ts';
import { asProblem, connect, type PendingCall, type Port, type Problem } from '../../shared/rpc.ts';
import * as v from 'valibot';

/** The ways out of the page, as the preload has them. */
export interface BridgeWires {
  /** Sends a call to main; what comes back is checked here. */
  invoke(method: string, params: unknown): Promise<unknown>;
}

export interface Bridge {
  readonly api: CaseApi;
  /** A port to a new engine; the old one's calls fail. */
  takePort(port: Port): void;
  /** The engine of the port is gone. */
  losePort(reason: string): void;
  /** A notice from main. */
  heardFromMain(message: unknown): void;
}

const mainOutcome = v.variant('ok', [
  v.strictObject({ ok: v.literal(true), value: v.unknown() }),
  v.strictObject({
    ok: v.literal(false),
    problem: v.strictObject({
      kind: v.picklist(['refused', 'cancelled', 'unreadable', 'not-found', 'not-ready', 'busy', 'failed']),
      path: v.nullable(v.string()),
      reason: v.string(),
    }),
  }),
]);
const mainNotice = v.strictObject({ name: v.string(), value: v.unknown() });
const notReady: Problem = { kind: 'not-ready', path: null, reason: 'No case is open.' };

type Engine = ReturnType<typeof connect<typeof contract, typeof notices>>;
type Listener = (value: unknown) => void;

/** Makes the bridge of one page. */
export function createBridge(wires: BridgeWires): Bridge {
  let engine: Engine | null = null;
  let missing = notReady;
  const underWay = new Map<number, PendingCall<unknown>>();
  const listeners = new Map<string, Set<Listener>>();

  const tell = (name: string, value: unknown) => {
    // A copy: a listener may end its own subscription.
    for (const listener of [...(listeners.get(name) ?? [])]) listener(value);
  };

  async function call(method: string, params: unknown, ticket: number): Promise<Outcome> {
    if (method === cancelCall) {
      underWay.get(ticket)?.cancel();
      return { ok: true, value: {} };
    }
    if (!Object.hasOwn(contract, method)) return refused(method);
    if (!engine) return { ok: false, problem: missing };
    const pending = engine.ask(method, params);
    underWay.set(ticket, pending);
    try {
      return { ok: true, value: await pending.result };
    } catch (error) {
      return { ok: false, problem: asProblem(error) };
    } finally {
      // A ticket that the page has used again belongs to the later call.
      if (underWay.get(ticket) === pending) underWay.delete(ticket);
    }
  }

  async function desktop(method: string, params: unknown): Promise<Outcome> {
    const entry = Object.entries(desktopContract).find(([name]) => name === method)?.[1];
    if (!entry) return refused(method);
    try {
      const outcome = v.safeParse(mainOutcome, await wires.invoke(method, params));
      if (!outcome.success) return { ok: false, problem: { kind: 'failed', path: null, reason: `${method}: main gave no fit answer.` } };
      if (!outcome.output.ok) return outcome.output;
      const value = v.safeParse(entry.result, outcome.output.value);
      if (value.success) return { ok: true, value: value.output };
      return { ok: false, problem: { kind: 'failed', path: null, reason: `${method}: the answer breaks the contract.` } };
    } catch (error) {
      return { ok: false, problem: asProblem(error) };
    }
  }

  function subscribe(name: string, listener: Listener): () => void {
    const set = listeners.get(name) ?? new Set<Listener>();
    listeners.set(name, set);
    // Wrapped, so that one function that listens twice is heard twice and ended one at a time.
    const own: Listener = (value) => listener(value);
    set.add(own);
    return () => {
      set.delete(own);
    };
  }

  return {
    api: { call, desktop, subscribe },
    takePort(port) {
      engine?.close({ kind: 'not-ready', path: null, reason: 'Another case was opened.' });
      const next = connect(port, contract, notices);
      engine = next;
      for (const name of ['progress', 'judged'] as const satisfies readonly Notice[]) {
        next.subscribe(name, (value) => tell(name, value));
      }
    },
    losePort(reason) {
      missing = { kind: 'not-ready', path: null, reason };
      engine?.close(missing);
      engine = null;
    },
    heardFromMain(message) {
      const said = v.safeParse(mainNotice, message);
      if (!said.success) return;
      const schema = Object.entries(desktopNotices).find(([name]) => name === said.output.name)?.[1];
      const value = schema && v.safeParse(schema, said.output.value);
      if (value?.success) tell(said.output.name, value.output);
    },
  };
}

function refused(method: string): Outcome {
  const name = typeof method === 'string' ? method.slice(0, 80) : typeof method;
  return { ok: false, problem: { kind: 'refused', path: null, reason: `There is no call named ${JSON.stringify(name)}.` } };
}
