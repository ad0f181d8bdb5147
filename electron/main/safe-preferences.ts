/** The safety settings of each window, in one frozen constant. Knows nothing of which window has them. */
import type { WebPreferences } from 'electron/main';

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

/** The settings of a window; DevTools only where the app is not packaged. */
export function windowPreferences(parts: Required<Pick<WebPreferences, 'session' | 'preload' | 'devTools'>>): WebPreferences {
  return { ...safePreferences, devTools: parts.devTools, session: parts.session, preload: parts.preload };
}
