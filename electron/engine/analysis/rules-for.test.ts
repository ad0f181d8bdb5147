import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, fileOperations } from '../../../shared/finding.ts';
import { textHints } from '../patterns/text-hints.ts';
import { builtInPolicy } from '../policy/policy.ts';
import type { ExaminedCall, ProjectRoot, SourceMachine } from './examined-call.ts';
import { callOf } from './rule-examples.ts';
import { createRuleMarks } from './rules-for.ts';
import { callRules } from './rules/all.ts';

const machine: SourceMachine = { home: '/home/dev', user: 'dev', style: 'posix', caseInsensitive: false, workTrees: ['/home/dev/shop'] };
const root: ProjectRoot = { path: '/home/dev/shop', how: 'first working directory', additional: [] };
const { mark } = createRuleMarks(callRules);
const pathPatterns = callRules.flatMap(({ paths }) => paths ?? []);
const wordPatterns = callRules.flatMap(({ words }) => words ?? []);

/** Texts that a pattern fits, where such can be drawn from it; else what its hints say. */
function fitting(pattern: RegExp): fc.Arbitrary<string> {
  const hints = (textHints(pattern) ?? ['x']).map((hint) => hint.replaceAll(/^\u0001\/|\/\u0002$/g, ''));
  try {
    return fc.oneof(fc.stringMatching(new RegExp(pattern.source)), fc.constantFrom(...hints));
  } catch {
    return fc.constantFrom(...hints);
  }
}

const part = fc.oneof(fc.constantFrom('src', 'a.ts', '.github', 'secrets', 'README.md', '..', ''), fc.string({ maxLength: 8 }));
const path = fc.tuple(fc.constantFrom('', '/', '~/', '/home/dev/', '/home/dev/shop/', '/etc/', 'C:\\', '/private/tmp/'), fc.array(part, { maxLength: 2 }), fc.oneof(...pathPatterns.map(fitting), part), fc.array(part, { maxLength: 2 })).map(([head, before, middle, behind]) => head + [...before, middle, ...behind].join('/'));
const certainty = fc.constantFrom('static' as const, 'partial' as const, 'dynamic' as const);
const file: fc.Arbitrary<Fact> = fc.record({
  kind: fc.constant('file' as const),
  operation: fc.constantFrom(...fileOperations),
  written: path,
  path: fc.option(path, { nil: null }),
  via: fc.constantFrom('Edit', 'Write', 'Read', 'cp', 'vim', 'mount', 'chmod', 'sed', '>', 'git config'),
  recursive: fc.boolean(),
  certainty,
  span: fc.constant(null),
});
const verb = fc.constantFrom('add', 'status', 'push', 'commit', 'config', 'set', 'install', 'mcp', 'run', 'reset', 'db:drop', 'branch', 'remote', 'credential', 'fill', 'hooks', 'create', 'bundle', '-D', '-f', '--force', '--hard', '-c', '-e', '-n', '-x', '-r', '-rn', '-name', '--yolo', 'http.proxy=http://h.example', '/tmp/x.js');
const exec: fc.Arbitrary<Fact> = fc.record({
  kind: fc.constant('exec' as const),
  program: fc.constantFrom('git', 'bfg', 'node', 'python3', 'npm', 'npx', 'claude', 'codex', 'curl', 'make', 'grep', 'rg', 'find', 'history', 'awk', 'gh', 'redis-cli', 'psql', 'flyway', 'base64', 'tar', 'pip', 'echo', 'tmux', 'sed'),
  argv: fc.array(fc.oneof(verb, ...wordPatterns.map(fitting), part), { maxLength: 5 }),
  wrappers: fc.constantFrom([], ['sudo'], ['xargs']),
  context: fc.constant('host' as const),
  privileged: fc.constant(false),
  cwd: fc.constant('/home/dev/shop'),
  certainty,
  span: fc.constant(null),
});

/** What rules that were not asked would have found. */
function missed(facts: readonly Fact[]): readonly string[] {
  const marks = Int32Array.from(mark(facts, builtInPolicy));
  const examined: ExaminedCall = { call: callOf({ tool: 'Edit', input: {} }), facts, secrets: [], root, machine, policy: builtInPolicy };
  return callRules.flatMap((rule, at) => (((marks[at >>> 5] ?? 0) & (1 << (at & 31))) === 0 && rule.examine(examined).length > 0 ? [rule.info.id] : []));
}

describe('the rules that are asked about a call', () => {
  it('say of each path and word what stands in it, so that most need not look', () => {
    for (const pattern of [...pathPatterns, ...wordPatterns]) expect(textHints(pattern), String(pattern)).not.toBeNull();
  });

  it('are those that find something in its paths', () => {
    fc.assert(fc.property(file, (fact) => void expect([...missed([fact]), ...missed([fact.kind === 'file' ? { ...fact, path: fact.written } : fact])]).toEqual([])), { numRuns: 500 });
  });

  it('are those that find something in what it runs', () => {
    fc.assert(fc.property(fc.array(exec, { minLength: 1, maxLength: 3 }), (facts) => void expect(missed(facts)).toEqual([])), { numRuns: 1500 });
  });

  it('look for what stands in each text that fits their patterns', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pathPatterns, ...wordPatterns).chain((pattern) => fc.tuple(fc.constant(pattern), fitting(pattern), fc.string({ maxLength: 6 }))), ([pattern, text, more]) => {
        for (const each of [text, `/home/dev/${text}`, `${text}/${more}`, text.toUpperCase()]) {
          if (!pattern.test(each)) continue;
          const looked = `\u0001/${each.toLowerCase().replaceAll('\\', '/')}/\u0002`;
          expect(textHints(pattern)?.some((hint) => looked.includes(hint)), `${pattern} ${each}`).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });
});
