/** One line of evidence that gives way in its middle as the room shrinks: the last path part stays. Knows no view. */
import { EvidenceText } from './evidence-text.tsx';
import styles from './elided-evidence.module.css';

const longestTail = 120;

/**
 * Head and tail of a line. The tail is the last part of the path that the line ends with, its slash included, so that
 * the two joined are the line. Without a slash the whole line is head.
 */
export function headAndTail(text: string): readonly [head: string, tail: string] {
  const body = text.replace(/[/\\]{1,8}$/, '');
  const cut = Math.max(body.lastIndexOf('/'), body.lastIndexOf('\\'));
  return cut <= 0 || text.length - cut > longestTail ? [text, ''] : [text.slice(0, cut), text.slice(cut)];
}

export function ElidedEvidence({ text, prose = false }: { readonly text: string; readonly prose?: boolean }) {
  const [head, tail] = headAndTail(text);
  return (
    <span className={styles.whole}>
      <EvidenceText text={head} inline prose={prose} className={styles.head} />
      {tail === '' ? null : <EvidenceText text={tail} inline prose={prose} className={styles.tail} />}
    </span>
  );
}
