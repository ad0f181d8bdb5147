import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { canonicalFilter, filter as filterSchema } from '../../shared/query.ts';
import { filterChips, isEmptyFilter, mergeFilters, parseQuery, queryKeys, toggleValue } from './query-text.ts';

describe('the query bar', () => {
  test('reads keys and leaves the rest as literal text', () => {
    expect(parseQuery('tool:Bash severity:>=high is:unattended ~/.ssh id_ed25519')).toEqual({
      filter: { tools: ['Bash'], minSeverity: 'high', attended: 'unattended', text: '~/.ssh id_ed25519' },
      mistakes: [],
    });
  });

  test('takes two tools as either of them, and quotes around blanks', () => {
    expect(parseQuery('tool:Edit tool:Write repo:"work/my shop"').filter).toEqual({ tools: ['Edit', 'Write'], repositories: ['work/my shop'] });
    expect(parseQuery('"rm -rf /"').filter).toEqual({ text: 'rm -rf /' });
  });

  test('says what is wrong with a value, and does not guess', () => {
    const parsed = parseQuery('severity:bad lane:moon tool:');
    expect(parsed.filter).toEqual({});
    expect(parsed.mistakes.map((mistake) => mistake.text)).toEqual(['severity:bad', 'lane:moon', 'tool:']);
  });

  test('reads UTC times and refuses others', () => {
    expect(parseQuery('from:2026-03-12T22:30').filter).toEqual({ from: Date.UTC(2026, 2, 12, 22, 30) });
    expect(parseQuery('to:2026-03-13').filter).toEqual({ to: Date.UTC(2026, 2, 13) });
    expect(parseQuery('to:yesterday').mistakes).toHaveLength(1);
  });

  test('treats a word with an unknown key as text: evidence is full of colons', () => {
    expect(parseQuery('http://host.example:8080 std::vector').filter).toEqual({ text: 'http://host.example:8080 std::vector' });
  });

  test('makes of anything typed a filter that the engine accepts', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom(...queryKeys.map((key) => `${key.name}:`), '>=high', '"', 'is:mixed', 'kind:prompt'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom('', ' '), (parts, glue) => {
        expect(v.safeParse(filterSchema, parseQuery(parts.join(glue)).filter).success).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('shows each part as a chip, and the last chip taken away leaves nothing', () => {
    const start = parseQuery('tool:Bash tool:Read session:s1 is:unattended from:2026-03-12 abc').filter;
    expect(filterChips(start).map((chip) => `${chip.key}:${chip.value}`)).toEqual([
      'session:s1', 'tool:Bash', 'tool:Read', 'is:unattended', 'time:2026-03-12T00:00:00..', 'text:abc',
    ]);
    let left = start;
    for (let chips = filterChips(left); chips[0]; chips = filterChips(left)) left = chips[0].without;
    expect(left).toEqual({});
    expect(isEmptyFilter(left)).toBe(true);
  });

  test('toggles a value on and off again', () => {
    const on = toggleValue({ minSeverity: 'high' }, 'tools', 'Bash');
    expect(on).toEqual({ minSeverity: 'high', tools: ['Bash'] });
    expect(toggleValue(on, 'tools', 'Bash')).toEqual({ minSeverity: 'high' });
  });

  test('merges lists as either-of and keeps the later single value', () => {
    expect(canonicalFilter(mergeFilters({ tools: ['A'], text: 'x' }, { tools: ['B', 'A'], text: 'y' }))).toBe(canonicalFilter({ tools: ['A', 'B'], text: 'y' }));
  });
});
