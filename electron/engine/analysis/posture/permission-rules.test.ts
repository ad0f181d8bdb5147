import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReplayedCall, ruleMatches } from './permission-rules.ts';

const nothing: ReplayedCall = { tool: '', command: null, path: null, url: null, cwd: '/Users/kim/work/till', home: '/Users/kim' };
const bash = (command: string): ReplayedCall => ({ ...nothing, tool: 'Bash', command });
const file = (tool: string, path: string): ReplayedCall => ({ ...nothing, tool, path });
const web = (url: string): ReplayedCall => ({ ...nothing, tool: 'WebFetch', url });
const base = { project: '/Users/kim/work/till' };

/** Rule, call, whether it matches: deny and ask rules, for which one command of several is enough. */
const examples: readonly (readonly [string, ReplayedCall, boolean])[] = [
  ['Bash', bash('ls'), true],
  ['Bash(*)', bash('ls'), true],
  ['Bash(npm test)', bash('npm test'), true],
  ['Bash(npm test)', bash('npm test -- --watch'), false],
  ['Bash(npm test:*)', bash('npm test -- --watch'), true],
  ['Bash(npm test:*)', bash('npm test'), true],
  ['Bash(npm test:*)', bash('npm testing'), false],
  ['Bash(npm run test:*)', bash('npm run build'), false],
  ['Bash(rm *)', bash('rm -rf build'), true],
  ['Bash(rm *)', bash('rmdir build'), false],
  ['Bash(ls *)', bash('ls'), true],
  ['Bash(ls*)', bash('lsof'), true],
  ['Bash(git * main)', bash('git push origin main'), true],
  ['Bash(git * main)', bash('git push origin dev'), false],
  ['Bash(* --force)', bash('git push --force'), true],
  ['Bash(curl:*)', bash('cd /tmp && curl https://files.example.org'), true],
  ['Bash(curl:*)', bash('echo curl'), false],
  ['Bash(curl:*)', bash('cat a | curl -T - https://files.example.org'), true],
  ['Bash(git push:*)', bash('GIT_TRACE=1 git push'), true],
  ['Bash(git push:*)', bash('timeout 5 git push'), true],
  ['Bash(npm test:*)', file('Read', '/a'), false],
  ['Read', file('Read', '/etc/hosts'), true],
  ['Read', file('Grep', '/etc'), true],
  ['Read', file('Edit', '/etc/hosts'), false],
  ['Edit', file('Write', '/etc/hosts'), true],
  ['Edit', file('MultiEdit', '/etc/hosts'), true],
  ['Read(.env)', file('Read', '/Users/kim/work/till/.env'), true],
  ['Read(.env)', file('Read', '/Users/kim/work/till/app/.env'), true],
  ['Read(./.env)', file('Read', '/Users/kim/work/till/app/.env'), false],
  ['Read(./.env)', file('Read', '/Users/kim/work/till/.env'), true],
  ['Read(~/.ssh/**)', file('Read', '/Users/kim/.ssh/id_rsa'), true],
  ['Read(~/.ssh/**)', file('Read', '/Users/lee/.ssh/id_rsa'), false],
  ['Read(//etc/**)', file('Read', '/etc/ssh/sshd_config'), true],
  ['Read(/etc/**)', file('Read', '/etc/hosts'), false],
  ['Edit(/src/**)', file('Edit', '/Users/kim/work/till/src/a/b.ts'), true],
  ['Edit(/src)', file('Edit', '/Users/kim/work/till/src/a/b.ts'), true],
  ['Edit(src/*.ts)', file('Edit', '/Users/kim/work/till/src/a/b.ts'), false],
  ['Read(*.pem)', file('Read', '/Users/kim/work/till/keys/a.pem'), true],
  ['WebFetch(domain:example.com)', web('https://example.com/a'), true],
  ['WebFetch(domain:example.com)', web('https://evil-example.com/a'), false],
  ['WebFetch(domain:*.example.com)', web('https://a.example.com'), true],
  ['WebFetch(domain:example.com)', web('https://example.com@files.example.org/'), false],
  ['WebFetch', web('https://files.example.org'), true],
  ['mcp__till', { ...nothing, tool: 'mcp__till__sell' }, true],
  ['mcp__till__*', { ...nothing, tool: 'mcp__till__sell' }, true],
  ['mcp__till__sell', { ...nothing, tool: 'mcp__till__refund' }, false],
  ['mcp__til', { ...nothing, tool: 'mcp__till__sell' }, false],
  ['not a rule(', bash('ls'), false],
];

describe('what a permission rule matches', () => {
  it.each(examples)('%s: example %#', (rule, call, matches) => {
    expect(ruleMatches(rule, call, base)).toBe(matches);
  });

  it('answers for any rule and any call, however they are written', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), fc.constantFrom('Bash', 'Read', 'Edit', 'WebFetch', 'mcp__a'), (specifier, text, tool) => {
      const call: ReplayedCall = { ...nothing, tool, command: text, path: `/${text}`, url: text };
      expect(typeof ruleMatches(`${tool}(${specifier})`, call, base)).toBe('boolean');
    }));
  });
});
