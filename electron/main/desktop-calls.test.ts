/** Who may call main, and with what. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { desktopContract } from '../../shared/desktop-contract.ts';

vi.mock('electron/main', () => ({ ipcMain: { handle: vi.fn(), on: vi.fn() }, Menu: {} }));
const { answerPage, isOurPage, tellPage } = await import('./desktop-calls.ts');
type Handlers = NonNullable<ReturnType<Parameters<typeof answerPage>[1]['handlersOf']>>;

const ours = {};
const handlers = Object.fromEntries(Object.keys(desktopContract).map((name) => [name, () => ({ opened: true })])) as unknown as Handlers;
const pages = { handlersOf: (page: object) => (page === ours ? handlers : null) };
const from = (url: unknown, parent: unknown = null, sender: object = ours) => ({ senderFrame: { url, parent }, sender }) as unknown as Parameters<typeof isOurPage>[0];

describe('a sender', () => {
  test('is let in from the main frame of our window on our origin', () => {
    expect(isOurPage(from('app://case/index.html'), pages)).toBe(true);
  });

  test.each([
    ['a frame that is gone', { senderFrame: null, sender: ours }],
    ['a frame without an address', from(undefined)],
    ['an empty address', from('')],
    ['no address at all', from('nonsense')],
    ['another host', from('app://other/index.html')],
    ['a host that begins like ours', from('app://case.example/index.html')],
    ['another protocol', from('https://case/index.html')],
    ['a file', from('file:///srv/index.html')],
    ['a frame inside the page', from('app://case/index.html', {})],
    ['a parent that is not there', from('app://case/index.html', undefined as never)],
    ['a window that is not ours', from('app://case/index.html', null, {})],
  ])('is refused: %s', async (name, event) => {
    if (name === 'a parent that is not there') Object.assign((event as { senderFrame: object }).senderFrame, { parent: 1 });
    expect(isOurPage(event, pages)).toBe(false);
    expect(await answerPage(event, pages, 'open.dialog', {})).toMatchObject({ ok: false, problem: { kind: 'refused' } });
  });
});

describe('a call', () => {
  const call = (method: unknown, params: unknown) => answerPage(from('app://case/index.html'), pages, method, params);

  test('reaches its handler', async () => {
    expect(await call('open.dialog', {})).toEqual({ ok: true, value: { opened: true } });
  });

  test.each([
    ['no.such.call', {}],
    ['__proto__', {}],
    ['constructor', {}],
    [7, {}],
    ['open.dialog', { extra: 1 }],
    ['open.dialog', null],
    ['open.recent', { id: -1 }],
    ['open.recent', { id: '1' }],
    ['open.machine', { ids: Array.from({ length: 10_001 }, () => 1) }],
    ['theme.set', { theme: 'pink' }],
    ['report.save', { options: { caseNumber: '<b>', title: '', preparedBy: '', handling: 'TLP:RED', minSeverity: 'info', summary: '' } }],
  ])('is refused: %s %j', async (method, params) => {
    expect(await call(method, params)).toMatchObject({ ok: false, problem: { kind: 'refused' } });
  });

  test('whose result breaks the contract fails', async () => {
    expect(await call('machine.list', {})).toMatchObject({ ok: false, problem: { kind: 'failed' } });
  });

  test('never throws, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...Object.keys(desktopContract)), fc.anything()), fc.anything(), async (method, params) => {
        const outcome = await call(method, params);
        expect(typeof outcome.ok).toBe('boolean');
      }),
    );
  });
});

test('a notice that breaks the contract is never sent', () => {
  const page = { send: vi.fn(), isDestroyed: () => false };
  expect(() => tellPage(page, 'command', { name: 'format-disk' as 'open' })).toThrow();
  tellPage(page, 'command', { name: 'open' });
  tellPage({ ...page, isDestroyed: () => true }, 'command', { name: 'open' });
  expect(page.send).toHaveBeenCalledOnce();
});
