/**
 * What the windowed app and the headless report share: the session, the protocol, the engine's place, the open case, and
 * which page may call what. Knows nothing of dialogs and of the command line.
 */
import { join } from 'node:path';
import { type BrowserWindow, MessageChannelMain, type Session, session, utilityProcess, type WebContents } from 'electron/main';
import { answerRequest, appHost, appScheme, readBuiltFiles } from './app-protocol.ts';
import { type CaseDesk, createCaseDesk } from './current-case.ts';
import { type DesktopHandlers, listenToPages } from './desktop-calls.ts';
import { type EngineEvents, type EngineHost, startEngine } from './engine-host.ts';
import { hardenSession } from './harden.ts';
import type { WindowParts } from './window.ts';

export interface StageEvents {
  caseChanged(): void;
  engineLost(reason: string): void;
  dropped(path: string): void;
}

export interface Stage {
  readonly desk: CaseDesk;
  readonly windowParts: WindowParts;
  /** The sample's archive in the build. */
  readonly sampleArchive: string;
  startEngine(events: EngineEvents): EngineHost;
  /** From now on the window's page may make these calls, and gets a port to the engine. */
  admit(window: BrowserWindow, handlers: DesktopHandlers): void;
}

export interface StageFacts {
  readonly sandboxOff: boolean;
  readonly devTools: boolean;
}

/** Once a process, after Electron is ready. */
export function setStage(facts: StageFacts, events: StageEvents): Stage {
  const built = join(import.meta.dirname, '..');
  const own = openSession(join(built, 'renderer'), facts.devTools);
  const start = (engineEvents: EngineEvents) =>
    startEngine((path, words, options) => utilityProcess.fork(path, words, options), join(built, 'engine', 'engine.js'), process.env, engineEvents);
  const desk = createCaseDesk({
    startEngine: start,
    newChannel: () => new MessageChannelMain(),
    sandboxOff: facts.sandboxOff,
    changed: events.caseChanged,
    lost: events.engineLost,
  });
  const admitted = new Map<object, { readonly contents: WebContents; readonly handlers: DesktopHandlers }>();
  listenToPages({
    handlersOf: (page) => admitted.get(page)?.handlers ?? null,
    ready(page) {
      const contents = admitted.get(page)?.contents;
      if (contents) desk.pageReady(contents);
    },
    dropped: (_page, path) => events.dropped(path),
  });
  return {
    desk,
    windowParts: { session: own, preload: join(built, 'preload', 'preload.cjs'), devTools: facts.devTools },
    sampleArchive: join(built, 'assets', 'sample-evidence.tar.gz'),
    startEngine: start,
    admit(window, handlers) {
      const contents = window.webContents;
      const { id } = contents;
      admitted.set(contents, { contents, handlers });
      // A page that is gone holds no port: its end closed with it. It gets a new one when it has loaded again.
      contents.on('render-process-gone', () => desk.pageGone({ id }));
      contents.on('destroyed', () => {
        admitted.delete(contents);
        desk.pageGone({ id });
      });
    },
  };
}

/** In memory only: nothing of a page outlives the process. */
function openSession(pages: string, devTools: boolean): Session {
  const own = session.fromPartition('postflight');
  hardenSession(own, devTools);
  const files = readBuiltFiles(pages);
  own.protocol.handle(appScheme, (request) => {
    const answer = answerRequest(files, request);
    return new Response(Buffer.from(answer.bytes), { status: answer.status, headers: answer.headers });
  });
  if (!files.has('/index.html')) throw new Error(`The build has no page for ${appScheme}://${appHost}/.`);
  return own;
}
