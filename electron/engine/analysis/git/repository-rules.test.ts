import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RefMove, RepositoryFacts } from './git-facts.ts';
import { remoteAddress, samePlace } from './remote-address.ts';
import { repositoryRules } from './repository-rules.ts';

const anyText = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('commit', 'commit (amend)', 'reset', 'update by push', 'clone: from https://a:b@c/d', 'checkout: moving from a to b', '__proto__'));
const oid = fc.constantFrom('0'.repeat(40), 'a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40), '', 'zz');
const time = fc.option(fc.double({ noNaN: true, min: -1e12, max: 4e12 }), { nil: null });
const during = fc.constantFrom('unattended' as const, 'attended' as const, 'outside' as const);
const place = fc.record({ path: anyText, line: fc.nat(), byteStart: fc.nat(), byteEnd: fc.nat() });
const seconds = fc.option(fc.nat({ max: 4_000_000_000 }), { nil: null });
const person = fc.option(fc.record({ name: anyText, email: anyText, seconds, zone: anyText, rawTime: anyText }), { nil: null });
const commit = fc.record({ oid, tree: fc.constant(null), parents: fc.array(oid, { maxLength: 3 }), author: person, committer: person, message: anyText, messageCut: fc.boolean(), subject: anyText, encoding: fc.constant(null), signature: fc.constant(null), bytes: fc.nat(), oddities: fc.constant([]) });
const move: fc.Arbitrary<RefMove> = fc.record({
  event: fc.nat({ max: 20 }), log: fc.constantFrom('HEAD', 'refs/heads/main', 'refs/heads/x', 'refs/remotes/origin/main', 'refs/stash'), old: oid, next: oid, name: anyText, email: anyText, time, written: seconds, zone: anyText,
  action: anyText, message: anyText, oddities: fc.constant([]), place, cause: fc.option(fc.nat(), { nil: null }), session: fc.option(anyText, { nil: null }), unexplained: fc.boolean(), during,
  left: fc.option(fc.record({ oids: fc.array(oid, { maxLength: 4 }), byPeople: fc.nat({ max: 4 }) }), { nil: null }),
});
const caller = { event: fc.nat(), toolUseId: fc.option(anyText, { nil: null }), session: fc.option(anyText, { nil: null }), time, during, outcome: fc.constantFrom('ok' as const, 'error' as const, 'denied' as const, 'interrupted' as const, 'unknown' as const), place };
const key = fc.constantFrom('core.fsmonitor', 'remote.origin.url', 'remote.origin.pushurl', 'remote.a.b.url', 'alias.x', 'user.email', 'http.extraheader', 'url.x.insteadof', 'filter.lfs.process');
const facts: fc.Arbitrary<RepositoryFacts> = fc.record({
  path: anyText, kind: fc.constantFrom('work-tree' as const, 'bare' as const), embedded: fc.boolean(), head: fc.constant({ ref: null, branch: null, oid: null, state: 'broken' as const }),
  logs: fc.array(fc.record({ ref: fc.constantFrom('HEAD', 'refs/heads/main', 'refs/remotes/origin/main'), live: fc.boolean(), moves: fc.array(move, { maxLength: 8 }) }), { maxLength: 3 }),
  commits: fc.array(commit, { maxLength: 4 }).map((list) => new Map(list.map((each) => [each.oid, each]))),
  usual: fc.dictionary(anyText, fc.nat()).map((record) => new Map(Object.entries(record))),
  lost: fc.array(fc.record({ commit, commits: fc.nat(), heldBy: fc.constantFrom('reflog' as const, 'nothing' as const), place: fc.option(place, { nil: null }), laterVersion: fc.option(oid, { nil: null }), during, number: fc.option(fc.nat(), { nil: null }) }), { maxLength: 4 }),
  config: fc.array(fc.record({ key, value: fc.option(anyText, { nil: null }), path: anyText, line: fc.nat(), byteStart: fc.nat(), byteEnd: fc.nat(), notable: fc.option(anyText, { nil: null }) }), { maxLength: 6 }),
  hooks: fc.array(fc.record({ path: anyText, name: anyText, bytes: fc.nat(), head: fc.option(anyText, { nil: null }), modified: fc.nat(), modifiedDuring: during, writers: fc.array(fc.record(caller), { maxLength: 2 }) }), { maxLength: 3 }),
  remoteCalls: fc.array(fc.record({ ...caller, verb: fc.constantFrom('remote' as const, 'config' as const), argv: fc.array(fc.oneof(anyText, fc.constantFrom('add', 'set-url', 'remove', '-t', '--unset', 'remote.origin.url')), { maxLength: 5 }) }), { maxLength: 3 }),
  fetchedFrom: fc.array(fc.record({ url: anyText, place }), { maxLength: 2 }),
  replaced: fc.array(fc.record({ what: anyText, place }), { maxLength: 2 }),
});

describe('the rules on repositories', () => {
  it('never throw, whatever a hostile repository says, and give the same hits again', () => {
    fc.assert(
      fc.property(facts, (drawn) => {
        for (const rule of repositoryRules) {
          const hits = rule.examine(drawn);
          expect(rule.examine(drawn)).toEqual(hits);
          for (const hit of hits) {
            expect(hit.evidence.length).toBeGreaterThan(rule.info.id === 'git.unreachable-commit' ? -1 : 0);
            expect(hit.sentence).not.toBe('');
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('say what they do not show and what else could explain it, in words that claim no more than a record does', () => {
    for (const { info } of repositoryRules) {
      for (const words of [info.title, info.why, info.doesNotShow, info.otherExplanation, info.canBeWrong]) {
        expect(words).not.toBe('');
        expect(words).not.toMatch(/\b(all|every|entire|complete|completely|proves|proven|definitively|always|reliable)\b/i);
      }
    }
  });
});

describe('addresses of remotes', () => {
  it('tells hosts and paths, however they are written', () => {
    expect(remoteAddress('git@git.example.test:team/shop.git')).toMatchObject({ host: 'git.example.test', path: 'team/shop' });
    expect(remoteAddress('ssh://git@git.example.test:2222/team/shop')).toMatchObject({ host: 'git.example.test', path: 'team/shop' });
    expect(remoteAddress('file:///srv/shop.git').host).toBeNull();
    expect(remoteAddress('C:\\repos\\shop').host).toBeNull();
    expect(samePlace('https://git.example.test/team/shop', 'git@GIT.example.test:/team/shop.git')).toBe(true);
    expect(samePlace('https://git.example.test/team/shop', 'https://other.test/team/shop')).toBe(false);
  });

  it('never shows what stands where a password would', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{8,40}$/), (secret) => {
        expect(remoteAddress(`https://kim:${secret}@host.test/x`).shown).not.toContain(secret);
        if (secret.length > 20) expect(remoteAddress(`https://${secret}@host.test/x`).shown).not.toContain(secret);
      }),
    );
  });
});
