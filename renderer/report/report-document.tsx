/** The whole incident summary, from the cover to the appendix; its headings become the PDF's outline. Draws a model, asks nobody. */
import type { ReportModel } from '../../shared/report.ts';
import { countText } from '../text/figures.ts';
import { CoverSection } from './cover-section.tsx';
import { FindingsAppendix } from './findings-appendix.tsx';
import { FindingsSection } from './findings-section.tsx';
import { KeyEventsSection } from './key-events-section.tsx';
import { ManifestSection } from './manifest-section.tsx';
import { MethodSection } from './method-section.tsx';
import './report-fonts.css';
import styles from './report.module.css';
import { DisclosureSection, PostureSection } from './posture-section.tsx';
import { MissingGlyphsProvider } from './report-text.tsx';
import { RepositoriesSection } from './repositories-section.tsx';
import { RollbackSection } from './rollback-section.tsx';
import { RulesAppendix } from './rules-appendix.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { SummarySection } from './summary-section.tsx';
import { UnreadSection } from './unread-section.tsx';

/** The sections in order, for a list of contents beside the preview. `id` is the section's anchor. */
export const reportSections = [
  { id: 'report-cover', name: 'Cover' },
  { id: 'report-summary', name: 'Summary' },
  { id: 'report-sessions', name: 'Sessions' },
  { id: 'report-posture', name: 'Scope and launch posture' },
  { id: 'report-key-events', name: 'Key events' },
  { id: 'report-findings', name: 'Findings' },
  { id: 'report-repositories', name: 'Repositories and reflogs' },
  { id: 'report-rollback', name: 'Rollback' },
  { id: 'report-disclosure', name: 'Disclosure decision' },
  { id: 'report-unread', name: 'What could not be read' },
  { id: 'report-method', name: 'Method, limits, checking' },
  { id: 'report-findings-in-full', name: 'A: findings in full' },
  { id: 'report-manifest', name: 'B: evidence manifest' },
  { id: 'report-rules', name: 'C: rules that ran' },
] as const;

/** What stands beside a section's name in the list of contents; empty for sections that count nothing. */
export function sectionCount(id: (typeof reportSections)[number]['id'], model: ReportModel): string {
  switch (id) {
    case 'report-sessions':
      return countText(model.summary.sessions);
    case 'report-posture':
      return model.posture === undefined ? '' : countText(model.posture.flagsTotal);
    case 'report-key-events':
      return countText(model.keyEvents.length);
    case 'report-findings':
      return countText(model.findings.length);
    case 'report-repositories':
      return countText(model.summary.repositories);
    case 'report-rollback':
      return countText(model.rollback.length);
    case 'report-unread':
      return countText(model.summary.ledger.problems);
    case 'report-manifest':
      return countText(model.summary.ledger.files);
    case 'report-rules':
      return countText(model.rules.length);
    case 'report-disclosure':
    case 'report-findings-in-full':
    case 'report-cover':
    case 'report-summary':
    case 'report-method':
      return '';
    default: {
      const never: never = id;
      return never;
    }
  }
}

const noMissing: ReadonlySet<string> = new Set();

export function ReportDocument({ model, missing = noMissing }: { readonly model: ReportModel; readonly missing?: ReadonlySet<string> }) {
  return (
    <MissingGlyphsProvider missing={missing}>
      <article className={styles.document} data-theme="light" lang="en">
        <div id="report-cover">
          <CoverSection model={model} />
        </div>
        <div id="report-summary">
          <SummarySection model={model} />
        </div>
        <div id="report-sessions">
          <SessionsSection model={model} />
        </div>
        <div id="report-posture">
          <PostureSection model={model} />
        </div>
        <div id="report-key-events">
          <KeyEventsSection model={model} />
        </div>
        <div id="report-findings">
          <FindingsSection model={model} />
        </div>
        <div id="report-repositories">
          <RepositoriesSection model={model} />
        </div>
        <div id="report-rollback">
          <RollbackSection model={model} />
        </div>
        <div id="report-disclosure">
          <DisclosureSection model={model} />
        </div>
        <div id="report-unread">
          <UnreadSection model={model} />
        </div>
        <div id="report-method">
          <MethodSection model={model} />
        </div>
        <div id="report-findings-in-full">
          <FindingsAppendix model={model} />
        </div>
        <div id="report-manifest">
          <ManifestSection model={model} />
        </div>
        <div id="report-rules">
          <RulesAppendix model={model} />
        </div>
        <p className={styles.end}>End of report</p>
      </article>
    </MissingGlyphsProvider>
  );
}
