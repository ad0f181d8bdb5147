/** Reads code of other languages by eye only: the URLs, paths and shell texts that stand in it. Never runs or parses it. */
import { noteFile } from './accesses.ts';
import { readHost } from './hosts.ts';
import { actsOf, codePatterns, evaluatedTexts, libraryHost, looksLikeCommand, secretVariable, withPlainPaths } from './code-text.ts';
import { createTextWatch, type TextWatch } from '../patterns/text-watch.ts';
import { homeMark, unknownMark } from './marks.ts';
import { reasons } from './reasons.ts';
import { type Source, type Span, type Stream, type Value, emptyStream, joined, noSources } from './values.ts';
import { type Walk, apart, note, noteFlows, noteReason } from './walk.ts';
import { encodedCommand, readPowerShell } from './powershell.ts';
import { programNamed } from './programs/table.ts';
import { applySpec } from './accesses.ts';

interface Language {
  /** Options whose value is code. */
  readonly code: readonly string[];
  /** The first operand is code (`awk`). */
  readonly operandIsCode?: boolean;
  /** Options that take a value that is neither code nor a file. */
  readonly values: readonly string[];
}

const python: Language = { code: ['-c'], values: ['-W', '-X', '-Q'] };
const node: Language = { code: ['-e', '-p', '-pe', '-ep', '--eval', '--print'], values: ['-r', '--require', '--import', '--loader'] };
const perl: Language = { code: ['-e', '-E'], values: ['-I', '-M', '-m'] };
const powershellValues = ['-ExecutionPolicy', '-executionpolicy', '-ep', '-exec', '-ex', '-w', '-WindowStyle', '-windowstyle', '-Version', '-WorkingDirectory'];
const languages: Readonly<Record<string, Language>> = {
  node, nodejs: node, deno: node, bun: node, tsx: node, 'ts-node': node,
  perl, ruby: { code: ['-e'], values: ['-I', '-r'] }, php: { code: ['-r'], values: ['-d', '-c'] }, lua: { code: ['-e'], values: ['-l'] }, luajit: { code: ['-e'], values: ['-l'] },
  awk: { code: [], operandIsCode: true, values: ['-F', '-v', '-f'] }, gawk: { code: [], operandIsCode: true, values: ['-F', '-v', '-f'] }, mawk: { code: [], operandIsCode: true, values: ['-F', '-v', '-f'] }, nawk: { code: [], operandIsCode: true, values: ['-F', '-v', '-f'] },
  osascript: { code: ['-e'], values: ['-l'] }, Rscript: { code: ['-e'], values: [] }, R: { code: ['-e'], values: ['-f'] }, julia: { code: ['-e', '-E'], values: [] }, groovy: { code: ['-e'], values: [] }, swift: { code: ['-e'], values: [] },
  scala: { code: ['-e'], values: [] }, elixir: { code: ['-e'], values: [] }, erl: { code: ['-eval'], values: [] }, pwsh: { code: ['-c', '-Command', '-command'], values: powershellValues }, powershell: { code: ['-c', '-Command', '-command'], values: powershellValues },
  tclsh: { code: [], values: [] }, expect: { code: ['-c'], values: [] },
};

/** Names of programs that were asked for, with what they take. */
const asked = new Map<string, Language | null>();
const maxAsked = 2000;

function languageOf(name: string): Language | undefined {
  let known = asked.get(name);
  if (known === undefined) {
    known = languageNamed(name) ?? null;
    if (asked.size >= maxAsked) asked.clear();
    asked.set(name, known);
  }
  return known ?? undefined;
}

function languageNamed(name: string): Language | undefined {
  if (/^(python|pypy|python[23](\.\d+)?|py)$/.test(name)) return python;
  if (/^(perl|ruby|php|lua|node)[\d.]+$/.test(name)) return languageNamed(name.replace(/[\d.]+$/, ''));
  return Object.hasOwn(languages, name) ? languages[name] : undefined;
}

/** Whether a program takes code of another language. */
export function runsCode(name: string): boolean {
  return languageOf(name) !== undefined;
}

/** Finds the code in an interpreter's arguments or input, and notes what stands in it. */
export function scanCode(walk: Walk, name: string, values: readonly Value[], texts: readonly string[], stdin: Stream, place: Span | null): Stream {
  const language = languageOf(name);
  if (language === undefined) return emptyStream;
  const windows = /^(?:pwsh|powershell)$/i.test(name);
  const codes: Value[] = [];
  let script: Value | undefined;
  let at = 1;
  for (; at < texts.length; at++) {
    const text = texts[at] ?? '';
    const value = values[at];
    if (value === undefined) break;
    if (windows && /^-(?:enc|encodedcommand|e|ec)$/i.test(text)) {
      noteFlows(walk, [{ kind: 'decode', label: 'base64', base: null }], { kind: 'exec', label: name, base: null }, place);
      const decoded = encodedCommand(texts[at + 1] ?? '');
      if (decoded !== null) codes.push({ ...value, text: decoded });
      at++;
      continue;
    }
    const bundled = windows ? undefined : language.code.find((option) => option.length === 2 && /^-[a-zA-Z]{2,5}$/.test(text) && text.endsWith(option[1] ?? ' ') && !language.values.some((each) => text.startsWith(each)));
    const code = language.code.includes(text) || bundled !== undefined;
    if (code) {
      const next = values[at + 1];
      if (next !== undefined) codes.push(next);
      at++;
    } else if (language.code.some((option) => option.length === 2 && text.startsWith(option) && text.length > 2)) codes.push({ ...value, text: text.slice(2) });
    else if (language.code.some((option) => option.startsWith('--') && text.startsWith(`${option}=`))) codes.push({ ...value, text: text.slice(text.indexOf('=') + 1) });
    else if (language.values.includes(text)) at++;
    else if (text === '-m' && language === python) break;
    else if (!text.startsWith('-') || text === '-') {
      script = value;
      break;
    }
  }
  if (language.operandIsCode) {
    if (script !== undefined && !texts.includes('-f')) codes.push(script);
    const program = programNamed(name);
    const result = program === undefined ? emptyStream : applySpec(walk, program, name, values, texts, stdin, place);
    for (const code of codes) readCodeText(walk, name, code.text, place);
    return result;
  }
  const to: Source = { kind: 'exec', label: name, base: null };
  // Without `-File`, what follows is a command.
  if (windows && codes.length === 0 && script !== undefined && !/\.ps1$/i.test(script.text)) codes.push({ ...script, text: texts.slice(at).join(' ') });
  if (windows) noteReason(walk, reasons.powershell, '', place);
  let sources: readonly Source[] = noSources;
  for (const code of codes) {
    noteFlows(walk, code.sources, to, place);
    if (code.certainty === 'dynamic') noteReason(walk, reasons.dynamicCode, name, place);
    if (windows) readPowerShell(walk, code.text, place);
    else sources = joined(sources, readCodeText(walk, name, code.text, place, stdin));
  }
  if (codes.length > 0 && (name.startsWith('perl') || name.startsWith('ruby'))) {
    const inPlace = texts.some((text) => /^-[a-zA-Z]*i/.test(text) && !/^-[IM]/.test(text));
    for (const value of values.slice(at)) if (!value.text.startsWith('-') && !codes.includes(value)) noteFile(walk, inPlace ? 'write' : 'read', value, name, false, place);
  }
  if (codes.length === 0) {
    // A module that is run with a path reads it.
    if (texts[at] === '-m') for (const value of values.slice(at + 2, at + 18)) if (/^(?:[\uE000\uE003]\/|~\/|\/|\.env)/.test(value.text) && !/\s/.test(value.text)) noteFile(walk, 'read', { ...value, certainty: 'partial' }, name, false, place);
    if (script === undefined || script.text === '-' || script.text === '/dev/stdin') {
      if (texts.length === 1 || script !== undefined || !texts.includes('-m')) noteFlows(walk, stdin.sources, to, place);
      if (stdin.text !== null && stdin.text !== '' && !texts.includes('-m')) sources = joined(sources, readCodeText(walk, name, stdin.text, place));
    } else if (script.sources.length > 0) noteFlows(walk, script.sources, to, place);
    else if (!/^(run|test|install|add|x|task|fmt|lint|check|build|repl|eval)$/.test(script.text)) {
      noteFile(walk, 'execute', script, name, false, place);
      for (const value of values.slice(at + 1, at + 17)) if (/^(?:[\uE000\uE003]\/|~\/|\/|\.env)/.test(value.text) && !/\s/.test(value.text)) noteFile(walk, 'read', { ...value, certainty: 'partial' }, name, false, place);
    }
    else if (script.text === 'eval' && name === 'deno') sources = joined(sources, readCodeText(walk, name, values[at + 1]?.text ?? '', place, stdin));
    else if (script.text === 'run' || script.text === 'x') {
      const next = values[at + 1];
      if (next !== undefined && /[./]/.test(next.text) && !next.text.startsWith('-')) noteFile(walk, 'execute', next, name, false, place);
    }
  }
  return { text: null, sources: joined(joined(stdin.sources, sources), sourcesOf(values)) };
}

function sourcesOf(values: readonly Value[]): readonly Source[] {
  for (const value of values) if (value.sources.length > 0) return values.flatMap((each) => each.sources).slice(0, 32);
  return noSources;
}

const url = /\b(?:https?|ftp|wss?):\/\/[^\s'"`<>)\\]+/g;
const stringLiteral = /'((?:[^'\\\n]|\\.){1,4000})'|"((?:[^"\\\n]|\\.){1,4000})"|`((?:[^`\\]|\\.){1,4000})`/g;
const shellCall = /\b(?:os\.(?:system|popen|execute|exec[lv]p?e?|spawn\w*)|subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|(?:child_process|cp)\.?\w*|execSync|exec|execFile(?:Sync)?|spawn(?:Sync)?|system|popen|shell_exec|passthru|proc_open|IO\.popen|Open3\.\w+|do shell script|pty\.spawn|Deno\.Command|Bun\.spawn|qx|%x)\s*[(`"' [{|/]|(?:^|[=\s(.;$])`[^`\n]+`|\$\s*[(`]/;
const writes = /\b(?:writeFile(?:Sync)?|appendFile(?:Sync)?|createWriteStream|write_text|write_bytes|file_put_contents|fwrite|File\.write|IO\.write|writeLines|copyFile(?:Sync)?|shutil\.(?:copy\w*|move)|renameSync|\.rename|os\.(?:rename|replace|symlink|link|chmod|chown|truncate)|\bchmod|chmodSync|copy)\b|open\s*\([^)]{0,300},\s*(?:mode\s*=\s*)?['"][rbt]*[wax+]|>>?\s*"|\.(?:rename|chmod|touch|symlink_to|write_text|write_bytes|unlink)\s*\(/;
const deletes = /\)\s*\.(?:remove|unlink|rmdir|removedirs)\s*\(|\bgetattr\s*\([^)]{1,40}['"](?:remove|unlink|rmdir|rmtree)['"]|\b(?:rmtree|unlink(?:Sync)?|os\.remove|removeSync|rm(?:dir)?Sync|rm_rf|rm_r|remove_entry|FileUtils\.rm\w*|remove_tree|unlinkSync|os\.rmdir|os\.unlink|fs\.rm\b|rimraf|shutil\.rmtree|File\.delete|Dir\.rmdir)\b/;
const recursiveDelete = /\bos\.walk\s*\(|\.rglob\s*\(|\b(?:rmtree|rm_rf|rm_r|remove_tree|rimraf)\b|recursive\s*[:=]\s*(?:true|True|TRUE|T)\b/;
const reads = /\.read\s*\(|\b(?:open|upload\w*|readTextFile(?:Sync)?|put_object|send_file|sendfile|readFile(?:Sync)?|read_text|read_bytes|createReadStream|file_get_contents|fopen|File\.(?:read|open)|IO\.read|Path|slurp|readlines|getline|load|require|readLines|ReadAllText|Get-Content|readfile|import_file|copyfile|copy)\b|<\s*["']/;
const sends = /\b(?:requests\.(?:post|put|patch)|urlopen\([^)]{0,300}data|method\s*[:=]\s*['"]?(?:POST|PUT)|http\.client|\.post\s*\(|Net::HTTP\.post|sendall|\.send\s*\(|smtplib|ftplib|upload)/i;
const decodesAndRuns = /\b(?:exec|eval|subprocess\.\w+|os\.popen|execSync|compile|system|Function|instance_eval|loads)\b[\s\S]{0,200}\b(?:b64decode|base64|atob|fromhex|unhexlify|decode64|unpack|pack\s*\(\s*['"]H|pack\(\s*['"]H|zlib|marshal|codecs\.decode|Buffer\.from|base64_decode|decode_base64|fromCharCode|chr\()|\b(?:b64decode|atob|base64_decode|decode64|decode_base64|Buffer\.from)\b[\s\S]{0,200}\b(?:exec|eval|Function|system|spawn)\s*\(/;
const environ = /(?<!\bin\s)\bos\.environ\b(?!\s*(?:\[|\.get|\.setdefault|\.pop|\.copy))|\bprocess\.env\b(?!\s*[.[])|\bENV\.(?:to_h|to_a|each|inspect|map)|\$_ENV\b(?!\[)|\bgetenv\s*\(\s*\)|%ENV\b|\bENVIRON\b(?!\[)/;
const sockets = /\bcreate_connection\s*\(\s*\(\s*['"]([\w.-]+)['"]\s*,\s*(\d+)|\bsocket\.(?:socket|create_connection)|[.:]connect\s*\(\s*\(?\s*['"]([\w.-]+)['"]\s*,\s*(\d+)|TCPSocket\.(?:new|open)\s*\(\s*['"]([\w.-]+)['"]|net\.(?:connect|createConnection)\s*\(|fsockopen\s*\(\s*['"]([^'"]+)|IO::Socket|\bsockaddr_in\b|\binet_aton\b|\bPF_INET\b|socket\.tcp\s*\(|\bTcpClient\b|net\.Socket\b|UNIXSocket|TCPSocket|\.tcp\s*\(\s*\)|require\(['"]net['"]\)|\.connect\s*\(\s*\d+\s*,\s*['"]([\w.-]+)|\/inet\/tcp\/0\/([\w.-]+)\/(\d+)/;
const duplicates = /\bdup2\b|["'](?:\/bin\/)?(?:ba|z|da|k)?sh["']\s*\|&?\s*getline|pty\.spawn|\bexec\s*\(?\s*["'][^"']*\bsh\b|stdin\s*:\s*\w*sock|\/bin\/(?:ba)?sh["']?\s*,?\s*(?:\[)?["']-i|\b(?:exec|system|spawn|popen|execve|proc_open|shell_exec)\b[^\n]{0,80}\b(?:ba|z|k|da)?sh\b(?:\s+-i|\s*<&|["'])/;

const lookUps = /\bdns(?:\.promises|['"]\))?\.(?:resolve\w*|lookup)|\bgethostby\w+|\bgetaddrinfo\b|\bResolv(?:::DNS|\.getaddress)|\bdns_get_record\b|\bcheckdnsrr\b|\bresolver\.(?:resolve|query)\b|\bIPSocket\.getaddress\b/;
/** The fixed end of a name whose beginning the code makes: `x + '.a.example'`, `${x}.a.example`. */
const madeName = /(?:[+.]\s*['"]|\})\.?((?:[\w-]{1,63}\.){1,6}[a-z]{2,20})['"`]/;

const memoryCode = /\bmemfd_create\b|\bfexecve\b|\/proc\/self\/fd\//;
const runsText = /\b(?:exec|eval)\b/;
/** A request's options name the host apart: `{ hostname: 'h' }`, `PeerAddr => 'h'`. */
const hostApart = /\b(?:host(?:name)?|PeerAddr|PeerHost)\s*(?:=>|[:=])\s*['"]([\w.-]+\.[a-z]{2,}|\d+\.\d+\.\d+\.\d+)['"]|IO::Socket::\w+->new\s*\(\s*['"]([\w.-]+)/;
/** What may be a string that is opened to be written, as looked at below: `'x', 'w'`. */
const opensToWrite = /['"`][\s)]{0,16},\s{0,16}(?:mode\s{0,16}=\s{0,16})?['"][rbt]{0,16}[wax+]/;

/** Each pattern by which code says anything; most short code fits none. */
const telling: readonly RegExp[] = [...codePatterns, shellCall, writes, deletes, reads, decodesAndRuns, environ, sockets, lookUps, memoryCode, runsText, hostApart, url];
let watch: TextWatch | null = null;
const heard = new Int32Array(1);

/** Whether code can say something at all. */
export function saysSomething(code: string): boolean {
  watch ??= createTextWatch([{ number: 0, patterns: telling }]);
  if (watch.unseen.length > 0) return true;
  heard[0] = 0;
  watch.look(code, heard);
  return heard[0] !== 0 || looksLikeCommand(code) || opensToWrite.test(code);
}

/** A string that is likely a path: absolute, from home, or with a folder or a leading dot. */
function pathOf(text: string): string | null {
  if (text.length > 400 || /[\s<>|;{}()*"'$]/.test(text)) return null;
  if (/^(https?|ftp|wss?|data|node):/.test(text)) return null;
  if (/^~(?:\/|$)/.test(text)) return homeMark + text.slice(1);
  if (/^\/[\w.@+-]/.test(text) || text === '/' || /^\.{1,2}\//.test(text) || /^\.[A-Za-z][\w.-]+$/.test(text) || /^[\w.@-]+(\/[\w.@+-]+)+$/.test(text) || /^[\w-]+\.(?:env|pem|key|json|ya?ml|txt|sh|py|js|ts|db|sqlite|csv|log|conf|cfg|ini|toml|md|bak|dump|sql|pfx|p12)$/.test(text)) return text;
  return null;
}

function readCodeText(walk: Walk, name: string, code: string, place: Span | null, stdin: Stream = emptyStream, depth = 0): readonly Source[] {
  const text = withPlainPaths(code.length > 32_768 ? code.slice(0, 32_768) : code);
  if (!name.endsWith('awk') && !saysSomething(text)) return noSources;
  if (depth < 2) for (const inner of evaluatedTexts(text)) readCodeText(walk, name, inner, place, stdin, depth + 1);
  if (looksLikeCommand(text) && !/awk$/.test(name)) runIn(walk, name, text, place);
  const acts = actsOf(text);
  if (acts.rights) noteReason(walk, reasons.nativeRights, name, place);
  if (acts.native) noteReason(walk, reasons.nativeCode, name, place);
  if (acts.forks) noteReason(walk, reasons.endlessBackground, name, place);
  let sources: readonly Source[] = noSources;
  const to: Source = { kind: 'exec', label: name, base: null };
  if (decodesAndRuns.test(text)) noteFlows(walk, [{ kind: 'decode', label: name, base: null }], to, place);
  const removes = deletes.test(text);
  const write = writes.test(text);
  const read = reads.test(text) || name === 'awk' || /awk$/.test(name);
  if (environ.test(text)) {
    const whole: Source = { kind: 'env', label: '', base: null };
    sources = joined(sources, [whole]);
    if (/\b(?:print\w*|puts|p|var_dump|echo|console\.log|pprint|say|dump|write)\b|^\s*process\.env\s*$/.test(text)) noteFlows(walk, [whole], { kind: 'output', label: name, base: null }, place);
  }
  const runsShell = shellCall.test(text);
  if (memoryCode.test(text)) noteReason(walk, reasons.memoryCode, name, place);
  if ((runsShell || runsText.test(text)) && /(?:\\x[0-9a-fA-F]{2}){4}|(?:\\[0-7]{3}){4}|(?:chr\(\d+\)\s*[.+]?\s*){4}/.test(text)) noteReason(walk, reasons.escapedCode, name, place);
  let strings = 0;
  const list: string[] = [];
  const noted: { value: Value; operation: 'delete' | 'write' | 'read' }[] = [];
  for (const match of text.matchAll(stringLiteral)) {
    if (++strings > 64) break;
    const raw = match[1] ?? match[2] ?? match[3] ?? '';
    const string = raw.includes('\\') ? unescapedString(raw) : raw;
    list.push(string);
    // Perl's old way to open a file: `open F, '>file'`.
    const mode = name.startsWith('perl') ? /^\s*\+?>{1,2}\s*(?=[~/.])/.exec(string) : null;
    const path = pathOf(mode === null ? string : string.slice(mode[0].length)) ?? (removes && /^[~/][\w./-]*\*[\w.*-]*$/.test(string) ? string.replace(/^~\//, `${homeMark}/`) : null);
    const opened = mode !== null || /^\s*\)*\s*,\s*(?:mode\s*=\s*)?['"][rbt]*[wax+]/.test(text.slice((match.index ?? 0) + match[0].length, (match.index ?? 0) + match[0].length + 16));
    if (path !== null && opened) noted.push({ value: { text: path, certainty: 'partial', sources: noSources, glob: false }, operation: 'write' });
    else if (path !== null && (removes || write || read)) {
      const before = text.slice(Math.max(0, (match.index ?? 0) - 60), match.index);
      const operation = removes && (deletes.test(before) || !(read && reads.test(before))) ? 'delete' : write && writes.test(text.slice(Math.max(0, (match.index ?? 0) - 60), (match.index ?? 0) + match[0].length + 14)) ? 'write' : read ? 'read' : null;
      if (operation !== null) noted.push({ value: { text: path, certainty: 'partial', sources: noSources, glob: false }, operation });
    }
  }
  for (const { value, operation } of noted) {
    const source = noteFile(walk, operation, value, name, operation === 'delete' && (recursiveDelete.test(text) || value.text.endsWith('/*')), place);
    if (source && operation === 'read') sources = joined(sources, [source]);
  }
  const secret = secretVariable(text);
  if (secret !== null) sources = joined(sources, [{ kind: 'credential', label: `the variable ${secret}`, base: null }]);
  const sent = sends.test(text);
  let net: readonly Source[] = noSources;
  let urls = 0;
  for (const match of text.matchAll(url)) {
    if (++urls > 16) break;
    const reading = readHost(match[0]);
    note(walk, { kind: 'network', program: name, written: match[0].slice(0, 8192), host: reading.host, port: reading.port, scheme: reading.scheme, direction: sent ? 'out' : 'unknown', uploads: [], certainty: 'partial', span: place });
    const end: Source = { kind: 'net', label: reading.host ?? unknownMark, base: null };
    net = joined(net, [end]);
    noteFlows(walk, joined(sources, stdin.sources), end, place);
  }
  const apart = urls === 0 ? hostApart.exec(text) : null;
  const named = apart?.[1] ?? apart?.[2];
  if (named !== undefined) {
    const reading = readHost(named);
    note(walk, { kind: 'network', program: name, written: named, host: reading.host, port: null, scheme: null, direction: sent ? 'out' : 'both', uploads: [], certainty: 'partial', span: place });
    const end: Source = { kind: 'net', label: reading.host ?? unknownMark, base: null };
    noteFlows(walk, joined(sources, stdin.sources), end, place);
    net = joined(net, [end]);
  }
  const library = urls === 0 && named === undefined ? libraryHost(text) : undefined;
  if (library !== undefined && sources.length > 0) {
    note(walk, { kind: 'network', program: name, written: library ?? '', host: library, port: null, scheme: null, direction: 'out', uploads: [], certainty: library === null ? 'dynamic' : 'partial', span: place });
    noteFlows(walk, sources, { kind: 'net', label: library ?? unknownMark, base: null }, place);
  }
  const made = lookUps.test(text) ? madeName.exec(text)?.[1] : undefined;
  if (made !== undefined) {
    note(walk, { kind: 'network', program: name, written: `….${made}`, host: null, port: null, scheme: 'dns', direction: 'out', uploads: [], certainty: 'dynamic', span: place });
    noteFlows(walk, sources, { kind: 'net', label: made, base: null }, place);
  }
  const socket = sockets.exec(text);
  if (socket) {
    const host = socket.slice(1).find((group) => group !== undefined && /[a-z.]/i.test(group)) ?? /\.connect\s*\(\s*\d+\s*,\s*['"]([\w.-]+)/.exec(text)?.[1] ?? null;
    const reading = host === null ? { host: null, port: null, scheme: null } : readHost(host);
    note(walk, { kind: 'network', program: name, written: host ?? '', host: reading.host, port: portOf(socket), scheme: 'tcp', direction: 'both', uploads: [], certainty: host === null ? 'dynamic' : 'partial', span: place });
    const end: Source = { kind: 'net', label: reading.host ?? unknownMark, base: null };
    if (duplicates.test(text)) noteFlows(walk, [{ kind: 'exec', label: 'sh', base: null }], end, place);
    noteFlows(walk, sources, end, place);
  }
  if (/\b(?:exec|eval|Function|system|compile)\b|\b(?:subprocess\.\w+|popen|execSync|spawnSync?|check_output|shell_exec)\s*\(\s*(?:urllib|requests|urlopen|httpx|await|fetch|file_get_contents|URI|open)|shell\s*=\s*True/.test(text)) noteFlows(walk, net, to, place);
  if (runsShell) {
    const answers = runStrings(walk, name, text, list, place);
    // What a command answers goes to whatever the code runs or sends.
    if (/\b(?:eval|exec|system|popen)\s*\(?\s*\$?[a-zA-Z_]\w*\s*[),;}]|\b(?:eval|exec|system|instance_eval)\s*\(?\s*(?:`|%x|qx)/.test(text)) noteFlows(walk, answers.filter((each) => each.kind === 'net' || each.kind === 'decode'), to, place);
    for (const end of net) noteFlows(walk, answers.filter((each) => each.kind !== 'net'), end, place);
  }
  return joined(sources, net);
}

/** The port beside a host in code; null where none is written. */
function portOf(match: readonly (string | undefined)[]): number | null {
  const port = match.slice(1).find((group) => group !== undefined && /^\d{1,5}$/.test(group));
  return port === undefined ? null : Number(port);
}

function unescapedString(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[0-7]{3}|[nrt'"\\`])/g, (_, code: string) => {
    if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    if (code[0] === 'x' || code[0] === 'u') return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return code === 'n' ? '\n' : code === 't' ? '\t' : code === 'r' ? '\r' : code;
  });
}

/** Reads a shell text inside code of another language. */
function runIn(walk: Walk, name: string, text: string, place: Span | null): readonly Source[] {
  if (walk.depth >= 8) return noSources;
  const saved = walk.wrappers;
  walk.wrappers = saved.length < 16 ? [...saved, name] : saved;
  walk.depth++;
  const { sources } = apart(walk, () => walk.runText(walk, text, emptyStream, place));
  walk.depth--;
  walk.wrappers = saved;
  return sources;
}

/** Strings handed to a shell are read as commands; a list of words (`['rm', '-rf', '/']`) as one command. Gives what they answer. */
function runStrings(walk: Walk, name: string, text: string, strings: readonly string[], place: Span | null): readonly Source[] {
  let answers: readonly Source[] = noSources;
  const listed = /[[(]\s*((?:(?:'[^'\n]*'|"[^"\n]*")\s*,\s*)+(?:'[^'\n]*'|"[^"\n]*"))\s*,?\s*[\])]/.exec(text)?.[1];
  const words = listed === undefined ? [] : [...listed.matchAll(/'([^'\n]*)'|"([^"\n]*)"/g)].map((match) => match[1] ?? match[2] ?? '');
  if (words.length > 1) answers = joined(answers, runIn(walk, name, words.map((word) => (/[^\w./@:=,+-]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word)).join(' '), place));
  const literals = [...strings, ...[...text.matchAll(/(?:%x|qx)\s*[{(|/]([^})|]{2,2000})[})|/]/g)].map((match) => match[1] ?? '')];
  for (const string of literals.slice(0, 8)) {
    if (string.length < 2 || (/^[\w./-]*$/.test(string) && !/^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh$/.test(string)) || !/^[\w./~$-]+(\s|$|[;|&])/.test(string)) continue;
    answers = joined(answers, runIn(walk, name, string, place));
  }
  return answers;
}
