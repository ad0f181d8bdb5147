/** The lines from calls to the reflog entries they caused, in one SVG for the drawn slots. Decoration: the rows say it in words. */
import { type Connector, connectorPath, gutterWidth } from './slot-layout.ts';
import styles from './timeline-rows.module.css';

export function ConnectorLayer({ lines, top, height, emphasised }: { readonly lines: readonly Connector[]; readonly top: number; readonly height: number; readonly emphasised: number | null }) {
  const known = emphasised !== null && lines.some((line) => line.gitId === emphasised || line.causeSlot === emphasised);
  return (
    <svg className={styles.connectors} width={gutterWidth} height={height} aria-hidden="true">
      {lines.map((line) => {
        const strong = known && (line.gitId === emphasised || line.causeSlot === emphasised);
        const look = [line.dashed ? styles.dashed : '', strong ? styles.strongLine : known ? styles.faintLine : ''].join(' ');
        return (
          <g key={`${line.gitId}`} className={look}>
            <path d={connectorPath(line, top)} />
            <circle className={styles.from} cx={1} cy={line.fromY - top} r={2.5} />
            <circle className={styles.to} cx={gutterWidth - 1} cy={line.toY - top} r={3} />
          </g>
        );
      })}
    </svg>
  );
}
