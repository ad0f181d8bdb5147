/** Steps through a long list by page: which rows show, how many there are, the way back and forth. */
import { countText } from '../text/figures.ts';
import { Button } from './button.tsx';
import styles from './pager.module.css';

export interface PagerProps {
  readonly offset: number;
  readonly size: number;
  readonly total: number;
  readonly onMove: (offset: number) => void;
}

export function Pager({ offset, size, total, onMove }: PagerProps) {
  const last = Math.min(total, offset + size);
  return (
    <div className={styles.pager}>
      <span role="status">{total === 0 ? 'none' : `${countText(offset + 1)} to ${countText(last)} of ${countText(total)}`}</span>
      <Button small disabled={offset === 0} onClick={() => onMove(Math.max(0, offset - size))}>
        Previous
      </Button>
      <Button small disabled={last >= total} onClick={() => onMove(offset + size)}>
        Next
      </Button>
    </div>
  );
}
