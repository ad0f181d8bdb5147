/** The report: its sections, a preview of the document, the analyst's options, and saving it as a PDF. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { defaultReportOptions, type ReportOptions } from '../../shared/report.ts';
import { callDesktop, onNotice, problemOf } from '../api.ts';
import { reportSections, sectionCount } from '../report/report-document.tsx';
import { optionFaults, reportDraft, useReportDraft } from '../report/report-draft.ts';
import { ReportOptionsForm } from '../report/report-options-form.tsx';
import { ReportPreview } from '../report/report-preview.tsx';
import { SaveOutcome } from '../report/save-outcome.tsx';
import { useCase } from '../state/case-store.ts';
import { useKeys } from '../state/keyboard.ts';
import { useQuery } from '../state/use-query.ts';
import { countOf } from '../text/figures.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './report-view.module.css';

const zooms: readonly number[] = [0.5, 0.66, 0.8, 1, 1.25];
const typingPauseMs = 300;

/** Asks main to print and save; a second call while one is under way does nothing. */
function saveReport(): void {
  const { options, save, changedFiles, setSave } = reportDraft.getState();
  if (save.kind === 'saving' || Object.keys(optionFaults(options, changedFiles)).length > 0) return;
  setSave({ kind: 'saving' });
  callDesktop('report.save', { options }).then(
    (saved) => setSave(saved.path === null ? { kind: 'dismissed' } : { kind: 'saved', saved }),
    (error: unknown) => setSave({ kind: 'failed', problem: problemOf(error) }),
  );
}

function reveal(): void {
  callDesktop('report.reveal', {}).catch((error: unknown) => reportDraft.getState().setSave({ kind: 'failed', problem: problemOf(error) }));
}

/** The options a moment after the last change, and only while they can be printed. */
function usePrintable(options: ReportOptions): ReportOptions {
  const [printable, setPrintable] = useState(options);
  useEffect(() => {
    if (Object.keys(optionFaults(options)).length > 0) return undefined;
    const timer = setTimeout(() => setPrintable(options), typingPauseMs);
    return () => clearTimeout(timer);
  }, [options]);
  return printable;
}

/** The menu's Ctrl S reaches the page as a command, the key itself where there is no menu. */
function useSaveCommand(): void {
  useKeys('report', { 'Ctrl+s': saveReport });
  useEffect(() => {
    try {
      return onNotice('command', ({ name }) => {
        if (name === 'save-report') saveReport();
      });
    } catch {
      return undefined;
    }
  }, []);
}

export function ReportView() {
  const casePath = useCase((state) => state.desktop?.open?.path ?? null);
  const options = useReportDraft((draft) => draft.options);
  const save = useReportDraft((draft) => draft.save);
  useEffect(() => reportDraft.getState().startFor(casePath), [casePath]);
  useSaveCommand();
  const printable = usePrintable(options);
  const [issuedAt] = useState(() => Date.now());
  // Only the severity changes what the engine finds to print, and it hashes the evidence anew for each model.
  const query = useQuery('report.model', { options: { ...defaultReportOptions, minSeverity: printable.minSeverity }, issuedAt });
  const model = useMemo(() => query.value && { ...query.value, options: printable }, [query.value, printable]);
  const [zoom, setZoom] = useState(0.66);
  const scroller = useRef<HTMLDivElement>(null);
  const changed = query.value?.changedFiles.length ?? 0;
  useEffect(() => reportDraft.getState().setChangedFiles(changed), [changed]);
  const faults = optionFaults(options, changed);
  const unreviewed = query.value?.findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'high').length ?? 0;
  const zoomBy = (step: number) => setZoom((now) => zooms[Math.min(zooms.length - 1, Math.max(0, zooms.indexOf(now) + step))] ?? 1);

  return (
    <main className={styles.view} aria-label="Report">
      <nav className={styles.sections} aria-label="Sections of the report">
        <PanelHead title="Sections" />
        <ol>
          {reportSections.map((section) => (
            <li key={section.id}>
              <button type="button" className={styles.section} onClick={() => scroller.current?.querySelector(`#${section.id}`)?.scrollIntoView({ block: 'start' })}>
                <span>{section.name}</span>
                {model === null ? null : <span className={styles.quiet}>{sectionCount(section.id, model)}</span>}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <section className={styles.stage} aria-label="Document">
        <div className={styles.bar}>
          <b>Preview</b>
          <span className={styles.quiet}>A4. Page breaks and page numbers come with the PDF.</span>
          <span className={styles.end}>
            <IconButton label="Smaller" disabled={zoom === zooms[0]} onClick={() => zoomBy(-1)}>
              <Icon name="minus" />
            </IconButton>
            <span aria-live="polite">{Math.round(zoom * 100)}%</span>
            <IconButton label="Larger" disabled={zoom === zooms[zooms.length - 1]} onClick={() => zoomBy(1)}>
              <Icon name="plus" />
            </IconButton>
          </span>
        </div>
        <div className={styles.paper}>
          {query.problem === null ? null : <ProblemNote problem={query.problem} />}
          {model === null ? (
            query.loading ? (
              <p className={styles.waiting} role="status">
                Building the report…
              </p>
            ) : null
          ) : (
            <ReportPreview model={model} zoom={zoom} scroller={scroller} />
          )}
        </div>
      </section>
      <aside className={styles.side} aria-label="Options and saving">
        <div className={styles.scroll}>
          <PanelHead title="Case" />
          <ReportOptionsForm options={options} faults={faults} asksReason={changed > 0} onChange={(part) => reportDraft.getState().change(part)} />
          {unreviewed === 0 ? null : (
            <p className={styles.warning} role="note">
              <Icon name="warning" size={16} />
              <span>
                {countOf(unreviewed, 'critical or high finding')} in the report {unreviewed === 1 ? 'has' : 'have'} no verdict. {unreviewed === 1 ? 'It prints' : 'They print'} as “Unreviewed”.
              </span>
            </p>
          )}
        </div>
        <div className={styles.foot}>
          <Button look="primary" disabled={save.kind === 'saving' || Object.keys(faults).length > 0} onClick={saveReport}>
            <Icon name="file" />
            Save PDF <Kbd>Ctrl S</Kbd>
          </Button>
          <SaveOutcome save={save} onRetry={saveReport} onReveal={reveal} />
        </div>
      </aside>
    </main>
  );
}
