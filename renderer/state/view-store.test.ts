import { beforeEach, expect, test } from 'vitest';
import { viewStore } from './view-store.ts';

const now = () => viewStore.getState();
beforeEach(() => now().reset());

test('opening an event shows the timeline and asks for the row each time, even for the same event', () => {
  now().openEvent(42);
  const first = now().focusRequest;
  expect(now()).toMatchObject({ view: 'timeline', selectedEvent: 42 });
  now().openEvent(42);
  expect(now().focusRequest).toBe(first + 1);
});

test('opening an event keeps the filter, so that a reader does not lose the place', () => {
  now().setFilter({ tools: ['Bash'] });
  now().openEvent(7);
  expect(now().filter).toEqual({ tools: ['Bash'] });
});

test('opening a finding drops filter and facets, as they could hide it', () => {
  now().setFilter({ tools: ['Bash'] });
  now().setFacets({ severity: 'low', family: null });
  now().openFinding('F-1');
  expect(now()).toMatchObject({ view: 'findings', selectedFinding: 'F-1', filter: {}, facets: { severity: null, family: null } });
});

test('another view takes no status word with it', () => {
  now().setStatusNote('rows 1–40 of 90');
  now().setView('findings');
  expect(now().statusNote).toBeNull();
});

test('another case starts afresh', () => {
  now().openEvent(3);
  now().setFilter({ text: 'x' });
  now().setDialog('keys');
  now().reset();
  expect(now()).toMatchObject({ view: 'overview', selectedEvent: null, filter: {}, dialog: 'none', focusRequest: 0 });
});
