/** Between page, case file and engine: what is chosen is kept before it is judged by, and a policy that does not fit is not chosen. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Choice, History } from '../../shared/choices.ts';
import type { PolicyFaults } from '../../shared/judging.ts';
import { readCaseFileAt } from './case-file.ts';
import { createCaseChoices } from './case-choices.ts';

const host: Choice = { kind: 'sanction-host', host: 'mirror.invented.example' };
const note = { by: 'Kim', reason: 'our own' };
const manifest = 'a'.repeat(64);

function setup({ faults = [], policy = null }: { faults?: PolicyFaults; policy?: string | null } = {}) {
  const folder = join(mkdtempSync(join(tmpdir(), 'postflight-user-')), 'cases');
  const judged: History[] = [];
  const settings = { setAnalyst: vi.fn() };
  const changed = vi.fn();
  let kept: History | undefined;
  const current = {
    judge(history: History) {
      const reading = readCaseFileAt(join(folder, readdirSync(folder)[0] ?? ''));
      kept = reading?.ok ? reading.content.history : undefined;
      judged.push(history);
    },
    checkPolicy: vi.fn(async () => faults),
  };
  let open = true;
  const desk = createCaseChoices({ folder, now: () => 0, settings, current: () => (open ? current : null), choosePolicyFile: async () => policy, changed });
  const order = (root: string) => ({ root, include: [''], name: 'x', live: false });
  return { desk, judged, settings, changed, current, order, keptThen: () => kept, close: () => (open = false) };
}

describe('choices of the open case', () => {
  test('stand in the file before the engine judges by them', () => {
    const { desk, judged, keptThen, order, settings, changed } = setup();
    expect(desk.open(order('/a'))).toEqual([]);
    desk.sealed(manifest);
    expect(desk.choose(host, note)).toBe(1);
    expect(judged).toHaveLength(1);
    expect(keptThen()).toEqual(judged[0]);
    expect(settings.setAnalyst).toHaveBeenCalledWith('Kim');
    expect(changed).toHaveBeenCalledOnce();
    desk.takeBack([1], note);
    expect(judged[1]?.map(({ what }) => what)).toEqual(['chosen', 'taken-back']);
    expect(desk.open(order('/a'))).toEqual(judged[1]);
  });

  test('are judged by nobody where they could not be kept', () => {
    const { desk, judged, order } = setup();
    desk.open(order('/a'));
    expect(() => desk.choose(host, { by: 'Kim', reason: '' })).toThrow('needs a reason');
    expect(() => desk.takeBack([1], note)).toThrow('no longer stands');
    expect(judged).toEqual([]);
  });

  test('belong to their own evidence, and to none where no case is open', () => {
    const { desk, order, close } = setup();
    desk.open(order('/a'));
    desk.choose(host, note);
    expect(desk.open(order('/b'))).toEqual([]);
    close();
    expect(() => desk.choose(host, note)).toThrow('No case is open');
  });
});

describe('a policy file', () => {
  const written = (text: string) => {
    const path = join(mkdtempSync(join(tmpdir(), 'postflight-policy-')), 'own.yaml');
    writeFileSync(path, text);
    return path;
  };

  test('is kept with its text, which the page does not get', async () => {
    const { desk, judged, order } = setup({ policy: written('sanctionedHosts: []\n') });
    desk.open(order('/a'));
    expect(await desk.choosePolicyFile('Kim')).toEqual({ outcome: 'chosen', name: 'own.yaml', faults: [], id: 1 });
    expect(judged[0]?.[0]).toMatchObject({ choice: { kind: 'policy-file', name: 'own.yaml', text: 'sanctionedHosts: []\n' } });
    expect(desk.shown().history[0]).toMatchObject({ choice: { kind: 'policy-file', name: 'own.yaml', text: '' } });
  });

  test('that does not fit is refused with its lines, and nothing is chosen', async () => {
    const faults = [{ line: 3, reason: 'There is no setting named "x".' }];
    const { desk, judged, order } = setup({ policy: written('x: 1\n'), faults });
    desk.open(order('/a'));
    expect(await desk.choosePolicyFile('')).toEqual({ outcome: 'refused', name: 'own.yaml', faults, id: null });
    expect(judged).toEqual([]);
    expect(desk.shown().history).toEqual([]);
  });

  test('that is not there, or larger than a policy can be, is a problem with its path', async () => {
    const missing = setup({ policy: '/nowhere/own.yaml' });
    missing.desk.open(missing.order('/a'));
    await expect(missing.desk.choosePolicyFile('')).rejects.toThrow('There is no such file');
    const large = setup({ policy: written('#'.repeat(1_000_001)) });
    large.desk.open(large.order('/a'));
    await expect(large.desk.choosePolicyFile('')).rejects.toThrow('larger than 1,000,000');
    expect(large.current.checkPolicy).not.toHaveBeenCalled();
  });

  test('that nobody picked changes nothing', async () => {
    const { desk, judged, order } = setup();
    desk.open(order('/a'));
    expect(await desk.choosePolicyFile('')).toMatchObject({ outcome: 'dismissed' });
    expect(judged).toEqual([]);
  });
});
