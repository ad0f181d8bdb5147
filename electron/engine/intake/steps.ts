/** Long work in steps: whoever has it done may let other work in between them, or stop it. The work itself stays a function of what it is given. */
import type { Pace } from './pace.ts';

/** Yields where it may be left alone for a while; returns what it was for. */
export type Steps<Value> = Generator<undefined, Value>;

/** Steps are mostly far shorter than a look at the clock is worth. */
const stepsALook = 16;

/** All steps, with a rest wherever one is due. Throws `Cancelled`; what the work holds open is closed then. */
export async function paced<Value>(steps: Steps<Value>, pace: Pace): Promise<Value> {
  let ended = false;
  try {
    for (let taken = 1; ; taken++) {
      const step = steps.next();
      if (step.done === true) {
        ended = true;
        return step.value;
      }
      if (taken % stepsALook === 0 && pace.due()) await pace.breathe();
    }
  } finally {
    if (!ended) steps.return(undefined as Value);
  }
}

/** All steps without a rest. */
export function atOnce<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same of each, with a step after each. */
export function* stepwise<Item, Value>(items: readonly Item[], work: (item: Item) => Value): Steps<Value[]> {
  const done: Value[] = [];
  for (const item of items) {
    done.push(work(item));
    yield;
  }
  return done;
}
