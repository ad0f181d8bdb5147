import { expect, test } from 'vitest';
import { keptByFocus, keyName } from './keyboard.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test('a key has one name on every keyboard', () => {
  expect(press('j')).toBe('j');
  expect(press('1', { ctrlKey: true })).toBe('Ctrl+1');
  expect(press('1', { metaKey: true })).toBe('Ctrl+1');
  expect(press('O', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+o');
  expect(press('F3', { shiftKey: true })).toBe('Shift+F3');
  expect(press('ArrowDown')).toBe('ArrowDown');
});

test('a character that needs Shift is named by itself', () => {
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('N', { shiftKey: true })).toBe('Shift+n');
});

test('caps lock does not change what a letter does', () => {
  expect(press('J')).toBe('j');
});

test('single letters, arrows and Enter rest while a text field has the focus; Escape, Ctrl and F keys work', () => {
  for (const key of ['j', '?', '/', '[', 'Shift+n', 'ArrowDown', 'Enter', ' ']) expect(keptByFocus(key, 'text-field')).toBe(true);
  for (const key of ['Escape', 'Ctrl+1', 'F3', 'Shift+F3']) expect(keptByFocus(key, 'text-field')).toBe(false);
});

test('a choice keeps its arrows, a button its Enter and Space, nothing else', () => {
  expect(keptByFocus('ArrowDown', 'choice')).toBe(true);
  expect(keptByFocus('j', 'choice')).toBe(false);
  expect(keptByFocus('Enter', 'button')).toBe(true);
  expect(keptByFocus(' ', 'button')).toBe(true);
  expect(keptByFocus('ArrowDown', 'button')).toBe(false);
  expect(keptByFocus('Enter', 'other')).toBe(false);
});

test('a panel that scrolls keeps the keys that scroll', () => {
  expect(keptByFocus('ArrowDown', 'scroll')).toBe(true);
  expect(keptByFocus('PageDown', 'scroll')).toBe(true);
  expect(keptByFocus('j', 'scroll')).toBe(false);
});
