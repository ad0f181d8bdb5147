import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, fileOperations } from '../../../shared/finding.ts';
import { builtInPolicy } from '../policy/policy.ts';
import type { ExaminedCall, ProjectRoot, SourceMachine } from './examined-call.ts';
import { pathHints } from './path-hints.ts';
import { callOf } from './rule-examples.ts';
import { createRuleMarks } from './rules-for.ts';
import { callRules } from './rules/all.ts';

const machine: SourceMachine = { home: '/home/dev', user: 'dev', style: 'posix', caseInsensitive: false, workTrees: ['/home/dev/shop'] };
const root: ProjectRoot = { path: '/home/dev/shop', how: 'first working directory', additional: [] };
const { mark } = createRuleMarks(callRules);
const patterns = callRules.flatMap(({ paths }) => paths ?? []);

/** Texts that a pattern fits, where such can be drawn from it; else what its hints say. */
function fitting(pattern: RegExp): fc.Arbitrary<string> {
  const hints = (pathHints(pattern) ?? ['x']).map((hint) => hint.replaceAll(/^\u0001\/|\/\u0002$/g, ''));
  try {
    return fc.oneof(fc.stringMatching(new RegExp(pattern.source)), fc.constantFrom(...hints));
  } catch {
    return fc.constantFrom(...hints);
  }
}

const part = fc.oneof(fc.constantFrom('src', 'a.ts', '.github', 'secrets', 'README.md', '..', ''), fc.string({ maxLength: 8 }));
const path = fc.tuple(fc.constantFrom('', '/', '~/', '/home/dev/', '/home/dev/shop/', '/etc/', 'C:\\', '/private/tmp/'), fc.array(part, { maxLength: 2 }), fc.oneof(...patterns.map(fitting), part), fc.array(part, { maxLength: 2 })).map(([head, before, middle, behind]) => head + [...before, middle, ...behind].join('/'));
const file: fc.Arbitrary<Fact> = fc.record({
  kind: fc.constant('file' as const),
  operation: fc.constantFrom(...fileOperations),
  written: path,
  path: fc.option(path, { nil: null }),
  via: fc.constantFrom('Edit', 'Write', 'Read', 'cp', 'vim', 'mount', 'chmod', 'sed', '>', 'git config'),
  recursive: fc.boolean(),
  certainty: fc.constantFrom('static' as const, 'partial' as const, 'dynamic' as const),
  span: fc.constant(null),
});

describe('the rules that are asked about a path', () => {
  it('say what stands in it, so that most need not look', () => {
    for (const pattern of patterns) expect(pathHints(pattern), String(pattern)).not.toBeNull();
  });

  it('are those that find something in it', () => {
    fc.assert(
      fc.property(file, (fact) => {
        // A copy of the path in another spelling is looked at as it is written too.
        for (const facts of [[fact], [fact.kind === 'file' ? { ...fact, path: fact.written } : fact]]) {
          const marks = mark(facts, builtInPolicy);
          const examined: ExaminedCall = { call: callOf({ tool: 'Edit', input: {} }), facts, secrets: [], root, machine, policy: builtInPolicy };
          for (const [at, rule] of callRules.entries()) if (((marks[at >>> 5] ?? 0) & (1 << (at & 31))) === 0) expect(rule.examine(examined), rule.info.id).toEqual([]);
        }
      }),
      { numRuns: 600 },
    );
  });
});

describe('what a pattern asks of a path', () => {
  it('stands in each path that fits it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...patterns).chain((pattern) => fc.tuple(fc.constant(pattern), fitting(pattern), fc.string({ maxLength: 6 }))), ([pattern, text, more]) => {
        for (const each of [text, `/home/dev/${text}`, `${text}/${more}`, text.toUpperCase()]) {
          if (!pattern.test(each)) continue;
          const looked = `\u0001/${each.toLowerCase().replaceAll('\\', '/')}/\u0002`;
          expect(pathHints(pattern)?.some((hint) => looked.includes(hint)), `${pattern} ${each}`).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('is read from its plain signs: a choice asks for one of its texts, what may be left out for nothing', () => {
    expect(pathHints(/(?:^|\/)\.env(?:rc)?$/)).toEqual(['/.env/\u0002', '/.envrc/\u0002']);
    expect(pathHints(/\.git\/(?:hooks\/|info\/)/)).toEqual(['.git/hooks/', '.git/info/']);
    expect(pathHints(/^\/etc\/\w+\.conf$/)).toEqual(['\u0001//etc/']);
    expect(pathHints(/Logs?/)).toEqual(['log', 'logs']);
    expect(pathHints(/x(?:secret)*\w/)).toEqual(['x']);
    expect(pathHints(/\w*(?:secret|\d)/)).toBeNull();
    expect(pathHints(/~\/(?<=trust)[^/]*/)).toEqual(['/']);
  });
});
