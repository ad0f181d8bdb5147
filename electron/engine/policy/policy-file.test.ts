import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ignoreEntryFor } from './ignored.ts';
import { readPolicyFile } from './policy-file.ts';
import { builtInPolicy, judge } from './policy.ts';

const yaml = `# our own
sanctionedHosts:
  - git.example.net
  - host: '*.cdn.example.net'
    tier: download
    reason: our packages
credentialPaths:
  - '**/vault.json'
projectRoots: [/srv/shared]
ignore:
  - rule: write.outside-root
    path: /srv/shared/**
    reason: the team's scratch folder
  - rule: network.*
    host: status.example.net
    reason: health checks
`;

describe('a policy file', () => {
  it('is added to the built-in policy, and each host says which line it comes from', () => {
    const reading = readPolicyFile(yaml, 'policy.yaml');
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    expect(judge('https://git.example.net/x', reading.policy)).toMatchObject({ verdict: 'sanctioned', by: [{ tier: 'both-ways', from: 'policy.yaml, line 3' }] });
    expect(judge('https://a.cdn.example.net/x', reading.policy).by[0]).toMatchObject({ tier: 'download', from: 'policy.yaml, line 4: our packages' });
    expect(judge('https://github.com/x', reading.policy).verdict).toBe('sanctioned');
    expect(reading.policy.credentialPaths).toEqual(['**/vault.json']);
    expect(judge('https://git.example.net/x', builtInPolicy).verdict).toBe('unsanctioned');
  });

  it('can be JSON with comments and trailing commas', () => {
    const reading = readPolicyFile('{\n  // ours\n  "sanctionedHosts": ["git.example.net",],\n}', 'policy.jsonc');
    expect(reading.ok && judge('https://git.example.net/', reading.policy).by[0]?.from).toBe('policy.jsonc, line 3');
  });

  it.each([
    ['sanctionedHosts: [a.example]\nsanctionedHost: [b]\n', 'policy.yaml', 2, /no setting named "sanctionedHost"/],
    ['ignore:\n  - rule: write.outside-root\n    why: x\n', 'policy.yaml', 2, /ignore\.0/],
    ['sanctionedHosts:\n  - https://a.example/\n', 'policy.yaml', 2, /sanctionedHosts\.0/],
    ['sanctionedHosts: [\n', 'policy.yaml', 2, /Not YAML/],
    ['a: &x [1]\nsanctionedHosts: *x\n', 'policy.yaml', 2, /Aliases/],
    ['{\n "ignore": [{ "rule": "nonsense", "reason": "x" }]\n}', 'policy.json', 2, /rule id/],
    ['{ "x": ', 'policy.json', 1, /Not JSON/],
  ])('%j is refused with its line', (text, name, line, reason) => {
    const reading = readPolicyFile(text, name);
    expect(reading.ok).toBe(false);
    if (reading.ok) return;
    const fault = reading.faults.find((each) => reason.test(each.reason));
    expect(fault, JSON.stringify(reading.faults)).toBeDefined();
    expect(Math.abs((fault?.line ?? 0) - line)).toBeLessThanOrEqual(1);
  });

  it('never throws, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.constantFrom('p.yaml', 'p.json'), (text, name) => {
        expect(typeof readPolicyFile(text, name).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});

describe('an ignore entry', () => {
  const reading = readPolicyFile(yaml, 'policy.yaml');
  const policy = reading.ok ? reading.policy : builtInPolicy;
  it('sets aside the rule at its path or host, and nothing else', () => {
    expect(ignoreEntryFor({ rule: 'write.outside-root', path: '/srv/shared/a/b', hosts: [] }, policy)?.reason).toBe('the team\'s scratch folder');
    expect(ignoreEntryFor({ rule: 'write.outside-root', path: '/srv/other', hosts: [] }, policy)).toBeNull();
    expect(ignoreEntryFor({ rule: 'network.unsanctioned', path: null, hosts: ['status.example.net'] }, policy)?.reason).toBe('health checks');
    expect(ignoreEntryFor({ rule: 'network.unsanctioned', path: null, hosts: ['status.example.net', 'evil.example'] }, policy)).toBeNull();
    expect(ignoreEntryFor({ rule: 'destructive.rm-recursive', path: '/srv/shared/a', hosts: [] }, policy)).toBeNull();
  });
});
