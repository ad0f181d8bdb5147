/** Judges calls and answers as they are read: facts and rules over each, chains over a session's. Knows no file and no thread. */
import { examineCall } from '../analysis/examine.ts';
import { examineAnswerRecord } from '../analysis/examine-output.ts';
import type { RuleHit } from '../analysis/examined-call.ts';
import type { Hit } from '../analysis/hit.ts';
import type { GitAct } from '../analysis/join/act.ts';
import { gitActs } from '../analysis/join/git-act.ts';
import type { Policy } from '../policy/policy.ts';
import type { MachineInCopy } from '../sources/known-machine.ts';
import { createJudges } from '../sources/source-place.ts';
import type { CallSink } from '../sources/transcript/transcript-desk.ts';
import { createRecordHash, type DraftFinding } from './draft-finding.ts';
import { createSessionChains } from './session-chains.ts';

/** What calls are judged by, as plain data: it can go to another thread. */
export interface JudgePlace {
  readonly workTrees: readonly string[];
  readonly projectRoots: readonly string[];
  /** Roots of single sessions, before `projectRoots`. */
  readonly sessionRoots?: readonly (readonly [string, string])[];
  readonly policy: Policy;
  /** What the copy says of the machine that it was made of. */
  readonly inCopy?: MachineInCopy;
}

/** What judging one part of the transcripts gave: plain data. */
export interface JudgedPart {
  readonly findings: readonly DraftFinding[];
  /** Git commands that may have moved a ref. */
  readonly gitActs: readonly GitAct[];
  /** Sessions with more calls than are joined into chains. */
  readonly cut: readonly string[];
}

export interface CallJudge extends CallSink {
  /** Findings so far. */
  readonly found: number;
  /** What was judged, with the chains. */
  finish(): JudgedPart;
}

/** A judge for each of several parts; what is known of sessions and machines they share. */
export function createCallJudges(place: JudgePlace, parts: number): readonly CallJudge[] {
  const firstCwds = new Map<string, string>();
  const judges = createJudges((id) => firstCwds.get(id) ?? null, place.workTrees, place.projectRoots, place.policy.projectRoots, place.sessionRoots, place.inCopy);
  return Array.from({ length: parts }, () => createCallJudge());

  function createCallJudge(): CallJudge {
    const findings: DraftFinding[] = [];
    const acts: GitAct[] = [];
    const recordSha256 = createRecordHash();
    const chains = createSessionChains(place.policy, recordSha256);
    return {
      takesInput: true,
      call(read) {
        const { call, ref, firstCwd } = read;
        if (firstCwd !== null && !firstCwds.has(call.sessionId)) firstCwds.set(call.sessionId, firstCwd);
        const { root, machine } = judges(call.sessionId, ref.path, call.cwd);
        const { facts, hits } = examineCall(call, root, machine, place.policy);
        for (const act of gitActs(call.eventId, facts, call)) acts.push(act);
        chains.note(call, facts, hits, read);
        if (hits.length === 0) return;
        const sha256 = recordSha256(read);
        for (const hit of hits) findings.push({ event: call.eventId, hit: withoutRule(hit), rule: hit.rule.info.id, ref, sha256 });
      },
      answer(read) {
        const { event, ref, bytes, start, end, runs } = read;
        for (const hit of examineAnswerRecord(bytes, start, end, runs)) findings.push({ event, hit: withoutRule(hit), rule: hit.rule.info.id, ref, sha256: recordSha256(read) });
      },
      get found() {
        return findings.length;
      },
      finish() {
        const chained = chains.finish();
        return { findings: [...findings, ...chained.findings], gitActs: acts, cut: chained.cut };
      },
    };
  }
}

const plainHits = new WeakMap<Hit, RuleHit>();

/** A rule has functions, which cross no thread. A call that is made again and again has the very same hits: they cross once. */
function withoutRule(hit: Hit): RuleHit {
  let plain = plainHits.get(hit);
  if (plain === undefined) {
    plain = ruleHit(hit);
    plainHits.set(hit, plain);
  }
  return plain;
}

/** Written out: what a rest pattern leaves has a hidden class of its own each time. */
function ruleHit({ severity, confidence, confidenceReason, sentence, excerpt, detail, title, ruleId }: Hit): RuleHit {
  return { severity, confidence, confidenceReason, sentence, excerpt, detail, ...(title === undefined ? {} : { title }), ...(ruleId === undefined ? {} : { ruleId }) };
}
