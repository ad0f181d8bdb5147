/**
 * The calls that the main process answers: opening, saving, the window's looks. The page names things by id; no path
 * of this machine ever comes from it. A dropped folder's path is read by the preload and goes to main without passing the page.
 */
import * as v from 'valibot';
import { choice, history } from './choices.ts';
import { severity } from './event.ts';
import { policyFaults } from './judging.ts';
import { reportOptions } from './report.ts';
import { method } from './contract.ts';
import { count, int, list, text, unknownOr } from './schema.ts';

const nothing = v.strictObject({});
export const themes = ['system', 'dark', 'light'] as const;

/** A case opened before, newest first. `id` is main's own; the path is for showing only. */
export const recentCase = v.strictObject({
  id: int(0, 1000),
  name: text(500),
  path: text(8192),
  sessions: count,
  worst: unknownOr(severity),
  findings: count,
  openedAt: v.number(),
  live: v.boolean(),
  sample: v.boolean(),
});
export type RecentCase = v.InferOutput<typeof recentCase>;

/** A folder of this machine that "This machine" would read. */
export const machineFolder = v.strictObject({
  id: int(0, 10_000),
  path: text(8192),
  kind: v.picklist(['claude-folder', 'repository']),
  note: text(300),
  present: v.boolean(),
});
export type MachineFolder = v.InferOutput<typeof machineFolder>;

/** The choices of the open case. The texts of policy files are left empty: the page needs their names. */
export const caseChoices = v.strictObject({ history, file: text(8192), problem: unknownOr(text(1000)) });
export type CaseChoices = v.InferOutput<typeof caseChoices>;

export const desktopState = v.strictObject({
  version: text(40),
  theme: v.picklist(themes),
  /** Set where Chromium's own sandbox is off, or a debugging port is open: shown as a banner. */
  warnings: list(text(300), 8),
  recent: list(recentCase, 20),
  /** The folder of the open case; null on the welcome screen. */
  open: unknownOr(v.strictObject({ path: text(8192), name: text(500), live: v.boolean(), sample: v.boolean(), choices: caseChoices })),
  /** Who chose last, for the next choice. */
  analyst: text(200),
  platform: text(40),
  userFolder: text(8192),
});
export type DesktopState = v.InferOutput<typeof desktopState>;

const opened = v.strictObject({ opened: v.boolean() });

export const desktopContract = {
  'state.read': method(nothing, desktopState),
  'theme.set': method(v.strictObject({ theme: v.picklist(themes) }), nothing),
  /** Asks for a folder with the system's dialog; `opened` is false where the dialog was dismissed. */
  'open.dialog': method(nothing, opened),
  'open.sample': method(nothing, opened),
  'open.recent': method(v.strictObject({ id: int(0, 1000) }), opened),
  'machine.list': method(nothing, v.strictObject({ folders: list(machineFolder, 10_000) })),
  'open.machine': method(v.strictObject({ ids: list(int(0, 10_000), 10_000) }), opened),
  'case.close': method(nothing, nothing),
  /** Chooses something about the open case. A path in it is one of the source machine: text, never opened. */
  'choices.choose': method(v.strictObject({ choice, reason: text(2000), by: text(200) }), v.strictObject({ id: int(1, 1_000_000) })),
  'choices.takeBack': method(v.strictObject({ ids: list(int(1, 1_000_000), 10_000), reason: text(2000), by: text(200) }), nothing),
  /** Asks for a policy file with the system's dialog; `faults` say by line why it was refused. */
  'choices.policyFile': method(v.strictObject({ by: text(200) }), v.strictObject({ outcome: v.picklist(['chosen', 'dismissed', 'refused']), name: text(300), faults: policyFaults, id: unknownOr(int(1, 1_000_000)) })),
  /** Prints and saves; `path` is null where the save dialog was dismissed. */
  'report.save': method(
    v.strictObject({ options: reportOptions }),
    v.strictObject({ path: unknownOr(text(8192)), sha256: unknownOr(text(64)), pages: count, bytes: count }),
  ),
  /** Shows the last saved report in the system's file manager. */
  'report.reveal': method(nothing, nothing),
  /** For report.html: what to print, and that it is drawn. */
  'report.request': method(nothing, v.strictObject({ options: reportOptions, issuedAt: v.number() })),
  'report.ready': method(v.strictObject({ failure: unknownOr(text(2000)) }), nothing),
} as const;

export type DesktopMethod = keyof typeof desktopContract;
export type DesktopParams<M extends DesktopMethod> = v.InferOutput<(typeof desktopContract)[M]['params']>;
export type DesktopResult<M extends DesktopMethod> = v.InferOutput<(typeof desktopContract)[M]['result']>;

/** What main says unasked: the case changed, the engine ended, a menu command. */
export const desktopNotices = {
  state: desktopState,
  'engine-lost': v.strictObject({ reason: text(1000) }),
  command: v.strictObject({ name: v.picklist(['open', 'machine', 'sample', 'view-1', 'view-2', 'view-3', 'view-4', 'view-5', 'save-report', 'search', 'files', 'policy-file', 'choices', 'keys']) }),
} as const;
export type DesktopNotice = keyof typeof desktopNotices;
