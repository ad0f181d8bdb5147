/** What the page gets: values or problems as plain data, across engines. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { cancelCall } from '../../shared/case-api.ts';
import type { Progress } from '../../shared/case.ts';
import { contract, notices } from '../../shared/contract.ts';
import { type HandlersOf, type Port, serve } from '../../shared/rpc.ts';
import { createBridge } from './bridge.ts';

const progress: Progress = {
  state: 'reading', elapsedMs: 1, files: 1, filesDone: 0, bytes: 1, bytesDone: 0, records: 0, malformed: 0, sessions: 0, repositories: 0, repositoriesDone: 0,
  rules: 0, findings: 0, step: 'hash', stepsDone: [], current: '', problems: [], failure: null,
};

/** Two ends that hand messages over as a real port does: later, and as copies. */
function channel(): [Port, Port] {
  const make = () => ({ handler: (_message: unknown) => {} });
  const ends = [make(), make()] as const;
  const port = (own: 0 | 1): Port => ({
    send: (message) => queueMicrotask(() => ends[own === 0 ? 1 : 0].handler(structuredClone(message))),
    listen: (handler) => {
      ends[own].handler = handler;
    },
  });
  return [port(0), port(1)];
}

function setup() {
  const invoke = vi.fn(async (_method: string, _params: unknown): Promise<unknown> => ({ ok: true, value: { opened: true } }));
  const bridge = createBridge({ invoke });
  const newEngine = (handlers: Partial<HandlersOf<typeof contract>>) => {
    const [near, far] = channel();
    const tools = serve(far, contract, notices, handlers as HandlersOf<typeof contract>);
    bridge.takePort(near);
    return tools;
  };
  return { bridge, invoke, newEngine };
}

describe('a call to the engine', () => {
  test('is not ready before there is one', async () => {
    const { bridge } = setup();
    expect(await bridge.api.call('case.progress', {}, 1)).toEqual({ ok: false, problem: { kind: 'not-ready', path: null, reason: 'No case is open.' } });
  });

  test('gives the value, or the problem with its kind and path', async () => {
    const { bridge, newEngine } = setup();
    newEngine({ 'case.progress': () => progress, 'case.cancel': () => ({ cancelled: true }) });
    expect(await bridge.api.call('case.progress', {}, 1)).toEqual({ ok: true, value: progress });
    expect(await bridge.api.call('rules.list', {}, 2)).toMatchObject({ ok: false, problem: { kind: 'refused' } });
  });

  test('ends as cancelled when its ticket is cancelled, and only then', async () => {
    const { bridge, newEngine } = setup();
    const signals: { aborted: boolean }[] = [];
    newEngine({
      'case.progress': (_params, signal) => {
        signals.push(signal);
        return new Promise<Progress>(() => {});
      },
      'case.cancel': () => ({ cancelled: true }),
    });
    const waiting = bridge.api.call('case.progress', {}, 7);
    const other = bridge.api.call('case.cancel', {}, 8);
    await bridge.api.call(cancelCall, {}, 99);
    expect(await other).toEqual({ ok: true, value: { cancelled: true } });
    expect(await bridge.api.call(cancelCall, {}, 7)).toEqual({ ok: true, value: {} });
    expect(await waiting).toMatchObject({ ok: false, problem: { kind: 'cancelled' } });
    await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true));
  });

  test('fails when another case is opened meanwhile, and the next one reaches the new engine', async () => {
    const { bridge, newEngine } = setup();
    newEngine({ 'case.progress': () => new Promise<Progress>(() => {}) });
    const waiting = bridge.api.call('case.progress', {}, 1);
    newEngine({ 'case.progress': () => progress });
    expect(await waiting).toMatchObject({ ok: false, problem: { kind: 'not-ready' } });
    expect(await bridge.api.call('case.progress', {}, 2)).toEqual({ ok: true, value: progress });
  });

  test('fails with the reason when the engine is lost', async () => {
    const { bridge, newEngine } = setup();
    newEngine({ 'case.progress': () => new Promise<Progress>(() => {}) });
    const waiting = bridge.api.call('case.progress', {}, 1);
    bridge.losePort('it crashed');
    expect(await waiting).toMatchObject({ ok: false, problem: { kind: 'not-ready', reason: 'it crashed' } });
    expect(await bridge.api.call('case.progress', {}, 2)).toMatchObject({ ok: false, problem: { reason: 'it crashed' } });
  });

  test('never throws, whatever the page passes', async () => {
    const { bridge, newEngine } = setup();
    newEngine({ 'case.progress': () => progress });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), fc.jsonValue(), fc.integer(), async (method, params, ticket) => {
        const outcome = await bridge.api.call(method as 'case.progress', params, ticket);
        expect(outcome).toMatchObject({ ok: false, problem: { kind: 'refused' } });
      }),
      { numRuns: 50 },
    );
  });
});

describe('a call to main', () => {
  test('gives what main answered', async () => {
    const { bridge, invoke } = setup();
    expect(await bridge.api.desktop('open.dialog', {})).toEqual({ ok: true, value: { opened: true } });
    expect(invoke).toHaveBeenCalledExactlyOnceWith('open.dialog', {});
  });

  test.each([
    ['an answer of no known shape', { value: 1 }],
    ['a value that breaks the contract', { ok: true, value: { opened: 'yes' } }],
    ['an extra field', { ok: true, value: { opened: true, path: '/etc' } }],
    ['nothing', undefined],
  ])('fails on %s', async (_name, answer) => {
    const { bridge, invoke } = setup();
    invoke.mockResolvedValue(answer);
    expect(await bridge.api.desktop('open.dialog', {})).toMatchObject({ ok: false, problem: { kind: 'failed' } });
  });

  test('hands on a problem, and turns a thrown error into one', async () => {
    const { bridge, invoke } = setup();
    const problem = { kind: 'unreadable', path: '/a', reason: 'no' };
    invoke.mockResolvedValueOnce({ ok: false, problem });
    expect(await bridge.api.desktop('open.dialog', {})).toEqual({ ok: false, problem });
    invoke.mockRejectedValueOnce(new Error('gone'));
    expect(await bridge.api.desktop('open.dialog', {})).toEqual({ ok: false, problem: { kind: 'failed', path: null, reason: 'gone' } });
  });

  test('with a name that main does not have never leaves the page', async () => {
    const { bridge, invoke } = setup();
    expect(await bridge.api.desktop('constructor' as 'state.read', {})).toMatchObject({ ok: false, problem: { kind: 'refused' } });
    expect(invoke).not.toHaveBeenCalled();
  });
});

describe('a notice', () => {
  test('of each name that the engine may tell comes through', async () => {
    const { bridge, newEngine } = setup();
    const judged = { revision: 1, pending: false, refused: null, problem: null };
    const values = { progress, judged } satisfies Record<keyof typeof notices, unknown>;
    for (const name of ['progress', 'judged'] as const) {
      const heard = vi.fn();
      bridge.api.subscribe(name, heard);
      newEngine({}).tell(name, values[name]);
      await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(values[name]));
    }
  });

  test('of the engine is heard across engines, until the listener ends', async () => {
    const { bridge, newEngine } = setup();
    const heard = vi.fn();
    const end = bridge.api.subscribe('progress', heard);
    newEngine({}).tell('progress', progress);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    newEngine({}).tell('progress', { ...progress, files: 2 });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
    end();
    newEngine({}).tell('progress', progress);
    await new Promise((done) => setTimeout(done, 0));
    expect(heard).toHaveBeenCalledTimes(2);
  });

  test('of main is heard only when it fits the contract', () => {
    const { bridge } = setup();
    const heard = vi.fn();
    bridge.api.subscribe('command', heard);
    bridge.heardFromMain({ name: 'command', value: { name: 'open' } });
    bridge.heardFromMain({ name: 'command', value: { name: 'format' } });
    bridge.heardFromMain({ name: 'other', value: {} });
    bridge.heardFromMain('command');
    expect(heard.mock.calls).toEqual([[{ name: 'open' }]]);
  });
});
