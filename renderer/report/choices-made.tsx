/** What the analyst chose and took back, with reasons, and how many findings it set aside. Draws a model, asks nobody. */
import { listed } from '../../shared/choice-history.ts';
import { choiceWords } from '../../shared/choices.ts';
import type { ReportModel } from '../../shared/report.ts';
import { parseIsoTime } from '../../shared/time.ts';
import { countOf } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';

const stateWords = { 'in-force': 'in force', replaced: 'replaced by a later choice', 'taken-back': 'taken back' } as const;

export function ChoicesMade({ model }: { readonly model: ReportModel }) {
  const rows = [...listed(model.history ?? [])].reverse();
  const aside = model.findings.filter((finding) => Object.hasOwn(finding.detail, 'ignored')).length;
  return (
    <>
      <h3>Choices of the analyst</h3>
      <p>
        {rows.length === 0 ? 'No choice is recorded in the case file.' : `${countOf(rows.length, 'choice')} ${rows.length === 1 ? 'is' : 'are'} recorded.`}{' '}
        {countOf(aside, 'printed finding')} {aside === 1 ? 'is' : 'are'} set aside by the policy or a choice, as info, with the reason beside {aside === 1 ? 'it' : 'each'}.
      </p>
      {rows.length === 0 ? null : (
        <ReportTable columns={[{ name: 'No.', width: '10mm' }, { name: 'Choice' }, { name: 'Reason', width: '44mm' }, { name: 'When, who', width: '34mm' }, { name: 'State', width: '34mm' }]}>
          <tbody>
            {rows.map(({ entry, state, takenBack }) => (
              <tr key={entry.id}>
                <td>{entry.id}</td>
                <td>
                  <ReportText text={choiceWords(entry.choice)} prose most={400} />
                </td>
                <td>{entry.reason === null ? 'none given' : <ReportText text={entry.reason} prose most={400} />}</td>
                <td>
                  <ReportText text={`${dayClockText(parseIsoTime(entry.at))} UTC, ${entry.by ?? 'nobody named'}`} prose />
                </td>
                <td>
                  <ReportText text={takenBack === null ? stateWords[state] : `taken back ${dayClockText(parseIsoTime(takenBack.at))} UTC${takenBack.reason === null ? '' : `: ${takenBack.reason}`}`} prose most={400} />
                </td>
              </tr>
            ))}
          </tbody>
        </ReportTable>
      )}
    </>
  );
}
