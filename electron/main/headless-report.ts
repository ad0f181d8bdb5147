/** Makes a report with no visible window: opens the folder, waits for the case, prints, writes. Knows no dialogs. */
import { join } from 'node:path';
import { app } from 'electron/main';
import { defaultReportOptions } from '../../shared/report.ts';
import { productVersion } from '../../shared/version.ts';
import { refuseInsideEvidence } from '../output-file.ts';
import type { OpenWish } from './command-line.ts';
import { evidenceFolders } from './current-case.ts';
import { printHandlers } from './desktop-handlers.ts';
import { folderRequest, sampleRequest } from './open-request.ts';
import { drawingLimit, printReport, saveReport } from './report-pdf.ts';
import { sampleFolder } from './sample.ts';
import { setStage, type StageFacts } from './stage.ts';
import { createHiddenWindow, loadPage } from './window.ts';

export interface HeadlessReport {
  readonly open: OpenWish;
  readonly out: string;
}

/** What was made: lines to print, and a warning where the folder holds nothing of a known kind. */
export interface HeadlessOutcome {
  readonly lines: readonly string[];
  readonly nothingKnown: string | null;
}

/** Throws with a message for people. */
export async function makeHeadlessReport(wish: HeadlessReport, facts: StageFacts): Promise<HeadlessOutcome> {
  const stage = setStage(facts, { caseChanged: () => {}, engineLost: () => {}, dropped: () => {} });
  try {
    const request =
      wish.open.kind === 'sample'
        ? sampleRequest(await sampleFolder(stage.sampleArchive, app.getPath('userData')))
        : folderRequest(wish.open.path, app.getPath('home'));
    const evidence = evidenceFolders(request.order, join);
    // Before the reading, which may take long.
    refuseInsideEvidence(wish.out, evidence);
    const current = stage.desk.open(request);
    const opening = await current.opening;
    if (opening.kind === 'ended') throw new Error(opening.reason);
    const pdf = await printReport(
      {
        version: productVersion,
        live: request.order.live,
        sandboxOff: facts.sandboxOff,
        openWindow(job) {
          const window = createHiddenWindow(stage.windowParts);
          stage.admit(window, printHandlers(job));
          return window;
        },
        load: (window) => loadPage(window, 'report.html'),
        limitMs: drawingLimit(current.readingMs()),
      },
      defaultReportOptions,
      Date.now(),
    );
    const saved = saveReport(pdf, wish.out, await current.texts(), evidence);
    return { lines: [saved.path, `${saved.pages} pages, ${saved.bytes} bytes, sha256 ${saved.sha256}`], nothingKnown: opening.report.nothingKnown };
  } finally {
    stage.desk.close();
  }
}
