/** What the analyst has typed for the report of the open case; it outlives the view, not the case. Knows no view. */
import * as v from 'valibot';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DesktopResult } from '../../shared/desktop-contract.ts';
import { defaultReportOptions, reportOptions, type ReportOptions } from '../../shared/report.ts';
import type { Problem } from '../../shared/rpc.ts';

/** How the last saving went. */
export type SaveState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'saved'; readonly saved: DesktopResult<'report.save'> }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface ReportDraft {
  /** The folder that the draft belongs to; another one starts afresh. */
  readonly casePath: string | null;
  readonly options: ReportOptions;
  readonly save: SaveState;
  /** Files that are no longer what was read, as the preview found. */
  readonly changedFiles: number;
  startFor(casePath: string | null): void;
  setChangedFiles(changedFiles: number): void;
  change(part: Partial<ReportOptions>): void;
  setSave(save: SaveState): void;
}

/** The store itself, for tests. */
export const reportDraft = createStore<ReportDraft>()((set) => ({
  casePath: null,
  options: defaultReportOptions,
  save: { kind: 'idle' },
  changedFiles: 0,
  startFor: (casePath) => set((now) => (now.casePath === casePath ? now : { casePath, options: defaultReportOptions, save: { kind: 'idle' }, changedFiles: 0 })),
  setChangedFiles: (changedFiles) => set({ changedFiles }),
  change: (part) => set((now) => ({ options: { ...now.options, ...part } })),
  setSave: (save) => set({ save }),
}));

/** Reads a part of the draft; select stored references only. */
export function useReportDraft<Part>(select: (draft: ReportDraft) => Part): Part {
  return useStore(reportDraft, select);
}

/** What keeps a value from being printed, by field. Where files changed since they were read, a reason must be given. */
export function optionFaults(options: ReportOptions, changedFiles = 0): Partial<Record<keyof ReportOptions, string>> {
  const checked = v.safeParse(reportOptions, options);
  const unexplained = changedFiles > 0 && (options.mismatchReason ?? '').trim() === '';
  if (checked.success) return unexplained ? { mismatchReason: 'Files are no longer what was read: say why it is saved all the same.' } : {};
  const faults: Partial<Record<keyof ReportOptions, string>> = {};
  for (const issue of checked.issues) {
    const field = issue.path?.[0]?.key;
    if (field === 'caseNumber') faults.caseNumber = 'Up to 40 letters, digits, dots, dashes, slashes and underscores: it also stands in the page footer.';
    else if (field === 'title' || field === 'preparedBy') faults[field] = 'At most 200 characters.';
    else if (field === 'mismatchReason') faults.mismatchReason = 'At most 500 characters.';
    else if (field === 'summary') faults.summary = 'At most 4,000 characters.';
  }
  return faults;
}
