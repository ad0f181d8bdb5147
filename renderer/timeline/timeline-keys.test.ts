import { describe, expect, test } from 'vitest';
import { type KeyPress, timelineCommand } from './timeline-keys.ts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({ key, shift: false, modifier: false, inText: false, inRows: false, ...change });

describe('the timeline keys', () => {
  test('move by letter from anywhere, by arrow only among the rows', () => {
    expect(timelineCommand(press('j'))).toBe('next-row');
    expect(timelineCommand(press('K'))).toBe('previous-row');
    expect(timelineCommand(press('ArrowDown'))).toBeNull();
    expect(timelineCommand(press('ArrowDown', { inRows: true }))).toBe('next-row');
    expect(timelineCommand(press('End', { inRows: true }))).toBe('last-row');
  });

  test('leave letters to a text field, but not F3 and Escape', () => {
    expect(timelineCommand(press('j', { inText: true }))).toBeNull();
    expect(timelineCommand(press('/', { inText: true }))).toBeNull();
    expect(timelineCommand(press('F3', { inText: true }))).toBe('next-match');
    expect(timelineCommand(press('F3', { shift: true }))).toBe('previous-match');
    expect(timelineCommand(press('Escape', { inText: true }))).toBe('escape');
  });

  test('leave combinations with Ctrl to the frame, and names of prototypes to nobody', () => {
    expect(timelineCommand(press('n', { modifier: true }))).toBeNull();
    expect(timelineCommand(press('constructor', { inRows: true }))).toBeNull();
  });

  test('take brackets and the slash also where the layout needs Shift for them', () => {
    expect(timelineCommand(press(']', { shift: true }))).toBe('next-prompt');
    expect(timelineCommand(press('/', { shift: true }))).toBe('query');
    expect(timelineCommand(press('N', { shift: true }))).toBeNull();
  });
});
