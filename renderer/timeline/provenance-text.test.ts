import { describe, expect, test } from 'vitest';
import { placeText, provenanceCommand, provenanceCopy, shellQuoted, shortHash } from './provenance-text.ts';

const ref = { path: "projects/-home-dev-my shop/it's.jsonl", line: 4417, byteStart: 2_918_204, byteEnd: 2_919_001 };

describe('provenance', () => {
  test('is a line of coreutils that prints the hash of exactly the record', () => {
    expect(provenanceCommand({ ...ref, path: 'projects/a/b.jsonl' })).toBe('tail -c +2918205 projects/a/b.jsonl | head -c 797 | sha256sum');
    expect(provenanceCopy({ ...ref, path: 'a' }, 'ff')).toBe('tail -c +2918205 a | head -c 797 | sha256sum  # ff');
  });

  test('quotes hostile paths so that a shell takes them as one word', () => {
    expect(shellQuoted("it's here")).toBe("'it'\\''s here'");
    expect(shellQuoted('-rf')).toBe("'./-rf'");
    expect(shellQuoted('$(touch x)')).toBe("'$(touch x)'");
    expect(shellQuoted('a\nb\u202e')).toBe("$'a\\x0ab\\xe2\\x80\\xae'");
    expect(shellQuoted('a\udcff')).toBe("$'a\\xff'");
  });

  test('names the place for people', () => {
    expect(placeText(ref)).toBe('line 4,417, bytes 2,918,204 to 2,919,001');
    expect(shortHash(`${'a98ceaead8e1'.padEnd(56, '0')}49953a9e`)).toBe('a98ceaead8e1…49953a9e');
  });
});
