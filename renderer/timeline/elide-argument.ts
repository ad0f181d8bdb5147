/**
 * Shortens a call's argument to a number of characters. Plain words go first; what an analyst must not miss stays longest:
 * hosts, the last part of each path, programs after a pipe, flags. Knows nothing of fonts or widths in pixels.
 */

const gap = '…';

type Part =
  | { readonly kind: 'head'; readonly text: string }
  | { readonly kind: 'space'; readonly text: string }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'flag'; readonly text: string }
  | { readonly kind: 'telling-flag'; readonly text: string }
  | { readonly kind: 'host'; readonly text: string; readonly short: string; readonly host: string }
  | { readonly kind: 'path'; readonly text: string; readonly short: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'gap'; readonly text: typeof gap };

/** Finds the host of a URL or of an `scp`-like `user@host:path`; null where the word names none. */
function hostOf(word: string): string | null {
  const url = /[a-z][a-z0-9+.-]{0,20}:\/\/([^\s/?#"'`)]{1,300})/i.exec(word);
  if (url?.[1]) return url[1].slice(url[1].lastIndexOf('@') + 1);
  const remote = /^[\w.-]{1,64}@([\w.-]{1,255}):/.exec(word);
  return remote?.[1] ?? null;
}

/** The last part of a path, without closing quotes or slashes. */
export function lastPathPart(word: string): string {
  const bare = word.replace(/["'`);,]+$/, '').replace(/\/+$/, '');
  return bare.slice(bare.lastIndexOf('/') + 1);
}

function shortUrl(word: string, host: string): string {
  const after = word.slice(word.indexOf(host) + host.length).split(/[\s"'`]/, 1)[0] ?? '';
  const last = lastPathPart(after.split(/[?#]/, 1)[0] ?? '');
  return last === '' ? `${gap}${host}` : after.lastIndexOf('/', after.length - last.length - 2) > 0 ? `${gap}${host}/${gap}/${last}` : `${gap}${host}/${last}`;
}

/** Flags that change what a command does to others' work: they go after all other flags. */
const tellingFlag =
  /^(-[rRf]{1,3}|-[DkTd]|--(force|force-with-lease|hard|no-verify|amend|delete|mirror|prune|recursive|privileged|upload-file|data-binary|data|auto-approve|allow-empty|dangerously-[a-z-]{1,40}|no-sandbox|insecure|yolo))(=.*)?$/;

function partOf(word: string, first: boolean): Part {
  const host = hostOf(word);
  if (host) return { kind: 'host', text: word, short: shortUrl(word, host), host };
  if (/^([|&;<>]{1,3}|\d?>{1,2}(&\d)?|&>)$/.test(word)) return { kind: 'operator', text: word };
  if (/^-{1,2}[A-Za-z0-9]/.test(word)) {
    const equals = word.indexOf('=');
    return equals > 0 && word.length - equals > 12 ? { kind: 'path', text: word, short: `${word.slice(0, equals + 1)}${gap}${word.includes('/') ? `/${lastPathPart(word)}` : ''}` } : { kind: tellingFlag.test(word) ? 'telling-flag' : 'flag', text: word };
  }
  if (word.includes('/') && lastPathPart(word) !== '') return { kind: 'path', text: word, short: `${gap}/${lastPathPart(word)}` };
  return first ? { kind: 'head', text: word } : { kind: 'word', text: word };
}

/** Blanks, or a word; quoted parts belong to their word with the blanks inside. An open quote runs to the end. */
const wordPattern = /\s+|(?:[^\s"']|"[^"]*(?:"|$)|'[^']*(?:'|$))+/g;

/** A word is a program where it stands first, or right after a pipe, `&&` or `;`. */
function split(text: string): Part[] {
  const words = text.match(wordPattern) ?? [];
  let first = true;
  return words.map((word): Part => {
    if (/^\s/.test(word)) return { kind: 'space', text: ' ' };
    const part = partOf(word, first);
    first = /^(\||\|\||&&|;|\|&)$/.test(word) || /;$/.test(word);
    return part;
  });
}

/** Joins neighbouring gaps and the blanks between them into one gap. */
function join(parts: readonly Part[]): string {
  return parts
    .map((part) => part.text)
    .join('')
    .replace(/…(?: ?…)+/g, gap);
}

/** Gives up parts of one kind, the shortest flags first and otherwise the longest, until the text fits. */
function giveUp(parts: readonly Part[], most: number, kind: Part['kind'], shorten: (part: Part) => Part): readonly Part[] {
  const order = parts
    .map((part, at) => ({ part, at }))
    .filter(({ part }) => part.kind === kind)
    .sort((a, b) => (b.part.text.length - a.part.text.length) * (kind === 'flag' ? -1 : 1) || b.at - a.at);
  let now = parts;
  for (const { part, at } of order) {
    if (join(now).length <= most) return now;
    const shorter = shorten(part);
    if (shorter.text.length < part.text.length) now = now.map((old, index) => (index === at ? shorter : old));
  }
  return now;
}

const asGap = (): Part => ({ kind: 'gap', text: gap });
const asShort = (part: Part): Part => (part.kind === 'path' || part.kind === 'host' ? { ...part, text: part.short } : part);

/** Keeps both ends of a text; for what has no better place to cut. Never cuts a surrogate pair. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  if (most <= 1) return gap.slice(0, Math.max(0, most));
  const units = Math.max(0, most - 1);
  const before = Math.ceil(units / 2);
  const after = units - before;
  const head = text.slice(0, before).replace(/[\uD800-\uDBFF]$/, '');
  const tail = after === 0 ? '' : text.slice(-after).replace(/^[\uDC00-\uDFFF]/, '');
  return `${head}${gap}${tail}`;
}

/** Shortens to at most `most` characters; a text that fits comes back as it is. */
export function elideArgument(text: string, most: number): string {
  if (text.length <= most) return text;
  // What lies beyond cannot change a row of some hundred characters, and the work per row stays bounded.
  let parts: readonly Part[] = split(text.length > 4000 ? `${text.slice(0, 2000)} ${gap} ${text.slice(-1900)}` : text);
  const whole = parts;
  parts = giveUp(parts, most, 'word', asGap);
  parts = giveUp(parts, most, 'path', asShort);
  parts = giveUp(parts, most, 'host', asShort);
  parts = giveUp(parts, most, 'flag', asGap);
  parts = giveUp(parts, most, 'telling-flag', asGap);
  if (join(parts).length <= most) return join(takeBack(whole, parts, most));
  const named = lastResort(parts, most);
  parts = giveUp(parts, most, 'path', asGap);
  parts = giveUp(parts, most, 'operator', asGap);
  // Programs without a path or a host say less than the first program with one.
  if (whole.some(names) && !parts.some(names) && keepsName(named, whole)) return named;
  if (join(parts).length <= most) return join(takeBack(whole, parts, most));
  return lastResort(parts, most);
}

const names = (part: Part): boolean => part.kind === 'path' || part.kind === 'host';

/** Whether a text holds a host, or the last part of a path, in full. */
function keepsName(text: string, whole: readonly Part[]): boolean {
  return whole.some((part) => (part.kind === 'host' && text.includes(part.host)) || (part.kind === 'path' && text.includes(lastPathPart(part.text))));
}

/** So many parts are looked at when room is left over. */
const takenBack = 60;

/** A word of which less than this is left says nothing. */
const leastOfWord = 14;

/** Forms of a part that say more than a gap, the fullest first: a path keeps as much of its end as fits, a word both ends. */
function forms(part: Part, room: number): readonly Part[] {
  if (part.kind === 'word' && room >= leastOfWord && room < part.text.length) return [{ ...part, text: cutMiddle(part.text, room) }];
  if (part.kind !== 'path') return part.kind === 'host' ? [part, asShort(part)] : [part];
  const steps = part.text.split('/');
  const ends = steps.slice(1, -1).map((_, at): Part => ({ ...part, text: `${gap}/${steps.slice(at + 1).join('/')}` }));
  return [part, ...ends, asShort(part)].filter((form, at, all) => at === 0 || form.text.length < (all[at - 1]?.text.length ?? 0));
}

const tellingOrder: readonly Part['kind'][] = ['telling-flag', 'host', 'path', 'flag', 'word'];

/** Whole parts were given up; what is left of the room goes to the most telling of them again. */
function takeBack(whole: readonly Part[], parts: readonly Part[], most: number): readonly Part[] {
  let now = parts;
  for (const kind of tellingOrder) {
    for (const [at, part] of whole.slice(0, takenBack).entries()) {
      if (part.kind !== kind || now[at]?.text === part.text || join(now).length >= most) continue;
      for (const form of forms(part, most - join(now).length + gap.length)) {
        const more = now.map((old, index) => (index === at ? form : old));
        if (join(more).length > most) continue;
        now = more;
        break;
      }
    }
  }
  return now;
}

/** Hosts alone, else the last path part, else both ends of the text. */
function lastResort(parts: readonly Part[], most: number): string {
  const head = parts[0] && parts[0].kind === 'head' ? parts[0].text : '';
  const hosts = parts.filter((part) => part.kind === 'host');
  const host = hosts[0] ?? parts.findLast((part) => part.kind === 'path');
  if (!host) return cutMiddle(join(parts), most);
  const short = asShort(host).text;
  const withHead = head === '' ? `${gap}${short}` : `${head} ${gap} ${short}`;
  const one = join([{ kind: 'word', text: withHead }]);
  if (one.length <= most) return one;
  if (short.length <= most) return short;
  const bare = host.kind === 'host' ? host.host : null;
  return bare !== null && bare.length + 1 <= most ? `${gap}${bare}` : cutMiddle(short, most);
}
