/** One case at a time: ports, the end of opening, the loss of the engine. */
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { channels } from '../../shared/channels.ts';
import { type CaseRequest, createCaseDesk, evidenceFolders } from './current-case.ts';
import type { EngineEvents } from './engine-host.ts';

const request = (root: string): CaseRequest => ({ kind: 'folder', order: { root, include: [''], name: root, live: false } });

function setup() {
  const engines: { events: EngineEvents; order: ReturnType<typeof vi.fn>; connect: ReturnType<typeof vi.fn>; stop: ReturnType<typeof vi.fn> }[] = [];
  const changed = vi.fn();
  const lost = vi.fn();
  const desk = createCaseDesk({
    startEngine(events) {
      const engine = { events, order: vi.fn(), connect: vi.fn(), stop: vi.fn() };
      engines.push(engine);
      return engine;
    },
    newChannel: () => ({ port1: { name: 'port1' }, port2: { name: 'port2' } }) as never,
    sandboxOff: true,
    changed,
    lost,
  });
  const page = { id: 1, postMessage: vi.fn(), send: vi.fn(), isDestroyed: () => false };
  const engine = (index: number) => {
    const one = engines[index];
    if (!one) throw new Error('no engine was started');
    return one;
  };
  return { desk, engine, engines, page, changed, lost };
}

describe('an open case', () => {
  test('orders its engine to read the folder', () => {
    const { desk, engine, changed } = setup();
    desk.open(request('/a'));
    expect(engine(0).order).toHaveBeenCalledWith({ type: 'open', order: request('/a').order, sandboxOff: true });
    expect(changed).toHaveBeenCalledOnce();
    expect(desk.current()?.request).toEqual(request('/a'));
  });

  test('gives each page a port once per load, and none before there is an engine', () => {
    const { desk, engine, page } = setup();
    desk.pageReady(page);
    expect(page.postMessage).not.toHaveBeenCalled();
    desk.open(request('/a'));
    expect(page.postMessage).toHaveBeenCalledExactlyOnceWith(channels.port, null, [{ name: 'port2' }]);
    expect(engine(0).connect).toHaveBeenCalledExactlyOnceWith({ name: 'port1' });
    desk.pageReady(page);
    expect(page.postMessage).toHaveBeenCalledTimes(2);
  });

  test('gives nothing to a page that is gone', () => {
    const { desk, page } = setup();
    desk.pageReady(page);
    desk.pageGone(page);
    desk.open(request('/a'));
    desk.pageReady({ ...page, isDestroyed: () => true });
    expect(page.postMessage).not.toHaveBeenCalled();
  });

  test('ends the engine of the case before, whose late words count no more', async () => {
    const { desk, engine, changed, lost } = setup();
    desk.open(request('/a'));
    desk.open(request('/b'));
    expect(engine(0).stop).toHaveBeenCalledOnce();
    changed.mockClear();
    engine(0).events.lost('crash');
    engine(0).events.reported({ type: 'ended', state: 'cancelled', reason: '' });
    expect(lost).not.toHaveBeenCalled();
    expect(desk.current()?.request).toEqual(request('/b'));
  });

  test('settles when it is ready', async () => {
    const { desk, engine } = setup();
    const current = desk.open(request('/a'));
    const report = { type: 'opened', sessions: 3, findings: 4, worst: 'high', manifestSha256: 'a', nothingKnown: null } as const;
    engine(0).events.reported(report);
    expect(await current.opening).toEqual({ kind: 'opened', report });
  });

  test('stays when reading failed, so that the page can say why; goes when it was cancelled', async () => {
    const failed = setup();
    const first = failed.desk.open(request('/a'));
    failed.engine(0).events.reported({ type: 'ended', state: 'failed', reason: 'nothing there' });
    expect(await first.opening).toEqual({ kind: 'ended', state: 'failed', reason: 'nothing there' });
    expect(failed.desk.current()).not.toBeNull();
    const cancelled = setup();
    cancelled.desk.open(request('/a'));
    cancelled.engine(0).events.reported({ type: 'ended', state: 'cancelled', reason: '' });
    expect(cancelled.desk.current()).toBeNull();
    expect(cancelled.engine(0).stop).toHaveBeenCalledOnce();
  });

  test('tells pages and app when the engine is lost, and hands out no more ports', async () => {
    const { desk, engine, page, lost } = setup();
    desk.pageReady(page);
    const current = desk.open(request('/a'));
    const texts = current.texts();
    engine(0).events.lost('it crashed');
    expect(await current.opening).toEqual({ kind: 'ended', state: 'lost', reason: 'it crashed' });
    expect(await texts).toEqual([]);
    expect(await current.texts()).toEqual([]);
    expect(page.send).toHaveBeenCalledWith(channels.portLost, 'it crashed');
    expect(lost).toHaveBeenCalledExactlyOnceWith('it crashed');
    page.postMessage.mockClear();
    desk.pageReady(page);
    expect(page.postMessage).not.toHaveBeenCalled();
  });

  test('gives the texts that lie beside a report', async () => {
    const { desk, engine } = setup();
    const current = desk.open(request('/a'));
    const texts = current.texts();
    expect(engine(0).order).toHaveBeenLastCalledWith({ type: 'texts' });
    engine(0).events.reported({ type: 'texts', files: [{ name: 'findings.tsv', text: 'x' }] });
    expect(await texts).toEqual([{ name: 'findings.tsv', text: 'x' }]);
  });

  test('orders its engine to judge by what was chosen before, and by what is chosen then', () => {
    const { desk, engine } = setup();
    const history = [{ what: 'chosen', id: 1, at: '2026-05-15T14:00:00.000Z', by: null, reason: 'x', manifestSha256: null, choice: { kind: 'sanction-host', host: 'a.example' } }] as const;
    const current = desk.open(request('/a'), history);
    expect(engine(0).order).toHaveBeenCalledWith({ type: 'open', order: request('/a').order, sandboxOff: true, history });
    current.judge([]);
    expect(engine(0).order).toHaveBeenLastCalledWith({ type: 'judge', history: [] });
  });

  test('asks its engine whether a policy fits; an engine that is gone takes none', async () => {
    const { desk, engine } = setup();
    const current = desk.open(request('/a'));
    const faults = current.checkPolicy('a.yaml', 'x');
    expect(engine(0).order).toHaveBeenLastCalledWith({ type: 'check-policy', name: 'a.yaml', text: 'x' });
    engine(0).events.reported({ type: 'policy-checked', faults: [] });
    expect(await faults).toEqual([]);
    engine(0).events.lost('it crashed');
    expect(await current.checkPolicy('a.yaml', 'x')).not.toEqual([]);
  });

  test('is closed once', () => {
    const { desk, engine, page } = setup();
    desk.pageReady(page);
    desk.open(request('/a'));
    desk.close();
    desk.close();
    expect(engine(0).stop).toHaveBeenCalledOnce();
    expect(page.send).toHaveBeenCalledExactlyOnceWith(channels.portLost, 'No case is open.');
    expect(desk.current()).toBeNull();
  });
});

test('writing is refused in the folders that are read, not in the root above them', () => {
  expect(evidenceFolders({ root: '/', include: ['home/a/.claude', 'srv/app'], name: '', live: true }, join)).toEqual(['/home/a/.claude', '/srv/app']);
  expect(evidenceFolders({ root: '/evidence', include: [''], name: '', live: false }, join)).toEqual(['/evidence']);
});
