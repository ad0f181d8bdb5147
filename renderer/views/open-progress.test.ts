import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSteps, type Progress } from '../../shared/case.ts';
import { announcement, paceText, percentDone, stepRows, timeLeft } from './open-progress.ts';

const base: Progress = {
  state: 'reading',
  elapsedMs: 19_000,
  files: 4126,
  filesDone: 2641,
  bytes: 1_310_000_000,
  bytesDone: 838_000_000,
  records: 41_207,
  malformed: 2,
  sessions: 6,
  repositories: 4,
  repositoriesDone: 0,
  rules: 48,
  findings: 0,
  step: 'transcripts',
  stepsDone: ['inventory'],
  current: 'projects/a/e95a0c3d.jsonl',
  problems: [],
  failure: null,
};

test('the share and the time left follow the bytes', () => {
  expect(percentDone(base)).toBe(59);
  expect(timeLeft(base)).toBe('about 11 s left');
  expect(paceText(base)).toBe('19 s elapsed, 44.1 MB/s');
});

test('no time is promised before enough is read', () => {
  expect(timeLeft({ ...base, bytesDone: 1000 })).toBeNull();
  expect(timeLeft({ ...base, elapsedMs: 100 })).toBeNull();
});

test('the steps stand in order: done, running, waiting', () => {
  const rows = stepRows(base);
  expect(rows.map((row) => [row.step, row.state])).toEqual([
    ['inventory', 'done'],
    ['hash', 'running'],
    ['transcripts', 'running'],
    ['repositories', 'waiting'],
    ['rules', 'waiting'],
  ]);
  expect(rows[1]?.figure).toBe('2,641 of 4,126');
  expect(rows[2]?.note).toBeNull();
  expect(rows[4]?.name).toBe('Run 48 rules');
});

test('a screen reader hears each ten percent once', () => {
  const heard = new Set(Array.from({ length: 101 }, (_, percent) => announcement(percent)));
  expect(heard.size).toBe(11);
  expect(announcement(64)).toBe('60 percent read.');
  expect(announcement(100)).toBe('Reading has ended.');
});

test('an empty folder divides by nothing', () => {
  const empty = { ...base, files: 0, filesDone: 0, bytes: 0, bytesDone: 0, elapsedMs: 0 };
  expect(percentDone(empty)).toBe(1);
  expect(timeLeft(empty)).toBeNull();
  expect(paceText(empty)).toBe('0.0 s elapsed');
});

test('whatever is reported, the share stays between 0 and 100 and reaches 100 only when ready', () => {
  const count = fc.nat(1e9);
  const done = fc.subarray([...openSteps]);
  fc.assert(
    fc.property(count, count, count, count, done, fc.constantFrom(...openSteps), (files, filesDone, bytes, bytesDone, stepsDone, step) => {
      const progress: Progress = { ...base, files, filesDone, bytes, bytesDone, stepsDone, step };
      const percent = percentDone(progress);
      expect(percent).toBeGreaterThanOrEqual(0);
      expect(percent).toBeLessThan(100);
      expect(percentDone({ ...progress, state: 'ready' })).toBe(100);
      for (const row of stepRows(progress)) {
        expect(row.share).toBeGreaterThanOrEqual(0);
        expect(row.share).toBeLessThanOrEqual(1);
      }
    }),
  );
});
