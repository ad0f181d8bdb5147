/** Puts the chosen theme on the document; `system` follows the system, also when that changes. Knows no view. */
import { useEffect } from 'react';
import type { DesktopState } from '../../shared/desktop-contract.ts';

export type Theme = DesktopState['theme'];

const order: readonly Theme[] = ['system', 'dark', 'light'];

/** The theme after this one on the toggle. */
export function nextTheme(theme: Theme): Theme {
  return order[(order.indexOf(theme) + 1) % order.length] ?? 'system';
}

/** Sets `data-theme` on the document element. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const light = matchMedia('(prefers-color-scheme: light)');
    const apply = () => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
    };
    apply();
    light.addEventListener('change', apply);
    return () => light.removeEventListener('change', apply);
  }, [theme]);
}
