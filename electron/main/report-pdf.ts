/**
 * Prints the report page of the open case in a hidden window and writes the PDF with what lies beside it. Knows nothing of
 * the report's content: the page asks the engine for that.
 */
import { createHash } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';
import type { BrowserWindow, PrintToPDFOptions } from 'electron/main';
import type { ReportOptions } from '../../shared/report.ts';
import { CallProblem } from '../../shared/rpc.ts';
import { writeOutput } from '../output-file.ts';
import { pageCount, withIssueDates } from './pdf-bytes.ts';
import { pageFurniture, type Furniture } from './report-furniture.ts';

/** How long the page may take to draw itself. */
const drawingLimitMs = 30_000;

/** Before it draws, the engine hashes the evidence again: that takes at most about as long as reading it did. */
export function drawingLimit(readingMs: number | null): number {
  return drawingLimitMs + 2 * Math.ceil(readingMs ?? 0);
}

export interface PrintJob {
  readonly options: ReportOptions;
  readonly issuedAt: number;
  /** Called by the page through `report.ready`. */
  drawn(failure: string | null): void;
}

export interface PrintParts {
  readonly version: string;
  readonly live: boolean;
  readonly sandboxOff: boolean;
  /** A hidden window whose calls reach this job. */
  openWindow(job: PrintJob): BrowserWindow;
  load(window: BrowserWindow): Promise<void>;
  readonly limitMs: number;
}

export function printOptions(furniture: Furniture): PrintToPDFOptions {
  return {
    preferCSSPageSize: true,
    printBackground: true,
    // An outline comes only with tags.
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    displayHeaderFooter: true,
    ...furniture,
  };
}

/** The bytes of the PDF. */
export async function printReport(parts: PrintParts, options: ReportOptions, issuedAt: number): Promise<Uint8Array> {
  const furniture = pageFurniture({ version: parts.version, issuedAt, options, live: parts.live, sandboxOff: parts.sandboxOff });
  let settle: (failure: string | null) => void = () => {};
  const drawn = new Promise<string | null>((done) => {
    settle = done;
  });
  const window = parts.openWindow({ options, issuedAt, drawn: settle });
  window.webContents.on('render-process-gone', (_event, details) => settle(`The page of the report ended (${details.reason}).`));
  const timer = setTimeout(() => settle(`The report was not drawn within ${Math.ceil(parts.limitMs / 1000)} seconds.`), parts.limitMs);
  try {
    await parts.load(window);
    const failure = await drawn;
    if (failure !== null) throw new CallProblem('failed', failure);
    return withIssueDates(await window.webContents.printToPDF(printOptions(furniture)), issuedAt);
  } finally {
    clearTimeout(timer);
    window.destroy();
  }
}

export interface SavedReport {
  readonly path: string;
  readonly sha256: string;
  readonly pages: number;
  readonly bytes: number;
}

/** Writes the PDF, its hash, and the texts by which others check it. Nothing is written inside the evidence. */
export function saveReport(pdf: Uint8Array, path: string, texts: readonly { readonly name: string; readonly text: string | Uint8Array }[], evidence: readonly string[]): SavedReport {
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const stem = join(dirname(path), basename(path, extname(path)));
  writeOutput(path, pdf, evidence);
  writeOutput(`${path}.sha256`, `${sha256}  ${basename(path)}\n`, evidence);
  for (const { name, text } of texts) writeOutput(`${stem}.${name}`, text, evidence);
  return { path, sha256, pages: pageCount(pdf), bytes: pdf.length };
}
