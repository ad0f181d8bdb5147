import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oddWords } from './mixed-script.ts';

const labels = (text: string) => oddWords(text).map((word) => word.label);

describe('a word that mixes scripts is named', () => {
  test('one Cyrillic letter in a Latin name', () => {
    expect(oddWords('ssh \u0430dmin@host')).toEqual([{ start: 4, end: 9, label: 'mixed: Cyrillic+Latin' }]);
  });
  test('in a host name, a path and a ref', () => {
    expect(labels('https://p\u0430ypal.example/x')).toEqual(['mixed: Latin+Cyrillic']);
    expect(labels('/usr/local/b\u03b9n')).toEqual(['mixed: Latin+Greek']);
    expect(labels('refs/heads/m\u0430in')).toEqual(['mixed: Latin+Cyrillic']);
  });
  test('digits and marks take the script of their neighbours', () => {
    expect(labels('café2 naïve_3 größe')).toEqual([]);
  });
});

describe('honest writing stays without a badge', () => {
  test.each([
    ['Russian prose', 'Удали старые файлы и отправь отчёт'],
    ['two scripts in two words', 'IP-адрес сервера example'],
    ['Japanese', 'テスト用の漢字とひらがな'],
    ['Korean with Han', '한국어漢字'],
    ['Arabic', 'احذف الملف'],
    ['emoji', 'done 🎉 👩‍💻'],
    ['symbols', 'λ-calculus → ∑ µs'],
  ])('%s', (_, text) => {
    expect(labels(text)).toEqual([]);
  });
});

describe('a command in another script is named', () => {
  test('all-Cyrillic look-alikes', () => {
    expect(labels('\u0441\u0440 a b')).toEqual(['looks like cp, is Cyrillic']);
    expect(labels('\u0455\u0455\u04bb host')).toEqual(['looks like ssh, is Cyrillic']);
  });
  test('a Russian word that imitates nothing', () => {
    expect(labels('кот')).toEqual([]);
  });
});

test('places lie inside the text, in order, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      let last = 0;
      for (const { start, end } of oddWords(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = end;
      }
    }),
  );
});
