import { describe, expect, it } from 'vitest';
import { commandFacts } from '../facts.ts';
import { aliasSetBy, openAlias } from './aliases.ts';
import { gitActs } from './git-act.ts';

const machine = { home: '/home/kim', user: 'kim', style: 'posix', caseInsensitive: false, workTrees: [] } as const;
const acts = (command: string) => gitActs(1, commandFacts(command, '/work/a', machine));
const opened = (command: string, aliases: Readonly<Record<string, string>>): string[] => acts(command).flatMap((act) => openAlias(act, new Map(Object.entries(aliases)))).map((act) => `${act.directory} ${[act.verb, ...act.argv].join(' ')}`);

describe('an alias', () => {
  it('stands for its command, with the words after it', () => {
    expect(opened('git ci -m "Some words"', { ci: 'commit -s' })).toEqual(['/work/a commit -s -m Some words']);
    expect(opened("git -C ../b ci -m 'it''s $5'", { ci: 'commit' })).toEqual(['/work/b commit -m its $5']);
  });

  it('that starts with ! is a shell command, each git command of it an act', () => {
    expect(opened('git save', { save: '!git add -A && git commit -m saved' })).toEqual(['/work/a commit -m saved']);
    expect(opened('git ship', { ship: '!cd ../c && git commit -m x && git push' })).toEqual(['/work/c commit -m x', '/work/c push']);
  });

  it('may stand for another alias, and not for ever', () => {
    expect(opened('git a', { a: 'b', b: 'reset --hard' })).toEqual(['/work/a reset --hard']);
    expect(opened('git a', { a: 'b', b: 'a' }).length).toBeLessThanOrEqual(1);
  });

  it('never stands in for a command of git’s own', () => {
    expect(opened('git commit -m x', { commit: 'reset --hard' })).toEqual(['/work/a commit -m x']);
  });

  it('for a command that only reads leaves no act', () => {
    expect(opened('git st', { st: 'status -sb' })).toEqual([]);
  });

  it('that nothing in the copy names stays as it is written', () => {
    expect(opened('git wip', {})).toEqual(['/work/a wip']);
  });

  it('is set by git config', () => {
    expect(acts('git config --global alias.Wip "commit -m wip"').map(aliasSetBy)).toEqual([['wip', 'commit -m wip']]);
    expect(acts('git commit -m x').map(aliasSetBy)).toEqual([null]);
  });
});
