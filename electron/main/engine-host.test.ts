/** The engine's process: what it is started with, how its end is told. */
import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { type Fork, forkOptions, scrubbedEnvironment, startEngine } from './engine-host.ts';

function setup() {
  const engine = Object.assign(new EventEmitter(), { postMessage: vi.fn(), kill: vi.fn(() => true), stdout: new EventEmitter(), stderr: new EventEmitter() });
  const fork = vi.fn(() => engine);
  const events = { reported: vi.fn(), lost: vi.fn() };
  const host = startEngine(fork as unknown as Fork, '/dist/engine.js', { HOME: '/home/a', NODE_OPTIONS: '--inspect' }, events);
  return { engine, fork, events, host };
}

test('the environment is scrubbed of what changes the program', () => {
  const given = { PATH: '/bin', HOME: '/home/a', LANG: 'C', NODE_OPTIONS: '-r x', NODE_PATH: '/x', ELECTRON_RUN_AS_NODE: '1', electron_x: '1', LD_PRELOAD: '/x.so', DYLD_INSERT_LIBRARIES: 'x', GIT_DIR: '/x', gone: undefined };
  expect(scrubbedEnvironment(given)).toEqual({ PATH: '/bin', HOME: '/home/a', LANG: 'C' });
});

test('the engine is forked with pipes, without foreign libraries, without extra words', () => {
  expect(forkOptions({ HOME: '/home/a' })).toEqual({ env: { HOME: '/home/a' }, stdio: 'pipe', serviceName: 'Postflight engine', allowLoadingUnsignedLibraries: false, execArgv: [] });
  const { fork } = setup();
  expect(fork).toHaveBeenCalledWith('/dist/engine.js', [], expect.objectContaining({ env: { HOME: '/home/a' } }));
});

test('a report that fits is handed on; anything else is ignored', () => {
  const { engine, events } = setup();
  engine.emit('message', { type: 'opened', sessions: 1, findings: 2, worst: null, manifestSha256: 'a', nothingKnown: null });
  engine.emit('message', { type: 'opened', sessions: -1, findings: 2, worst: null, manifestSha256: 'a', nothingKnown: null });
  engine.emit('message', { type: 'opened', sessions: 1, findings: 2, worst: null, manifestSha256: 'a', nothingKnown: null, extra: 1 });
  engine.emit('message', 'opened');
  expect(events.reported.mock.calls).toEqual([[{ type: 'opened', sessions: 1, findings: 2, worst: null, manifestSha256: 'a', nothingKnown: null }]]);
});

test('a crash is told with its cause', () => {
  const { engine, events } = setup();
  engine.stderr.emit('data', Buffer.from('node:internal\nTypeError: a is not a function\n    at /srv/x.js:1\n'));
  engine.emit('exit', 1);
  expect(events.lost).toHaveBeenCalledExactlyOnceWith('The engine that reads the evidence is gone: it crashed (code 1). TypeError: a is not a function');
});

test('running out of memory is named', () => {
  const { engine, events } = setup();
  engine.stderr.emit('data', Buffer.from('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'));
  engine.emit('exit', 5);
  expect(events.lost.mock.calls[0]?.[0]).toContain('ran out of memory');
});

test('a wanted end is no crash, and nothing is sent after it', () => {
  const { engine, events, host } = setup();
  host.stop();
  engine.emit('exit', 0);
  engine.emit('message', { type: 'opened', sessions: 1, findings: 2, worst: null, manifestSha256: 'a', nothingKnown: null });
  host.order({ type: 'connect' });
  const port = { close: vi.fn() };
  host.connect(port as unknown as Parameters<typeof host.connect>[0]);
  expect(engine.kill).toHaveBeenCalledOnce();
  expect(events.lost).not.toHaveBeenCalled();
  expect(events.reported).not.toHaveBeenCalled();
  expect(engine.postMessage).not.toHaveBeenCalled();
  expect(port.close).toHaveBeenCalledOnce();
});
