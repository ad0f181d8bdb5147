import { describe, expect, it } from 'vitest';
import type { CaseCustody } from '../../shared/case.ts';
import { changeOf, custodyLabel, verificationText } from './custody-words.ts';

const custody = (parts: Partial<CaseCustody['verification']>, more: Partial<CaseCustody> = {}): CaseCustody => ({
  from: 'index', hashedAt: 0, note: null, changes: null, verification: { state: 'done', files: 2, filesDone: 2, bytes: 2000, bytesDone: 2000, total: 0, rows: [], ...parts }, ...more,
});

describe('custody in words', () => {
  it('says that hashes match only when each file was hashed again', () => {
    expect(custodyLabel(custody({})).text).toBe('Read-only, hashes match');
    expect(custodyLabel(custody({ state: 'off' })).text).toBe('Read-only');
    expect(custodyLabel(custody({ state: 'off' }, { from: 'evidence' })).text).toBe('Read-only, hashed');
    expect(custodyLabel(custody({ state: 'running', bytesDone: 2000 })).text).toBe('Read-only, hashing 99%');
    expect(custodyLabel(null).text).toBe('Read-only');
  });

  it('says of a mismatch that it is one, even before the rest is hashed', () => {
    const wrong = custody({ state: 'running', total: 1, rows: [{ path: 'a', what: 'changed', before: '1', now: '2' }] });
    expect(custodyLabel(wrong)).toEqual({ text: 'Hash mismatch', wrong: true });
    expect(verificationText(custody({ total: 1 }))).toContain('1 file of 2 is not what was hashed before');
    expect(changeOf(wrong, 'a')).toMatchObject({ wrong: true });
    expect(changeOf(wrong, 'b')).toBeNull();
  });

  it('marks a file that changed since the opening before as read again', () => {
    const changed = custody({}, { changes: { since: 0, total: 1, rows: [{ path: 'a', what: 'changed', before: '1', now: '2' }] } });
    expect(changeOf(changed, 'a')).toEqual({ text: 'Changed since this evidence was opened before; it was read again.', wrong: false });
  });

  it('gives figures while it hashes', () => {
    expect(verificationText(custody({ state: 'running', filesDone: 1, bytesDone: 1000 }))).toBe('Hashing again: 1 of 2 files, 1.00 kB of 2.00 kB.');
  });
});
