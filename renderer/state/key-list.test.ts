import { describe, expect, test } from 'vitest';
import { keyCap, keyList, ownKeys } from './key-list.ts';

describe('the list of keys', () => {
  test('names no key twice in one view', () => {
    const twice: string[] = [];
    const byTitle = new Map<string, Set<string>>();
    for (const group of [...Object.values(keyList), ...ownKeys]) {
      const known = byTitle.get(group.title) ?? new Set<string>();
      for (const key of group.lines.flatMap((line) => line.keys)) {
        if (known.has(key)) twice.push(`${group.title}: ${key}`);
        known.add(key);
      }
      byTitle.set(group.title, known);
    }
    expect(twice).toEqual([]);
  });

  test('shows a key as it stands on the keyboard', () => {
    expect(['j', 'Ctrl+f', 'Ctrl+Shift+k', 'Escape', ' ', 'ArrowLeft', 'Shift+F3', '?', 'Ctrl+/', 'Ctrl++'].map(keyCap)).toEqual(['J', 'Ctrl+F', 'Ctrl+Shift+K', 'Esc', 'Space', '←', 'Shift+F3', '?', 'Ctrl+/', 'Ctrl++']);
  });
});
