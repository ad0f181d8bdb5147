/** Cuts a text that the grammar does not fit into pieces that may be commands. Knows quotes and separators, nothing else. */
import type { Span } from './values.ts';

export interface Segment {
  readonly text: string;
  readonly span: Span;
}

const words = /^\s*(?:do|then|else|elif|if|while|until|foreach|\{|!|time)\s+/;

/** The pieces between unquoted line ends, `;`, `|`, `&`, brackets and braces; at most 200. */
export function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let quote = 0;
  let from = 0;
  const cut = (end: number) => {
    if (segments.length >= 200) return;
    let piece = text.slice(from, end);
    let start = from;
    for (let match = words.exec(piece); match; match = words.exec(piece)) {
      start += match[0].length;
      piece = piece.slice(match[0].length);
    }
    const trimmed = piece.trim();
    if (/[\w~/.$]/.test(trimmed) && !/^(?:done|fi|esac|end|in)$/.test(trimmed)) segments.push({ text: trimmed, span: { start, end } });
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && quote !== 39) at++;
    else if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 10 || code === 59 || code === 124 || code === 38 || code === 40 || code === 41 || code === 123 || code === 125 || code === 96) {
      // `>&2`, `2>&1` and `${x}` are not separators.
      const before = text.charCodeAt(at - 1);
      if (code === 38 && (before === 62 || before === 60)) continue;
      if ((code === 123 && before === 36) || (code === 125 && /\$\{[^}\s]*$/.test(text.slice(Math.max(0, at - 60), at)))) continue;
      cut(at);
      from = at + 1;
    }
  }
  cut(text.length);
  return segments;
}
