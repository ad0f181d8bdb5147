import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommit, tagTarget } from './commit.ts';

const oid = 'a'.repeat(40);
const tree = `tree ${'1'.repeat(40)}\n`;
const people = 'author Ann Example <ann@example.test> 1700000000 +0530\ncommitter Bo <bo@example.test> 1700000060 -0800\n';

function read(text: string) {
  return parseCommit(oid, Buffer.from(text, 'latin1'));
}

describe('a commit', () => {
  test('gives its people with their own zones, and keeps the message as written', () => {
    expect(read(`${tree}parent ${'2'.repeat(40)}\nparent ${'3'.repeat(40)}\n${people}\nsubject\n\nbody\n`)).toMatchObject({
      tree: '1'.repeat(40), parents: ['2'.repeat(40), '3'.repeat(40)], subject: 'subject', message: 'subject\n\nbody\n', signature: null, oddities: [],
      author: { name: 'Ann Example', email: 'ann@example.test', seconds: 1_700_000_000, zone: '+0530' }, committer: { seconds: 1_700_000_060, zone: '-0800' },
    });
  });

  test.each([
    ['-----BEGIN PGP SIGNATURE-----', 'openpgp'], ['-----BEGIN SSH SIGNATURE-----', 'ssh'], ['-----BEGIN SIGNED MESSAGE-----', 'x509'], ['other', 'unknown'],
  ])('signed with %s says what kind of signature it has', (first, kind) => {
    expect(read(`${tree}${people}gpgsig ${first}\n \n abc\n -----END-----\n\nm`)).toMatchObject({ signature: kind, message: 'm', oddities: [] });
  });

  test('in another encoding is decoded as it says', () => {
    expect(read(`${tree}${people}encoding ISO-8859-1\n\ncaf\xe9`)).toMatchObject({ message: 'caf\u00e9', encoding: 'ISO-8859-1' });
    expect(read(`${tree}${people}encoding no-such-thing\n\ncaf\xe9`).message).toBe('caf\u00e9');
  });

  test.each([
    ['', ['no tree', 'no author', 'no committer']], [`${tree}\nno people`, ['no author', 'no committer']],
    [`${tree}${people}${people}\nm`, ['2 lines for the author', '2 lines for the committer']],
    [`tree zz\n${people}\nm`, ['no tree']], [`${tree}parent x\n${people}\nm`, ['1 parents that are no ids or too many']],
  ])('that is %j is read as far as it goes, and says what is odd', (text, oddities) => expect(read(text).oddities).toEqual(oddities));

  test('of any bytes never throws', () => {
    const line = fc.oneof(fc.constantFrom('tree ', 'parent ', 'author ', 'committer ', 'gpgsig ', 'encoding utf-16', '\n', '\n\n', ' <', '> ', '99999999999999999999 +0'), fc.string());
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.array(line, { maxLength: 30 }).map((parts) => Buffer.from(parts.join(''))));
    fc.assert(fc.property(bytes, (given) => {
      const commit = parseCommit(oid, given);
      expect(commit.bytes).toBe(given.length);
      for (const parent of commit.parents) expect(parent).toMatch(/^[0-9a-f]{40}$/);
      expect(tagTarget(given) ?? 'ab').toMatch(/^[0-9a-f]+$/);
    }), { numRuns: 2000 });
  });
});
