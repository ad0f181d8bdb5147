import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CallProblem, callsInFlight, connect, type Port, serve } from './rpc.ts';

const table = {
  double: { params: v.strictObject({ value: v.number() }), result: v.number() },
  wait: { params: v.strictObject({}), result: v.boolean() },
  break: { params: v.strictObject({}), result: v.number() },
} as const;
const notices = { news: v.strictObject({ text: v.string() }) } as const;

/** Two ports joined in memory; each message is cloned on its way, as a real port does. */
function joined(): [Port & { inject(message: unknown): void }, Port] {
  const handlers: [(message: unknown) => void, (message: unknown) => void] = [() => {}, () => {}];
  const side = (own: 0 | 1): Port & { inject(message: unknown): void } => ({
    send: (message) => void Promise.resolve().then(() => handlers[own === 0 ? 1 : 0](structuredClone(message))),
    listen: (handler) => {
      handlers[own] = handler;
    },
    inject: (message) => handlers[own](message),
  });
  return [side(0), side(1)];
}

function setup() {
  const [engineEnd, pageEnd] = joined();
  const waiting: { signal: { aborted: boolean }; done: (value: boolean) => void }[] = [];
  const served = serve(engineEnd, table, notices, {
    double: ({ value }) => value * 2,
    wait: (_, signal) => new Promise<boolean>((done) => waiting.push({ signal: signal as { aborted: boolean }, done })),
    break: () => {
      throw new CallProblem('unreadable', 'The file is gone.', 'a/b');
    },
  });
  return { engineEnd, served, waiting, page: connect(pageEnd, table, notices) };
}

describe('calls over a port', () => {
  it('answers a call, and hands a failure on with its place', async () => {
    const { page } = setup();
    await expect(page.call('double', { value: 21 }).result).resolves.toBe(42);
    await expect(page.call('break', {}).result).rejects.toMatchObject({ problem: { kind: 'unreadable', path: 'a/b', reason: 'The file is gone.' } });
  });

  it('refuses unknown calls, unknown keys and wrong types', async () => {
    const { page } = setup();
    const call = page.call as (name: string, params: unknown) => { result: Promise<unknown> };
    for (const [name, params] of [['triple', {}], ['__proto__', {}], ['double', { value: 'x' }], ['double', { value: 1, more: true }], ['double', null]] as const) {
      await expect(call(name, params).result).rejects.toMatchObject({ problem: { kind: 'refused' } });
    }
  });

  it('tells the other end that a call was cancelled', async () => {
    const { page, waiting } = setup();
    const pending = page.call('wait', {});
    const ended = expect(pending.result).rejects.toMatchObject({ problem: { kind: 'cancelled' } });
    await Promise.resolve().then(() => {});
    pending.cancel();
    await ended;
    await Promise.resolve();
    expect(waiting[0]?.signal.aborted).toBe(true);
  });

  it('refuses a call more than may be under way', async () => {
    const { page, waiting } = setup();
    const calls = Array.from({ length: callsInFlight }, () => page.call('wait', {}).result);
    await expect(page.call('double', { value: 1 }).result).rejects.toMatchObject({ problem: { kind: 'busy' } });
    for (const { done } of waiting) done(true);
    await expect(Promise.all(calls)).resolves.toHaveLength(callsInFlight);
  });

  it('fails what waits, and what comes after, when the other end is gone', async () => {
    const { page } = setup();
    const pending = expect(page.call('wait', {}).result).rejects.toMatchObject({ problem: { kind: 'failed', reason: 'gone' } });
    page.close({ kind: 'failed', path: null, reason: 'gone' });
    await pending;
    await expect(page.call('double', { value: 1 }).result).rejects.toMatchObject({ problem: { reason: 'gone' } });
  });

  it('hands on notices that fit, until it is told to stop', async () => {
    const { page, served } = setup();
    const heard: string[] = [];
    const stop = page.subscribe('news', ({ text }) => heard.push(text));
    served.tell('news', { text: 'one' });
    await Promise.resolve();
    stop();
    served.tell('news', { text: 'two' });
    await Promise.resolve();
    expect(heard).toEqual(['one']);
  });

  it('ignores messages that are none, whatever they hold', () => {
    const { engineEnd } = setup();
    fc.assert(fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }), (message) => engineEnd.inject(message)));
  });
});
