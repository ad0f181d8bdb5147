import { expect, it } from 'vitest';
import { rowsOfKind } from './unknown-kind-rows.ts';

it('the name of an unknown kind leads to its rows', () => {
  expect(rowsOfKind('brand-new')).toEqual({ kinds: ['unknown'], text: 'brand-new' });
  expect(rowsOfKind('(no type)')).toEqual({ kinds: ['unknown'], text: 'no type' });
  expect(rowsOfKind('block hologram')).toEqual({ kinds: ['unknown'], text: 'block hologram' });
  expect(rowsOfKind('attachment hologram')).toEqual({ kinds: ['attachment'], text: 'hologram' });
  expect(rowsOfKind('system hologram')).toEqual({ kinds: ['system'], text: 'hologram' });
});
