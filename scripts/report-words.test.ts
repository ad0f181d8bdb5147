/** The command line of `report`. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { reportWords } from './report-words.mjs';

test('folder and file become absolute: the app runs elsewhere', () => {
  expect(reportWords(['case', '--out', 'a.pdf'])).toEqual(['--report', resolve('case'), '--out', resolve('a.pdf')]);
  expect(reportWords(['--quiet', '--out', '/x/a.pdf', '/case', '--case', 'b.json'])).toEqual(['--report', '/case', '--out', '/x/a.pdf', '--case', resolve('b.json')]);
  expect(reportWords(['/case', '--policy', 'p.yaml', '--out', '/x/a.pdf'])).toEqual(['--report', '/case', '--policy', resolve('p.yaml'), '--out', '/x/a.pdf']);
});

test('an option may hold its value, and a folder may begin with a dash', () => {
  expect(reportWords(['--out=a.pdf', '--', '-case'])).toEqual(['--report', resolve('-case'), '--out', resolve('a.pdf')]);
});

test.each([[[]], [['case']], [['--out', 'a.pdf']], [['case', '--out']], [['case', 'other', '--out', 'a.pdf']], [['case', '--strange', '--out', 'a.pdf']], [['', '--out', 'a.pdf']], [['case', '--out', '']], [['case', '--out', 'a.pdf', '--policy=']], [['case', '', '--out', 'a.pdf']]])('%j is wrong usage', (words) => {
  expect(reportWords(words)).toBeNull();
});
