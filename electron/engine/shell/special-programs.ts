/** Programs whose arguments no table describes: they run others, or name files in a form of their own. */
import { applySpec, noteFile } from './accesses.ts';
import type { Handler } from './builtins.ts';
import { containerPrograms } from './containers.ts';
import { gitCommand } from './git-command.ts';
import { readRemote } from './hosts.ts';
import { contact, portOf, sshOption, within } from './inside.ts';
import { movedTo, unknownMark } from './marks.ts';
import { hasOption, optionValue, parseArguments } from './options.ts';
import { words } from './programs/spec.ts';
import { programNamed } from './programs/table.ts';
import { type Source, type Stream, type Value, emptyStream, joined, literal, noSources } from './values.ts';
import { transferPrograms } from './transfers.ts';
import { noteFlows } from './walk.ts';
import { windowsPrograms } from './windows-programs.ts';

const unknownOperand = (sources: readonly Source[]): Value => ({ text: unknownMark, certainty: 'dynamic', sources, glob: false });

const xargs: Handler = (walk, values, stdin, place, run) => {
  const texts = values.map((value) => value.text);
  const parsed = parseArguments(texts, { short: 'IJadEeLlnPsSR', long: words('--max-args --max-procs --max-lines --arg-file --delimiter --replace --max-chars'), stopAtOperand: true }, 1);
  const list = parsed.options.find((option) => option.name === '-a' || option.name === '--arg-file');
  const listed = list?.value ? noteFile(walk, 'read', valueAt(values, list.at, list.value) ?? literal(list.value), 'xargs', false, place) : null;
  const from = parsed.operands[0];
  if (listed !== null) stdin = { text: null, sources: [listed] };
  if (from === undefined) return { text: stdin.text, sources: stdin.sources };
  const replace = optionValue(parsed, '-I', '-J', '--replace') ?? (hasOption(parsed, '-i', '--replace') ? '{}' : null);
  const known = stdin.text === null || stdin.text.length > 4000 ? null : stdin.text.split(/\s+/).filter((word) => word !== '').slice(0, 32);
  const items = known !== null && known.length > 0 ? known.map((text) => (text.includes(unknownMark) || /[*?]/.test(text) ? { text, certainty: 'partial' as const, sources: stdin.sources, glob: true } : literal(text))) : [unknownOperand(stdin.sources)];
  const inner = values.slice(from);
  if (replace !== null && replace !== '') {
    const item = items[0] ?? unknownOperand(stdin.sources);
    const filled = inner.map((value) => (value.text.includes(replace) ? { ...value, text: value.text.replaceAll(replace, () => item.text), certainty: item.certainty === 'static' ? value.certainty : value.text === replace ? ('dynamic' as const) : ('partial' as const), sources: joined(value.sources, item.sources) } : value));
    return within(walk, 'xargs', () => run(walk, filled, emptyStream, place));
  }
  return within(walk, 'xargs', () => run(walk, [...inner, ...items], emptyStream, place));
};

const parallel: Handler = (walk, values, stdin, place, run) => {
  const texts = values.map((value) => value.text);
  const parsed = parseArguments(texts, { short: 'jINnaSCLP', long: words('--jobs --max-args --arg-file --colsep --delay --timeout --results --joblog --sshlogin'), stopAtOperand: true }, 1);
  const from = parsed.operands[0];
  if (from === undefined) return { text: null, sources: stdin.sources };
  const rest = values.slice(from);
  const marker = rest.findIndex((value) => /^:::/.test(value.text));
  const inner = marker < 0 ? rest : rest.slice(0, marker);
  const items = marker < 0 ? [unknownOperand(stdin.sources)] : rest.slice(marker + 1);
  const first = inner[0];
  if (first === undefined) return within(walk, 'parallel', () => merged(items.map((item) => walk.runText(walk, item.text, emptyStream, place))));
  const filled = inner.some((value) => value.text.includes('{}')) ? inner.map((value) => ({ ...value, text: value.text.replaceAll('{}', () => items[0]?.text ?? '') })) : [...inner, ...items];
  if (inner.length === 1 && first.text.includes(' ')) return within(walk, 'parallel', () => walk.runText(walk, first.text, emptyStream, place));
  return within(walk, 'parallel', () => run(walk, filled, emptyStream, place));
};

function merged(streams: readonly Stream[]): Stream {
  let sources: readonly Source[] = noSources;
  for (const stream of streams) sources = joined(sources, stream.sources);
  return { text: null, sources };
}

/** The one name that a search is for: what `{}` stands for ends in it. */
function nameSearched(expression: readonly Value[]): string | undefined {
  if (expression.some((value) => /^(?:-o|-or|!|-not|-prune)$/.test(value.text))) return undefined;
  const at = expression.findIndex((value) => /^-i?name$/.test(value.text));
  const name = at < 0 ? undefined : expression[at + 1]?.text;
  return name === undefined || /^[*?]*$|^-/.test(name) ? undefined : name;
}

const find: Handler = (walk, values, _stdin, place, run) => {
  let at = 1;
  while (/^-([HLP]|D|O\d?)$/.test(values[at]?.text ?? '')) at += values[at]?.text === '-D' ? 2 : 1;
  const roots: Value[] = [];
  for (; at < values.length; at++) {
    const value = values[at];
    if (value === undefined || /^[-(!]/.test(value.text)) break;
    roots.push(value);
  }
  if (roots.length === 0) roots.push(literal('.'));
  const expression = values.slice(at);
  let sources: readonly Source[] = noSources;
  const searched = nameSearched(expression);
  for (let index = 0; index < expression.length; index++) {
    const word = expression[index]?.text ?? '';
    if (word === '-delete') for (const root of roots) noteFile(walk, 'delete', root, 'find -delete', true, place);
    else if (/^-(fprint0?|fls|fprintf)$/.test(word)) {
      const target = expression[index + 1];
      if (target !== undefined) noteFile(walk, 'write', target, 'find', false, place);
    } else if (/^-(exec|execdir|ok|okdir)$/.test(word)) {
      const end = expression.findIndex((value, later) => later > index && (value.text === ';' || value.text === '\\;' || (value.text === '+' && expression[later - 1]?.text.includes('{}') === true)));
      const inner = expression.slice(index + 1, end < 0 ? undefined : end);
      for (const root of roots.slice(0, 8)) {
        const found = searched === undefined ? root.text : `${root.text === '/' ? '' : root.text}/${searched}`;
        const filled = inner.map((value) => (value.text.includes('{}') ? { ...value, text: value.text.replaceAll('{}', () => found), certainty: 'partial' as const } : value));
        sources = joined(sources, within(walk, `find ${word}`, () => run(walk, filled, emptyStream, place)).sources);
      }
      index = end < 0 ? expression.length : end;
    }
  }
  for (const root of roots) noteFile(walk, 'metadata', root, 'find', true, place);
  // It answers with names: what stands below the places that were searched.
  const names = roots.length <= 4 && sources.length === 0 ? roots.map((root) => `${root.text === '/' ? '' : root.text}/${searched ?? unknownMark}`).join('\n') : null;
  return { text: names, sources };
};

const fd: Handler = (walk, values, _stdin, place, run) => {
  const at = values.findIndex((value) => /^(-x|-X|--exec|--exec-batch)$/.test(value.text));
  if (at < 0) return { text: null, sources: noSources };
  const inner = values.slice(at + 1).filter((value) => value.text !== ';');
  const marker = unknownOperand(noSources);
  const filled = inner.some((value) => value.text.includes('{')) ? inner.map((value) => (/\{.?.?\}/.test(value.text) ? { ...marker } : value)) : [...inner, marker];
  return within(walk, 'fd -x', () => run(walk, filled, emptyStream, place));
};

const sshTable = { short: 'BbcDEeFIiJLlmOoPpQRSWw', stopAtOperand: true };

const ssh: Handler = (walk, values, stdin, place) => {
  const texts = values.map((value) => value.text);
  const parsed = parseArguments(texts, sshTable, 1);
  const hostAt = parsed.operands[0];
  const host = hostAt === undefined ? undefined : values[hostAt];
  for (const option of parsed.options) {
    if (option.value === null) continue;
    sshOption(walk, option.name, option.value, place);
    if (option.name === '-i' || option.name === '-F') noteFile(walk, option.name === '-F' ? 'read' : 'metadata', literal(option.value), 'ssh', false, place);
  }
  if (host === undefined) return emptyStream;
  const sends = stdin.sources.length > 0 || (stdin.text !== null && stdin.text !== '');
  const end = contact(walk, 'ssh', host, sends ? 'out' : 'both', sends ? ['-'] : [], place, portOf(optionValue(parsed, '-p')));
  noteFlows(walk, stdin.sources, end, place);
  const behind = parsed.operands.slice(1);
  const rest = (texts[behind[0] ?? -1] === '--' ? behind.slice(1) : behind).map((at) => texts[at] ?? '');
  for (const at of parsed.operands.slice(1)) noteFlows(walk, values[at]?.sources ?? noSources, end, place);
  if (rest.length > 0) within(walk, 'ssh', () => walk.runText(walk, rest.join(' '), stdin, place), 'remote');
  else if (stdin.text !== null && stdin.text !== '') within(walk, 'ssh', () => walk.runText(walk, stdin.text ?? '', emptyStream, place), 'remote');
  return { text: null, sources: [end] };
};

/** `screen -dmS name program …`. */
const screen: Handler = (walk, values, stdin, place, run) => {
  const texts = values.map((value) => value.text);
  if (!texts.some((text) => /^-\w*[dD]m/.test(text))) return tmux(walk, values, stdin, place, run);
  const parsed = parseArguments(texts, { short: 'SshTtce', stopAtOperand: true }, 1);
  const from = parsed.operands[0];
  return from === undefined ? emptyStream : within(walk, 'screen', () => run(walk, values.slice(from), emptyStream, place));
};

const tmux: Handler = (walk, values, _stdin, place) => {
  const verb = values[1]?.text ?? '';
  if (!/^(send-keys|send|new-session|new|new-window|neww|split-window|splitw|run-shell|run|-dmS|-S|-X|stuff)$/.test(verb) && values[0]?.text === 'tmux') return emptyStream;
  const texts = values.map((value) => value.text);
  const parsed = parseArguments(texts, { short: 'tsncSFxyp', stopAtOperand: false }, 2);
  for (const at of parsed.operands) {
    const text = texts[at] ?? '';
    if (/^(Enter|C-\w|Escape|Space|Tab|C-m)$/.test(text) || !/\s/.test(text)) continue;
    within(walk, 'tmux', () => walk.runText(walk, text, emptyStream, place));
  }
  return emptyStream;
};

const tar: Handler = (walk, values, stdin, place) => {
  const preset = walk.env.get('TAR_OPTIONS')?.text.split(/\s+/).filter((word) => word !== '') ?? [];
  if (preset.length > 0) values = [...values.slice(0, 1), ...preset.map(literal), ...values.slice(1)];
  const texts = values.map((value) => value.text);
  const argv = [...texts];
  const name = texts[0] ?? 'tar';
  // Old style: the first word holds options without a dash.
  const first = texts[1] ?? '';
  if (/^[a-zA-Z]+$/.test(first) && /[cxtru]/.test(first)) argv[1] = `-${first}`;
  const valueOptions = words('--file --directory --exclude --exclude-from --files-from --transform --strip-components --owner --group --mode --use-compress-program --to-command --checkpoint-action --checkpoint --newer --rsh-command --rmt-command --info-script --new-volume-script');
  const parsed = parseArguments(argv, { short: 'fCXTbIgKLNVH', long: valueOptions }, 1);
  const named = (...names: readonly string[]) => parsed.options.find((option) => names.includes(option.name) || (option.name.startsWith('--') && names.some((each) => each.startsWith(option.name))));
  const creates = named('-c', '-r', '-u', '--create', '--append', '--update') !== undefined;
  const extracts = named('-x', '--extract', '--get') !== undefined;
  const file = named('-f', '--file');
  const archive = file?.value === null || file === undefined ? (walk.env.get('TAPE') ?? literal('-')) : (valueAt(values, file.at, file.value) ?? literal('-'));
  const directory = named('-C', '--directory');
  for (const option of parsed.options) {
    const code = /^(--to-command|--use-compress-program|-I|--rsh-command)$/.test(option.name) ? option.value : option.name === '--checkpoint-action' ? /^exec=(.*)$/s.exec(option.value ?? '')?.[1] : null;
    if (code !== null && code !== undefined) within(walk, 'tar', () => walk.runText(walk, code, emptyStream, place));
  }
  const saved = walk.cwd;
  let sources: readonly Source[] = [{ kind: 'archive', label: name, base: null }];
  if (creates) {
    if (directory?.value) walk.cwd = movedTo(saved, directory.value);
    for (const at of parsed.operands) {
      const value = values[at];
      const source = value === undefined ? null : noteFile(walk, 'read', value, name, true, place);
      if (source) sources = joined(sources, [source]);
      if (named('--remove-files') && value !== undefined) noteFile(walk, 'delete', value, name, true, place);
    }
    walk.cwd = saved;
    const remote = readRemote(archive.text);
    if (remote && named('--force-local') === undefined) {
      noteFlows(walk, sources, contact(walk, name, archive, 'out', ['-'], place), place);
      return emptyStream;
    }
    if (archive.text === '-' || archive.text === '/dev/stdout') return { text: null, sources };
    const target = noteFile(walk, 'write', archive, name, false, place);
    if (target) noteFlows(walk, sources, target, place);
    return emptyStream;
  }
  const packed = archive.text === '-' ? null : noteFile(walk, 'read', archive, name, false, place);
  if (extracts) {
    const into = directory?.value ? literal(directory.value) : literal('.');
    const toOutput = named('-O', '--to-stdout') !== undefined;
    if (!toOutput) {
      const target = noteFile(walk, 'write', into, name, true, place);
      if (target) noteFlows(walk, packed === null ? stdin.sources : [packed], target, place);
    }
  }
  return { text: null, sources: stdin.sources };
};

function valueAt(values: readonly Value[], at: number, text: string): Value | null {
  const value = values[at];
  return value === undefined ? null : { ...value, text };
}

const dd: Handler = (walk, values, stdin, place) => {
  let sources = stdin.sources;
  let target: Source | null = null;
  for (const value of values.slice(1)) {
    const equals = value.text.indexOf('=');
    const operand = { ...value, text: value.text.slice(equals + 1) };
    if (value.text.startsWith('if=')) {
      const source = noteFile(walk, 'read', operand, 'dd', false, place);
      if (source) sources = joined(sources, [source]);
    } else if (value.text.startsWith('of=')) target = noteFile(walk, 'write', operand, 'dd', false, place);
  }
  if (target) noteFlows(walk, sources, target, place);
  return { text: null, sources };
};

/** `unzip x.zip -d folder`: what was packed is then in the folder. */
const unzip: Handler = (walk, values, _stdin, place) => {
  const texts = values.map((value) => value.text);
  const parsed = parseArguments(texts, { short: 'dxPo', long: words('-d') }, 1);
  const packed = parsed.operands.map((at) => values[at]).find((value) => value !== undefined);
  const into = optionValue(parsed, '-d');
  const source = packed === undefined ? null : noteFile(walk, 'read', packed, texts[0] ?? 'unzip', false, place);
  if (texts.some((text) => /^-\w*[lptvZ]/.test(text))) return { text: null, sources: source === null ? noSources : [source] };
  const target = noteFile(walk, 'write', literal(into ?? '.'), texts[0] ?? 'unzip', true, place);
  if (target !== null && source !== null) noteFlows(walk, [source], target, place);
  return emptyStream;
};

/** A file that an expression of `sed` writes: `w file`, `s/a/b/w file`. */
const sedWrites = /(?:^|[;{}\n]|\/[gpiI\d]{0,8})[ \t]{0,8}(?:\d{1,8}|\$|\/[^/\n]{0,200}\/)?[ \t]{0,8}[wW][ \t]{1,8}([^\s;}]{1,4000})/g;

const sed: Handler = (walk, given, stdin, place) => {
  // BSD's `-i ''` keeps no copy: the empty word is no expression.
  const empty = given.findIndex((value, at) => value.text === '' && given[at - 1]?.text === '-i');
  const values = empty < 0 ? given : [...given.slice(0, empty), ...given.slice(empty + 1)];
  for (const value of values.slice(1)) if (/w\s/i.test(value.text)) for (const match of value.text.matchAll(sedWrites)) noteFile(walk, 'write', literal(match[1] ?? ''), 'sed', false, place);
  const program = programNamed('sed');
  return program === undefined ? emptyStream : applySpec(walk, program, values[0]?.text ?? 'sed', values, values.map((value) => value.text), stdin, place);
};

/** `7z x a.7z -oFOLDER`, `unrar x a.rar FOLDER/`; `a` packs. */
const packer: Handler = (walk, values, _stdin, place) => {
  const name = values[0]?.text ?? '';
  const verb = values[1]?.text ?? '';
  const operands = values.slice(2).filter((value) => !value.text.startsWith('-'));
  const [archive, ...rest] = operands;
  if (archive === undefined) return emptyStream;
  if (/^[au]$/.test(verb)) {
    const target = noteFile(walk, 'write', archive, name, false, place);
    for (const each of rest.slice(0, 64)) {
      const source = noteFile(walk, 'read', each, name, true, place);
      if (source !== null && target !== null) noteFlows(walk, [source, { kind: 'archive', label: name, base: null }], target, place);
    }
    return emptyStream;
  }
  const source = noteFile(walk, 'read', archive, name, false, place);
  if (!/^[ex]$/.test(verb)) return emptyStream;
  const option = values.find((value) => /^-o./.test(value.text));
  const folder = option === undefined ? (rest.find((value) => value.text.endsWith('/')) ?? literal('.')) : { ...option, text: option.text.slice(2) };
  const target = noteFile(walk, 'write', folder, name, true, place);
  if (source !== null && target !== null) noteFlows(walk, [source], target, place);
  return emptyStream;
};

const socat: Handler = (walk, values, stdin, place) => {
  let end: Source | null = null;
  for (const value of values.slice(1)) {
    const match = /^(?:TCP4?6?|UDP4?6?|OPENSSL|SSL|SOCKS4A?|PROXY|TCP-CONNECT|OPENSSL-CONNECT|UDP-CONNECT)[^:]*:([^:,]+)(?::(\d+))?/i.exec(value.text);
    const runs = /^(?:EXEC|SYSTEM|SHELL):(.+)$/is.exec(value.text);
    if (match && !/LISTEN/i.test(value.text)) end = contact(walk, 'socat', { ...value, text: `${match[1]}${match[2] ? `:${match[2]}` : ''}` }, 'both', stdin.sources.length > 0 ? ['-'] : [], place);
    if (runs?.[1] !== undefined) {
      const code = runs[1].replace(/,(?:pty|stderr|setsid|sigint|sane|raw|echo=0|ctty|nofork)\b.*$/i, '').replace(/\\(.)/g, '$1').replace(/^(["'])(.*)\1$/s, '$2');
      within(walk, 'socat', () => walk.runText(walk, code, emptyStream, place));
    }
    const file = /^(?:FILE|OPEN|GOPEN|CREATE):([^,]+)/i.exec(value.text);
    if (file?.[1] !== undefined) noteFile(walk, 'read', { ...value, text: file[1] }, 'socat', false, place);
  }
  if (end) noteFlows(walk, stdin.sources, end, place);
  return { text: null, sources: end === null ? stdin.sources : [end] };
};

/** It answers with a path in scratch space, or in the folder that its template names. */
const mktemp: Handler = (_walk, values) => {
  const template = values.slice(1).map((value) => value.text).find((text) => text.includes('XXX'));
  return { text: template === undefined ? `/tmp/${unknownMark}` : `${template.includes('/') ? '' : '/tmp/'}${template.replace(/X{3,}/, () => unknownMark)}`, sources: noSources };
};

/** `getent shadow` prints what is in the file. */
const getent: Handler = (walk, values, _stdin, place) => {
  const at = values.findIndex((value, index) => index > 0 && !value.text.startsWith('-'));
  const base = values[at]?.text ?? '';
  const name = values[at + 1];
  if (/^a?hosts(?:v[46])?$/.test(base) && name !== undefined) contact(walk, 'getent', name, 'out', [], place);
  const source = /^(?:g?shadow)$/.test(base) ? noteFile(walk, 'read', literal(`/etc/${base}`), 'getent', false, place) : null;
  return { text: null, sources: source === null ? [{ kind: 'output', label: 'getent', base: null }] : [source] };
};

/** `ssh-keygen -lf` looks at a key, `-f` with anything else makes one. */
const sshKeygen: Handler = (walk, values, _stdin, place) => {
  const texts = values.map((value) => value.text);
  const parsed = parseArguments(texts, { short: 'tbfCNPqmsVnDIwYrZaEMOSi' }, 1);
  const looks = hasOption(parsed, '-l', '-y', '-e', '-F', '-B', '-R', '-H', '-Y');
  const file = parsed.options.find((option) => option.name === '-f');
  if (file?.value) noteFile(walk, hasOption(parsed, '-y') ? 'read' : looks ? 'metadata' : 'write', valueAt(values, file.at, file.value) ?? literal(file.value), 'ssh-keygen', false, place);
  return emptyStream;
};

/** `http POST host/path name=value file@path < body`. */
const httpie: Handler = (walk, values, stdin, place) => {
  const texts = values.map((value) => value.text);
  const name = texts[0] ?? 'http';
  const parsed = parseArguments(texts, { short: 'aAopPsv', long: words('--auth --output --proxy --print --session --verify --cert --timeout') }, 1);
  const operands = parsed.operands.filter((at) => !/^[A-Z]{3,7}$/.test(texts[at] ?? ''));
  const url = values[operands[0] ?? -1];
  const out = optionValue(parsed, '-o', '--output');
  if (out !== null) noteFile(walk, 'write', literal(out), name, false, place);
  if (url === undefined) return emptyStream;
  const uploads: string[] = [];
  let sent: readonly Source[] = stdin.sources;
  for (const at of operands.slice(1)) {
    const file = /^[^=@]*@(.+)$/.exec(texts[at] ?? '')?.[1];
    if (file === undefined) continue;
    uploads.push(file);
    const source = noteFile(walk, 'read', literal(file), name, false, place);
    if (source) sent = joined(sent, [source]);
  }
  const piped = stdin.sources.length > 0 || (stdin.text !== null && stdin.text !== '');
  if (piped) uploads.push('-');
  const end = contact(walk, name, url.text.startsWith(':') ? { ...url, text: `localhost${url.text}` } : url, uploads.length > 0 ? 'out' : 'in', uploads, place);
  noteFlows(walk, joined(sent, url.sources), end, place);
  return { text: null, sources: [end] };
};

/** Debuggers call functions of the program they hold: what they give to `system` is a command. */
const debuggerProgram: Handler = (walk, values, stdin, place) => {
  for (const value of values.slice(1)) {
    for (const match of value.text.matchAll(/\b(?:system|popen)\s*\(\s*"((?:[^"\\]|\\.){1,2000})"/g)) within(walk, values[0]?.text ?? 'gdb', () => walk.runText(walk, match[1] ?? '', emptyStream, place));
  }
  return { text: null, sources: stdin.sources };
};

export const specialPrograms: Readonly<Record<string, Handler>> = {
  xargs,
  parallel,
  find,
  gfind: find,
  fd,
  fdfind: fd,
  ssh,
  autossh: ssh,
  mosh: ssh,
  ...containerPrograms,
  tmux,
  screen,
  git: gitCommand,
  tar,
  gtar: tar,
  bsdtar: tar,
  dd,
  sed,
  gsed: sed,
  unzip,
  '7z': packer,
  '7za': packer,
  '7zz': packer,
  rar: packer,
  unrar: packer,
  socat,
  'ssh-keygen': sshKeygen,
  getent,
  mktemp,
  http: httpie,
  https: httpie,
  httpie,
  xh: httpie,
  xhs: httpie,
  gdb: debuggerProgram,
  lldb: debuggerProgram,
  ...windowsPrograms,
  ...transferPrograms,
};
