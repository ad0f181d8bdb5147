/** The walls of each window. */
import { expect, test } from 'vitest';
import { safePreferences, windowPreferences } from './safe-preferences.ts';

test('each window has exactly these safety settings', () => {
  expect(safePreferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  });
  expect(Object.isFrozen(safePreferences)).toBe(true);
});

test('a window adds its session, its preload and whether DevTools may open, and nothing else', () => {
  const session = {} as Parameters<typeof windowPreferences>[0]['session'];
  const given = windowPreferences({ session, preload: '/p.cjs', devTools: false, webSecurity: false, nodeIntegration: true } as Parameters<typeof windowPreferences>[0]);
  expect(given).toEqual({ ...safePreferences, session, preload: '/p.cjs', devTools: false });
});
