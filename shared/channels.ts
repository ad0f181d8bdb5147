/** The names of the wires between main and a page's preload; only `desktop-calls.ts` and the preload use them. */
export const channels = {
  /** Preload to main, answered: a call of the desktop contract. */
  call: 'postflight:call',
  /** Preload to main, once per page load: a port may be handed over. */
  pageReady: 'postflight:page-ready',
  /** Preload to main: the path of a folder that was dropped on the window. */
  dropped: 'postflight:dropped',
  /** Main to preload: a port to the engine. */
  port: 'postflight:port',
  /** Main to preload: the engine behind the port is gone, and why. */
  portLost: 'postflight:port-lost',
  /** Main to preload: a notice of the desktop contract. */
  notice: 'postflight:notice',
} as const;
