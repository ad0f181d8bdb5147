/** Makes a report with no visible window: opens the folder, waits for the case, prints, writes. Knows no dialogs. */
import { join } from 'node:path';
import { app } from 'electron/main';
import { inForceOf } from '../../shared/choice-history.ts';
import type { History } from '../../shared/choices.ts';
import { defaultReportOptions } from '../../shared/report.ts';
import { productVersion } from '../../shared/version.ts';
import { refuseUnlessFile } from '../output-file.ts';
import type { OpenWish } from './command-line.ts';
import { readCaseFileAt } from './case-file.ts';
import { evidenceFolders } from './current-case.ts';
import { printHandlers } from './desktop-handlers.ts';
import { folderRequest, sampleRequest } from './open-request.ts';
import { drawingLimit, printReport, saveReport } from './report-pdf.ts';
import { policyFileChoice } from './policy-file-choice.ts';
import { sampleFolder } from './sample.ts';
import { setStage, type StageFacts } from './stage.ts';
import { createHiddenWindow, loadPage } from './window.ts';

export interface HeadlessReport {
  readonly open: OpenWish;
  readonly out: string;
  readonly caseFile: string | null;
  readonly policy: string | null;
}

/** What was asked for can't be done as it was asked. */
export class WrongUsage extends Error {}

/** What was made: lines to print, and a warning where the folder holds nothing of a known kind. */
export interface HeadlessOutcome {
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
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
    refuseUnlessFile(wish.out, evidence);
    const history = chosenFor(wish);
    const current = stage.desk.open(request, history);
    for (const { choice } of inForceOf(history, 'policy-file')) {
      const faults = await current.checkPolicy(choice.name, choice.text);
      if (faults.length > 0) throw new WrongUsage(`The policy ${choice.name} is refused.\n${faults.map(({ line, reason }) => `  line ${line}: ${reason}`).join('\n')}`);
    }
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
    return { lines: [saved.path, `${saved.pages} pages, ${saved.bytes} bytes, sha256 ${saved.sha256}`], warnings: otherEvidence(history, opening.report.manifestSha256), nothingKnown: opening.report.nothingKnown };
  } finally {
    stage.desk.close();
  }
}

/** What the report is judged by: a case file's choices, and a policy file in place of theirs. */
function chosenFor({ caseFile, policy }: HeadlessReport): History {
  const reading = caseFile === null ? null : readCaseFileAt(caseFile);
  if (caseFile !== null && !reading?.ok) throw new WrongUsage(`The case file ${caseFile} ${reading === null ? 'is not there.' : `is refused. ${reading.reason}`}`);
  const history = reading?.ok ? reading.content.history : [];
  if (policy === null) return history;
  const read = policyFileChoice(policy);
  if (!read.ok) throw new WrongUsage(read.reason);
  return [...history, { what: 'chosen', id: history.length + 1, at: new Date().toISOString(), by: null, reason: null, manifestSha256: null, choice: read.choice }];
}

function otherEvidence(history: History, manifest: string): readonly string[] {
  const made = history.findLast((entry) => entry.manifestSha256 !== null)?.manifestSha256;
  return made === undefined || made === manifest ? [] : ['The case file was last changed on evidence with another manifest: its choices are applied all the same.'];
}
