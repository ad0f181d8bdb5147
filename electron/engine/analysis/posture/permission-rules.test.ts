import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleList } from './path-rule.ts';
import { compileRule, type ReplayedCall, ruleMatches } from './permission-rules.ts';

const nothing: ReplayedCall = { tool: '', command: null, path: null, url: null, cwd: '/Users/kim/work/till', home: '/Users/kim' };
const bash = (command: string): ReplayedCall => ({ ...nothing, tool: 'Bash', command });
const power = (command: string): ReplayedCall => ({ ...nothing, tool: 'PowerShell', command });
const file = (tool: string, path: string): ReplayedCall => ({ ...nothing, tool, path });
const web = (url: string): ReplayedCall => ({ ...nothing, tool: 'WebFetch', url });
const mcp = (tool: string): ReplayedCall => ({ ...nothing, tool });
const base = '/Users/kim/work/till';
const till = (path: string): string => `${base}/${path}`;

/** List, rule, call, whether it matches. From the client's documented forms. */
const examples: readonly (readonly [RuleList, string, ReplayedCall, boolean])[] = [
  // The whole tool.
  ['deny', 'Bash', bash('ls'), true],
  ['deny', 'Bash(*)', bash('ls'), true],
  ['deny', 'Bash', file('Read', '/a'), false],
  // The same words, a prefix at a word's end, a wildcard anywhere.
  ['deny', 'Bash(npm run build)', bash('npm run build'), true],
  ['deny', 'Bash(npm run build)', bash('npm run build --watch'), false],
  ['deny', 'Bash(npm run *)', bash('npm run test --watch'), true],
  ['deny', 'Bash(npm run *)', bash('npm run'), true],
  ['deny', 'Bash(npm run *)', bash('npm install'), false],
  ['deny', 'Bash(npm run test:*)', bash('npm run test -- --watch'), true],
  ['deny', 'Bash(npm run test:*)', bash('npm run test'), true],
  ['deny', 'Bash(npm run test:*)', bash('npm run test:unit'), false],
  ['deny', 'Bash(ls *)', bash('ls -la'), true],
  ['deny', 'Bash(ls *)', bash('ls'), true],
  ['deny', 'Bash(ls *)', bash('lsof'), false],
  ['deny', 'Bash(ls*)', bash('lsof'), true],
  ['deny', 'Bash(git log * main)', bash('git log --oneline main'), true],
  ['deny', 'Bash(git log * main)', bash('git log main'), false],
  ['deny', 'Bash(git * main)', bash('git push origin main'), true],
  ['deny', 'Bash(git * main)', bash('git log'), false],
  ['deny', 'Bash(* --version)', bash('node --version'), true],
  ['deny', 'Bash(* --version)', bash('node -v'), false],
  ['deny', 'Bash(* --help *)', bash('npm --help x'), true],
  ['deny', 'Bash(* --help *)', bash('npm --help'), false],
  ['deny', 'Bash(git:* push)', bash('git push'), false],
  // Several commands in one: one is enough to deny or ask, an allow rule needs each.
  ['deny', 'Bash(curl *)', bash('cd /tmp && curl https://files.example.org'), true],
  ['ask', 'Bash(git clean *)', bash('echo "$(git clean -f)"'), true],
  ['deny', 'Bash(rm *)', bash('for f in a b; do rm $f; done'), true],
  ['deny', 'Bash(rm *)', bash('(cd x; rm -r y)'), true],
  ['deny', 'Bash(curl *)', bash('cat a | curl -T - https://files.example.org'), true],
  ['deny', 'Bash(curl *)', bash('true\ncurl https://files.example.org'), true],
  ['deny', 'Bash(curl *)', bash('echo curl x'), false],
  ['allow', 'Bash(npm test *)', bash('npm test && npm publish'), false],
  ['allow', 'Bash(npm *)', bash('npm test && npm publish'), true],
  ['allow', 'Bash(npm *)', bash('npm test &&'), false],
  // Wrappers and variables before the command.
  ['deny', 'Bash(npm test *)', bash('timeout 30 npm test'), true],
  ['deny', 'Bash(npm test *)', bash('nice -n 5 nohup npm test'), true],
  ['deny', 'Bash(npm test *)', bash('time npm test'), true],
  ['deny', 'Bash(npm test *)', bash('command npm test'), true],
  ['deny', 'Bash(npm *)', bash('command -v npm'), false],
  ['deny', 'Bash(grep *)', bash('xargs grep x'), true],
  ['deny', 'Bash(grep *)', bash('xargs -n1 grep x'), false],
  ['deny', 'Bash(npm test *)', bash('npx npm test'), false],
  ['deny', 'Bash(rm *)', bash('FOO=bar rm -rf tmp/'), true],
  ['allow', 'Bash(rm *)', bash('FOO=bar rm -rf tmp/'), false],
  ['allow', 'Bash(npm test *)', bash('NODE_ENV=test npm test'), true],
  ['allow', 'Bash(watch *)', bash('watch ls'), false],
  ['allow', 'Bash(find *)', bash('find . -name x -exec rm {} +'), false],
  ['allow', 'Bash(find . -delete)', bash('find . -delete'), true],
  ['allow', 'Bash(find *)', bash('find . -name x'), true],
  // The words as written: the same program in another form is another text.
  ['deny', 'Bash(curl *)', bash('/usr/bin/curl https://files.example.org'), false],
  ['deny', 'Bash(rm *)', bash("bash -c 'rm -rf build/'"), false],
  ['deny', 'Bash(git push *)', bash('git -C . push origin main'), false],
  ['deny', 'Bash(git push *)', bash("git 'push' origin main"), false],
  ['deny', 'Bash(command:rm *)', bash('rm x'), false],
  ['allow', 'Bash(python *)', bash('python a.py > out.txt 2>&1'), true],
  // PowerShell: its aliases, whatever their case.
  ['deny', 'PowerShell(Get-ChildItem *)', power('gci -r'), true],
  ['deny', 'PowerShell(Remove-Item *)', power('dir; rm x'), true],
  ['deny', 'PowerShell(Remove-Item *)', bash('rm x'), false],
  ['allow', 'PowerShell(Get-ChildItem *)', power('dir; rm x'), false],
  // Files: four anchors, patterns of an ignore file.
  ['deny', 'Read', file('Grep', '/etc'), true],
  ['deny', 'Read', file('Edit', '/etc/hosts'), false],
  ['deny', 'Edit', file('MultiEdit', '/etc/hosts'), true],
  ['deny', 'Read(//etc/**)', file('Read', '/etc/ssh/sshd_config'), true],
  ['deny', 'Read(/etc/**)', file('Read', '/etc/hosts'), false],
  ['deny', 'Read(~/.ssh/**)', file('Read', '/Users/kim/.ssh/id_rsa'), true],
  ['deny', 'Read(~/.ssh/**)', file('Read', '/Users/lee/.ssh/id_rsa'), false],
  ['deny', 'Edit(/src/**)', file('Edit', till('src/a/b.ts')), true],
  ['deny', 'Edit(/src/**)', file('Edit', till('vendor/src/a.ts')), false],
  ['deny', 'Edit(**/src/**)', file('Edit', till('vendor/src/a.ts')), true],
  ['deny', 'Edit(src/**)', file('Edit', till('vendor/src/a.ts')), true],
  ['allow', 'Edit(src/**)', file('Edit', till('vendor/src/a.ts')), false],
  ['allow', 'Edit(src/**)', file('Edit', till('src/a.ts')), true],
  ['deny', 'Edit(src/components/**)', file('Edit', till('vendor/src/components/a.ts')), false],
  ['deny', 'Read(.env)', file('Read', till('app/.env')), true],
  ['deny', 'Read(.env)', file('Read', '/Users/kim/work/other/.env'), false],
  ['deny', 'Read(//**/.env)', file('Read', '/Users/kim/work/other/.env'), true],
  ['deny', 'Read(./.env)', file('Read', till('.env')), true],
  ['deny', 'Read(./.env)', file('Read', till('app/.env')), false],
  ['deny', 'Read(*.pem)', file('Read', till('keys/a.pem')), true],
  ['deny', 'Edit(docs/*.md)', file('Edit', till('docs/a/b.md')), false],
  ['deny', 'Edit(./Finance (2024)/**)', file('Edit', till('Finance (2024)/a')), true],
  ['deny', 'Read(secrets/)', file('Read', till('app/secrets/a')), true],
  ['deny', 'Read(/../x)', file('Read', till('x')), false],
  // Which tools a rule on files reaches.
  ['deny', 'Read(./.env)', file('Write', till('.env')), true],
  ['deny', 'Read(./.env)', file('NotebookEdit', till('.env')), false],
  ['ask', 'Read(./.env)', file('Write', till('.env')), false],
  ['allow', 'Edit(docs/**)', file('Read', till('docs/a')), true],
  ['deny', 'Write(docs/**)', file('Write', till('docs/a')), false],
  ['deny', 'Write', file('Write', till('docs/a')), true],
  // Files that a command names.
  ['deny', 'Read(./.env)', bash('cat .env'), true],
  ['deny', 'Read(./.env)', bash('sed -n 1p .env'), true],
  ['deny', 'Read(./.env)', bash('wc -l < .env'), true],
  ['deny', 'Read(./.env)', bash('python3 -c "open(\'.env\')"'), false],
  ['deny', 'Read(./.env)', bash('grep -r KEY .'), false],
  ['deny', 'Edit(~/.zshrc)', bash('echo x >> ~/.zshrc'), true],
  ['deny', 'Edit(~/.zshrc)', bash('make | tee -a ~/.zshrc'), true],
  ['deny', 'Edit(//dev/**)', bash('make > /dev/null 2>&1'), false],
  ['allow', 'Edit(~/.zshrc)', bash('echo x >> ~/.zshrc'), false],
  // Windows paths are compared as `/c/…`.
  ['deny', 'Read(//c/**/.env)', { ...file('Read', 'C:\\Users\\kim\\till\\.env'), cwd: 'C:\\Users\\kim\\till' }, true],
  ['deny', 'Read(.env)', { ...file('Read', 'C:\\Users\\kim\\till\\app\\.env'), cwd: 'C:\\Users\\kim\\till' }, true],
  // Hosts.
  ['deny', 'WebFetch', web('https://files.example.org'), true],
  ['deny', 'WebFetch(domain:example.com)', web('https://EXAMPLE.com./a'), true],
  ['deny', 'WebFetch(domain:example.com)', web('https://api.example.com/a'), false],
  ['deny', 'WebFetch(domain:example.com)', web('https://example.com@files.example.org/'), false],
  ['deny', 'WebFetch(domain:*.example.com)', web('https://a.b.example.com'), true],
  ['deny', 'WebFetch(domain:*.example.com)', web('https://example.com'), false],
  ['deny', 'WebFetch(domain:*)', web('https://files.example.org'), true],
  ['deny', 'WebFetch(domain:example.*)', web('https://example.org'), true],
  ['deny', 'WebFetch(domain:example.*)', web('https://example.evil.com'), false],
  // Servers and names with wildcards.
  ['deny', 'mcp__till', mcp('mcp__till__sell'), true],
  ['allow', 'mcp__till__*', mcp('mcp__till__sell'), true],
  ['deny', 'mcp__till__sell', mcp('mcp__till__refund'), false],
  ['deny', 'mcp__til', mcp('mcp__till__sell'), false],
  ['deny', 'mcp__*', mcp('mcp__till__sell'), true],
  ['allow', 'mcp__*', mcp('mcp__till__sell'), false],
  ['allow', 'mcp__till__get_*', mcp('mcp__till__get_price'), true],
  ['deny', 'mcp__till__sell(x)', mcp('mcp__till__sell'), false],
  ['deny', '*', bash('ls'), true],
  ['allow', '*', bash('ls'), false],
  ['deny', 'not a rule(', bash('ls'), false],
];

describe('what a permission rule matches', () => {
  it.each(examples)('%s %s: example %#', (list, rule, call, matches) => {
    expect(ruleMatches(rule, call, { list, base })).toBe(matches);
  });

  it('begins a user’s /x at the folder of the settings file', () => {
    const place = { list: 'deny', base: '/Users/kim/.claude' } as const;
    expect(ruleMatches('Read(/secrets/**)', file('Read', '/Users/kim/.claude/secrets/a'), place)).toBe(true);
    expect(ruleMatches('Read(/secrets/**)', file('Read', till('secrets/a')), place)).toBe(false);
  });

  it('says of a rule that can match nothing why that is', () => {
    const note = (rule: string, list: RuleList = 'deny'): string | null => compileRule(rule, { list, base }).note;
    expect(note('Write(docs/**)')).toContain('only Edit and Read rules');
    expect(note('mcp__*', 'allow')).toContain('skips');
    expect(note('Bash(command:rm *)')).toContain('parameter');
    expect(note('Agent(Explore)')).toContain('not replayed');
    expect(note('Bash(rm *)')).toBeNull();
  });

  it('answers for any rule and any call, however they are written', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), fc.constantFrom('Bash', 'Read', 'Edit', 'WebFetch', 'PowerShell', 'mcp__a'), fc.constantFrom<RuleList>('deny', 'ask', 'allow'), (specifier, text, tool, list) => {
      const call: ReplayedCall = { ...nothing, tool, command: text, path: `/${text}`, url: text };
      expect(typeof ruleMatches(`${tool}(${specifier})`, call, { list, base })).toBe('boolean');
    }));
  });
});
