/** The page that is printed: asks what to print, draws it, waits for the fonts, says that it is ready. Never seen on screen. */
import { createRoot } from 'react-dom/client';
import { plainLabel } from '../shared/hostile-text.ts';
import { callDesktop, callEngine, problemOf } from './api.ts';
import './styles/tokens.css';
import './styles/fonts.css';
import './styles/base.css';
import './styles/print.css';
import './report/report-page.css';
import { reportTitle } from './report/cover-section.tsx';
import { settled } from './report/drawing-settled.ts';
import { glyphProbe, reportFonts } from './report/glyph-probe.ts';
import { missingGlyphs } from './report/missing-glyphs.ts';
import { ReportDocument } from './report/report-document.tsx';

async function printReport(): Promise<void> {
  const place = document.getElementById('report');
  if (!place) throw new Error('report.html has no place for the report.');
  const request = await callDesktop('report.request', {});
  const model = await callEngine('report.model', request);
  document.title = plainLabel(`${reportTitle(model)}, incident summary`);
  let failed: unknown = null;
  const root = createRoot(place, { onUncaughtError: (error) => (failed = error) });
  root.render(<ReportDocument model={model} />);
  await settled();
  // Only now are the fonts there that the text asked for, so only now can a missing glyph be told from one not yet loaded.
  const missing = missingGlyphs(model, glyphProbe(reportFonts));
  if (missing.size > 0) {
    root.render(<ReportDocument model={model} missing={missing} />);
    await settled();
  }
  if (failed !== null) throw failed;
}

printReport().then(
  () => callDesktop('report.ready', { failure: null }),
  (error) => {
    const reason = problemOf(error).reason.slice(0, 2000) || 'The report could not be drawn.';
    const place = document.getElementById('report');
    if (place) {
      place.className = 'failure';
      place.textContent = reason;
    }
    return callDesktop('report.ready', { failure: reason });
  },
).catch((error) => console.error('report.html cannot reach the app:', problemOf(error).reason));
