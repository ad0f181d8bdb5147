/** Makes the app's windows, all with one frozen set of safety settings. Knows nothing of the case they show. */
import { BrowserWindow, type Session } from 'electron/main';
import { appOrigin } from './app-protocol.ts';
import { windowPreferences } from './safe-preferences.ts';

export interface WindowParts {
  readonly session: Session;
  readonly preload: string;
  readonly devTools: boolean;
}

/** The window that a person works in. */
export function createCaseWindow(parts: WindowParts, dark: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Postflight',
    backgroundColor: dark ? '#0f1113' : '#ffffff',
    // The commands are on the page; Alt shows the menu, and its keys work all the same.
    autoHideMenuBar: true,
    webPreferences: windowPreferences(parts),
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** A page that is only printed. */
export function createHiddenWindow(parts: WindowParts): BrowserWindow {
  return new BrowserWindow({ show: false, width: 900, height: 1200, title: 'Postflight report', webPreferences: windowPreferences(parts) });
}

/** Loads one of our own pages. */
export function loadPage(window: BrowserWindow, page: 'index.html' | 'report.html'): Promise<void> {
  return window.loadURL(`${appOrigin}${page}`);
}
