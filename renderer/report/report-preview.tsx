/** The document on screen, in the same components as on paper, on a sheet that can be zoomed. Pages are cut only in print. */
import { memo, type Ref, useEffect, useState } from 'react';
import type { ReportModel } from '../../shared/report.ts';
import { settled } from './drawing-settled.ts';
import { glyphProbe, reportFonts } from './glyph-probe.ts';
import { missingGlyphs } from './missing-glyphs.ts';
import { ReportDocument } from './report-document.tsx';
import styles from './report-preview.module.css';

const Sheet = memo(ReportDocument);
const nothingMissing: ReadonlySet<string> = new Set();

/** The characters of a report that no font here draws, known a moment after it is drawn. */
function useMissingGlyphs(model: ReportModel): ReadonlySet<string> {
  const [missing, setMissing] = useState(nothingMissing);
  useEffect(() => {
    let current = true;
    void settled().then(() => {
      if (!current) return;
      const found = missingGlyphs(model, glyphProbe(reportFonts));
      setMissing(found.size === 0 ? nothingMissing : found);
    });
    return () => {
      current = false;
    };
  }, [model]);
  return missing;
}

export interface ReportPreviewProps {
  readonly model: ReportModel;
  /** 1 is the size on paper. */
  readonly zoom: number;
  readonly scroller: Ref<HTMLDivElement>;
}

export function ReportPreview({ model, zoom, scroller }: ReportPreviewProps) {
  const missing = useMissingGlyphs(model);
  return (
    // The stage scrolls, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region without controls inside needs a tab stop
    <div className={styles.scroller} ref={scroller} tabIndex={0} role="region" aria-label="Preview of the report">
      <div className={styles.sheet} style={{ zoom }}>
        <Sheet model={model} missing={missing} />
      </div>
    </div>
  );
}
