/** The fields that the analyst fills in before the report is saved. Keeps nothing itself: the draft does. */
import { useId } from 'react';
import { severities, type Severity } from '../../shared/event.ts';
import { handlingLabels, type ReportOptions } from '../../shared/report.ts';
import { countText } from '../text/figures.ts';
import { severityNames } from '../ui/severity-mark.tsx';
import styles from './report-options-form.module.css';

export interface ReportOptionsFormProps {
  readonly options: ReportOptions;
  readonly faults: Partial<Record<keyof ReportOptions, string>>;
  /** True where files are no longer what was read: then a reason is asked for. */
  readonly asksReason: boolean;
  readonly onChange: (part: Partial<ReportOptions>) => void;
}

const longestSummary = 4000;

export function ReportOptionsForm({ options, faults, asksReason, onChange }: ReportOptionsFormProps) {
  const base = useId();
  return (
    <form className={styles.form} aria-label="Report options" onSubmit={(event) => event.preventDefault()}>
      {asksReason ? <TextField label="Why files changed" value={options.mismatchReason ?? ''} fault={faults.mismatchReason} onChange={(mismatchReason) => onChange({ mismatchReason })} /> : null}
      <TextField label="Case number" value={options.caseNumber} fault={faults.caseNumber} onChange={(caseNumber) => onChange({ caseNumber })} />
      <TextField label="Title" value={options.title} fault={faults.title} onChange={(title) => onChange({ title })} />
      <TextField label="Prepared by" value={options.preparedBy} fault={faults.preparedBy} onChange={(preparedBy) => onChange({ preparedBy })} />
      <div className={styles.field}>
        <label htmlFor={`${base}-handling`}>Handling</label>
        <select
          id={`${base}-handling`}
          value={options.handling}
          onChange={(event) => {
            const handling = handlingLabels.find((label) => label === event.target.value);
            if (handling) onChange({ handling });
          }}
        >
          {handlingLabels.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      </div>
      <div className={styles.field}>
        <label htmlFor={`${base}-severity`}>Findings from</label>
        <select
          id={`${base}-severity`}
          value={options.minSeverity}
          onChange={(event) => {
            const minSeverity = severities.find((severity) => severity === event.target.value);
            if (minSeverity) onChange({ minSeverity });
          }}
        >
          {severities.map((severity) => (
            <option key={severity} value={severity}>
              {severityWords(severity)}
            </option>
          ))}
        </select>
      </div>
      <div className={styles.summary}>
        <label htmlFor={`${base}-summary`}>Summary in your words</label>
        <textarea
          id={`${base}-summary`}
          rows={7}
          value={options.summary}
          aria-invalid={faults.summary !== undefined}
          aria-describedby={`${base}-left`}
          onChange={(event) => onChange({ summary: event.target.value })}
        />
        <span id={`${base}-left`} className={faults.summary === undefined ? styles.note : styles.fault}>
          {faults.summary ?? `${countText(longestSummary - options.summary.length)} characters left. A blank line begins a paragraph.`}
        </span>
      </div>
    </form>
  );
}

function severityWords(severity: Severity): string {
  if (severity === 'critical') return 'Critical only';
  return severity === 'info' ? 'Info, nothing left out' : `${severityNames[severity]} and worse`;
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
}

function TextField({ label, value, fault, onChange }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="text" value={value} spellCheck={false} autoComplete="off" aria-invalid={fault !== undefined} aria-describedby={fault === undefined ? undefined : `${id}-fault`} onChange={(event) => onChange(event.target.value)} />
      {fault === undefined ? null : (
        <span id={`${id}-fault`} className={styles.fault} role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}
