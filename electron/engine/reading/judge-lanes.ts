/**
 * Judges in this thread what the reading ones hand over: a slot, then whatever else this thread has to do, then more.
 * It never blocks: a reader that filled a slot says so. Rules are many, and get warm in the one thread that has them anyway.
 */
import { Cancelled } from '../../../shared/cancel.ts';
import { createCallJudges, type JudgedPart, type JudgePlace } from './call-judge.ts';
import { type JudgeLane, readLane } from './judge-lane.ts';

/** So long this thread judges before it looks what else there is to do. */
const turnMs = 10;

export interface LaneJudge {
  /** Findings so far. */
  readonly found: number;
  /** What was judged of each lane, when each has ended. Fails with `Cancelled` where `giveUp` is raised. */
  readonly judged: Promise<readonly JudgedPart[]>;
  /** There is something to read, or a lane has ended. */
  wake(): void;
}

export function judgeLanes(place: JudgePlace, lanes: readonly JudgeLane[], giveUp: AbortSignal): LaneJudge {
  const judges = createCallJudges(place, lanes.length);
  const readers = lanes.map((lane, at) => ({ lane: readLane(lane), judge: judges[at] }));
  let next = 0;
  let awake = false;
  let turn = (): void => {};

  /** One slot or a part of it, of the lane whose turn it is or the first after it that has one; false where none has. */
  const readSlot = (): boolean => {
    const until = performance.now() + turnMs;
    const enough = (): boolean => performance.now() > until;
    for (let tried = 0; tried < readers.length; tried++) {
      const reader = readers[next];
      next = (next + 1) % readers.length;
      if (reader?.judge && reader.lane.read(reader.judge, enough)) return true;
    }
    return false;
  };
  const judged = new Promise<readonly JudgedPart[]>((done, fail) => {
    turn = () => {
      if (giveUp.aborted) return;
      try {
        awake = readSlot();
        if (awake) setImmediate(turn);
        else if (readers.every(({ lane }) => lane.ended())) {
          // Word of a lane's end can come later than the end itself.
          turn = () => {};
          done(judges.map((judge) => judge.finish()));
        }
      } catch (error) {
        fail(error);
      }
    };
    giveUp.addEventListener('abort', () => fail(new Cancelled()));
  });
  return {
    get found() {
      return judges.reduce((sum, judge) => sum + judge.found, 0);
    },
    judged,
    wake() {
      if (awake) return;
      awake = true;
      setImmediate(turn);
    },
  };
}
