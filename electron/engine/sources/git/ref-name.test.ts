import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refNameFault } from './ref-name.ts';

describe('the name of a ref', () => {
  test.each(['refs/heads/main', 'HEAD', 'refs/heads/-rf', 'refs/heads/feature/a.b', 'refs/heads/inv\udcff', 'refs/stash'])('may be %j', (name) => {
    expect(refNameFault(name)).toBeNull();
  });

  test.each([
    '', '/etc/passwd', '../x', 'refs/heads/../../x', 'refs/heads/..', 'refs//x', 'refs/heads/', 'refs/heads/a b', 'refs/heads/a\u0000', 'refs/heads/\u001b[2J',
    'refs/heads/x.lock', 'refs/x.lock/y', 'refs/.hidden', 'refs/heads/a@{1}', '@', 'refs/heads/a:b', 'refs/heads/a\\b', 'refs/heads/a?', 'x'.repeat(5000),
  ])('may not be %j', (name) => expect(refNameFault(name)).not.toBeNull());

  test('that is accepted never leaves a folder, whatever it is joined to', () => {
    const name = fc.string({ unit: fc.constantFrom('.', '..', '/', 'a', 'refs', '\\', '\0', '@', '{'), maxLength: 20 });
    fc.assert(fc.property(name, (text) => {
      if (refNameFault(text) === null) expect(new URL(text, 'file:///base/folder/').pathname.startsWith('/base/folder/')).toBe(true);
    }), { numRuns: 3000 });
  });
});
