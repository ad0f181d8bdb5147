/** What a start's switches mean. */
import { expect, test } from 'vitest';
import { checkStart } from './start-check.ts';

const withSwitches = (...names: string[]) => checkStart({ hasSwitch: (name) => names.includes(name) });

test('an ordinary start has the sandbox and no warning', () => {
  expect(withSwitches()).toEqual({ sandboxOff: false, warnings: [] });
});

test('a start without the sandbox is told on the banner', () => {
  const check = withSwitches('no-sandbox');
  expect(check.sandboxOff).toBe(true);
  expect(check.warnings).toHaveLength(1);
  expect(check.warnings[0]).toContain('--no-sandbox');
});

test.each(['remote-debugging-port', 'remote-debugging-pipe'])('an open debugging connection (%s) is told on the banner', (name) => {
  const check = withSwitches(name);
  expect(check.sandboxOff).toBe(false);
  expect(check.warnings.join()).toContain('debugging');
});
