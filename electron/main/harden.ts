/** Closes every way out of a page: permissions, navigation, new windows, web views, network. Knows nothing of our pages. */
import type { App, Session, WebContents } from 'electron/main';
import { appHost, appScheme } from './app-protocol.ts';

/** The parts of Electron that are asked, so that tests can give their own. */
export type HardenedContents = Pick<WebContents, 'setWindowOpenHandler' | 'on'>;

/** For each page ever made: no new window, no navigation away, no embedded page. */
export function hardenApp(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

export function hardenContents(contents: HardenedContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** True for the one address that pages may load; DevTools only where the app is not packaged. */
export function isAllowedUrl(url: string, devTools: boolean): boolean {
  try {
    const { protocol, host } = new URL(url);
    return (protocol === `${appScheme}:` && host === appHost) || (devTools && protocol === 'devtools:');
  } catch {
    return false;
  }
}

export type HardenedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'setDisplayMediaRequestHandler'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

/** The one permission that is used: "copy" puts plain text on the clipboard. Electron approves the others by default. */
const granted = new Set(['clipboard-sanitized-write']);

export function hardenSession(session: HardenedSession, devTools: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(granted.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => granted.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowedUrl(details.url, devTools) }));
}
