import { expect, it } from 'vitest';
import { Cancelled, stopIfCancelled } from '../../../shared/cancel.ts';
import { createPace } from '../intake/pace.ts';
import { within } from './deadline.ts';

const endless = async (signal: { readonly aborted: boolean }): Promise<never> => {
  for (;;) {
    stopIfCancelled(signal);
    await createPace().breathe();
  }
};

it('gives up work whose time is over, and says so with null', async () => {
  expect(await within(5, undefined, endless)).toBeNull();
  expect(await within(60_000, undefined, async () => 'done')).toBe('done');
});

it('is cancelled where everything is cancelled', async () => {
  await expect(within(60_000, { aborted: true }, endless)).rejects.toBeInstanceOf(Cancelled);
});

it('lets any other failure through', async () => {
  await expect(within(60_000, undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
