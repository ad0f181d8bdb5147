import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDestination } from '../shell/destinations.ts';
import { addressCases } from './address-cases.ts';
import { builtInPolicy, entryFor, judge } from './policy.ts';

const short = { sanctioned: 'yes', local: 'local', private: 'no', port: 'port', unknown: 'unknown', unsanctioned: 'no' } as const;

describe('an address', () => {
  for (const { written, verdict, hosts, flags } of addressCases) {
    it(`${JSON.stringify(written)} means ${hosts.join(' and ') || 'no known host'}`, () => {
      const destination = readDestination(written);
      expect([...destination.hosts].sort()).toEqual([...hosts].sort());
      expect([...destination.flags].sort()).toEqual([...flags].sort());
    });
    it(`${JSON.stringify(written)} is judged ${verdict}`, () => expect(short[judge(written, builtInPolicy).verdict]).toBe(verdict));
  }
});

describe('the match of a host', () => {
  it('is exact, or at a label below a starred name, never a substring', () => {
    expect(entryFor('github.com', builtInPolicy)?.tier).toBe('shared');
    expect(entryFor('evilgithub.com', builtInPolicy)).toBeNull();
    expect(entryFor('a.b.npmjs.org', builtInPolicy)?.pattern).toBe('*.npmjs.org');
    expect(entryFor('npmjs.org', builtInPolicy)).toBeNull();
  });
  it('never sanctions drop services, raw addresses or cloud metadata', () => {
    for (const host of ['https://webhook.site/x', 'https://pastebin.com/', 'http://198.51.100.7/', 'http://169.254.169.254/', 'https://x.ngrok.io']) expect(judge(host, builtInPolicy).verdict).toBe('unsanctioned');
  });
});

describe('on any text', () => {
  it('reading an address neither throws nor sanctions a host that is not on the list', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string().map((text) => `https://github.com${text}`)), (text) => {
        const { verdict, by, destination } = judge(text, builtInPolicy);
        if (verdict === 'sanctioned') expect(by.length).toBe(destination.hosts.length);
      }),
      { numRuns: 2000 },
    );
  });
});
