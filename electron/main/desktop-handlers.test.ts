/** What main does for the page. */
import { describe, expect, test, vi } from 'vitest';
import { answerCall } from '../../shared/rpc.ts';
import { desktopContract } from '../../shared/desktop-contract.ts';
import { defaultReportOptions } from '../../shared/report.ts';
import { caseHandlers, type HandlerParts, printHandlers } from './desktop-handlers.ts';
import type { Settings } from './settings-file.ts';

function setup(changes: Partial<HandlerParts> = {}) {
  const settings: Settings = {
    schema: 'postflight.settings/1',
    theme: 'dark',
    recent: [{ kind: 'machine', path: '/home/a', folders: ['/home/a/.claude'], name: 'This machine', sessions: 1, findings: 2, worst: null, openedAt: 5 }],
  };
  const parts: HandlerParts = {
    desk: { current: () => null, open: vi.fn(), close: vi.fn(), pageReady: vi.fn(), pageGone: vi.fn() },
    settings: { read: () => settings, problem: () => 'The settings file was damaged.', setTheme: vi.fn(), setAnalyst: vi.fn(), remember: vi.fn() },
    choices: { open: () => [], sealed: vi.fn(), choose: vi.fn(() => 1), takeBack: vi.fn(), choosePolicyFile: async () => ({ outcome: 'dismissed', name: '', faults: [], id: null }), shown: () => ({ history: [], file: '', problem: null }) },
    machine: { list: async () => [], order: () => ({ root: '/', include: ['a'], name: 'This machine', live: true }) },
    version: '0.1.0',
    warnings: ['The sandbox is off.'],
    platform: 'linux',
    home: '/home/a',
    sampleFolder: async () => '/user/sample',
    open: vi.fn(),
    chooseFolder: async () => null,
    openSample: vi.fn(async () => {}),
    saveReport: async () => null,
    revealReport: vi.fn(),
    changed: vi.fn(),
    ...changes,
  };
  const handlers = caseHandlers(parts);
  const call = (name: string, params: unknown = {}) => answerCall(desktopContract, handlers, name, params, { aborted: false });
  return { parts, call };
}

const sanctioned = { kind: 'sanction-host', host: 'mirror.invented.example' } as const;

describe('the page', () => {
  test('sees the state: warnings first, recent cases by number, no open case', async () => {
    const { call } = setup();
    expect(await call('state.read')).toMatchObject({
      ok: true,
      value: {
        version: '0.1.0',
        theme: 'dark',
        warnings: ['The sandbox is off.', 'The settings file was damaged.'],
        recent: [{ id: 0, path: '/home/a', live: true, sample: false }],
        open: null,
      },
    });
  });

  test('opens nothing when the dialog is dismissed', async () => {
    const { call, parts } = setup();
    expect(await call('open.dialog')).toEqual({ ok: true, value: { opened: false } });
    expect(parts.open).not.toHaveBeenCalled();
  });

  test('opens a recent case by its number; an unknown number is a problem', async () => {
    const { call, parts } = setup();
    expect(await call('open.recent', { id: 0 })).toEqual({ ok: true, value: { opened: true } });
    expect(parts.open).toHaveBeenCalledWith({ kind: 'machine', order: { root: '/', include: ['home/a/.claude'], name: 'This machine', live: true } });
    expect(await call('open.recent', { id: 9 })).toMatchObject({ ok: false, problem: { kind: 'not-found' } });
  });

  test('opens the sample and this machine, changes the theme, closes', async () => {
    const { call, parts } = setup();
    await call('open.sample');
    await call('open.machine', { ids: [0] });
    await call('theme.set', { theme: 'light' });
    await call('case.close');
    expect(parts.openSample).toHaveBeenCalledOnce();
    expect(parts.open).toHaveBeenCalledWith({ kind: 'machine', order: expect.objectContaining({ live: true }) });
    expect(parts.settings.setTheme).toHaveBeenCalledWith('light');
    expect(parts.changed).toHaveBeenCalledOnce();
    expect(parts.desk.close).toHaveBeenCalledOnce();
  });

  test('is told that a save was dismissed, and where it went', async () => {
    expect(await setup().call('report.save', { options: defaultReportOptions })).toEqual({ ok: true, value: { path: null, sha256: null, pages: 0, bytes: 0 } });
    const saved = { path: '/out/a.pdf', sha256: 'ab', pages: 3, bytes: 10 };
    expect(await setup({ saveReport: async () => saved }).call('report.save', { options: defaultReportOptions })).toEqual({ ok: true, value: saved });
  });

  test('chooses and takes back, and can not bring the text of a policy file itself', async () => {
    const { call, parts } = setup();
    expect(await call('choices.choose', { choice: sanctioned, reason: 'our own', by: 'Kim' })).toEqual({ ok: true, value: { id: 1 } });
    expect(parts.choices.choose).toHaveBeenCalledWith(sanctioned, { reason: 'our own', by: 'Kim' });
    await call('choices.takeBack', { ids: [1], reason: '', by: '' });
    expect(parts.choices.takeBack).toHaveBeenCalledWith([1], { reason: '', by: '' });
    const policy = { kind: 'policy-file', name: 'a.yaml', text: 'ignore: []' };
    expect(await call('choices.choose', { choice: policy, reason: '', by: '' })).toMatchObject({ ok: false, problem: { kind: 'refused' } });
    expect(parts.choices.choose).toHaveBeenCalledOnce();
  });

  test('may not make the calls of the printed page', async () => {
    const { call } = setup();
    expect(await call('report.request')).toMatchObject({ ok: false, problem: { kind: 'refused' } });
    expect(await call('report.ready', { failure: null })).toMatchObject({ ok: false, problem: { kind: 'refused' } });
  });
});

test('the printed page may ask for its job and say that it is drawn, and nothing else', async () => {
  const drawn = vi.fn();
  const handlers = printHandlers({ options: defaultReportOptions, issuedAt: 7, drawn });
  const call = (name: string, params: unknown = {}) => answerCall(desktopContract, handlers, name, params, { aborted: false });
  expect(await call('report.request')).toEqual({ ok: true, value: { options: defaultReportOptions, issuedAt: 7 } });
  await call('report.ready', { failure: 'no' });
  expect(drawn).toHaveBeenCalledExactlyOnceWith('no');
  for (const name of Object.keys(desktopContract).filter((one) => !['report.request', 'report.ready'].includes(one))) {
    const params = { 'theme.set': { theme: 'dark' }, 'open.recent': { id: 0 }, 'open.machine': { ids: [] }, 'report.save': { options: defaultReportOptions }, 'choices.choose': { choice: sanctioned, reason: 'x', by: '' }, 'choices.takeBack': { ids: [1], reason: '', by: '' }, 'choices.policyFile': { by: '' } }[name] ?? {};
    expect(await call(name, params), name).toMatchObject({ ok: false, problem: { kind: 'refused' } });
  }
});
