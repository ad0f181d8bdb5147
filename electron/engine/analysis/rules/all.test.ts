import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { retired, techniques } from '../attack.ts';
import { credentialStores } from '../credential-stores.ts';
import { examineCall } from '../examine.ts';
import { incidentCalls, shop } from '../incident-calls.ts';
import { callRules, rules } from './all.ts';

const here = new URL('.', import.meta.url);
const everyRule = rules;

/** Words that claim more than a record can show. */
const claims = /\b(?:all|every|entire|entirely|complete|completely|proves?|proven|definitively|definitely|always|reliabl[ey]|certainly|undoubtedly|never|guarantee[sd]?|the user viewed|malicious|attacker)\b/i;

describe('the rules', () => {
  it('have ids of their own, in the shape family.name', () => {
    const ids = everyRule.map((rule) => rule.info.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+\.[a-z0-9-]+$/);
  });

  it('stand one in a file, each with its examples beside it, and each in the list', () => {
    const files = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap((folder) => readdirSync(new URL(`${folder.name}/`, here)).map((name) => `${folder.name}/${name}`));
    const ruleFiles = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    expect(ruleFiles.length).toBe(callRules.length);
    for (const name of ruleFiles) expect(existsSync(new URL(name.replace(/\.ts$/, '.test.ts'), here)), name).toBe(true);
  });

  it('name techniques that stand in the pinned releases', () => {
    for (const { info } of everyRule) for (const id of info.attack) expect(Object.hasOwn(techniques, id) || Object.hasOwn(retired, id), `${info.id}: ${id}`).toBe(true);
  });

  it('name an id that a release retired only beside the one that took its place', () => {
    for (const { info } of everyRule) for (const id of info.attack) if (Object.hasOwn(retired, id)) expect(info.attack, `${info.id}: ${id}`).toContain(retired[id]);
    for (const [old, now] of Object.entries(retired)) expect([Object.hasOwn(techniques, old), Object.hasOwn(techniques, now)], old).toEqual([false, true]);
  });

  it('are joined by stores that name such techniques too', () => {
    for (const { id, attack } of credentialStores) for (const each of attack) expect(Object.hasOwn(techniques, each), `${id}: ${each}`).toBe(true);
  });
});

describe('what a rule says', () => {
  it.each(everyRule.map((rule) => [rule.info.id, rule] as const))('%s claims no more than a record shows, and is not empty', (_, { info }) => {
    for (const text of [info.title, info.why, info.doesNotShow, info.otherExplanation, info.canBeWrong]) {
      expect(text.length).toBeGreaterThan(5);
      expect(claims.exec(text)?.[0], text).toBeUndefined();
    }
  });

  it('holds for the sentences and titles of hits too', () => {
    const machine = { home: '/Users/dev', user: 'dev', style: 'posix', caseInsensitive: true, workTrees: [shop] } as const;
    const root = { path: shop, how: 'first working directory', additional: [] };
    let hits = 0;
    for (const { tool, input } of incidentCalls) {
      const { hits: found } = examineCall({ eventId: 0, toolUseId: null, tool, input, cwd: shop, sessionId: 's', agentId: null, time: 0 }, root, machine);
      for (const hit of found) {
        hits++;
        // What the record itself says is quoted after the colon.
        const own = hit.sentence.split(': ')[0] ?? '';
        expect(claims.exec(own)?.[0], own).toBeUndefined();
        expect(claims.exec(`${hit.title ?? ''} ${hit.confidenceReason}`)?.[0], hit.title ?? '').toBeUndefined();
      }
    }
    expect(hits).toBeGreaterThan(40);
  });
});
