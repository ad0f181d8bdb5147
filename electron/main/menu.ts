/** The whole menu, written out: what is not here has no key and no entry. Knows nothing of what a command does. */
import { Menu, type MenuItemConstructorOptions } from 'electron/main';
import type * as v from 'valibot';
import type { desktopNotices } from '../../shared/desktop-contract.ts';

export type CommandName = v.InferOutput<typeof desktopNotices.command>['name'];

/** The menu as data. `command` is told to the page, which knows whether it can follow it now. */
export function menuTemplate(command: (name: CommandName) => void, platform: NodeJS.Platform, devTools: boolean): MenuItemConstructorOptions[] {
  const entry = (label: string, name: CommandName, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => command(name),
  });
  const mac: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [
    ...mac,
    {
      label: '&Case',
      submenu: [
        entry('Open evidence folder…', 'open', 'CmdOrCtrl+O'),
        entry('This machine…', 'machine', 'CmdOrCtrl+L'),
        entry('Sample case', 'sample', 'CmdOrCtrl+E'),
        { type: 'separator' },
        entry('Choices and policy…', 'choices', 'CmdOrCtrl+Shift+K'),
        entry('Use a policy file…', 'policy-file', 'CmdOrCtrl+Shift+P'),
        { type: 'separator' },
        entry('Save report…', 'save-report', 'CmdOrCtrl+S'),
        { type: 'separator' },
        platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [{ role: 'undo' }, { role: 'redo' }, { type: 'separator' }, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }, { type: 'separator' }, entry('Find in input and output…', 'search', 'CmdOrCtrl+F')],
    },
    {
      label: '&View',
      submenu: [
        entry('Overview', 'view-1', 'CmdOrCtrl+1'),
        entry('Timeline', 'view-2', 'CmdOrCtrl+2'),
        entry('Findings', 'view-3', 'CmdOrCtrl+3'),
        entry('Posture', 'view-4', 'CmdOrCtrl+4'),
        entry('Report', 'view-5', 'CmdOrCtrl+5'),
        entry('Files and hashes', 'files', 'CmdOrCtrl+I'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(devTools ? [{ type: 'separator' } as const, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { label: '&Help', submenu: [entry('Keys', 'keys', 'CmdOrCtrl+/')] },
  ];
}

export function setMenu(command: (name: CommandName) => void, devTools: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(command, process.platform, devTools)));
}
