/** Turns a program's arguments into facts by its table: what is read, written, deleted, reached and sent. */
import type { FileOperation } from '../../../shared/finding.ts';
import { type HostReading, isAddress, readHosts, readRemote } from './hosts.ts';
import { portOf, sshOption } from './inside.ts';
import { homeMark, isAnchored, showMarks, unknownMark } from './marks.ts';
import { type ParsedArguments, hasOneOf, hasOption, optionValue, parseArguments } from './options.ts';
import type { ProgramSpec, Role } from './programs/spec.ts';
import type { Program } from './programs/table.ts';
import { type Source, type Span, type Stream, type Value, joined, literal, noSources } from './values.ts';
import { type Walk, note, noteFlows } from './walk.ts';

const discarded = /^\/dev\/(null|zero|full|stdin|stdout|stderr|tty|fd\/|random|urandom)/;

/** Notes one access. `/dev/null` and the standard streams are no files. */
export function noteFile(walk: Walk, operation: FileOperation, value: Value, via: string, recursive: boolean, place: Span | null): Source | null {
  if (value.text === '' || value.text === '-' || value.text.length > 8192 || discarded.test(value.text)) return null;
  note(walk, { kind: 'file', operation, written: value.text, base: walk.cwd, elsewhere: walk.context !== 'host', via: showMarks(via).slice(0, 280), recursive, certainty: value.certainty, span: place });
  return { kind: 'file', label: value.text, base: walk.cwd };
}

/** What one program run gathers while its arguments are read. */
interface Gathered {
  sources: readonly Source[];
  contacts: { written: Value; reading: HostReading; own: boolean }[];
  uploads: string[];
  sent: readonly Source[];
  writes: Source[];
  direction: 'in' | 'out' | 'both' | 'unknown' | null;
}

/** Notes what a program with a table does. The result is what its standard output carries. */
export function applySpec(walk: Walk, program: Program, name: string, values: readonly Value[], texts: readonly string[], stdin: Stream, place: Span | null): Stream {
  const spec = program.spec;
  const parsed = parseArguments(texts, program.table, 1);
  const got: Gathered = { sources: stdin.sources, contacts: [], uploads: [], sent: noSources, writes: [], direction: null };
  const recursive = spec.recursive === true || (spec.recursiveWith !== undefined && hasOneOf(parsed, spec.recursiveWith));
  const online = spec.network !== undefined && reaches(spec, texts, parsed);
  let directory = program.folders ? namedDirectory(spec, values, parsed, online) : null;
  for (const option of parsed.options) {
    const named = spec.roles?.[option.name];
    const role = named === 'read' && online && option.value !== null && isAddress(option.value) ? 'url' : named;
    if (role === undefined || option.value === null) {
      const sources = values[option.at]?.sources;
      if (sources !== undefined && sources.length > 0) got.sent = joined(got.sent, sources);
      continue;
    }
    const value = withText(values[option.at], option.value);
    if (role === 'directory' || role === 'folder') continue;
    if (role === 'ssh') sshOption(walk, option.name, option.value, place);
    else applyRole(walk, got, role, directory !== null && spec.inDirectory?.includes(option.name) ? below(directory, value) : value, name, recursive, place, stdin);
  }
  if (spec.inDirectory !== undefined && directory !== null && hasOneOf(parsed, spec.inDirectory)) directory = null;
  const last = parsed.operands.length - 1;
  // `scp` and `rsync` between two folders here.
  const local = spec.operands === 'remote' && !parsed.operands.some((at) => readRemote(texts[at] ?? '') !== null);
  const writes = spec.writesWith !== undefined && hasOneOf(parsed, spec.writesWith);
  for (let index = 0; index <= last; index++) {
    const value = values[parsed.operands[index] ?? -1] ?? literal('');
    let role: Role = spec.operands ?? 'none';
    if (index === 0 && spec.first !== undefined && !(spec.firstUnless !== undefined && hasOneOf(parsed, spec.firstUnless))) role = spec.first;
    else if (index === last && index > 0 && spec.last !== undefined && directory === null) role = spec.last;
    if (local) role = index === last && index > 0 ? 'write' : 'read';
    // Edited in its place, nothing of it is shown.
    if (writes && role === 'read') role = 'write';
    // An address among the words of a client is reached.
    if (role === 'none' && online && isAddress(value.text)) role = 'url';
    const into = role === 'write' && index > 0 && spec.last === 'write' ? copiesInto(value, parsed.operands.length) : false;
    if (into) copyInto(walk, got, value, parsed.operands.slice(0, index).map((at) => values[at] ?? literal('')), name, recursive, place);
    else applyRole(walk, got, role, value, name, recursive, place, stdin);
    if (spec.replaces !== undefined && role === 'read') replace(walk, got, spec.replaces, parsed, value, name, place);
  }
  if (spec.saves !== undefined && (spec.saves.with === undefined || hasOneOf(parsed, spec.saves.with)) && !(spec.saves.unless !== undefined && hasOneOf(parsed, spec.saves.unless))) {
    for (const { written } of got.contacts) saveAs(walk, got, written, directory, name, place);
  } else if (directory !== null) {
    if (spec.last === 'write') copyInto(walk, got, directory, parsed.operands.map((at) => values[at] ?? literal('')), name, recursive, place);
    else {
      const written = noteFile(walk, 'write', directory, name, recursive, place);
      if (written) got.writes.push(written);
    }
  }
  if (online) noteContacts(walk, spec, name, got, stdin, place, parsed, texts);
  const decodes = spec.decodes === true || (spec.decodesWith !== undefined && hasOneOf(parsed, spec.decodesWith));
  if (decodes) got.sources = joined(got.sources, [{ kind: 'decode', label: name, base: null }]);
  if (spec.archives) got.sources = joined(got.sources, [{ kind: 'archive', label: name, base: null }]);
  for (const to of got.writes) noteFlows(walk, got.sources, to, place);
  const toOutput = spec.archives === true && texts[parsed.operands[0] ?? -1] === '-';
  if (spec.quiet && !toOutput) return { text: null, sources: noSources };
  // What a client of a service answers is its own.
  if (spec.operands === 'none' && !spec.sendsInput) got.sources = joined(got.sources, [{ kind: 'output', label: name, base: null }]);
  return { text: null, sources: got.sources };
}

/** The folder that an option names to write into; one to work in counts where something is installed there. */
function namedDirectory(spec: ProgramSpec, values: readonly Value[], parsed: ParsedArguments, online: boolean): Value | null {
  let directory: Value | null = null;
  for (const option of parsed.options) {
    const role = spec.roles?.[option.name];
    if (option.value !== null && (role === 'directory' || (role === 'folder' && online))) directory = withText(values[option.at], option.value);
  }
  return directory;
}

function below(directory: Value, file: Value): Value {
  if (isAnchored(file.text) || file.text === '-') return file;
  return { ...file, text: `${directory.text.replace(/\/$/, '')}/${file.text}`, certainty: directory.certainty === 'static' ? file.certainty : 'partial' };
}

/** Whether the last operand of a copy is a folder, as far as its text tells: the copies take the names of what is copied. */
function copiesInto(target: Value, operands: number): boolean {
  return operands > 2 || target.text.endsWith('/') || /^(?:\.{1,2}|(?:\.\.\/)+\.\.|\/(?:tmp|var\/tmp|opt|etc)|(?:.*\/)?s?bin)$/.test(target.text) || target.text === homeMark;
}

/** Without a pattern: a hostile name of 60,000 signs would be walked once for each of them. */
function lastPart(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47) end--;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

function copyInto(walk: Walk, got: Gathered, folder: Value, from: readonly Value[], name: string, recursive: boolean, place: Span | null): void {
  for (const each of from.slice(0, 64)) {
    const base = lastPart(each.text);
    const plain = base !== '' && base !== '.' && base !== '..' && !base.includes(unknownMark) && !base.includes(homeMark);
    const written = noteFile(walk, 'write', plain ? below(folder, { ...each, text: base }) : folder, name, recursive, place);
    const source = got.sources.find((one) => one.kind === 'file' && one.label === each.text);
    if (written !== null) noteFlows(walk, source === undefined ? each.sources : joined([source], each.sources), written, place);
  }
}

/** `gzip a` leaves `a.gz` in the place of `a`. */
function replace(walk: Walk, got: Gathered, { ending, takenOff, keeps }: NonNullable<ProgramSpec['replaces']>, parsed: ParsedArguments, value: Value, name: string, place: Span | null): void {
  const unpacks = takenOff || hasOneOf(parsed, ['-d', '--decompress', '--uncompress']);
  if (value.text === '-' || hasOneOf(parsed, ['-c', '--stdout', '--to-stdout', '-l', '--list', '-t', '--test'])) return;
  const written = noteFile(walk, 'write', { ...value, text: unpacks ? value.text.replace(/\.\w{1,4}$/, '') : `${value.text}${ending}` }, name, false, place);
  if (written !== null) got.writes.push(written);
  if (!hasOneOf(parsed, keeps)) noteFile(walk, 'delete', value, name, false, place);
}

/** `wget https://host/a/tool.sh` writes `tool.sh`. */
function saveAs(walk: Walk, got: Gathered, url: Value, directory: Value | null, name: string, place: Span | null): void {
  const last = /\/([^/?#]+)(?:[?#].*)?$/.exec(url.text.replace(/^[a-z+.-]+:\/\//i, ''))?.[1] ?? 'index.html';
  const path = directory === null ? last : `${directory.text.replace(/\/$/, '')}/${last}`;
  const certainty = url.certainty === 'static' && (directory === null || directory.certainty === 'static') ? 'static' : 'partial';
  const written = noteFile(walk, 'write', { text: path, certainty, sources: noSources, glob: false }, name, false, place);
  if (written) got.writes.push(written);
}

function withText(value: Value | undefined, text: string): Value {
  if (value === undefined) return literal(text);
  return value.text === text ? value : { ...value, text };
}

function reaches(spec: ProgramSpec, texts: readonly string[], parsed: ParsedArguments): boolean {
  if (hasOption(parsed, '--help', '--version') || (texts.length === 2 && /^(-V|-h|help|version)$/.test(texts[1] ?? ''))) return false;
  if (spec.networkWith === undefined) return texts.length > 1;
  for (let at = 1; at < texts.length && at < 8; at++) if (spec.networkWith.has(texts[at] ?? '')) return true;
  return false;
}

function applyRole(walk: Walk, got: Gathered, role: Role, value: Value, name: string, recursive: boolean, place: Span | null, stdin: Stream): void {
  switch (role) {
    case 'read': {
      if (isAddress(value.text)) {
        for (const reading of readHosts(value.text)) {
          note(walk, { kind: 'network', program: name, written: value.text, ...hostOnly(reading), direction: 'in', uploads: [], certainty: reading.host === null ? 'dynamic' : value.certainty, span: place });
          got.sources = joined(got.sources, [{ kind: 'net', label: reading.host ?? unknownMark, base: null }]);
        }
        return;
      }
      const source = noteFile(walk, 'read', value, name, recursive, place);
      if (source) got.sources = joined(got.sources, [source]);
      got.sources = joined(got.sources, value.sources);
      return;
    }
    case 'move':
      noteFile(walk, 'read', value, name, true, place);
      noteFile(walk, 'delete', value, name, true, place);
      got.sources = joined(got.sources, [{ kind: 'file', label: value.text, base: walk.cwd }]);
      return;
    case 'write': {
      const socket = /^\/dev\/(tcp|udp)\/([^/]+)\/(.+)$/.exec(value.text);
      if (socket) {
        const host = socket[2] ?? '';
        note(walk, { kind: 'network', program: `/dev/${socket[1]}`, written: value.text, host: host.includes(unknownMark) ? null : host.toLowerCase(), port: Number(socket[3]) || null, scheme: socket[1] ?? null, direction: 'out', uploads: ['-'], certainty: value.certainty, span: place });
        got.writes.push({ kind: 'net', label: host, base: null });
        return;
      }
      const written = noteFile(walk, 'write', value, name, recursive, place);
      if (written) got.writes.push(written);
      return;
    }
    case 'delete':
    case 'metadata':
    case 'execute':
      noteFile(walk, role, value, name, recursive, place);
      return;
    case 'lookup': {
      if (/^\+|^(?:a|aaaa|mx|txt|ns|any|cname|soa|srv|ptr|caa|ds|dnskey|in|ch|hs|axfr|ixfr|naptr|hinfo|tlsa|spf|rrsig|nsec3?|svcb|https|type\d+)$/i.test(value.text)) return;
      const server = value.text.startsWith('@') ? { ...value, text: value.text.slice(1) } : value;
      for (const reading of readHosts(server.text)) got.contacts.push({ written: server, reading, own: false });
      got.sent = joined(got.sent, value.sources);
      return;
    }
    case 'url':
    case 'host':
    case 'proxy':
      if (value.text === '' || value.text.startsWith('@')) return;
      if (/^file:\/\//i.test(value.text)) {
        const source = noteFile(walk, 'read', { ...value, text: value.text.replace(/^file:\/\/(?:localhost)?/i, '') }, name, false, place);
        if (source) got.sources = joined(got.sources, [source]);
        return;
      }
      for (const reading of readHosts(value.text)) got.contacts.push({ written: value, reading, own: role !== 'proxy' });
      got.sent = joined(got.sent, value.sources);
      return;
    case 'remote': {
      const reading = readRemote(value.text);
      if (reading) {
        got.contacts.push({ written: value, reading, own: true });
        got.direction = got.contacts.length === 1 && got.sources.length === 0 ? 'in' : 'out';
      } else {
        // Before the remote place: sent. After it: received.
        if (got.contacts.length > 0) {
          const from = got.contacts[0]?.written.text ?? '';
          const last = lastPart(from.slice(from.lastIndexOf(':') + 1));
          const into = /(?:^|\/)\.?$/.test(value.text) && last !== '' ? { ...value, text: `${value.text.replace(/\.?$/, '')}${last}` } : value;
          const written = noteFile(walk, 'write', into, name, recursive, place);
          if (written) got.writes.push(written);
        } else {
          const source = noteFile(walk, 'read', value, name, recursive, place);
          if (source) {
            got.sources = joined(got.sources, [source]);
            got.uploads.push(value.text);
          }
        }
      }
      return;
    }
    case 'upload':
      upload(walk, got, value, name, place, stdin);
      return;
    case 'data':
    case 'form':
    case 'cookie':
      readData(walk, got, role, value, name, place, stdin);
      return;
    case 'connect': {
      // `--connect-to from:port:to:port`, `--resolve host:port:address`: the connection goes where these say.
      // `wget -e https_proxy=host:port`.
      const parts = value.text.split(':');
      const proxy = /^(?:https?|ftp)_proxy\s*=\s*(\S+)$/i.exec(value.text)?.[1];
      if (proxy !== undefined) for (const reading of readHosts(proxy)) got.contacts.push({ written: { ...value, text: proxy }, reading, own: false });
      if (name.startsWith('wget')) return;
      const to = name === 'curl' && parts.length >= 4 ? parts[2] : parts.length >= 3 ? parts[2] : undefined;
      if (to !== undefined && to !== '') for (const reading of readHosts(to)) got.contacts.push({ written: { ...value, text: to }, reading, own: false });
      return;
    }
    case 'shell':
      if (!/^(?:ssh|rsync|sudo rsync)(?:\s+-\S+(?:\s+[\w./~\uE000\uE003=:@][\w./~\uE000\uE003=:@-]*)?)*$/.test(value.text)) walk.runText(walk, value.text, { text: '', sources: noSources }, place);
      return;
    case 'directory':
    case 'folder':
    case 'ssh':
    case 'pattern':
    case 'code':
    case 'none':
      got.sent = joined(got.sent, value.sources);
      // A path below a hidden folder of the home is read by whatever it is given to.
      if (role === 'none' && /^(?:\uE000|~|\/home\/[^/]+|\/Users\/[^/]+|\/root)\/\.[\w-]/.test(value.text) && !/[\s:,]/.test(value.text)) {
        const source = noteFile(walk, 'read', value.certainty === 'static' ? { ...value, certainty: 'partial' } : value, name, false, place);
        if (source) got.sources = joined(got.sources, [source]);
      }
      if (role !== 'none') got.sources = joined(got.sources, value.sources);
      return;
  }
}

function upload(walk: Walk, got: Gathered, value: Value, name: string, place: Span | null, stdin: Stream): void {
  got.direction = 'out';
  if (value.text === '-' || value.text === '.' || value.text === '/dev/stdin') {
    got.uploads.push('-');
    got.sent = joined(got.sent, stdin.sources);
    return;
  }
  got.uploads.push(value.text);
  got.sent = joined(got.sent, value.sources);
  const source = noteFile(walk, 'read', value, name, false, place);
  if (source) got.sent = joined(got.sent, [source]);
}

function readData(walk: Walk, got: Gathered, role: 'data' | 'form' | 'cookie', value: Value, name: string, place: Span | null, stdin: Stream): void {
  const text = value.text;
  got.sent = joined(got.sent, value.sources);
  if (role === 'cookie') {
    // `-b name=value` is text, `-b file` is read; `-H @file` is read.
    if (text.startsWith('@')) upload(walk, got, { ...value, text: text.slice(1) }, name, place, stdin);
    // The server is asked for another host than the one that is connected to.
    const asked = /^host:\s*(\S+)$/i.exec(text)?.[1];
    if (asked !== undefined) for (const reading of readHosts(asked)) got.contacts.push({ written: { ...value, text: asked }, reading, own: false });
    return;
  }
  got.direction = 'out';
  const file = role === 'form' ? /=\s*["']?[@<]([^;"']+)/.exec(text)?.[1] : text.startsWith('@') ? text.slice(1) : /^[\w.-]+@(.+)$/.exec(text)?.[1];
  if (file === undefined) return;
  if (file.startsWith('/dev/fd/')) got.uploads.push('-');
  else upload(walk, got, { ...value, text: file }, name, place, stdin);
}

function noteContacts(walk: Walk, spec: ProgramSpec, name: string, got: Gathered, stdin: Stream, place: Span | null, parsed: ParsedArguments, texts: readonly string[]): void {
  if (spec.sendsInput && (stdin.sources.length > 0 || (stdin.text !== null && stdin.text !== ''))) {
    got.uploads.push('-');
    got.sent = joined(got.sent, stdin.sources);
    got.direction = 'out';
  }
  const method = optionValue(parsed, '-X', '--request', '--method');
  if (got.direction === null && method !== null && /^(POST|PUT|PATCH|DELETE)$/i.test(method)) got.direction = 'out';
  const direction = got.direction ?? spec.network ?? 'unknown';
  if (got.contacts.length === 0) {
    if (spec.operands === 'remote' || spec.named) return;
    note(walk, { kind: 'network', program: name, written: '', host: null, port: null, scheme: null, direction, uploads: got.uploads.slice(0, 64), certainty: 'dynamic', span: place });
    const end: Source = { kind: 'net', label: unknownMark, base: null };
    if (direction === 'out') noteFlows(walk, got.sent, end, place);
    // What a listener hands on came from whoever called.
    if (spec.sendsInput && spec.portOperand) got.sources = joined(got.sources, [end]);
    return;
  }
  const given = portOf(spec.ports === undefined ? null : optionValue(parsed, ...spec.ports)) ?? (spec.portOperand ? portOf(texts[parsed.operands[1] ?? -1]) : null);
  for (const { written, reading, own } of got.contacts) {
    const port = reading.port ?? (own ? given : null);
    note(walk, { kind: 'network', program: name, written: written.text, ...hostOnly(reading), port, direction, uploads: got.uploads.slice(0, 64), certainty: reading.host === null ? 'dynamic' : written.certainty, span: place });
    const end: Source = { kind: 'net', label: reading.host ?? unknownMark, base: null };
    const sent = spec.operands === 'remote' && direction === 'out' ? joined(got.sent, got.sources) : got.sent;
    noteFlows(walk, sent, end, place);
    if (direction !== 'out' || spec.network === 'in') got.sources = joined(got.sources, [end]);
  }
}

function hostOnly(reading: HostReading): HostReading {
  return { host: reading.host, port: reading.port, scheme: reading.scheme };
}
