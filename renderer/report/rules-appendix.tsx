/** The rules that ran, also those that found nothing. */
import type { ReportModel } from '../../shared/report.ts';
import { countText } from '../text/figures.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';

export function RulesAppendix({ model }: { readonly model: ReportModel }) {
  if (model.rules.length === 0) return null;
  return (
    <section>
      <h2>Appendix C: rules that ran</h2>
      <ReportTable columns={[{ name: 'Rule', width: '48mm' }, { name: 'Version', numeric: true, width: '16mm' }, { name: 'Title' }, { name: 'Findings', numeric: true, width: '18mm' }]}>
        <tbody>
          {model.rules.map((rule) => (
            <tr key={rule.id}>
              <td className={styles.mono}>{rule.id}</td>
              <td className={styles.number}>{rule.version}</td>
              <td>{rule.title}</td>
              <td className={styles.number}>{countText(model.summary.findingsByRule[rule.id] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </ReportTable>
    </section>
  );
}
