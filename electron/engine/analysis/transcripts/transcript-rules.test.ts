import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionSources, type SessionMention } from '../../sources/beside/session-mention.ts';
import { missingTranscripts } from './missing.ts';
import { transcriptRules } from './transcript-rules.ts';

/** Words that claim more than a record can show. */
const claims = /\b(?:all|every|entire|entirely|complete|completely|proves?|proven|definitively|definitely|always|reliabl[ey]|certainly|undoubtedly|never|guarantee[sd]?|malicious|attacker)\b/i;

describe('the rules on transcripts', () => {
  it.each(transcriptRules.map((rule) => [rule.id, rule] as const))('%s claims no more than a record shows, and says what it does not show', (_id, rule) => {
    for (const text of [rule.title, rule.why, rule.doesNotShow, rule.otherExplanation, rule.canBeWrong]) {
      expect(text.length).toBeGreaterThan(20);
      expect(text).not.toMatch(claims);
    }
    expect(rule.family).toBe('transcript');
  });
});

describe('missing transcripts', () => {
  const day = 86_400_000;
  const mention = fc.record({
    sessionId: fc.constantFrom('a', 'b', 'c', 'd'),
    source: fc.constantFrom(...mentionSources),
    folder: fc.constantFrom('one', 'two'),
    ref: fc.option(fc.record({ path: fc.constantFrom('f', 'g'), line: fc.constant(1), byteStart: fc.nat(99), byteEnd: fc.constant(100) })),
    time: fc.option(fc.integer({ min: 0, max: 100 }).map((days) => Date.UTC(2026, 0, 1) + days * day)),
    project: fc.option(fc.constantFrom('/p', '/q')),
    strong: fc.boolean(),
    says: fc.constantFrom('x', 'y'),
  }) satisfies fc.Arbitrary<SessionMention>;
  const input = (mentions: readonly SessionMention[]) => ({
    mentions,
    retention: [{ folder: 'one', periodDays: 30, periodFrom: null, lastSweep: Date.UTC(2026, 2, 1), sweepFrom: null, paused: false }],
    removed: [],
    withTranscript: new Set(['d']),
    withProjects: new Set(['one']),
    latest: Date.UTC(2026, 3, 1),
  });

  it('do not depend on the order in which their traces were read', () => {
    fc.assert(
      fc.property(fc.array(mention, { maxLength: 12 }).chain((mentions) => fc.tuple(fc.constant(mentions), fc.shuffledSubarray(mentions, { minLength: mentions.length }))), ([mentions, shuffled]) => {
        expect(missingTranscripts(input(shuffled))).toEqual(missingTranscripts(input(mentions)));
      }),
    );
  });

  it('are one finding a session and folder, never for a session that has its transcript, and only weigh more where the sweep does not explain them', () => {
    fc.assert(
      fc.property(fc.array(mention, { maxLength: 12 }), (mentions) => {
        const hits = missingTranscripts(input(mentions));
        const expected = new Set(mentions.filter(({ sessionId }) => sessionId !== 'd').map(({ sessionId, folder }) => `${sessionId} ${folder}`));
        expect(new Set(hits.map((hit) => `${hit.sessionId} ${String(hit.detail.configurationFolder)}`))).toEqual(expected);
        expect(hits).toHaveLength(expected.size);
        for (const hit of hits) {
          if (hit.detail.configurationFolder === 'two' && hit.detail.reading !== 'provider only') expect(hit.severity).toBe('info');
          if (hit.severity === 'medium') expect(hit.time ?? 0).toBeGreaterThanOrEqual(Date.UTC(2026, 2, 1) - 30 * day);
        }
      }),
    );
  });
});
