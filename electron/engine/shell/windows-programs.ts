/** Programs of Windows: their options begin with `/`, and paths with a drive. Knows no rule. */
import { noteFile } from './accesses.ts';
import type { Handler } from './builtins.ts';
import { readHost } from './hosts.ts';
import { unknownMark } from './marks.ts';
import { type Source, type Span, type Value, emptyStream, literal } from './values.ts';
import { type Walk, apart, note, noteFlows } from './walk.ts';

/** Words of one command of `cmd`; double quotes keep a word together, a backslash is a letter. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"?|([^\s"]+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

const quoted = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** Commands of `cmd` that other programs do here. */
const windowsNames: Readonly<Record<string, string>> = { type: 'cat', more: 'cat', copy: 'cp', xcopy: 'cp', move: 'mv', ren: 'mv', dir: 'ls' };

/** `cmd /c del /s x & …`: read by its own separators, since a backslash is no escape there. */
export const windowsShell: Handler = (walk, values, stdin, place) => {
  const at = values.findIndex((value) => /^\/[ckCK]/.test(value.text));
  if (at < 0 || walk.depth >= 8) return emptyStream;
  const code = [(values[at]?.text ?? '').slice(2), ...values.slice(at + 1).map((value) => (/\s/.test(value.text) && at + 2 < values.length ? `"${value.text}"` : value.text))].join(' ').trim().replace(/^'(.*)'$/s, '$1');
  const wrappers = walk.wrappers;
  walk.wrappers = wrappers.length < 16 ? [...wrappers, 'cmd'] : wrappers;
  walk.depth++;
  apart(walk, () => {
    for (const piece of code.match(/(?:"[^"]*"?|[^&|"])+/g)?.slice(0, 50) ?? []) {
      const words = wordsOf(piece.replace(/>\s*nul\b/gi, '').replaceAll('%USERPROFILE%', '~'));
      if (words.length > 0) walk.runText(walk, words.map((word, index) => (index === 0 && Object.hasOwn(windowsNames, word.toLowerCase()) ? (windowsNames[word.toLowerCase()] ?? word) : word.startsWith('~') ? word.replaceAll('\\', '/') : quoted(/^[A-Za-z]:\\/.test(word) ? word.replaceAll('\\', '/') : word))).join(' '), stdin, place);
    }
  });
  walk.depth--;
  walk.wrappers = wrappers;
  return emptyStream;
};

const windowsOption = /^\/[a-z?]{1,2}(?::\S*)?$/i;

/** `del /f /s /q C:\x\*`, `rd /s /q C:\x`. */
export const windowsDelete: Handler = (walk, values, _stdin, place) => {
  const recursive = values.some((value) => /^\/s$/i.test(value.text));
  for (const value of values.slice(1)) {
    if (windowsOption.test(value.text) || value.text.startsWith('-')) continue;
    const everything = /^(.*?)[\\/]\*(?:\.\*)?$/.exec(value.text);
    noteFile(walk, 'delete', everything?.[1] !== undefined && recursive ? { ...value, text: everything[1] === '' ? '/' : everything[1] } : value, values[0]?.text ?? 'del', recursive, place);
  }
  return emptyStream;
};

function fetchTo(walk: Walk, program: string, url: Value, to: Value | null, place: Span | null): Source {
  const reading = readHost(url.text);
  note(walk, { kind: 'network', program, written: url.text, host: reading.host, port: reading.port, scheme: reading.scheme, direction: 'in', uploads: [], certainty: reading.host === null ? 'dynamic' : url.certainty, span: place });
  const end: Source = { kind: 'net', label: reading.host ?? unknownMark, base: null };
  const written = to === null ? null : noteFile(walk, 'write', to, program, false, place);
  if (written !== null) noteFlows(walk, [end], written, place);
  return end;
}

const url = /^(?:https?|ftp):\/\//i;

/** `certutil -urlcache -f URL FILE`, `bitsadmin /transfer job URL FILE`. */
const fetcher: Handler = (walk, values, _stdin, place) => {
  const at = values.findIndex((value) => url.test(value.text));
  const address = values[at];
  if (address === undefined) return emptyStream;
  return { text: null, sources: [fetchTo(walk, values[0]?.text ?? '', address, values[at + 1] ?? null, place)] };
};

/** Programs of the system that run what an address gives: `mshta URL`, `regsvr32 /i:URL`, `msiexec /i URL`. */
const runner: Handler = (walk, values, _stdin, place) => {
  const name = values[0]?.text ?? '';
  for (const value of values.slice(1)) {
    const address = /(?:https?|ftp):\/\/[^\s'")]+/i.exec(value.text)?.[0];
    if (address !== undefined) noteFlows(walk, [fetchTo(walk, name, literal(address), null, place)], { kind: 'exec', label: name, base: null }, place);
    else if (/^(?:javascript|vbscript):/i.test(value.text)) noteFlows(walk, [{ kind: 'decode', label: 'script in an argument', base: null }], { kind: 'exec', label: name, base: null }, place);
  }
  return emptyStream;
};

/** `wmic process call create "…"` starts what it is given. */
const starter: Handler = (walk, values, _stdin, place) => {
  const at = values.findIndex((value) => /^create$/i.test(value.text));
  const code = values[at + 1];
  if (at > 0 && code !== undefined && walk.depth < 8) {
    walk.depth++;
    walk.runText(walk, code.text, emptyStream, place);
    walk.depth--;
  }
  return emptyStream;
};

export const windowsPrograms: Readonly<Record<string, Handler>> = {
  cmd: windowsShell,
  del: windowsDelete,
  erase: windowsDelete,
  rd: windowsDelete,
  rmdir: windowsDelete,
  wmic: starter,
  certutil: fetcher,
  bitsadmin: fetcher,
  mshta: runner,
  regsvr32: runner,
  msiexec: runner,
  rundll32: runner,
  cscript: runner,
  wscript: runner,
};
