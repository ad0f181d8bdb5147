/** Clients that carry files to or from a store or another person: which operand is sent, which is received. */
import { applySpec, noteFile } from './accesses.ts';
import type { Handler } from './builtins.ts';
import { readHost, readRemote } from './hosts.ts';
import { unknownMark } from './marks.ts';
import { optionValue, parseArguments } from './options.ts';
import { words } from './programs/spec.ts';
import { programNamed } from './programs/table.ts';
import { type Source, type Span, type Stream, type Value, emptyStream, joined, literal, noSources } from './values.ts';
import { type Walk, note, noteFlows } from './walk.ts';

interface Transfer {
  /** What stands before the operands that are paths. */
  readonly verbs: RegExp;
  /** The last operand is where it goes; else each operand is sent. */
  readonly pairs?: true;
  /** Words between the verb and the operands, e.g. a bucket's name. */
  readonly skip?: number;
  /** Options that hold a path to send, separated by spaces. */
  readonly files?: string;
  /** Where it goes, where the program has one place. */
  readonly host?: string;
}

const valueOptions = words('--profile --region --endpoint-url --acl --storage-class --content-type --exclude --include --project --account-name --container-name --name --file --source --destination --desc --filename -f -n -c -d -o');
const transfers: Readonly<Record<string, Transfer>> = {
  aws: { verbs: /^s3 (?:cp|mv|sync)$/, pairs: true },
  gsutil: { verbs: /^(?:cp|mv|rsync)$/, pairs: true },
  gcloud: { verbs: /^storage (?:cp|mv|rsync)$|^compute scp$/, pairs: true },
  az: { verbs: /^storage (?:blob|file) upload(?:-batch)?$/, files: '--file -f --source -s' },
  azcopy: { verbs: /^(?:copy|cp|sync)$/, pairs: true },
  rclone: { verbs: /^(?:copy|sync|move|copyto|moveto)$/, pairs: true },
  s3cmd: { verbs: /^(?:put|sync|get)$/, pairs: true },
  s5cmd: { verbs: /^(?:cp|mv|sync)$/, pairs: true },
  mc: { verbs: /^(?:cp|mirror|mv)$/, pairs: true },
  b2: { verbs: /^(?:upload-file|file upload|sync)$/, skip: 1 },
  croc: { verbs: /^(?:send)$/ },
  'magic-wormhole': { verbs: /^(?:send)$/ },
  wormhole: { verbs: /^(?:send)$/ },
  ffsend: { verbs: /^(?:upload)$/ },
  ipfs: { verbs: /^(?:add)$/ },
  gh: { verbs: /^gist create$|^release upload$/, host: 'gist.github.com' },
  glab: { verbs: /^snippet create$/, host: 'gitlab.com' },
  transfer: { verbs: /^$/ },
};

const remote = /^(?:s3|gs|gcs|oss|cos|b2|swift|https?):\/\/|^[\w-]{2,}:/;

function verbsOf(texts: readonly string[], operands: readonly number[]): { readonly one: string; readonly two: string } {
  const one = texts[operands[0] ?? -1] ?? '';
  return { one, two: `${one} ${texts[operands[1] ?? -1] ?? ''}` };
}

const transfer: Handler = (walk, values, stdin, place) => {
  const texts = values.map((value) => value.text);
  const name = texts[0] ?? '';
  const program = programNamed(name);
  const result = program === undefined ? emptyStream : applySpec(walk, program, name, values, texts, stdin, place);
  const kind = Object.hasOwn(transfers, name) ? transfers[name] : undefined;
  if (kind === undefined) return result;
  if (name === 'gh') fetchedByGh(walk, values, texts, place);
  if (/^(?:gsutil|rclone|s3cmd|s5cmd|mc|b2|azcopy)$/.test(name) ? texts[1] === 'cat' : name === 'gcloud' && texts[1] === 'storage' && texts[2] === 'cat') return { text: null, sources: [{ kind: 'net', label: unknownMark, base: null }] };
  const parsed = parseArguments(texts, { short: name === 'gh' ? 'dfR' : name === 'az' ? 'fcnsg' : '', long: valueOptions }, 1);
  const { one, two } = verbsOf(texts, parsed.operands);
  const depth = kind.verbs.test(two) ? 2 : kind.verbs.test(one) ? 1 : 0;
  if (depth === 0) return result;
  const end: Source = { kind: 'net', label: kind.host ?? unknownMark, base: null };
  const operands = parsed.operands.slice(depth + (kind.skip ?? 0)).map((at) => values[at] ?? literal(''));
  const to = kind.pairs === true ? operands[operands.length - 1] : undefined;
  const named = name === 'mc' && to !== undefined && /^[\w-]+\/\S/.test(to.text);
  if (to !== undefined && !remote.test(to.text) && !named) return received(walk, name, operands, to, end, place) ?? result;
  const files = [...(kind.pairs === true ? operands.slice(0, -1) : operands)];
  for (const option of kind.files?.split(' ') ?? []) {
    const path = optionValue(parsed, option);
    if (path !== null) files.push(literal(path));
  }
  for (const file of files) {
    if (file.text === '-') noteFlows(walk, stdin.sources, end, place);
    noteFlows(walk, file.sources, end, place);
    if (remote.test(file.text)) continue;
    const source = noteFile(walk, 'read', file, name, true, place);
    if (source !== null) noteFlows(walk, [source], end, place);
  }
  if (files.length === 0) noteFlows(walk, stdin.sources, end, place);
  return result;
};

/** `gh repo clone owner/name FOLDER`, `gh release download -D FOLDER`. */
function fetchedByGh(walk: Walk, values: readonly Value[], texts: readonly string[], place: Span | null): void {
  const line = `${texts[1]} ${texts[2]}`;
  if (line === 'repo clone') {
    const end = texts.indexOf('--');
    const [, named] = values.slice(3, end < 0 ? undefined : end).filter((value) => !value.text.startsWith('-'));
    if (named !== undefined) noteFile(walk, 'write', named, 'gh', true, place);
  } else if (line === 'release download' || line === 'run download') {
    const out = optionValue(parseArguments(texts, { short: 'DOpRn', long: words('--dir --output --pattern --repo --name') }, 3), '-D', '--dir', '-O', '--output');
    if (out !== null) noteFile(walk, 'write', literal(out), 'gh', true, place);
  }
}

function received(walk: Walk, name: string, operands: readonly Value[], to: Value, end: Source, place: Span | null): Stream | null {
  if (!operands.slice(0, -1).some((from) => remote.test(from.text))) return null;
  if (to.text === '-') return { text: null, sources: [end] };
  const last = /\/([^/]+)$/.exec(operands[0]?.text ?? '')?.[1];
  const path = /(?:^|\/)\.?$|\/$/.test(to.text) && last !== undefined ? { ...to, text: `${to.text.replace(/\/?\.?$/, '')}${to.text === '.' ? '' : '/'}${last}` } : to;
  const written = noteFile(walk, 'write', path, name, false, place);
  if (written !== null) noteFlows(walk, [end], written, place);
  return { text: null, sources: noSources };
}

/** Sends its input, or the files that its commands name: `lftp -e 'put x'`, `tftp h -c put x`, `ftp` with a script. */
const fileClient: Handler = (walk, values, stdin, place) => {
  const texts = values.map((value) => value.text);
  const name = texts[0] ?? '';
  const program = programNamed(name);
  const result = program === undefined ? emptyStream : applySpec(walk, program, name, values, texts, stdin, place);
  // BSD's `ftp -o file URL` fetches.
  const parsed = parseArguments(texts, { short: program?.table.short ?? 'oecuPp' }, 1);
  const address = values.find((value) => /^(?:ftp|https?|sftp):\/\//.test(value.text));
  const first = (address ?? values[parsed.operands[0] ?? -1])?.text ?? '';
  const { host } = readRemote(first) ?? readHost(first);
  const end: Source = { kind: 'net', label: host ?? unknownMark, base: null };
  const out = optionValue(parsed, '-o');
  if (out !== null && address !== undefined) {
    const written = noteFile(walk, 'write', literal(out), name, false, place);
    if (written !== null) noteFlows(walk, [end], written, place);
  }
  // `sftp host:file folder` fetches.
  const into = values[parsed.operands[1] ?? -1];
  const fetched = name === 'sftp' && first.includes(':') ? first.slice(Math.max(first.lastIndexOf('/'), first.lastIndexOf(':')) + 1) : '';
  if (into !== undefined && fetched !== '') {
    const path = into.text === '.' ? fetched : into.text.endsWith('/') ? `${into.text}${fetched}` : into.text;
    const written = noteFile(walk, 'write', { ...into, text: path }, name, false, place);
    if (written !== null) noteFlows(walk, [end], written, place);
  }
  const script = `${texts.slice(1).join(' ')}\n${stdin.text ?? ''}`;
  for (const match of [...script.matchAll(/(?:^|[\s;"'])(?:(mirror\s+(?:-\w+\s+)*(?:-\w*R\w*|--reverse))|m?put|send|reput)\s+(?:-\w+\s+)*([^\s;"']+)/g)].slice(0, 16)) {
    const source = noteFile(walk, 'read', literal((match[2] ?? '').replace(/^~\//, '\uE000/')), name, match[1] !== undefined, place);
    if (source !== null) noteFlows(walk, [source], end, place);
  }
  for (const match of [...script.matchAll(/(?:^|[\s;"'])m?get\s+(?:-\w+\s+)*([^\s;"']+)/g)].slice(0, 16)) {
    const written = noteFile(walk, 'write', literal(/([^/]+)$/.exec(match[1] ?? '')?.[1] ?? ''), name, false, place);
    if (written !== null) noteFlows(walk, [end], written, place);
  }
  return result;
};

/** `openssl s_client -connect host:port < file` sends its input; the other subcommands do not reach the network. */
const openssl: Handler = (walk, values, stdin, place) => {
  const texts = values.map((value) => value.text);
  const at = texts.indexOf('-connect');
  const host = values[at + 1];
  if (texts[1] === 's_client' && at > 0 && host !== undefined) {
    const reading = readHost(host.text);
    const sends = stdin.sources.length > 0;
    note(walk, { kind: 'network', program: 'openssl', written: host.text, host: reading.host, port: reading.port, scheme: null, direction: sends ? 'out' : 'both', uploads: sends ? ['-'] : [], certainty: reading.host === null ? 'dynamic' : host.certainty, span: place });
    const end: Source = { kind: 'net', label: reading.host ?? unknownMark, base: null };
    noteFlows(walk, stdin.sources, end, place);
    return { text: null, sources: joined(noSources, [end]) };
  }
  // A certificate is public; only its name is looked at.
  if (/^(?:x509|verify|crl|ocsp|asn1parse)$/.test(texts[1] ?? '')) {
    const file = values[texts.indexOf('-in') + 1];
    if (texts.includes('-in') && file !== undefined) noteFile(walk, 'metadata', file, 'openssl', false, place);
    return { text: null, sources: noSources };
  }
  const program = programNamed('openssl');
  return program === undefined ? emptyStream : applySpec(walk, program, 'openssl', values, texts, stdin, place);
};

export const transferPrograms: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(Object.keys(transfers).map((name) => [name, transfer])),
  lftp: fileClient,
  sftp: fileClient,
  ftp: fileClient,
  tftp: fileClient,
  ncftpput: fileClient,
  openssl,
};
