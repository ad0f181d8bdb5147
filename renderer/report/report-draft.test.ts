import { beforeEach, describe, expect, it } from 'vitest';
import { defaultReportOptions } from '../../shared/report.ts';
import { optionFaults, reportDraft } from './report-draft.ts';

describe('the draft of a report', () => {
  beforeEach(() => reportDraft.getState().startFor(null));

  it('keeps what was typed while the case stays open, and starts afresh with another case', () => {
    reportDraft.getState().startFor('/cases/one');
    reportDraft.getState().change({ title: 'Night run' });
    reportDraft.getState().startFor('/cases/one');
    expect(reportDraft.getState().options.title).toBe('Night run');
    reportDraft.getState().startFor('/cases/two');
    expect(reportDraft.getState().options).toEqual(defaultReportOptions);
  });

  it('names the field that cannot be printed, in words', () => {
    expect(optionFaults(defaultReportOptions)).toEqual({});
    expect(Object.keys(optionFaults({ ...defaultReportOptions, caseNumber: 'IR 1 <b>' }))).toEqual(['caseNumber']);
    expect(Object.keys(optionFaults({ ...defaultReportOptions, title: 'x'.repeat(201), summary: 'x'.repeat(4001) })).sort()).toEqual(['summary', 'title']);
  });

  it('asks for a reason where files are no longer what was read, and for none otherwise', () => {
    expect(optionFaults(defaultReportOptions, 1).mismatchReason).toContain('no longer what was read');
    expect(optionFaults({ ...defaultReportOptions, mismatchReason: ' ' }, 1).mismatchReason).toBeDefined();
    expect(optionFaults({ ...defaultReportOptions, mismatchReason: 'Mounted anew.' }, 1)).toEqual({});
    expect(optionFaults(defaultReportOptions)).toEqual({});
  });
});
