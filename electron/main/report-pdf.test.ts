/** Printing waits for the page, has an end, and leaves what is needed to check the file. */
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { defaultReportOptions } from '../../shared/report.ts';
import { drawingLimit, type PrintJob, type PrintParts, printReport, saveReport } from './report-pdf.ts';

const issuedAt = Date.UTC(2026, 4, 15, 14, 31, 7);

function setup(drawn: (job: PrintJob, contents: EventEmitter) => void) {
  const printToPDF = vi.fn(async (_options: unknown) => Buffer.from("%PDF /CreationDate (D:20200101000000+00'00')"));
  const contents = Object.assign(new EventEmitter(), { printToPDF });
  const window = { webContents: contents, destroy: vi.fn() };
  let job: PrintJob | null = null;
  const parts: PrintParts = {
    version: '0.1.0',
    live: false,
    sandboxOff: false,
    openWindow(given) {
      job = given;
      return window as unknown as ReturnType<PrintParts['openWindow']>;
    },
    load: async () => {
      if (job) drawn(job, contents);
    },
    limitMs: 50,
  };
  return { parts, printToPDF, window };
}

describe('printing', () => {
  test('asks for tags, outline, page size of the sheet and the foot, and sets the dates', async () => {
    const { parts, printToPDF, window } = setup((job) => job.drawn(null));
    const pdf = await printReport(parts, defaultReportOptions, issuedAt);
    expect(Buffer.from(pdf).toString()).toBe("%PDF /CreationDate (D:20260515143107+00'00')");
    expect(printToPDF).toHaveBeenCalledExactlyOnceWith({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: expect.stringContaining('TLP:AMBER'),
    });
    expect(window.destroy).toHaveBeenCalledOnce();
  });

  test.each([
    ['the page says it cannot draw', (job: PrintJob) => job.drawn('The engine is gone.'), 'The engine is gone.'],
    ['the page never answers', () => {}, 'not drawn within'],
    ['the page’s process ends', (_job: PrintJob, contents: EventEmitter) => contents.emit('render-process-gone', {}, { reason: 'oom' }), 'oom'],
  ] as const)('fails with a reason and closes the window: %s', async (_name, drawn, reason) => {
    const { parts, printToPDF, window } = setup(drawn);
    await expect(printReport(parts, defaultReportOptions, issuedAt)).rejects.toThrow(reason);
    expect(printToPDF).not.toHaveBeenCalled();
    expect(window.destroy).toHaveBeenCalledOnce();
  });

  test('never begins with free text in the foot', async () => {
    const { parts } = setup((job) => job.drawn(null));
    await expect(printReport(parts, { ...defaultReportOptions, caseNumber: '<img>' }, issuedAt)).rejects.toThrow();
  });
});

test('the page has 30 seconds, and more where reading took long', () => {
  expect(drawingLimit(null)).toBe(30_000);
  expect(drawingLimit(60_000)).toBe(150_000);
});

describe('saving', () => {
  test('writes the file, its hash as sha256sum reads it, and the texts beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postflight-save-'));
    const pdf = Buffer.from('%PDF <</Type /Pages /Count 3>>');
    const saved = saveReport(pdf, join(folder, 'a b.pdf'), [{ name: 'manifest.sha256', text: 'm\n' }, { name: 'findings.tsv', text: 'f\n' }], []);
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    expect(saved).toEqual({ path: join(folder, 'a b.pdf'), sha256, pages: 3, bytes: pdf.length });
    expect(readdirSync(folder).sort()).toEqual(['a b.findings.tsv', 'a b.manifest.sha256', 'a b.pdf', 'a b.pdf.sha256']);
    expect(readFileSync(join(folder, 'a b.pdf.sha256'), 'utf8')).toBe(`${sha256}  a b.pdf\n`);
  });

  test('writes nothing into the evidence', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postflight-save-'));
    mkdirSync(join(folder, 'evidence'));
    expect(() => saveReport(Buffer.from('x'), join(folder, 'evidence', 'a.pdf'), [], [join(folder, 'evidence')])).toThrow(/inside the evidence/);
    expect(readdirSync(join(folder, 'evidence'))).toEqual([]);
  });
});
