import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceMachine } from '../analysis/examined-call.ts';
import { homeMark, unknownMark, userMark } from '../shell/marks.ts';
import { isAbsolute, isInside, placeOf, resolvePath, withoutDots } from './source-path.ts';

const mac: SourceMachine = { home: '/Users/dev', user: 'dev', style: 'posix', caseInsensitive: true, workTrees: [] };
const linux: SourceMachine = { home: '/home/dev', user: 'dev', style: 'posix', caseInsensitive: false, workTrees: [] };
const windows: SourceMachine = { home: 'C:/Users/dev', user: 'dev', style: 'windows', caseInsensitive: true, workTrees: [] };

describe('a path as the source machine means it', () => {
  it.each([
    ['src/../a', '/Users/dev/shop', '/Users/dev/shop/a'],
    ['../infra/.terraform', '/Users/dev/shop', '/Users/dev/infra/.terraform'],
    ['~/.zshrc', null, '/Users/dev/.zshrc'],
    [`${homeMark}/.aws/credentials`, null, '/Users/dev/.aws/credentials'],
    ['~root/.ssh', null, '/root/.ssh'],
    ['~other/.ssh', null, '/Users/other/.ssh'],
    ['/a/./b//c/', null, '/a/b/c'],
    ['/../../etc', null, '/etc'],
    [`/Users/${userMark}/x`, null, '/Users/dev/x'],
    ['.', '/Users/dev/shop', '/Users/dev/shop'],
  ])('%s from %s is %s', (written, cwd, expected) => {
    expect(resolvePath(written, cwd, mac)).toBe(expected);
  });

  it('is unknown where a needed part is unknown', () => {
    expect(resolvePath('a', null, mac)).toBeNull();
    expect(resolvePath(`/x/${unknownMark}`, '/y', mac)).toBeNull();
    expect(resolvePath('~/x', null, { ...mac, home: null })).toBeNull();
  });

  it('reads Windows drive paths with either slash, and the drives of a Unix shell there', () => {
    expect(resolvePath('c:\\Users\\dev\\..\\x', null, windows)).toBe('C:/Users/x');
    expect(resolvePath('/c/Users/dev/x', null, windows)).toBe('C:/Users/dev/x');
    expect(resolvePath('src\\a.ts', 'C:\\work\\shop', windows)).toBe('C:/work/shop/src/a.ts');
    expect(resolvePath('..\\..\\..\\x', 'C:\\work', windows)).toBe('C:/x');
  });
});

describe('inside', () => {
  it('compares whole parts: shop-infra is outside shop', () => {
    expect(isInside('/w/shop', '/w/shop-infra/a', linux)).toBe(false);
    expect(isInside('/w/shop', '/w/shop/a', linux)).toBe(true);
    expect(isInside('/w/shop', '/w/shop', linux)).toBe(true);
    expect(isInside('/w/shop/', '/w/shop/a', linux)).toBe(true);
  });
  it('follows the volume: case counts on Linux, not on macOS', () => {
    expect(isInside('/Users/dev/Shop', '/users/DEV/shop/a', mac)).toBe(true);
    expect(isInside('/home/dev/Shop', '/home/dev/shop/a', linux)).toBe(false);
  });
  it('knows that macOS keeps /tmp under /private', () => {
    expect(isInside('/private/tmp/x', '/tmp/x/y', mac)).toBe(true);
  });
});

describe('the kind of place', () => {
  it.each([
    ['/tmp/x', 'temp'],
    ['/private/var/folders/ab/T/x', 'temp'],
    ['/Users/dev/.zshrc', 'home'],
    ['/etc/hosts', 'system'],
    ['/usr/local/bin/tool', 'system'],
    ['/srv/data', 'other'],
    ['/', 'system'],
  ])('%s is %s', (path, place) => {
    expect(placeOf(path, mac)).toBe(place);
  });
  it('knows the Windows places', () => {
    expect(placeOf('C:/Windows/System32', windows)).toBe('system');
    expect(placeOf('C:/Users/dev/AppData/Local/Temp/x', windows)).toBe('temp');
    expect(placeOf('C:/Users/dev/x', windows)).toBe('home');
  });
});

describe('on any text', () => {
  it('gives null or an absolute path without dot parts', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: null }), (written, cwd) => {
        const path = resolvePath(written, cwd, linux);
        if (path === null) return;
        expect(isAbsolute(path)).toBe(true);
        expect(path.split('/')).not.toContain('..');
        expect(withoutDots(path)).toBe(path);
      }),
    );
  });
});
