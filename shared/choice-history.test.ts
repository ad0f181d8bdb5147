import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCaseFile, caseFileText } from './case-file.ts';
import { allAbout, historyFault, inForce, judgingKey, listed, standing } from './choice-history.ts';
import { type Choice, choiceKinds, choiceWords, type History } from './choices.ts';

const samples: readonly Choice[] = [
  { kind: 'sanction-host', host: 'a.example' },
  { kind: 'sanction-host', host: '*.a.example' },
  { kind: 'path-is-fine', rule: 'write.outside-root', path: '/Users/kim/notes/[today].md', reach: 'exact' },
  { kind: 'host-is-fine', rule: 'network.unsanctioned', host: 'a.example' },
  { kind: 'project-root', sessionId: null, path: '/Users/kim/work' },
  { kind: 'project-root', sessionId: 's1', path: 'C:\\work' },
  { kind: 'decision', queue: 'ir', proposed: 'postmortem' },
  { kind: 'policy-file', name: 'policy.yaml', text: 'sanctionedHosts: []\n' },
  { kind: 'repository-of-path', path: '/srv/shop', repository: 'copies/one/shop/.git' },
  { kind: 'repository-of-path', path: '\\\\build\\shop', repository: null },
  { kind: 'columns-of-table', path: 'edr/starts.csv', delimiter: ';', zone: '+02:00', dates: 'dmy', columns: [{ column: 'Wann', meaning: 'time' }, { column: 'Befehl', meaning: 'command' }] },
];

/** A history as acts make it: a number chooses a sample, a negative one takes back one of those that stand. */
function acted(acts: readonly number[]): History {
  let history: History = [];
  for (const act of acts) {
    const noted = { id: history.length + 1, at: '2026-05-15T14:00:00.000Z', by: null, reason: 'because', manifestSha256: null };
    const stands = standing(history);
    const choice = samples[Math.abs(act) % samples.length];
    const back = stands[Math.abs(act) % Math.max(1, stands.length)];
    if (act < 0 && back) history = [...history, { what: 'taken-back', ...noted, of: back.id }];
    else if (choice) history = [...history, { what: 'chosen', ...noted, choice }];
  }
  return history;
}
const histories = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 30 }).map(acted);

describe('a history of choices', () => {
  test('holds a sample of each kind', () => {
    expect(new Set(samples.map(({ kind }) => kind))).toEqual(new Set(Object.keys(choiceKinds)));
  });

  test('of two choices about the same thing the later counts, and taken back leaves the earlier', () => {
    const decided = acted([6]);
    const again: History = [...decided, { what: 'chosen', id: 2, at: '2026-05-15T15:00:00.000Z', by: 'Kim', reason: null, manifestSha256: null, choice: { kind: 'decision', queue: 'ir', proposed: 'ir' } }];
    expect(inForce(again).map(({ id }) => id)).toEqual([2]);
    const back: History = [...again, { what: 'taken-back', id: 3, at: '2026-05-15T16:00:00.000Z', by: null, reason: null, manifestSha256: null, of: 2 }];
    expect(inForce(back).map(({ id }) => id)).toEqual([1]);
    expect(listed(back).map(({ entry, state }) => [entry.id, state])).toEqual([[2, 'taken-back'], [1, 'in-force']]);
  });

  test('roots of two sessions and of the case stand side by side', () => {
    expect(inForce(acted([4, 5])).map(({ choice }) => choice.kind)).toEqual(['project-root', 'project-root']);
  });

  test('choosing and taking back judges as before, wherever it happens', () => {
    fc.assert(
      fc.property(histories, fc.nat(samples.length - 1), (history, at) => {
        const choice = samples[at];
        if (!choice) return;
        const id = history.length + 1;
        const noted = { at: '2026-05-15T14:00:00.000Z', by: null, reason: 'because', manifestSha256: null };
        const there: History = [...history, { what: 'chosen', ...noted, id, choice }];
        const back: History = [...there, { what: 'taken-back', ...noted, id: id + 1, of: id }];
        expect(judgingKey(back)).toBe(judgingKey(history));
        expect(historyFault(back)).toBeNull();
      }),
    );
  });

  test('reset takes back whatever stands about a thing', () => {
    fc.assert(
      fc.property(histories, fc.nat(samples.length - 1), (history, at) => {
        const choice = samples[at];
        if (!choice) return;
        const ids = allAbout(history, choice);
        const noted = { at: '2026-05-15T14:00:00.000Z', by: null, reason: null, manifestSha256: null };
        const reset: History = [...history, ...ids.map((of, more) => ({ what: 'taken-back' as const, ...noted, id: history.length + 1 + more, of }))];
        expect(allAbout(reset, choice)).toEqual([]);
      }),
    );
  });

  test('comes back from its file as it was', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const evidence = { root: '/evidence', include: [''] };
        expect(readCaseFile(caseFileText(evidence, history))).toEqual({ ok: true, content: { schema: 'postflight.case/1', evidence, history } });
      }),
    );
  });

  test('a decision alone changes no judgement, a host does', () => {
    expect(judgingKey(acted([6]))).toBe(judgingKey([]));
    expect(judgingKey(acted([0]))).not.toBe(judgingKey([]));
  });

  test.each<readonly [string, Choice | object]>([
    ['a host in capitals', { kind: 'sanction-host', host: 'A.example' }],
    ['a host with a path', { kind: 'sanction-host', host: 'a.example/x' }],
    ['every host', { kind: 'sanction-host', host: '*' }],
    ['a root that is not absolute', { kind: 'project-root', sessionId: null, path: 'work' }],
    ['a rule that is no rule', { kind: 'path-is-fine', rule: '*', path: '/x', reach: 'exact' }],
  ])('%s is refused', (_what, choice) => {
    const entry = { what: 'chosen', id: 1, at: '2026-05-15T14:00:00.000Z', by: null, reason: 'x', manifestSha256: null, choice };
    expect(readCaseFile(JSON.stringify({ schema: 'postflight.case/1', evidence: { root: '/e', include: [''] }, history: [entry] })).ok).toBe(false);
  });

  test('says each choice in words', () => {
    for (const choice of samples) expect(choiceWords(choice)).not.toBe('');
  });
});
