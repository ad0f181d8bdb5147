/**
 * The only file that names `ipcMain`: lets a message in when it comes from the main frame of a window that we made, on
 * our own origin. Knows nothing of what the calls do.
 */
import { ipcMain, type WebContents, type WebFrameMain } from 'electron/main';
import * as v from 'valibot';
import { channels } from '../../shared/channels.ts';
import { desktopContract, type DesktopNotice, desktopNotices } from '../../shared/desktop-contract.ts';
import { answerCall, type HandlersOf, type Problem } from '../../shared/rpc.ts';
import { appHost, appScheme } from './app-protocol.ts';

export type DesktopHandlers = HandlersOf<typeof desktopContract>;

/** What is looked at before a message counts. */
export interface Sender {
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
  readonly sender: object;
}

/** What our windows answer. */
export interface Pages {
  /** The handlers of the window that holds this page; null where the page is none of ours. */
  handlersOf(page: object): DesktopHandlers | null;
  /** The page's preload runs: a port may be handed over. */
  ready(page: object): void;
  /** A folder was dropped on the page. */
  dropped(page: object, path: string): void;
}

const refusal = (reason: string): { ok: false; problem: Problem } => ({ ok: false, problem: { kind: 'refused', path: null, reason } });

/** A missing frame or URL is a refusal too. */
export function isOurPage(event: Sender, pages: Pick<Pages, 'handlersOf'>): boolean {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null || typeof frame.url !== 'string') return false;
  try {
    const { protocol, host } = new URL(frame.url);
    if (protocol !== `${appScheme}:` || host !== appHost) return false;
  } catch {
    return false;
  }
  return pages.handlersOf(event.sender) !== null;
}

const never = { aborted: false };

/** One call from a page: checked sender, checked name, checked arguments, checked result. */
export async function answerPage(event: Sender, pages: Pick<Pages, 'handlersOf'>, method: unknown, params: unknown) {
  const handlers = isOurPage(event, pages) ? pages.handlersOf(event.sender) : null;
  if (!handlers) return refusal('This page may not call.');
  if (typeof method !== 'string') return refusal('A call needs a name.');
  return answerCall(desktopContract, handlers, method, params, never);
}

const longestPath = 8192;

/** Begins to listen. Called once. */
export function listenToPages(pages: Pages): void {
  ipcMain.handle(channels.call, (event, method: unknown, params: unknown) => answerPage(event, pages, method, params));
  ipcMain.on(channels.pageReady, (event) => {
    if (isOurPage(event, pages)) pages.ready(event.sender);
  });
  ipcMain.on(channels.dropped, (event, path: unknown) => {
    if (isOurPage(event, pages) && typeof path === 'string' && path.length <= longestPath) pages.dropped(event.sender, path);
  });
}

/** Tells a page something unasked; a value that breaks the contract is a mistake of ours and throws. */
export function tellPage<N extends DesktopNotice>(page: Pick<WebContents, 'send' | 'isDestroyed'>, name: N, value: v.InferInput<(typeof desktopNotices)[N]>): void {
  if (!page.isDestroyed()) page.send(channels.notice, { name, value: v.parse(desktopNotices[name], value) });
}
