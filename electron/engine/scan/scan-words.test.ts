/** What the words of a command line ask for, and which are refused before anything is read. */
import { describe, expect, it } from 'vitest';
import { scanWords, verifyWords, WrongUsage } from './scan-words.ts';

const refused = (...words: string[]) => {
  try {
    scanWords(['folder', ...words]);
  } catch (error) {
    return error instanceof WrongUsage ? error.message : `not refused in words: ${String(error)}`;
  }
  return 'not refused';
};

describe('the words of a scan', () => {
  it('are a folder and options, each with its value', () => {
    expect(scanWords(['folder'])).toMatchObject({ folder: 'folder', format: 'summary', since: null, until: null, minSeverity: 'info', failOn: null, out: null, projectRoots: [], quiet: false });
    expect(scanWords(['--format', 'json', '--project-root=/a', '--project-root', '/b', '--fail-on', 'high', '--quiet', '--', '-folder'])).toMatchObject({ folder: '-folder', format: 'json', failOn: 'high', projectRoots: ['/a', '/b'], quiet: true });
  });

  it('name one folder: an empty word, as an unset variable leaves, is not the folder one stands in', () => {
    expect(() => scanWords([''])).toThrow(/No evidence folder/);
    expect(() => scanWords([])).toThrow(/No evidence folder/);
    expect(refused('another')).toMatch(/another is one too many/);
    expect(() => verifyWords(['', '--manifest', 'm'])).toThrow(/No evidence folder/);
  });

  it('are refused where a value is empty, not read as something that nobody meant', () => {
    for (const option of ['--out', '--policy', '--case', '--project-root', '--since', '--until', '--format', '--min-severity', '--fail-on']) expect(refused(option, ''), option).toMatch(/empty|not \.$|takes|--format/);
    expect(() => verifyWords(['folder', '--manifest', ''])).toThrow(/--manifest/);
  });

  it('name project roots as the source machine wrote them, from the top: nothing of a record lies below `shop`', () => {
    for (const root of ['shop', './shop', '~/shop']) expect(refused('--project-root', root), root).toMatch(/--project-root takes an absolute path of the source machine/);
    for (const root of ['/', '/Users/kim/shop', 'C:\\Users\\kim', 'd:/shop']) expect(refused('--project-root', root), root).toBe('not refused');
  });

  it('bound the time by days that there are, in any zone, however far away', () => {
    const since = (text: string) => scanWords(['folder', '--since', text]).since;
    expect(since('2026-05-15T16:00:00+02:00')).toBe(Date.UTC(2026, 4, 15, 14));
    expect(since('2026-05-15T16:00:00+02')).toBe(Date.UTC(2026, 4, 15, 14));
    expect(since('2026-05-15T16:00:00z')).toBe(Date.UTC(2026, 4, 15, 16));
    expect(since('2026-05-15T19:45+0545')).toBe(Date.UTC(2026, 4, 15, 14));
    expect(since('1900-01-01T00:00:00Z')).toBe(Date.UTC(1900, 0, 1));
    expect(scanWords(['folder', '--until', '9999-12-31T23:59:59Z']).until).toBe(Date.UTC(9999, 11, 31, 23, 59, 59));
    for (const none of ['2026-05-15', '2026-05-15T16:00:00', '2026-02-30T16:00:00Z', '2026-02-29T16:00:00.000Z', '2026-05-15T16:00:00+25:00', 'yesterday']) expect(refused('--since', none), none).toMatch(/--since takes an ISO 8601 time/);
  });

  it('are refused where the end lies before the beginning: nothing could be in between', () => {
    expect(refused('--since', '2026-05-16T00:00:00Z', '--until', '2026-05-15T00:00:00Z')).toMatch(/--until lies before --since/);
    expect(refused('--since', '2026-05-16T00:00:00Z', '--until', '2026-05-16T02:00:00+02:00')).toBe('not refused');
  });

  it('name severities and formats as they are written', () => {
    expect(refused('--min-severity', 'HIGH')).toMatch(/critical, high, medium, low, info/);
    expect(refused('--format', 'xml')).toMatch(/xml is not written/);
    expect(refused('--bogus')).toMatch(/--bogus/);
    expect(refused('--out')).toMatch(/--out/);
  });
});
