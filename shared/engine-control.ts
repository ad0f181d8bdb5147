/** What main and the engine say to each other beside the contract: which folder to open, whom to answer, how it ended. */
import * as v from 'valibot';
import { severity } from './event.ts';
import { history } from './choices.ts';
import { policyFaults } from './judging.ts';
import { count, list, text, unknownOr } from './schema.ts';

/** Where evidence lies. `include` names the folders below `root` to read (`['']`: all of it). */
export const openOrder = v.strictObject({
  root: text(8192),
  include: list(text(8192), 10_000),
  name: text(500),
  live: v.boolean(),
  /** Where the engine may keep its index, outside the evidence; without it, it keeps none. */
  indexFolder: v.optional(v.nullable(text(8192))),
});
export type OpenOrder = v.InferOutput<typeof openOrder>;

/** Main to engine. `connect` comes with one port, on which the engine answers the contract. */
export const engineOrder = v.variant('type', [
  v.strictObject({ type: v.literal('open'), order: openOrder, sandboxOff: v.boolean(), history: v.optional(history) }),
  /** The analyst chose something: the case is judged by this history from now on. */
  v.strictObject({ type: v.literal('judge'), history }),
  /** Whether a policy file fits, before it is chosen. */
  v.strictObject({ type: v.literal('check-policy'), name: text(300), text: text(1_000_001) }),
  v.strictObject({ type: v.literal('connect') }),
  v.strictObject({ type: v.literal('machine'), home: text(8192) }),
  v.strictObject({ type: v.literal('texts') }),
]);
export type EngineOrder = v.InferOutput<typeof engineOrder>;

/** The texts that lie beside a report: `sha256sum -c` reads the first. It is bytes: a file name need not be UTF-8. */
export const sideTexts = ['manifest.sha256', 'findings.tsv'] as const;

/** Engine to main. `texts` answers the order of that name; before the case is ready its list is empty. */
export const engineReport = v.variant('type', [
  v.strictObject({
    type: v.literal('opened'),
    sessions: count,
    findings: count,
    worst: unknownOr(severity),
    manifestSha256: text(64),
    /** Where the folder holds nothing of a known kind: what to tell. */
    nothingKnown: unknownOr(text(10_000)),
  }),
  v.strictObject({ type: v.literal('ended'), state: v.picklist(['failed', 'cancelled']), reason: text(2000) }),
  v.strictObject({ type: v.literal('policy-checked'), faults: policyFaults }),
  v.strictObject({
    type: v.literal('machine'),
    folders: list(v.strictObject({ path: text(8192), kind: v.picklist(['claude-folder', 'repository']), note: text(300), present: v.boolean() }), 10_000),
    problem: unknownOr(text(1000)),
  }),
  v.strictObject({
    type: v.literal('texts'),
    files: list(v.strictObject({ name: v.picklist(sideTexts), text: v.union([text(256 * 1024 * 1024), v.instance(Uint8Array)]) }), sideTexts.length),
  }),
]);
export type EngineReport = v.InferOutput<typeof engineReport>;
