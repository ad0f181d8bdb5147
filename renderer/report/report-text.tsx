/** Evidence text as the report prints it: the same component as on screen, wrapped, with code points where a glyph is missing. */
import { createContext, type ReactNode, useContext } from 'react';
import { EvidenceText } from '../text/evidence-text.tsx';
import { keyed } from './keyed.ts';
import { textRuns } from './missing-glyphs.ts';
import styles from './report.module.css';

const MissingGlyphs = createContext<ReadonlySet<string>>(new Set());

/** Says below which elements which characters have no glyph. */
export function MissingGlyphsProvider({ missing, children }: { readonly missing: ReadonlySet<string>; readonly children: ReactNode }) {
  return <MissingGlyphs.Provider value={missing}>{children}</MissingGlyphs.Provider>;
}

export interface ReportTextProps {
  readonly text: string;
  /** In the interface font: titles, prompts, the analyst's own sentences. */
  readonly prose?: boolean;
  /** Longer texts keep their beginning and their end. */
  readonly most?: number;
}

/** One evidence string within other text. */
export function ReportText({ text, prose = false, most = 2000 }: ReportTextProps) {
  const shown = shortened(text, most);
  return (
    <span className={prose ? styles.prose : styles.evidence}>
      <Runs text={shown.head} prose={prose} />
      {shown.left > 0 ? <span className={styles.left}>{` … ${shown.left.toLocaleString('en-US')} characters … `}</span> : null}
      {shown.tail === '' ? null : <Runs text={shown.tail} prose={prose} />}
    </span>
  );
}

function Runs({ text, prose }: { readonly text: string; readonly prose: boolean }) {
  const missing = useContext(MissingGlyphs);
  return keyed(textRuns(text, missing)).map(({ key, item }) =>
    item.kind === 'drawn' ? (
      <EvidenceText key={key} text={item.text} inline prose={prose} className={styles.run} />
    ) : (
      <span key={key} className={styles.codePoint}>
        {`⟨${item.label}⟩`}
      </span>
    ),
  );
}

/** The beginning and the end of a long text. A surrogate pair is never halved. */
function shortened(text: string, most: number): { readonly head: string; readonly tail: string; readonly left: number } {
  if (text.length <= most) return { head: text, tail: '', left: 0 };
  const tailLength = Math.floor(most / 3);
  const head = text.slice(0, most - tailLength).replace(/[\ud800-\udbff]$/, '');
  const tail = text.slice(text.length - tailLength).replace(/^[\udc00-\udfff]/, '');
  return { head, tail, left: text.length - head.length - tail.length };
}
