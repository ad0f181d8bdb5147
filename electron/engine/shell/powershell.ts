/** Reads PowerShell by its separators alone: cmdlets, paths and addresses, with low certainty. Never parses it. */
import { append } from '../../../shared/append.ts';
import { noteFile } from './accesses.ts';
import { readHost } from './hosts.ts';
import { homeMark, unknownMark } from './marks.ts';
import { cmdlets, shortNames } from './programs/cmdlets.ts';
import { type Source, type Span, type Value, joined, noSources } from './values.ts';
import { type Walk, note, noteFlows } from './walk.ts';

const maxPieces = 100;

/** The words of each piece between `;`, `|`, line ends and brackets. Quotes keep a word together. */
function piecesOf(code: string): readonly (readonly string[])[] {
  const pieces: string[][] = [];
  let words: string[] = [];
  let word: string | null = null;
  let quote = '';
  const endWord = (): void => {
    if (word !== null && words.length < 64) words.push(word);
    word = null;
  };
  const endPiece = (): void => {
    endWord();
    if (words.length > 0 && pieces.length < maxPieces) pieces.push(words);
    words = [];
  };
  for (let at = 0; at < code.length; at++) {
    const sign = code[at] ?? '';
    if (quote !== '') {
      if (sign === quote) quote = '';
      else word = (word ?? '') + sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= '';
    } else if (sign === '`') word = (word ?? '') + (code[++at] ?? '');
    else if (/[;|\n\r(){}&]/.test(sign)) endPiece();
    else if (/[\s,]/.test(sign)) endWord();
    else word = (word ?? '') + sign;
  }
  endPiece();
  return pieces;
}

/** `$env:USERPROFILE\x` is below the home folder; another variable is known only at run time. */
function pathValue(word: string): Value {
  const text = word
    .replace(/^(?:~|\$HOME|\$env:(?:USERPROFILE|HOME))(?=[\\/]|$)/i, homeMark)
    .replace(/^\$env:(?:TEMP|TMP)(?=[\\/]|$)/i, '/tmp')
    .replace(/\$\{?[\w:]+\}?/g, unknownMark);
  return { text: text.startsWith(homeMark) || /^[A-Za-z]:/.test(text) ? text.replaceAll('\\', '/') : text, certainty: text === unknownMark ? 'dynamic' : 'partial', sources: noSources, glob: /[*?]/.test(text) };
}

const pathOptions = /^-(?:Path|LiteralPath|FilePath|InputObject|Include)$/i;
const targetOptions = /^-(?:Destination|OutFile|DestinationPath)$/i;
const switches = /^-(?:Recurse|r|rec|Force|fo|Verbose|Confirm:\S+|Wait|NoNewline|Append|UseBasicParsing|PassThru|Raw|Hidden|File|Directory|AsJob|WhatIf)$/i;
const address = /\b(?:https?|ftp):\/\/[^\s'"`)<>]+/g;

const enters = /^(?:Set-Location|Push-Location|cd|chdir|sl|pushd)$/i;
const leaves = /^(?:Pop-Location|popd)$/i;
/** A program by its whole path, which may hold spaces. */
const installed = /^[A-Za-z]:[\\/][^"*?<>|]*[\\/]([\w.-]+)\.exe$/i;

/** The folder that `Set-Location` leads to, in the marks of a working directory; null where it is known only at run time. */
function moved(cwd: string | null, word: string): string | null {
  const to = pathValue(word).text.replaceAll('\\', '/');
  if (to === '' || to.includes(unknownMark)) return null;
  if (/^(?:[A-Za-z]:|\/)/.test(to) || to.startsWith(homeMark) || cwd === '') return to;
  return cwd === null ? null : `${cwd}/${to}`;
}

/** Notes what a text of PowerShell does. What it runs of what it fetches or decodes is a flow. */
export function readPowerShell(walk: Walk, code: string, place: Span | null): void {
  const text = code.length > 32_768 ? code.slice(0, 32_768) : code;
  let fetched: readonly Source[] = noSources;
  let held: readonly Source[] = noSources;
  let listed: readonly Value[] = [];
  const pieces = piecesOf(text);
  const outer = walk.cwd;
  const left: (string | null)[] = [];
  for (const words of pieces) {
    const first = (words[0] ?? '').replace(/^\$\w+=/, '');
    const named = words[1] === '=' && first.startsWith('$') ? words.slice(2) : first === '' ? words.slice(1) : [first, ...words.slice(1)];
    const variable = /^\$env:(\w+)(?:=(.*))?$/is.exec(words[0] ?? '');
    const value = variable?.[2] !== undefined && variable[2] !== '' ? variable[2] : words.length === 3 && (words[1] === '=' || variable?.[2] === '') ? words.at(-1) : words.length === 2 && variable?.[2] === '' ? words[1] : undefined;
    if (variable?.[1] !== undefined && value !== undefined && !/^[A-Za-z]+-[A-Za-z]+$/.test(value)) {
      note(walk, { kind: 'env', name: variable[1].slice(0, 300), value: value.slice(0, 4000), span: place });
      continue;
    }
    const written = named[0];
    const program = written === undefined ? undefined : (installed.exec(written)?.[1]?.toLowerCase() ?? written);
    if (program === undefined || !/^[\w.\\/:-]+$/.test(program)) continue;
    const short = program.toLowerCase();
    const name = Object.hasOwn(shortNames, short) ? (shortNames[short] ?? program) : program;
    const cmdlet = Object.entries(cmdlets).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
    if (!/-/.test(name) && cmdlet === undefined && !/^[a-zA-Z][\w.-]*$/.test(name)) continue;
    note(walk, { kind: 'exec', program: name.slice(0, 300), argv: named.slice(1).map((word) => word.slice(0, 2000)), wrappers: [...walk.wrappers], context: walk.context, privileged: walk.privileged, base: walk.context === 'host' ? walk.cwd : null, certainty: 'partial', span: place, ...(name === 'git' && (walk.open || pieces.length > 1) ? { open: true } : {}) });
    if (enters.test(name) && named.length > 1) {
      left.push(walk.cwd);
      walk.cwd = moved(walk.cwd, named.slice(1).find((word) => !pathOptions.test(word)) ?? '');
    } else if (leaves.test(name)) walk.cwd = left.pop() ?? outer;
    if (cmdlet === undefined) continue;
    const recursive = named.some((word) => /^-r(?:ec\w*)?$/i.test(word));
    const paths: Value[] = [];
    let target: Value | null = null;
    for (let at = 1; at < named.length; at++) {
      const word = named[at] ?? '';
      if (targetOptions.test(word)) target = pathValue(named[++at] ?? '');
      else if (pathOptions.test(word)) paths.push(pathValue(named[++at] ?? ''));
      else if (/^-/.test(word)) {
        if (!switches.test(word) && named[at + 1] !== undefined && !(named[at + 1] ?? '').startsWith('-')) at++;
      } else if (word !== '' && !/^\w+:\/\//.test(word)) paths.push(pathValue(word));
    }
    // `Get-ChildItem x | Remove-Item`: what was listed is meant.
    if (name === 'Remove-Item' && paths.length === 0) append(paths, listed);
    listed = name === 'Get-ChildItem' || name === 'Get-Item' ? paths : name === 'Where-Object' || name === 'Select-Object' ? listed : [];
    if (cmdlet.network === true) {
      const out = named.some((word) => /^-(?:InFile|Body|Form)$/i.test(word)) || /^(?:post|put)$/i.test(named[named.findIndex((word) => /^-Method$/i.test(word)) + 1] ?? '');
      const input = named[named.findIndex((word) => /^-InFile$/i.test(word)) + 1];
      const file = input !== undefined && named.some((word) => /^-InFile$/i.test(word)) ? noteFile(walk, 'read', pathValue(input), name, false, place) : null;
      if (file !== null) held = joined(held, [file]);
      if (target !== null) noteFile(walk, 'write', target, name, false, place);
      fetched = joined(fetched, contacts(walk, name, named.join(' '), out, held, place));
      continue;
    }
    if (cmdlet.operation !== undefined) {
      const given = cmdlet.second !== undefined && target === null && paths.length > 1 ? paths.slice(0, -1) : paths;
      for (const path of given) {
        const source = noteFile(walk, cmdlet.operation, path, name, recursive, place);
        if (source !== null && cmdlet.operation === 'read') held = joined(held, [source]);
      }
      const second = target ?? (given.length < paths.length ? paths[paths.length - 1] : undefined);
      if (cmdlet.second !== undefined && second !== undefined && second !== null) noteFile(walk, cmdlet.second, second, name, recursive, place);
    }
  }
  walk.cwd = outer;
  if (/\bDownload(?:String|File|Data)(?:Async)?\b|\bUpload(?:String|File|Data)\b|HttpClient|WebClient/i.test(text)) fetched = joined(fetched, contacts(walk, 'WebClient', text, /\bUpload/i.test(text), held, place));
  const runs = /\b(?:iex|Invoke-Expression|Invoke-Command|Start-Process|saps)\b|\[scriptblock\]::Create|\.Invoke\(|&\s*\(/i.test(text);
  const to: Source = { kind: 'exec', label: 'powershell', base: null };
  if (runs) noteFlows(walk, fetched, to, place);
  if (/FromBase64String|-join\s*\(?\s*\[char\[\]\]|\[char\]\d+|-bxor/i.test(text) && runs) noteFlows(walk, [{ kind: 'decode', label: 'powershell', base: null }], to, place);
  if (/\bTCPClient\b/i.test(text)) {
    const host = /TCPClient\s*\(?\s*['"]?([\w.-]+)['"]?\s*,\s*(\d+)/i.exec(text);
    note(walk, { kind: 'network', program: 'TCPClient', written: host?.[1] ?? '', host: host?.[1]?.toLowerCase() ?? null, port: host?.[2] === undefined ? null : Number(host[2]), scheme: 'tcp', direction: 'both', uploads: [], certainty: host === null ? 'dynamic' : 'partial', span: place });
    if (runs || /GetStream/.test(text)) noteFlows(walk, [{ kind: 'exec', label: 'powershell', base: null }], { kind: 'net', label: host?.[1] ?? unknownMark, base: null }, place);
  }
}

function contacts(walk: Walk, name: string, text: string, out: boolean, sent: readonly Source[], place: Span | null): readonly Source[] {
  let ends: readonly Source[] = noSources;
  for (const match of [...text.matchAll(address)].slice(0, 16)) {
    const reading = readHost(match[0].replace(/\$.*$/s, ''));
    note(walk, { kind: 'network', program: name, written: match[0].slice(0, 4000), host: reading.host, port: reading.port, scheme: reading.scheme, direction: out ? 'out' : 'in', uploads: out ? ['-'] : [], certainty: reading.host === null ? 'dynamic' : 'partial', span: place });
    const end: Source = { kind: 'net', label: reading.host ?? unknownMark, base: null };
    noteFlows(walk, sent, end, place);
    ends = joined(ends, [end]);
  }
  return ends;
}

/** The text of `-EncodedCommand`: UTF-16 in base64; null where it is none. */
export function encodedCommand(text: string): string | null {
  if (!/^[A-Za-z0-9+/=]{8,}$/.test(text)) return null;
  const decoded = Buffer.from(text, 'base64').toString('utf16le');
  return /^[\t\n\r -~]+$/.test(decoded) ? decoded : null;
}
