/** Each promise in electron/README.md names tests that exist. Whether they hold is the tests' own matter. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'electron/README.md'), 'utf8');
const rows = [...readme.matchAll(/^\| ([A-Z]\d+) \| [^|]+ \| ([^|]+) \|$/gm)].map((row) => ({
  id: row[1] ?? '',
  files: [...(row[2] ?? '').matchAll(/`([^`]+)`/g)].map((file) => file[1] ?? ''),
}));
const later = [...(/^Not built yet[^\n]*$/m.exec(readme)?.[0] ?? '').matchAll(/\b([A-Z]\d+)\b/g)].map((id) => id[1] ?? '');

const upTo = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
const all = [...upTo('W', 10), ...upTo('I', 6), ...upTo('E', 10), ...upTo('T', 10), ...upTo('F', 12), ...upTo('R', 4)];

test('each id stands in the table once, or among what is not built yet', () => {
  expect([...rows.map((row) => row.id), ...later].sort()).toEqual(all.sort());
});

test.each(rows)('$id names tests that are there', ({ files }) => {
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(existsSync(join(root, file)), file).toBe(true);
    const source = readFileSync(join(root, file), 'utf8');
    expect(source, file).toMatch(/\b(test|it)(\.each\([\s\S]*?\))?\(/);
    expect(source, file).toMatch(/\bexpect\b/);
  }
});
