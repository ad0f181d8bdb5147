/** Holds the whole product against the import law, and the law's own checks against files that break it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breachesOf, cycles, importsOf, resolved } from './import-law.ts';

const root = join(import.meta.dirname, '..');
const folders = ['shared', 'electron', 'renderer', 'e2e', 'scripts'];

function sources(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) found.set(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'));
    }
  }
  return found;
}

describe('the product', () => {
  const files = sources();

  test('has files in each folder that are checked', () => {
    for (const folder of ['shared/', 'electron/main/', 'electron/preload/', 'electron/engine/', 'renderer/', 'e2e/']) {
      expect([...files.keys()].filter((path) => path.startsWith(folder)).length, folder).toBeGreaterThan(0);
    }
    expect(files.size).toBeGreaterThan(100);
  });

  test('keeps the import law', () => {
    const breaches = [...files].flatMap(([path, source]) => breachesOf(path, source));
    expect(breaches, breaches.join('\n')).toEqual([]);
  });

  test('has no circles', () => {
    const graph = new Map<string, readonly string[]>();
    for (const [path, source] of files) {
      graph.set(path, importsOf(source).filter((one) => one.name.startsWith('.') && !one.typeOnly).map((one) => resolved(path, one.name)));
    }
    const found = cycles(graph);
    expect(found, found.join('\n')).toEqual([]);
  });

  test('has no skipped test and none that runs alone', () => {
    const found = [...files].filter(([path, source]) => /\.(test|spec)\.tsx?$/.test(path) && path !== 'scripts/imports.test.ts' && /\b(test|it|describe)\.(skip|only|todo|fixme)\b/.test(source));
    expect(found.map(([path]) => path)).toEqual([]);
  });
});

describe('the law', () => {
  test.each([
    ['shared/a.ts', "import { x } from 'node:fs';"],
    ['shared/a.ts', "import type { x } from 'node:fs';"],
    ['renderer/a.tsx', "import { ipcRenderer } from 'electron';"],
    ['renderer/a.ts', "import { a } from '../electron/engine/a.ts';"],
    ['electron/engine/a.ts', "import { spawn } from 'node:child_process';"],
    ['electron/engine/a.ts', "export { x } from '../main/x.ts';"],
    ['electron/engine/a.ts', "import { writeOutput } from '../output-file.ts';"],
    ['electron/engine/sources/a.ts', "import { rules } from '../analysis/rules.ts';"],
    ['electron/engine/analysis/a.ts', "import { readFileSync } from 'node:fs';"],
    ['electron/engine/a.ts', "const a = await import('node:http');"],
    ['electron/engine/a.ts', "import unknown from 'left-pad';"],
    ['electron/main/a.ts', "import { app } from 'electron';"],
    ['electron/elsewhere/a.ts', "import { x } from '../../shared/x.ts';"],
    ['electron/preload/a.ts', "import { a } from '../main/a.ts';"],
    ['electron/main/a.ts', 'shell.openExternal(url);'],
    ['electron/main/a.ts', "ipcMain.handle('x', () => 1);"],
    ['electron/engine/intake/a.ts', 'writeFileSync(path, text);'],
    ['renderer/a.tsx', 'const a = <p dangerouslySetInnerHTML={{ __html: text }} />;'],
    ['renderer/a.tsx', 'element.innerHTML = text;'],
    ['renderer/a.tsx', 'window.caseApi.call();'],
    ['renderer/a.tsx', 'void fetch(url);'],
  ])('refuses in %s: %s', (path, source) => {
    expect(breachesOf(path, source)).not.toEqual([]);
  });

  test.each([
    ['shared/a.ts', "import * as v from 'valibot';\nimport { b } from './b.ts';"],
    ['renderer/a.tsx', "import { useState } from 'react';\nimport styles from './a.module.css';"],
    ['electron/engine/a.ts', "import { readSync } from 'node:fs';\n// import 'node:http' is not allowed; writeFileSync(x) neither\n/* eval( */"],
    ['electron/engine/cli.ts', "import { openOutput } from '../output-file.ts';"],
    ['electron/engine/a.ts', 'const drawn = \'node -e "import(`node:http`); require(\\\'net\\\')"\';'],
  ])('lets pass in %s: %s', (path, source) => {
    expect(breachesOf(path, source)).toEqual([]);
  });

  test('finds a circle', () => {
    expect(cycles(new Map([['a', ['b']], ['b', ['c']], ['c', ['a']]]))).toEqual(['a > b > c > a']);
  });
});
