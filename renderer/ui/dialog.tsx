/** A modal dialog on the native element: focus trap, Esc and the way back to the old focus are the browser's. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Wide is for tables. */
  readonly wide?: boolean;
}

/** Open as long as it is mounted. */
export function Dialog({ title, onClose, children, footer, wide = false }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed while it is still in the document: only then does the focus go back to where it was.
  useLayoutEffect(() => {
    const element = box.current;
    if (element && !element.open) {
      element.showModal();
      // A form is opened to be filled in: its first field has the focus, not the way out.
      if (element.querySelector('form')) element.querySelector<HTMLElement>('section :is(input:checked, input:not([type="radio"]), select, textarea)')?.focus();
    }
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={box}
      className={`${styles.dialog} ${wide ? styles.wide : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.head}>
        <h2 id={titleId}>{title}</h2>
        <IconButton label="Close" onClick={onClose}>
          <Icon name="cross" />
        </IconButton>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key. */}
      <section className={styles.body} aria-labelledby={titleId} tabIndex={0}>
        {children}
      </section>
      {footer ? <footer className={styles.foot}>{footer}</footer> : null}
    </dialog>
  );
}
