/** A button: primary in ink, default, or ghost; small is 24 px high, else 28. A native button, so the keyboard works. */
import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'primary' | 'default' | 'ghost';
  readonly small?: boolean;
}

export function Button({ look = 'default', small = false, className, type = 'button', ...rest }: ButtonProps) {
  const names = [styles.button, styles[look], small ? styles.small : '', className ?? ''];
  return <button type={type} className={names.join(' ')} {...rest} />;
}

/** A square button that shows an icon only: its name in words is required. */
export function IconButton({ label, className, type = 'button', ...rest }: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & { readonly label: string }) {
  return <button type={type} aria-label={label} title={label} className={`${styles.square} ${className ?? ''}`} {...rest} />;
}
