/** Each way out of a page is closed. */
import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { hardenApp, hardenContents, hardenSession, isAllowedUrl, type HardenedContents, type HardenedSession } from './harden.ts';

function fakeContents() {
  const emitter = new EventEmitter();
  let open: ((details: never) => { action: string }) | null = null;
  const contents = Object.assign(emitter, {
    setWindowOpenHandler(handler: (details: never) => { action: string }) {
      open = handler;
    },
  });
  return { contents: contents as unknown as HardenedContents, emitter, open: () => open };
}

describe('a page', () => {
  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('cannot leave by %s', (name) => {
    const { contents, emitter } = fakeContents();
    hardenContents(contents);
    const preventDefault = vi.fn();
    emitter.emit(name, { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test('opens no window', () => {
    const { contents, open } = fakeContents();
    hardenContents(contents);
    expect(open()?.({} as never)).toEqual({ action: 'deny' });
  });

  test('is locked from the moment it is made, whoever made it', () => {
    const app = new EventEmitter();
    hardenApp(app as unknown as Parameters<typeof hardenApp>[0]);
    const { contents, open } = fakeContents();
    app.emit('web-contents-created', {}, contents);
    expect(open()).not.toBeNull();
  });
});

function fakeSession() {
  const handlers = new Map<string, (...words: never[]) => unknown>();
  const keep = (name: string) => (handler: (...words: never[]) => unknown) => void handlers.set(name, handler);
  const session = {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    webRequest: { onBeforeRequest: keep('before') },
  };
  return { session: session as unknown as HardenedSession, handlers };
}

describe('the session', () => {
  const { session, handlers } = fakeSession();
  hardenSession(session, false);
  const ask = (permission: string) => {
    const answer = vi.fn();
    handlers.get('request')?.(...([null, permission, answer] as never[]));
    return [answer.mock.calls[0]?.[0], handlers.get('check')?.(...([null, permission] as never[]))];
  };

  test.each(['media', 'geolocation', 'notifications', 'midi', 'pointerLock', 'fullscreen', 'openExternal', 'clipboard-read', 'hid', 'serial', 'usb', 'display-capture', 'fileSystem', 'something-new'])(
    'denies %s',
    (permission) => {
      expect(ask(permission)).toEqual([false, false]);
    },
  );

  test('grants plain text to the clipboard, for "copy"', () => {
    expect(ask('clipboard-sanitized-write')).toEqual([true, true]);
  });

  test('gives no device and no screen', () => {
    expect(handlers.get('device')?.()).toBe(false);
    const answer = vi.fn();
    handlers.get('display')?.(...([{}, answer] as never[]));
    expect(answer).toHaveBeenCalledWith({});
  });

  test('cancels each request but those for our own pages', () => {
    const cancelled = (url: string) => {
      const answer = vi.fn();
      handlers.get('before')?.(...([{ url }, answer] as never[]));
      return answer.mock.calls[0]?.[0].cancel;
    };
    expect(cancelled('app://case/index.html')).toBe(false);
    for (const url of ['http://a.example', 'https://a.example', 'ws://a.example', 'ftp://a.example', 'data:text/html,x', 'blob:app://case/x', 'file:///etc/passwd', 'app://other/', 'devtools://devtools/', 'nonsense']) {
      expect(cancelled(url), url).toBe(true);
    }
  });

  test('lets DevTools load only where they are allowed', () => {
    expect(isAllowedUrl('devtools://devtools/bundled/x.html', true)).toBe(true);
    expect(isAllowedUrl('devtools://devtools/bundled/x.html', false)).toBe(false);
  });
});
