/** What several calls of one session say together: a chain points at each of its calls. Pure; the calls come in time order. */
import { type Policy, builtInPolicy } from '../../policy/policy.ts';
import { withSanctionedAside } from '../../policy/sanctioned-aside.ts';
import { contactAfterCredential } from './contact-after-credential.ts';
import { downloadThenRun } from './download-then-run.ts';
import type { Join, JoinedHit, SessionCall } from './join.ts';
import { readThenUpload } from './read-then-upload.ts';
import { remoteThenPush } from './remote-then-push.ts';

/** The kinds of chains, for whoever lists the rules. */
export const joins: readonly Join[] = [readThenUpload, downloadThenRun, remoteThenPush, contactAfterCredential];

const maxJoined = 200;

/** The chains of one session and its subagents. `calls` in time order; those without a time follow their neighbours. */
export function joinSession(calls: readonly SessionCall[], policy: Policy = builtInPolicy): readonly JoinedHit[] {
  if (calls.length === 0) return [];
  const joined = chainsOf(calls, policy);
  return policy.without === undefined ? joined : withThoseBefore(joined, chainsOf(calls, policy.without), calls, policy);
}

function chainsOf(calls: readonly SessionCall[], policy: Policy): readonly JoinedHit[] {
  const joined: JoinedHit[] = [];
  for (const join of joins) {
    for (const found of join.look(calls, policy)) if (joined.length < maxJoined) joined.push({ rule: join.rule, ...found });
  }
  return joined;
}

/** The chains, and those that a host sanctioned by hand broke, as set aside. */
function withThoseBefore(now: readonly JoinedHit[], before: readonly JoinedHit[], calls: readonly SessionCall[], policy: Policy): readonly JoinedHit[] {
  const factsOf = new Map(calls.map(({ call, facts }) => [call.eventId, facts]));
  const flat = (joined: JoinedHit) => ({ ...joined.hit, joined });
  const idOf = ({ joined }: ReturnType<typeof flat>): string => `${joined.rule.info.id}\0${joined.calls.map((call) => call.eventId).join(' ')}`;
  const own = new Set(now.map((joined) => idOf(flat(joined))));
  return [
    ...now,
    ...before
      .filter((joined) => !own.has(idOf(flat(joined))))
      .flatMap((joined) => withSanctionedAside([], [flat(joined)], idOf, joined.calls.flatMap((call) => factsOf.get(call.eventId) ?? []), policy))
      .map(({ joined, ...hit }): JoinedHit => ({ ...joined, hit })),
  ];
}
