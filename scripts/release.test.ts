/** What a release carries and how its Electron is locked: read from the builder's settings, not from a built package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const builder = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('a release', () => {
  test('has each fuse set as promised', () => {
    expect(builder.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      enableCookieEncryption: false,
      loadBrowserProcessSpecificV8Snapshot: false,
    });
  });

  test('is one asar with its integrity checked, English only, nothing rebuilt', () => {
    expect(builder.asar).toBe(true);
    expect(builder.disableAsarIntegrity).toBeUndefined();
    expect(builder.npmRebuild).toBe(false);
    expect(builder.electronLanguages).toEqual(['en-US']);
  });

  test('carries the build and package.json alone: no sources, no packages, no source maps', () => {
    const taken = builder.files.filter((line: string) => !line.startsWith('!'));
    expect(taken).toEqual(['dist/**', 'package.json']);
    expect(builder.files).toContain('!**/*.map');
    expect(builder.files).toContain('!node_modules/**');
    expect(builder.extraResources).toBeUndefined();
    expect(builder.extraFiles).toBeUndefined();
    expect(about.dependencies).toBeUndefined();
  });

  test('names one Electron, the pinned one', () => {
    expect(builder.electronVersion).toBe(about.devDependencies.electron);
    expect(about.devDependencies.electron).toBe('45.4.1');
    expect(builder.electronDist).toBeUndefined();
  });

  test('starts with the sandbox: deb first, and no switch in the AppImage', () => {
    expect(builder.linux.target[0]).toBe('deb');
    expect(builder.appImage.executableArgs).toEqual([]);
    expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8').replaceAll(/#.*/g, '')).not.toContain('no-sandbox');
  });

  test('is never uploaded or updated by itself', () => {
    expect(builder.publish).toBeNull();
    expect(Object.keys(about.devDependencies)).not.toContain('electron-updater');
  });
});

describe('an install', () => {
  test('runs no scripts of packages', () => {
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });

  test('has each package at one exact version', () => {
    const loose = Object.entries(about.devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)));
    expect(loose).toEqual([]);
  });

  test('finds each platform’s part of a package in the lockfile: without them `npm ci` refuses to begin', () => {
    // npm leaves out those that the registry it asked does not have; they then have to be added by hand.
    const packages: Record<string, { optionalDependencies?: Record<string, string> }> = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).filter((name) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages)),
    );
    expect(missing).toEqual([]);
  });

  test('has a lockfile that names no server', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved":/);
  });
});
