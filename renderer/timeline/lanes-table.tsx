/** The histogram's numbers as a table, for those who cannot see or would rather read them. */
import { Dialog } from '../ui/dialog.tsx';
import { Button } from '../ui/button.tsx';
import type { Bin } from './lane-drawing.ts';
import styles from './lanes-canvas.module.css';
import { type BarPlan, type DisplayZone, rangeText, zoneLabel } from './time-axis.ts';

export function LanesTable({ bins, plan, zone, onTime, onClose }: { readonly bins: readonly Bin[]; readonly plan: BarPlan; readonly zone: DisplayZone; readonly onTime: (time: number) => void; readonly onClose: () => void }) {
  const filled = bins.map((bin, at) => ({ bin, from: plan.from + at * plan.barMs })).filter(({ bin }) => bin.session + bin.agent + bin.git > 0);
  return (
    <Dialog title={`Events in time, ${plan.label} per row, ${zoneLabel(zone)}`} onClose={onClose} wide>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.wideCell}>
              Time
            </th>
            <th scope="col">Session</th>
            <th scope="col">Sub-agent</th>
            <th scope="col">Git</th>
            <th scope="col">Unattended</th>
            <th scope="col">
              <span className="only-spoken">Go there</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {filled.map(({ bin, from }) => (
            <tr key={from}>
              <th scope="row">{rangeText(from, from + plan.barMs, zone)}</th>
              <td>{bin.session}</td>
              <td>{bin.agent}</td>
              <td>{bin.git}</td>
              <td>{bin.unattended ? 'yes' : 'no'}</td>
              <td>
                <Button
                  look="ghost"
                  small
                  onClick={() => {
                    onClose();
                    onTime(from);
                  }}
                >
                  Go there
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
