/** Makes the app's windows, all with one frozen set of safety settings. Knows nothing of the case they show. */
import { BrowserWindow, type Session, type WebPreferences } from 'electron/main';
import { appOrigin } from './app-protocol.ts';

/** Written out even where it is the default, so that a changed default changes nothing here. */
export const safePreferences = Object.freeze({
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  // Chromium would fetch dictionaries from a server.
  spellcheck: false,
  navigateOnDragDrop: false,
} satisfies WebPreferences);

export interface WindowParts {
  readonly session: Session;
  readonly preload: string;
  readonly devTools: boolean;
}

function preferences(parts: WindowParts): WebPreferences {
  return { ...safePreferences, devTools: parts.devTools, session: parts.session, preload: parts.preload };
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
    webPreferences: preferences(parts),
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** A page that is only printed. */
export function createHiddenWindow(parts: WindowParts): BrowserWindow {
  return new BrowserWindow({ show: false, width: 900, height: 1200, title: 'Postflight report', webPreferences: preferences(parts) });
}

/** Loads one of our own pages. */
export function loadPage(window: BrowserWindow, page: 'index.html' | 'report.html'): Promise<void> {
  return window.loadURL(`${appOrigin}${page}`);
}
