/** "This machine": a list by number, and an order for the chosen ones. */
import { expect, test, vi } from 'vitest';
import type { EngineEvents } from './engine-host.ts';
import { createThisMachine } from './this-machine.ts';

function setup() {
  let events: EngineEvents | null = null;
  const engine = { order: vi.fn(), connect: vi.fn(), stop: vi.fn() };
  const machine = createThisMachine((given) => {
    events = given;
    return engine;
  }, '/home/a');
  return { engine, machine, events: () => events };
}
const folder = (path: string, present = true) => ({ path, kind: 'repository' as const, note: '', present });

test('lists what the engine found, by number, and ends that engine', async () => {
  const { engine, machine, events } = setup();
  const listed = machine.list();
  expect(engine.order).toHaveBeenCalledWith({ type: 'machine', home: '/home/a' });
  events()?.reported({ type: 'machine', folders: [folder('/home/a/.claude'), folder('/srv/app')], problem: null });
  expect((await listed).map((one) => [one.id, one.path])).toEqual([[0, '/home/a/.claude'], [1, '/srv/app']]);
  expect(engine.stop).toHaveBeenCalledOnce();
});

test('opens only chosen folders that are there, live, below the root', async () => {
  const { machine, events } = setup();
  const listed = machine.list();
  events()?.reported({ type: 'machine', folders: [folder('/home/a/.claude'), folder('/srv/app'), folder('/gone', false)], problem: null });
  await listed;
  expect(machine.order([1, 2, 77])).toEqual({ root: '/', include: ['srv/app'], name: 'This machine', live: true });
  expect(() => machine.order([2])).toThrow(/none/i);
  expect(() => machine.order([])).toThrow();
});

test('opens nothing before a list was asked for', () => {
  expect(() => setup().machine.order([0])).toThrow();
});

test('a problem and a crash are told', async () => {
  const first = setup();
  const listed = first.machine.list();
  first.events()?.reported({ type: 'machine', folders: [], problem: 'not readable' });
  await expect(listed).rejects.toThrow('not readable');
  const second = setup();
  const again = second.machine.list();
  second.events()?.lost('it crashed');
  await expect(again).rejects.toThrow('it crashed');
});
