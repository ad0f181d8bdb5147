import { describe, expect, it } from 'vitest';
import { commandFacts } from '../analysis/facts.ts';
import type { SourceMachine } from '../analysis/examined-call.ts';

const machine: SourceMachine = { home: '/home/dev', user: 'dev', style: 'posix', caseInsensitive: false, workTrees: [] };
const writesOf = (command: string) => commandFacts(command, '/home/dev/shop', machine).flatMap((fact) => (fact.kind === 'file' && fact.operation === 'write' ? [fact.path ?? `?${fact.written}`] : []));

describe('the folder that a command works in', () => {
  it.each([
    ["bash -c 'cd /opt && touch a'; touch b", ['/opt/a', '/home/dev/shop/b']],
    ["echo 'cd /opt; touch a' | sh; touch b", ['/opt/a', '/home/dev/shop/b']],
    ["sudo sh -c 'cd /opt'; touch b", ['/home/dev/shop/b']],
    ["timeout 5 bash -lc 'cd /opt; touch a'; touch b", ['/opt/a', '/home/dev/shop/b']],
    ["find . -exec sh -c 'cd /opt; touch a' \\;; touch b", ['/opt/a', '/home/dev/shop/b']],
    ["bash -c 'D=/opt'; touch \"${D:-here}/a\"", ['/home/dev/shop/here/a']],
    ["python3 -c \"import os; os.system('cd /opt; touch a')\"; touch b", ['/opt/a', '/home/dev/shop/b']],
    ['cd /opt & touch b', ['/home/dev/shop/b']],
    ["alias up='cd /opt'; touch b", ['/home/dev/shop/b']],
    ["trap 'cd /opt; touch a' EXIT; touch b", ['/opt/a', '/home/dev/shop/b']],
    ["git config alias.up '!cd /opt && touch a'; touch b", ['/home/dev/shop/.git/config', '/opt/a', '/home/dev/shop/b']],
  ])('is not moved by another process, in the background or by what is only kept: %s', (command, paths) => {
    expect(writesOf(command)).toEqual(paths);
  });

  it.each([
    ['cd /opt && touch a', ['/opt/a']],
    ["eval 'cd /opt'; touch a", ['/opt/a']],
    ['command cd /opt && touch a', ['/opt/a']],
    ['f() { cd /opt; }; f; touch a', ['/opt/a']],
    ['{ cd /opt; }; touch a', ['/opt/a']],
  ])('is moved by what this very shell runs: %s', (command, paths) => {
    expect(writesOf(command)).toEqual(paths);
  });

  it.each([
    ['pushd /opt; touch a; popd; touch b', ['/opt/a', '/home/dev/shop/b']],
    ['pushd /opt; pushd /srv; popd; touch a; popd; touch b', ['/opt/a', '/home/dev/shop/b']],
    ['pushd /opt; pushd; touch b; pushd; touch a', ['/home/dev/shop/b', '/opt/a']],
    ['cd /opt; touch a; cd -; touch b; cd -; touch c', ['/opt/a', '/home/dev/shop/b', '/opt/c']],
    ['cd web && touch a && cd "$OLDPWD" && touch b', ['/home/dev/shop/web/a', '/home/dev/shop/b']],
    ['(pushd /opt; touch a); popd; touch b', ['/opt/a', '?b']],
    ['popd; touch a', ['?a']],
    ['cd -; touch a', ['?a']],
  ])('is found again by popd and cd -: %s', (command, paths) => {
    expect(writesOf(command)).toEqual(paths);
  });

  it('is where the first of two folders is, when the second is only for want of the first', () => {
    expect(writesOf('cd /opt || cd /srv; touch a')).toEqual(['/opt/a']);
    expect(writesOf('cd /opt || exit 1; touch a')).toEqual(['/opt/a']);
    expect(writesOf('cd web || touch a; touch b')).toEqual(['/home/dev/shop/a', '/home/dev/shop/web/b']);
    expect(writesOf('cd web && make || touch failed')).toEqual(['/home/dev/shop/web/failed']);
  });

  it.each([
    ['ROOT=$(pwd); cd /opt; touch "$ROOT/a"', ['/home/dev/shop/a']],
    ['ROOT=$PWD; cd web; touch $ROOT/a', ['/home/dev/shop/a']],
    ['cd web; HERE=`pwd`; cd /opt; touch $HERE/a', ['/home/dev/shop/web/a']],
    ['cd /srv; cp a "$PWD"/b', ['/srv/b']],
    ['touch $PWD/a', ['/home/dev/shop/a']],
    ['touch "/mnt$PWD/a"', ['/mnt/home/dev/shop/a']],
    ['touch a > "$PWD/log"', ['/home/dev/shop/a', '/home/dev/shop/log']],
  ])('is what its name stood for when it was kept: %s', (command, paths) => {
    expect(writesOf(command)).toEqual(paths);
  });
});
