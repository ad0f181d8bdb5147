/** The menu is the whole list of commands with their keys. */
import type { MenuItemConstructorOptions } from 'electron/main';
import { expect, test, vi } from 'vitest';

vi.mock('electron/main', () => ({ ipcMain: { handle: vi.fn(), on: vi.fn() }, Menu: {} }));
const { menuTemplate } = await import('./menu.ts');

const items = (template: readonly MenuItemConstructorOptions[]) =>
  template.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []));

test('each command has its key and tells the page its name', () => {
  const command = vi.fn();
  const found = items(menuTemplate(command, 'linux', false)).filter((item) => item.click !== undefined);
  for (const item of found) item.click?.(...([] as unknown as Parameters<NonNullable<MenuItemConstructorOptions['click']>>));
  expect(found.map((item, index) => `${item.accelerator} ${command.mock.calls[index]?.[0]}`)).toEqual([
    'CmdOrCtrl+O open',
    'CmdOrCtrl+L machine',
    'CmdOrCtrl+E sample',
    'CmdOrCtrl+Shift+K choices',
    'CmdOrCtrl+Shift+P policy-file',
    'CmdOrCtrl+S save-report',
    'CmdOrCtrl+F search',
    'CmdOrCtrl+1 view-1',
    'CmdOrCtrl+2 view-2',
    'CmdOrCtrl+3 view-3',
    'CmdOrCtrl+4 view-4',
    'CmdOrCtrl+5 view-5',
    'CmdOrCtrl+I files',
    'CmdOrCtrl+/ keys',
  ]);
});

test('a packaged app has no DevTools and no reload', () => {
  const roles = (devTools: boolean) => items(menuTemplate(() => {}, 'linux', devTools)).map((item) => item.role);
  expect(roles(false)).not.toContain('toggleDevTools');
  expect(roles(false)).not.toContain('reload');
  expect(roles(true)).toContain('toggleDevTools');
});
