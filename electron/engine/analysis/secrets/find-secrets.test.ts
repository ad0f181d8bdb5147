import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, findSecretsInRecord, maskSecrets } from './find-secrets.ts';

/** Shaped like tokens, worth nothing; in pieces so that no scanner takes this file for a leak. */
const accessKey = ['AKIA', 'Z7QPLXW3R5TN', 'KDVH'].join('');
const githubToken = ['ghp', '_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'].join('');
const slackToken = ['xoxb', '-', '263594206564', '-', '2343594206574', '-', 'FGqddMF8t08v8N7Oq4i57vs1'].join('');
const block = ['-----BEGIN OPENSSH PRIVATE KEY-----', 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAABlwAAAAdzc2gtcn'.repeat(4), '-----END OPENSSH PRIVATE KEY-----'].join('\n');

const kinds = (text: string) => findSecrets(text).map((secret) => secret.kind);

describe('a secret in a text', () => {
  it.each([
    ['an AWS access key', `aws_access_key_id = ${accessKey}`, 'aws-access-token'],
    ['a GitHub token', `git clone https://${githubToken}@github.com/o/r`, 'github-pat'],
    ['a Slack token', `curl -H "Authorization: Bearer ${slackToken}" https://slack.com/api`, 'slack-bot-token'],
    ['a private key', `cat > k <<E\n${block}\nE`, 'private-key'],
    ['a value under a telling name', 'export DEPLOY_TOKEN=q8Zr2LmX0vTn5KpW', 'named-secret'],
    ['a password in an address', 'psql postgres://app:Zr8mQx2LpV@db.internal/x', 'password-in-address'],
  ])('%s is found', (_, text, kind) => {
    expect(kinds(text)).toContain(kind);
  });

  it.each([
    ['the documentation key of a provider', 'AKIAIOSFODNN7EXAMPLE'],
    ['an elided key', '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----'],
    ['a variable', 'export GITHUB_TOKEN=$MY_TOKEN'],
    ['a placeholder', 'API_KEY=your-api-key-here'],
    ['a commit id', 'git show 8f3a1c2d4e5b6a7980f1e2d3c4b5a69788776655'],
    ['a checksum', 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
    ['a word of code', 'const token = await getToken(password)'],
    ['a local default', 'postgres://postgres:postgres@localhost:5432/app'],
  ])('%s is none', (_, text) => {
    expect(kinds(text)).toEqual([]);
  });

  it('is masked by kind and length, and nothing of it stays', () => {
    const masked = maskSecrets(`TOKEN=${githubToken} curl https://a.example`);
    expect(masked).toBe('TOKEN=⟨masked: github-pat, 40 characters⟩ curl https://a.example');
    expect(masked).not.toContain(githubToken);
  });

  it('is found under the very keys that the client gives its own ids', () => {
    for (const key of ['sessionId', 'uuid', 'tool_use_id']) {
      const record = Buffer.from(JSON.stringify({ uuid: '0b7f4f0e-5a53-4f6e-9d0a-6a1f2c3d4e5f', toolUseResult: { [key]: githubToken } }));
      expect(findSecretsInRecord(record, 0, record.length).map(({ kind }) => kind), key).toEqual(['github-pat']);
    }
  });
});

describe('on any text', () => {
  it('the places lie in the text, in order, none inside another', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }).map((text) => `token=${text} ${accessKey}${text}`), (text) => {
        let last = 0;
        for (const { start, end } of findSecrets(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
        }
      }),
      { numRuns: 300 },
    );
  });
});
