/** Two facts that a canvas must be painted anew for: its width and the theme. */
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

/** Width of an element in CSS pixels, 0 before it is laid out. */
export function useElementWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => setWidth(box.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** A number that changes with the theme, the system's colours, the device scale and the fonts. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = () => setVersion((now) => now + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', changed);
    window.addEventListener('resize', changed);
    void document.fonts.ready.then(changed);
    return () => {
      observer.disconnect();
      scheme.removeEventListener('change', changed);
      window.removeEventListener('resize', changed);
    };
  }, []);
  return version;
}
