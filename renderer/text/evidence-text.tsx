/**
 * The only component that shows evidence strings: as written, left to right in logical order, hidden characters as
 * labels, long lines folded. Never markup, never a link. Knows nothing of where the text comes from.
 */
import { useMemo, useState } from 'react';
import { evidenceLines, evidencePieces, firstOf, type Line, type Mark, type Piece } from './evidence-pieces.ts';
import styles from './evidence-text.module.css';

export type { Mark } from './evidence-pieces.ts';

/** Longer lines show their beginning and a button for the rest. */
export const foldAt = 2000;
const linesAtOnce = 400;
const noMarks: readonly Mark[] = [];

export interface EvidenceTextProps {
  readonly text: string;
  /** One line within other text; line feeds show as `⏎`, and what is over 2,000 characters as a count. */
  readonly inline?: boolean;
  /** A block folds long lines and long texts unless this is false. */
  readonly fold?: boolean;
  readonly className?: string | undefined;
  readonly marks?: readonly Mark[];
  /** In the interface font: for titles and prompts, which are prose. */
  readonly prose?: boolean;
  /** Let right-to-left prose run its own way; the default shows characters in the order they are stored. */
  readonly naturalDirection?: boolean;
  /** Show SGR colours as a terminal would; a block of tool output asks for it. */
  readonly ansi?: boolean;
}

function PieceView({ piece, inline }: { readonly piece: Piece; readonly inline: boolean }) {
  const { segment, source, tone, oddity } = piece;
  const marked = tone === null ? '' : ` ${styles.marked} ${styles[tone]}`;
  const after = oddity === null ? null : <span className={styles.oddity}>{oddity}</span>;
  switch (segment.kind) {
    case 'plain': {
      const { bold, italic, underline, colour } = segment.style;
      const look = [bold ? styles.bold : '', italic ? styles.italic : '', underline ? styles.underline : '', colour ? styles[colour] : '']
        .filter(Boolean)
        .join(' ');
      if (tone === 'match') return <><mark className={`${look}${marked}`}>{source}</mark>{after}</>;
      return look || marked || after ? <><span className={`${look}${marked}`}>{source}</span>{after}</> : source;
    }
    case 'tab':
      return <span className={`${styles.tab}${marked}`}>→</span>;
    case 'newline':
      return inline ? <span className={styles.tab}>⏎</span> : null;
    case 'badge':
      return <span className={`${styles.badge}${marked}`}>{segment.label}</span>;
    case 'sgr':
      return null;
    default: {
      const never: never = segment;
      return never;
    }
  }
}

function Pieces({ pieces, inline }: { readonly pieces: readonly Piece[]; readonly inline: boolean }) {
  return pieces.map((piece) => <PieceView key={piece.start} piece={piece} inline={inline} />);
}

function LineView({ line, fold }: { readonly line: Line; readonly fold: boolean }) {
  const [open, setOpen] = useState(false);
  const folded = fold && !open && line.length > foldAt;
  return (
    <span className={styles.line}>
      <Pieces pieces={folded ? firstOf(line.pieces, foldAt) : line.pieces} inline={false} />
      {folded ? (
        <button type="button" className={styles.more} onClick={() => setOpen(true)}>
          show all ({line.length.toLocaleString('en-US')})
        </button>
      ) : null}
    </span>
  );
}

function Block({ text, marks, fold, honourSgr }: { readonly text: string; readonly marks: readonly Mark[]; readonly fold: boolean; readonly honourSgr: boolean }) {
  const lines = useMemo(() => evidenceLines(evidencePieces(text, marks, honourSgr)), [text, marks, honourSgr]);
  const [shown, setShown] = useState(linesAtOnce);
  const visible = fold ? lines.slice(0, shown) : lines;
  return (
    <>
      {visible.map((line) => (
        <LineView key={line.start} line={line} fold={fold} />
      ))}
      {visible.length < lines.length ? (
        <button type="button" className={styles.more} onClick={() => setShown(shown + linesAtOnce)}>
          show {Math.min(linesAtOnce, lines.length - visible.length)} more of {lines.length.toLocaleString('en-US')} lines
        </button>
      ) : null}
    </>
  );
}

function Inline({ text, marks, honourSgr }: { readonly text: string; readonly marks: readonly Mark[]; readonly honourSgr: boolean }) {
  const pieces = useMemo(() => evidencePieces(text.slice(0, foldAt), marks, honourSgr), [text, marks, honourSgr]);
  const left = text.length - foldAt;
  return (
    <>
      <Pieces pieces={pieces} inline />
      {left > 0 ? <span className={styles.oddity}>+{left.toLocaleString('en-US')} characters</span> : null}
    </>
  );
}

/** Shows one evidence string. */
export function EvidenceText({ text, inline = false, fold = true, className, marks = noMarks, prose = false, naturalDirection = false, ansi = false }: EvidenceTextProps) {
  const names = [styles.evidence, inline ? styles.inline : styles.block, prose ? styles.prose : '', naturalDirection ? styles.natural : '', className ?? ''];
  const classes = names.filter(Boolean).join(' ');
  return inline ? (
    <span className={classes} dir={naturalDirection ? 'auto' : 'ltr'} translate="no">
      <Inline text={text} marks={marks} honourSgr={ansi} />
    </span>
  ) : (
    <div className={classes} dir={naturalDirection ? 'auto' : 'ltr'} translate="no">
      <Block key={text} text={text} marks={marks} fold={fold} honourSgr={ansi} />
    </div>
  );
}
