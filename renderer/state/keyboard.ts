/**
 * One keyboard for the window: each view lays its keys on top, the newest layer that knows a key gets it. Single
 * characters are off while a text field has the focus, and all keys rest while a dialog is open.
 */
import { useLayoutEffect, useRef } from 'react';
import type { KeyGroupName, KeysOf } from './key-list.ts';

/** Key names as `keyName` gives them: `j`, `?`, `Ctrl+1`, `Escape`, `ArrowDown`, `Shift+F3`. */
type KeyBindings = Readonly<Record<string, (event: KeyboardEvent) => void>>;

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The name of a key press. Shift is named only where the character does not show it already; Cmd counts as Ctrl. */
export function keyName(press: KeyPress): string {
  const single = press.key.length === 1;
  const letter = single && /\p{L}/u.test(press.key);
  const parts: string[] = [];
  if (press.ctrlKey || press.metaKey) parts.push('Ctrl');
  if (press.altKey) parts.push('Alt');
  if (press.shiftKey && (!single || letter)) parts.push('Shift');
  parts.push(letter ? press.key.toLowerCase() : press.key);
  return parts.join('+');
}

/** What has the focus, as far as it matters to keys. */
export type FocusKind = 'text-field' | 'choice' | 'button' | 'scroll' | 'other';

const scrollKeys = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', ' ']);
const choiceKeys = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', ' ', 'Enter']);

/** Whether the focused element keeps a key for itself. */
export function keptByFocus(name: string, focus: FocusKind): boolean {
  switch (focus) {
    case 'text-field':
      return name !== 'Escape' && !name.startsWith('Ctrl+') && !/(^|\+)F\d+$/.test(name);
    case 'choice':
      return choiceKeys.has(name);
    case 'button':
      return name === ' ' || name === 'Enter';
    case 'scroll':
      return scrollKeys.has(name);
    case 'other':
      return false;
    default: {
      const never: never = focus;
      return never;
    }
  }
}

const textInputs = new Set(['text', 'search', 'email', 'number', 'password', 'tel', 'url', 'date', 'time', 'datetime-local', 'month', 'week']);

function focusKind(element: Element | null): FocusKind {
  if (element instanceof HTMLTextAreaElement) return 'text-field';
  if (element instanceof HTMLInputElement) return textInputs.has(element.type) ? 'text-field' : 'choice';
  // A letter finds an entry of the list there.
  if (element instanceof HTMLSelectElement) return 'text-field';
  if (element instanceof HTMLElement && element.isContentEditable) return 'text-field';
  if (element instanceof HTMLButtonElement || element?.tagName === 'SUMMARY') return 'button';
  // A region that is focusable only so that keys can scroll it.
  if (element instanceof HTMLElement && element.tabIndex === 0 && element.tagName === 'SECTION') return 'scroll';
  return 'other';
}

/** Whether what is typed now goes into a text field: nothing may take the focus from there unasked. */
export function typing(): boolean {
  return focusKind(document.activeElement) === 'text-field';
}

interface Layer {
  bindings: KeyBindings;
}

const layers: Layer[] = [];

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
  const name = keyName(event);
  if (keptByFocus(name, focusKind(document.activeElement))) return;
  for (const layer of layers.toReversed()) {
    if (!Object.hasOwn(layer.bindings, name)) continue;
    event.preventDefault();
    layer.bindings[name]?.(event);
    return;
  }
}

/**
 * Lays the keys of a group of `key-list.ts` on top while the component is shown. A key that is bound has no default action any
 * more.
 */
export function useKeys<Name extends KeyGroupName>(_group: Name, bindings: Readonly<Record<KeysOf<Name>, (event: KeyboardEvent) => void>>): void {
  const layer = useRef<Layer>({ bindings });
  layer.current.bindings = bindings;
  // Before the component is painted: whoever sees it may press its keys.
  useLayoutEffect(() => {
    const own = layer.current;
    if (layers.length === 0) window.addEventListener('keydown', dispatch);
    layers.push(own);
    return () => {
      layers.splice(layers.indexOf(own), 1);
      if (layers.length === 0) window.removeEventListener('keydown', dispatch);
    };
  }, []);
}
