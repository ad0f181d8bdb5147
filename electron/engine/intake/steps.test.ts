import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../shared/cancel.ts';
import { createPace } from './pace.ts';
import { atOnce, paced, type Steps, stepwise } from './steps.ts';

/** Works for so many milliseconds a step. */
function* counting(steps: number, ms: number, log: string[]): Steps<number> {
  try {
    for (let step = 0; step < steps; step++) {
      for (const from = performance.now(); performance.now() - from < ms; );
      log.push('step');
      yield;
    }
    return steps;
  } finally {
    log.push('closed');
  }
}

describe('work in steps', () => {
  it('gives the same with rests as without', async () => {
    expect(await paced(counting(5, 0, []), createPace())).toBe(5);
    expect(atOnce(counting(5, 0, []))).toBe(5);
    expect(await paced(stepwise([1, 2, 3], (number) => number * 2), createPace())).toEqual([2, 4, 6]);
  });

  it('lets other work in between', async () => {
    const log: string[] = [];
    const timer = setImmediate(() => log.push('other'));
    await paced(counting(40, 1, log), createPace());
    clearImmediate(timer);
    expect(log.indexOf('other')).toBeGreaterThan(0);
    expect(log.indexOf('other')).toBeLessThan(log.lastIndexOf('step'));
  });

  it('stops after the step in which it is cancelled, and closes what it holds', async () => {
    const log: string[] = [];
    const signal = { aborted: false };
    setImmediate(() => {
      signal.aborted = true;
    });
    await expect(paced(counting(200, 1, log), createPace(signal))).rejects.toBeInstanceOf(Cancelled);
    expect(log.at(-1)).toBe('closed');
    expect(log.length).toBeLessThan(200);
  });

  it('closes what it holds where a step throws', async () => {
    const log: string[] = [];
    function* failing(): Steps<number> {
      try {
        yield;
        throw new Error('damaged');
      } finally {
        log.push('closed');
      }
    }
    await expect(paced(failing(), createPace())).rejects.toThrow('damaged');
    expect(log).toEqual(['closed']);
  });
});
