/** The windowed app: joins window, menu, dialogs, settings and the open case. Knows nothing of what a case holds. */
import { join } from 'node:path';
import { shell } from 'electron/common';
import { app, type BrowserWindow, dialog, nativeTheme } from 'electron/main';
import { CallProblem } from '../../shared/rpc.ts';
import type { ReportOptions } from '../../shared/report.ts';
import { reportId } from '../../shared/report-id.ts';
import { productVersion } from '../../shared/version.ts';
import { refuseInsideEvidence } from '../output-file.ts';
import type { OpenWish } from './command-line.ts';
import { createCaseChoices } from './case-choices.ts';
import { type CaseRequest, evidenceFolders } from './current-case.ts';
import { tellPage } from './desktop-calls.ts';
import { caseHandlers, desktopState, type HandlerParts, printHandlers } from './desktop-handlers.ts';
import { setMenu } from './menu.ts';
import { folderRequest, sampleRequest } from './open-request.ts';
import { drawingLimit, printReport, type SavedReport, saveReport } from './report-pdf.ts';
import { sampleFolder } from './sample.ts';
import { openSettings } from './settings-file.ts';
import { setStage } from './stage.ts';
import type { StartCheck } from './start-check.ts';
import { createThisMachine } from './this-machine.ts';
import { createCaseWindow, createHiddenWindow, loadPage } from './window.ts';

/** How often a page that died is loaded again. */
const mostReloads = 5;

export interface CaseWindow {
  /** Opens what a command line asked for; a failure is shown. */
  open(wish: OpenWish): void;
  focus(): void;
}

export function showCaseWindow(check: StartCheck, devTools: boolean): CaseWindow {
  const userFolder = app.getPath('userData');
  const home = app.getPath('home');
  const settings = openSettings(userFolder);
  let lastReport: string | null = null;

  const stage = setStage(
    { sandboxOff: check.sandboxOff, devTools },
    {
      caseChanged: () => tellState(),
      engineLost: (reason) => tellPage(window.webContents, 'engine-lost', { reason: reason.slice(0, 1000) }),
      dropped: (path) => attempt(() => open(folderRequest(path, home))),
    },
  );

  const choices = createCaseChoices({
    folder: join(userFolder, 'cases'),
    now: Date.now,
    settings,
    current: () => stage.desk.current(),
    async choosePolicyFile() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Use a policy file',
        properties: ['openFile'],
        filters: [{ name: 'Policy', extensions: ['yaml', 'yml', 'json', 'jsonc'] }, { name: 'Each file', extensions: ['*'] }],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    changed: () => tellState(),
  });
  const sample = () => sampleFolder(stage.sampleArchive, userFolder);
  const open = (request: CaseRequest) => {
    const history = choices.open(request.order);
    const current = stage.desk.open({ ...request, order: { ...request.order, indexFolder: join(userFolder, 'index') } }, history);
    void current.opening.then((outcome) => {
      if (outcome.kind !== 'opened') return;
      if (stage.desk.current() === current) choices.sealed(outcome.report.manifestSha256);
      const { kind, order } = request;
      const { sessions, findings, worst } = outcome.report;
      const folders = kind === 'machine' ? evidenceFolders(order, join) : [];
      settings.remember({ kind, path: kind === 'machine' ? home : order.root, folders, name: order.name, sessions, findings, worst, openedAt: Date.now() });
      tellState();
    });
  };
  const openSample = async () => open(sampleRequest(await sample()));

  const parts: HandlerParts = {
    desk: stage.desk,
    settings,
    machine: createThisMachine(stage.startEngine, home),
    version: productVersion,
    warnings: check.warnings,
    platform: process.platform,
    home,
    sampleFolder: sample,
    choices,
    open,
    openSample,
    async chooseFolder() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { title: 'Open evidence folder', properties: ['openDirectory'] });
      const path = canceled ? undefined : filePaths[0];
      return path === undefined ? null : folderRequest(path, home);
    },
    saveReport: (options) => save(options),
    revealReport() {
      if (lastReport === null) throw new CallProblem('not-found', 'No report was saved yet.');
      shell.showItemInFolder(lastReport);
    },
    changed() {
      nativeTheme.themeSource = settings.read().theme;
      tellState();
    },
  };

  async function save(options: ReportOptions): Promise<SavedReport | null> {
    const current = stage.desk.current();
    const state = current && (await Promise.race([current.opening, null]));
    if (!current || state?.kind !== 'opened') throw new CallProblem('not-ready', 'The case is not open yet.');
    const { order } = current.request;
    const evidence = evidenceFolders(order, join);
    const issuedAt = Date.now();
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: 'Save report',
      defaultPath: join(app.getPath('documents'), `${reportId(issuedAt)}.pdf`),
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    });
    if (canceled || !filePath) return null;
    refuseInsideEvidence(filePath, evidence);
    const pdf = await printReport(
      {
        version: productVersion,
        live: order.live,
        sandboxOff: check.sandboxOff,
        openWindow(job) {
          const hidden = createHiddenWindow(stage.windowParts);
          stage.admit(hidden, printHandlers(job));
          return hidden;
        },
        load: (hidden) => loadPage(hidden, 'report.html'),
        limitMs: drawingLimit(current.readingMs()),
      },
      options,
      issuedAt,
    );
    const saved = saveReport(pdf, filePath, await current.texts(), evidence);
    lastReport = saved.path;
    return saved;
  }

  nativeTheme.themeSource = settings.read().theme;
  const window: BrowserWindow = createCaseWindow(stage.windowParts, nativeTheme.shouldUseDarkColors);
  stage.admit(window, caseHandlers(parts));
  setMenu((name) => tellPage(window.webContents, 'command', { name }), devTools);
  window.on('closed', () => stage.desk.close());

  function tellState(): void {
    if (!window.isDestroyed()) tellPage(window.webContents, 'state', desktopState(parts));
  }

  /** For what no page's call asked for: a drop, the command line. There the failure has no other place to show. */
  function attempt(work: () => void | Promise<void>): void {
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => {
        const detail = error instanceof Error ? error.message.slice(0, 500) : String(error);
        void dialog.showMessageBox(window, { type: 'error', title: 'Postflight', message: 'This cannot be opened.', detail });
      });
  }

  const load = () =>
    loadPage(window, 'index.html').catch((error: unknown) => {
      console.error(error);
      app.exit(3);
    });
  void load();
  // The case lives in the engine: a page whose process died is loaded again and shows it. Not for ever, if it dies of that.
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reloads < mostReloads && !window.isDestroyed()) {
      reloads += 1;
      void load();
    }
  });

  return {
    open: (wish) => attempt(() => (wish.kind === 'sample' ? openSample() : open(folderRequest(wish.path, home)))),
    focus() {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
  };
}
