/** What several calls of one session say together: a chain points at each of its calls. Pure; the calls come in time order. */
import { type Policy, builtInPolicy } from '../../policy/policy.ts';
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
  const joined: JoinedHit[] = [];
  for (const join of joins) {
    for (const found of join.look(calls, policy)) if (joined.length < maxJoined) joined.push({ rule: join.rule, ...found });
  }
  return joined;
}
