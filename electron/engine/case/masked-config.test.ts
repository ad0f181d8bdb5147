import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedConfig } from './masked-config.ts';

const masked = (text: string): string => maskedConfig(Buffer.from(text)).bytes.toString();

describe('a configuration file on screen', () => {
  it('keeps its places and shows neither keys, accounts, variables nor headers', () => {
    const config = {
      userID: 'kept', primaryApiKey: 'sk-ant-1', customApiKeyResponses: { approved: ['abcdefghij0123456789'], rejected: [] }, oauthAccount: { emailAddress: 'kim@mail.example', accountUuid: 'u' },
      mcpServers: { db: { command: 'node', args: ['s.js'], env: { TILL: 'hunter2' } }, web: { url: 'https://mcp.example', headers: { 'X-Key': 'hunter3' }, headersHelper: './h.sh' } },
      apiKeyHelper: '/bin/key', projects: { '/w': { allowedTools: ['Bash(ls)'], lastTotalInputTokens: 5 } }, githubToken: 'hunter4',
    };
    const text = JSON.stringify(config, null, 2);
    const shown = masked(text);
    expect(shown).toHaveLength(text.length);
    for (const secret of ['sk-ant-1', 'abcdefghij', 'kim@mail', 'hunter']) expect(shown).not.toContain(secret);
    for (const kept of ['"kept"', 'node', 's.js', './h.sh', '/bin/key', 'Bash(ls)', 'https://mcp.example', '"TILL"', '"X-Key"']) expect(shown).toContain(kept);
  });

  it('is masked as far as it can be read where it is cut, has comments or bytes that are no text', () => {
    expect(masked('{ // note\n "env": {"A": "hunter"}, "oauthAccount": {"emailAddress": "kim@mail.exa')).not.toContain('hunter');
    const bytes = Buffer.concat([Buffer.from('{"é": 1, "x": "'), Buffer.from([0xff]), Buffer.from('", "env": {"A": "hunter"}}')]);
    const { bytes: shown } = maskedConfig(bytes);
    expect(shown.length).toBe(bytes.length);
    expect(shown.toString('latin1')).not.toContain('hunter');
  });

  it('shows no value below such a key, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('env', 'headers', 'oauthAccount', 'customApiKeyResponses', 'myApiKey'), (value, key) => {
        const text = JSON.stringify({ before: value, [key]: { a: ['hunter2', value, { b: 'hunter2' }] } });
        const shown = masked(text);
        expect(Buffer.byteLength(shown)).toBe(Buffer.byteLength(text));
        expect(shown).not.toContain('hunter2');
      }),
      { numRuns: 300 },
    );
  });
});
