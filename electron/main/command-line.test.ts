/** The app's command line. */
import { describe, expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';

const read = (...words: string[]) => readCommandLine(words, '/srv/here');

describe('the command line', () => {
  test('opens an empty window where nothing is said, whatever Chromium’s own switches are', () => {
    expect(read('/app', '--no-sandbox', '--remote-debugging-port=0', '--inspect=0')).toEqual({ wish: { kind: 'window', open: null }, userData: null });
  });

  test.each([
    [['--open', 'case']],
    [['--open=case']],
    [['/app', '--', 'case']],
    [['/app', '--', '/srv/here/case']],
  ])('opens a folder: %j', (words) => {
    expect(read(...words).wish).toEqual({ kind: 'window', open: { kind: 'folder', path: '/srv/here/case' } });
  });

  test('takes what stands after two dashes for a folder, also where it looks like a switch', () => {
    expect(read('--', '--sample').wish).toEqual({ kind: 'window', open: { kind: 'folder', path: '/srv/here/--sample' } });
  });

  test('opens the sample', () => {
    expect(read('--sample').wish).toEqual({ kind: 'window', open: { kind: 'sample' } });
  });

  test('makes a report of a folder or of the sample', () => {
    expect(read('--report', 'case', '--out', 'a.pdf').wish).toEqual({ kind: 'report', open: { kind: 'folder', path: '/srv/here/case' }, out: '/srv/here/a.pdf', caseFile: null, policy: null });
    expect(read('--report-sample', '--out=/tmp/a.pdf').wish).toEqual({ kind: 'report', open: { kind: 'sample' }, out: '/tmp/a.pdf', caseFile: null, policy: null });
  });

  test.each([[['--report', 'case']], [['--open']], [['--out=', '--report', 'x']]])('refuses %j', (words) => {
    expect(read(...words).wish.kind).toBe('wrong');
  });

  test('keeps settings where it is told to', () => {
    expect(read('--user-data', '/tmp/kept').userData).toBe('/tmp/kept');
    expect(read('--user-data-dir=/tmp/other').userData).toBeNull();
  });
});
