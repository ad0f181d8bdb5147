import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { headAndTail } from './elided-evidence.tsx';
import { evidenceLines, evidencePieces, firstOf } from './evidence-pieces.ts';
import { EvidenceText, foldAt } from './evidence-text.tsx';

/** The text that a reader of the markup sees, tags taken away and entities read back. */
function seen(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}

const inline = (text: string) => renderToStaticMarkup(<EvidenceText text={text} inline />);
const block = (text: string) => renderToStaticMarkup(<EvidenceText text={text} />);

describe('evidence is shown as written', () => {
  test('markup stays text', () => {
    const text = '<img src=http://evil.example onerror=alert(1)> **bold** [x](javascript:1)';
    expect(seen(inline(text))).toBe(text);
    expect(inline(text)).not.toMatch(/<(img|a|b|strong)\b/);
  });
  test('a reversed file name shows its control and its stored order', () => {
    expect(seen(inline('invoice\u202egpj.exe'))).toBe('invoice⟨U+202E RLO⟩gpj.exe');
    expect(inline('x')).toContain('dir="ltr"');
  });
  test('a line feed in a row shows as a sign, in a block as a line', () => {
    expect(seen(inline('a\nb'))).toBe('a⏎b');
    expect(block('a\nb').match(/line/g)).toHaveLength(2);
  });
  test('a Cyrillic letter in a Latin word is named beside it', () => {
    expect(seen(inline('ssh \u0430dmin'))).toBe('ssh \u0430dminmixed: Cyrillic+Latin');
  });
  test('terminal colours become classes of our own, and only where asked for', () => {
    const text = '\u001b[31mred\u001b[0m';
    expect(seen(block(text))).toBe('⟨ESC [31m⟩red⟨ESC [0m⟩');
    const ansi = renderToStaticMarkup(<EvidenceText text={text} ansi />);
    expect(seen(ansi)).toBe('red');
    expect(ansi).not.toContain('style=');
  });
  test('a mark points out exactly its part', () => {
    const markup = renderToStaticMarkup(<EvidenceText text="cat ~/.ssh/id" inline marks={[{ start: 4, end: 10, tone: 'match' }]} />);
    expect(markup).toMatch(/<mark[^>]*>~\/\.ssh<\/mark>/);
  });
});

describe('length', () => {
  test('a long line folds and says how long it is', () => {
    const markup = seen(block('x'.repeat(foldAt + 500)));
    expect(markup).toBe(`${'x'.repeat(foldAt)}show all (2,500)`);
  });
  test('a long argument in a row says how much is left', () => {
    expect(seen(inline('x'.repeat(foldAt + 1234)))).toBe(`${'x'.repeat(foldAt)}+1,234 characters`);
  });
  test('a text of many lines shows the first ones and says how many there are', () => {
    expect(seen(block('y\n'.repeat(1000)))).toContain('show 400 more of 1,001 lines');
  });
  test('a caller that prints can have all of it', () => {
    const whole = renderToStaticMarkup(<EvidenceText text={`${'z'.repeat(5000)}\n${'y\n'.repeat(900)}`} fold={false} />);
    expect(seen(whole)).toHaveLength(5900);
  });
});

describe('for any text', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 120 });
  const marks = fc.array(
    fc.record({ start: fc.nat(130), length: fc.nat(40) }).map(({ start, length }) => ({ start, end: start + length, tone: 'high' as const })),
    { maxLength: 4 },
  );
  test('pieces and lines lose nothing', () => {
    fc.assert(
      fc.property(hostile, marks, fc.boolean(), (text, all, ansi) => {
        const pieces = evidencePieces(text, all, ansi);
        expect(pieces.map((piece) => piece.source).join('')).toBe(text);
        const lines = evidenceLines(pieces);
        expect(lines.map((line) => line.pieces.map((piece) => piece.source).join('')).join('\n')).toBe(text);
        for (const line of lines) expect(text.slice(line.start, line.start + line.length)).toBe(line.pieces.map((piece) => piece.source).join(''));
      }),
    );
  });
  test('a cut line is a beginning of the line', () => {
    fc.assert(
      fc.property(hostile, fc.nat(60), (text, max) => {
        const cut = firstOf(evidencePieces(text, [], false), max)
          .map((piece) => piece.source)
          .join('');
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(max);
      }),
    );
  });
  test('head and tail joined are the line', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.webPath()), (text) => {
        expect(headAndTail(text).join('')).toBe(text);
      }),
    );
  });
  test('drawing never throws', () => {
    fc.assert(
      fc.property(hostile, marks, (text, all) => {
        expect(renderToStaticMarkup(<EvidenceText text={text} marks={all} ansi />)).toContain('ltr');
      }),
      { numRuns: 60 },
    );
  });
});
