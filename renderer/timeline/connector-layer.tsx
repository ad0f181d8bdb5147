/** The lines from calls to the reflog entries they caused, in one SVG that overflows over the drawn slots. Decoration: the rows say it in words. */
import { slotHeight } from './row-window.ts';
import { type Connector, connectorPath, gutterWidth } from './slot-layout.ts';
import styles from './timeline-rows.module.css';

/** The end of a line that the analyst is at: its lines stand out, the others step back. */
export type Emphasis = { readonly kind: 'git'; readonly eventId: number } | { readonly kind: 'call'; readonly slot: number };

export function ConnectorLayer({ lines, firstSlot, emphasised }: { readonly lines: readonly Connector[]; readonly firstSlot: number; readonly emphasised: Emphasis | null }) {
  const top = firstSlot * slotHeight;
  const isStrong = (line: Connector) => emphasised !== null && (emphasised.kind === 'git' ? line.gitId === emphasised.eventId : line.causeSlot === emphasised.slot);
  const known = lines.some(isStrong);
  return (
    <svg className={styles.connectors} width={gutterWidth} height={slotHeight} aria-hidden="true">
      {lines.map((line) => {
        const look = [line.dashed ? styles.dashed : '', isStrong(line) ? styles.strongLine : known ? styles.faintLine : ''].join(' ');
        return (
          <g key={line.gitId} className={look}>
            <path d={connectorPath(line, top)} />
            <circle className={styles.from} cx={1} cy={line.fromY - top} r={2.5} />
            <circle className={styles.to} cx={gutterWidth - 1} cy={line.toY - top} r={3} />
          </g>
        );
      })}
    </svg>
  );
}
