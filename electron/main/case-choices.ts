/**
 * The choices of the open case between page, case file and engine: each is kept first, then judged by. Knows neither dialogs
 * nor what a choice means.
 */
import { basename } from 'node:path';
import { withoutTexts } from '../../shared/choice-history.ts';
import type { Choice, History } from '../../shared/choices.ts';
import type { CaseChoices, DesktopResult } from '../../shared/desktop-contract.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import { CallProblem } from '../../shared/rpc.ts';
import { type CaseFile, type Note, openCaseFile } from './case-file.ts';
import type { CurrentCase } from './current-case.ts';
import { policyFileChoice } from './policy-file-choice.ts';
import type { SettingsFile } from './settings-file.ts';

export interface CaseChoicesParts {
  /** Where case files lie. */
  readonly folder: string;
  readonly now: () => number;
  readonly settings: Pick<SettingsFile, 'setAnalyst'>;
  current(): Pick<CurrentCase, 'judge' | 'checkPolicy'> | null;
  /** Asks for a policy file; null where the dialog was dismissed. */
  choosePolicyFile(): Promise<string | null>;
  changed(): void;
}

export interface CaseChoicesDesk {
  /** The case file of evidence that is about to be opened; gives what was chosen before. */
  open(order: OpenOrder): History;
  /** The manifest of the open case is known. */
  sealed(manifestSha256: string): void;
  /** Gives the choice's number. */
  choose(choice: Choice, note: Note): number;
  takeBack(ids: readonly number[], note: Note): void;
  choosePolicyFile(by: string): Promise<DesktopResult<'choices.policyFile'>>;
  /** What the page shows. */
  shown(): CaseChoices;
}

export function createCaseChoices(parts: CaseChoicesParts): CaseChoicesDesk {
  let file: CaseFile | null = null;
  const opened = (): CaseFile => {
    if (file === null || parts.current() === null) throw new CallProblem('not-ready', 'No case is open.');
    return file;
  };
  const judge = (history: History): void => {
    parts.current()?.judge(history);
    parts.changed();
  };
  const change = (work: (of: CaseFile) => void, by: string | null): void => {
    const of = opened();
    work(of);
    parts.settings.setAnalyst(by?.trim() ?? '');
    judge(of.history());
  };
  return {
    open(order) {
      file = openCaseFile({ folder: parts.folder, order, now: parts.now });
      return file.history();
    },
    sealed(manifestSha256) {
      const of = opened();
      of.sealed(manifestSha256);
      if (of.adopt()) judge(of.history());
    },
    choose(choice, note) {
      change((of) => void of.choose(choice, note), note.by);
      return opened().history().length;
    },
    takeBack: (ids, note) => change((of) => of.takeBack(ids, note), note.by),
    async choosePolicyFile(by) {
      const of = opened();
      const path = await parts.choosePolicyFile();
      if (path === null) return { outcome: 'dismissed', name: '', faults: [], id: null };
      const name = basename(path).slice(-300);
      const read = policyFileChoice(path);
      if (!read.ok) throw new CallProblem('unreadable', read.reason, path);
      const faults = (await parts.current()?.checkPolicy(name, read.choice.text)) ?? [];
      // Another case may have been opened while the file was looked at.
      if (of !== file) throw new CallProblem('not-ready', 'Another case was opened since.');
      if (faults.length > 0) return { outcome: 'refused', name, faults, id: null };
      change((now) => void now.choose(read.choice, { by, reason: null }), by);
      return { outcome: 'chosen', name, faults: [], id: of.history().length };
    },
    shown: () => ({
      history: withoutTexts(file?.history() ?? []),
      file: file?.path ?? '',
      problem: file?.problem()?.slice(0, 1000) ?? null,
    }),
  };
}
