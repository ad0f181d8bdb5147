/**
 * Evidence text to segments that are safe to show: what would hide, reorder or forge stands as a visible label, and
 * nothing is lost. Pure text work: knows neither screen nor engine.
 */
import { isDefaultIgnorable, nameOf } from './hidden-characters.ts';
import { escapeLength, plainStyle, sgrAt, type SgrStyle } from './ansi.ts';

/**
 * One piece. `source` is the evidence as it came; all pieces' sources joined are the text again. `plain` is shown as it
 * is, `tab` and `newline` as a glyph where lines are not kept, `badge` as its label, `sgr` not at all: it has become the
 * `style` of what follows.
 */
export type Segment =
  | { readonly kind: 'plain'; readonly start: number; readonly source: string; readonly style: SgrStyle }
  | { readonly kind: 'tab'; readonly start: number; readonly source: string; readonly style: SgrStyle }
  | { readonly kind: 'newline'; readonly start: number; readonly source: string }
  | { readonly kind: 'badge'; readonly start: number; readonly source: string; readonly label: string }
  | { readonly kind: 'sgr'; readonly start: number; readonly source: string };

export interface SegmentOptions {
  /** Turn SGR colour and weight into styles, as a terminal would; without it each escape sequence is a badge. */
  readonly honourSgr?: boolean;
}

const newline = 0x0a;
const tab = 0x09;
const escapeCode = 0x1b;

/** Whether a code point must never reach the screen as itself. `\n` and `\t` are handled apart. */
function mustShow(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  if (code < 0xad) return false;
  if (code >= 0xd800 && code <= 0xdfff) return true;
  if (code === 0x2028 || code === 0x2029) return true;
  if (code >= 0xfff9 && code <= 0xfffb) return true;
  if ((code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe) return true;
  return isDefaultIgnorable(code);
}

const isTag = (code: number) => code >= 0xe0000 && code <= 0xe007f;

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

/** `⟨U+202E RLO⟩`; a byte that was no UTF-8 arrives as the lone surrogate U+DC00 + byte and reads `⟨0xFF⟩`. */
function labelOf(code: number): string {
  if (code >= 0xdc80 && code <= 0xdcff) return `⟨0x${(code - 0xdc00).toString(16).toUpperCase()}⟩`;
  const name = nameOf(code);
  return name ? `⟨U+${hex(code)} ${name}⟩` : `⟨U+${hex(code)}⟩`;
}

/** Tag characters mirror ASCII invisibly; their label decodes the message that they hide. */
function tagLabel(codes: readonly number[]): string {
  const hidden = codes.map((code) => (code >= 0xe0020 && code <= 0xe007e ? String.fromCharCode(code - 0xe0000) : `[${hex(code)}]`)).join('');
  const first = codes[0] ?? 0;
  const range = codes.length > 1 ? `U+${hex(first)}…, ${codes.length} tag characters` : `U+${hex(first)} TAG`;
  return `⟨${range}: ${hidden}⟩`;
}

const onlyPlain = /^[ -~\u00a0-\u00ac\u00ae-\u02ff]*$/;

/** Splits evidence text; the sources of the segments joined are exactly `text`. */
export function segments(text: string, options: SegmentOptions = {}): readonly Segment[] {
  if (text === '') return [];
  if (onlyPlain.test(text)) return [{ kind: 'plain', start: 0, source: text, style: plainStyle }];
  const found: Segment[] = [];
  let style = plainStyle;
  let plainFrom = 0;
  let at = 0;
  const flush = () => {
    if (at > plainFrom) found.push({ kind: 'plain', start: plainFrom, source: text.slice(plainFrom, at), style });
  };
  const push = (segment: Segment) => {
    flush();
    found.push(segment);
    at += segment.source.length;
    plainFrom = at;
  };
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    const length = code > 0xffff ? 2 : 1;
    if (code === newline) push({ kind: 'newline', start: at, source: '\n' });
    else if (code === tab) push({ kind: 'tab', start: at, source: '\t', style });
    else if (code === escapeCode) {
      const sgr = options.honourSgr ? sgrAt(text, at, style) : null;
      if (sgr) {
        push({ kind: 'sgr', start: at, source: sgr.source });
        style = sgr.style;
      } else {
        const source = text.slice(at, at + escapeLength(text, at));
        push({ kind: 'badge', start: at, source, label: source.length > 1 ? `⟨ESC ${source.slice(1)}⟩` : labelOf(code) });
      }
    } else if (isTag(code)) {
      const codes: number[] = [];
      for (let next = at; ; next += 2) {
        const tagCode = text.codePointAt(next) ?? 0;
        if (!isTag(tagCode)) break;
        codes.push(tagCode);
      }
      push({ kind: 'badge', start: at, source: text.slice(at, at + codes.length * 2), label: tagLabel(codes) });
    } else if (mustShow(code)) {
      push({ kind: 'badge', start: at, source: text.slice(at, at + length), label: labelOf(code) });
    } else at += length;
  }
  flush();
  return found;
}

/** What is shown for a segment: also what a copy of it gives, so that a paste runs nothing hidden. */
export function shownText(segment: Segment, keepLines: boolean): string {
  switch (segment.kind) {
    case 'plain':
      return segment.source;
    case 'tab':
      return '→';
    case 'newline':
      return keepLines ? '\n' : '⏎';
    case 'badge':
      return segment.label;
    case 'sgr':
      return '';
    default: {
      const never: never = segment;
      return never;
    }
  }
}

/** The whole text in its escaped form, with lines kept. */
export function escapedText(text: string): string {
  return segments(text)
    .map((segment) => shownText(segment, true))
    .join('');
}

/**
 * One line for places that no component reaches: attributes, window titles, dialogs. Escaped as on screen, at most `max`
 * characters; a label is kept whole or left out, and a cut shows as `…`.
 */
export function plainLabel(text: string, max = 200): string {
  // What is beyond four times the limit cannot be shown: it is not even looked at.
  const considered = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const parts = segments(considered).map((segment) => ({ shown: shownText(segment, false), plain: segment.kind === 'plain' }));
  const whole = parts.map((part) => part.shown).join('');
  if (considered.length === text.length && whole.length <= max) return whole;
  let label = '';
  for (const part of parts) {
    const room = max - 1 - label.length;
    if (part.shown.length <= room) label += part.shown;
    else {
      if (part.plain) label += cutAt(part.shown, room);
      break;
    }
  }
  return `${label}…`;
}

/** The first `length` UTF-16 units, one less where that would halve a surrogate pair. */
function cutAt(text: string, length: number): string {
  const end = Math.max(0, length);
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? Math.max(0, end - 1) : end);
}

/** The same from the end. */
function lastUnits(text: string, length: number): string {
  const from = text.length - Math.max(0, length);
  const first = text.charCodeAt(from);
  return text.slice(first >= 0xdc00 && first <= 0xdfff ? from + 1 : from);
}

const schemeAndHost = /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#\s]{1,255}/i;

/**
 * Shortens from the middle with one `…`. The last part of a path and the host of an address are always kept whole, even
 * where they alone are longer than `max`. Gives raw evidence back: show it as evidence.
 */
export function elideMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const body = text.replace(/[/\\]{1,8}$/, '');
  const cut = Math.max(body.lastIndexOf('/'), body.lastIndexOf('\\'));
  const host = schemeAndHost.exec(text)?.[0] ?? '';
  const last = cut < 0 || cut < host.length ? '' : text.slice(cut);
  const free = max - 1 - host.length - last.length;
  if (free <= 0) {
    const kept = `${host}…${last}`;
    return last === '' && host === '' ? `${cutAt(text, max - 1)}…` : kept.length < text.length ? kept : text;
  }
  const headLength = last === '' && host === '' ? Math.ceil(free / 2) : free;
  const head = cutAt(text.slice(host.length), headLength);
  const tail = last === '' && host === '' ? lastUnits(text, free - headLength) : last;
  return `${host}${head}…${tail}`;
}
