/** What one `git` command line reads, writes and reaches. Knows nothing of the repository it runs in. */
import { noteFile } from './accesses.ts';
import type { Handler } from './builtins.ts';
import { readHost, readRemote } from './hosts.ts';
import { movedTo, unknownMark } from './marks.ts';
import { hasOption, optionValue, parseArguments } from './options.ts';
import { words } from './programs/spec.ts';
import { type Stream, type Value, emptyStream, literal, noSources } from './values.ts';
import { type Walk, apart, note, noteFlows, repeatedly } from './walk.ts';

const globalOptions = { short: 'Cc', long: words('--git-dir --work-tree --namespace --exec-path --config-env --super-prefix'), stopAtOperand: true };
const contacts = words('clone fetch pull push ls-remote archive submodule remote send-pack fetch-pack svn lfs p4');
const valueOptions = words('--branch --depth --origin --reference --upload-pack --receive-pack --exec --jobs --filter --repo --push-option --message --author --date --file --output --template --separate-git-dir --server-option --shallow-since --source --remote');

/** Index of the subcommand in git's arguments, after the options before it; null where there is none. */
export function gitVerbAt(texts: readonly string[], from = 1): number | null {
  return parseArguments(texts, globalOptions, from).operands[0] ?? null;
}

export const gitCommand: Handler = (walk, values, stdin, place) => {
  const texts = values.map((value) => value.text);
  const top = parseArguments(texts, globalOptions, 1);
  const at = top.operands[0];
  if (at === undefined) return emptyStream;
  const saved = walk.cwd;
  for (const option of top.options) {
    const value = option.value ?? '';
    if (option.name === '-C') walk.cwd = movedTo(walk.cwd, value);
    if (option.name !== '-c' && option.name !== '--config-env') continue;
    const code = /^(?:alias\.[^=]+=!|core\.(?:sshcommand|pager|editor|fsmonitor|askpass|gitproxy)=|diff\.[^=]*\.?(?:external|textconv)=|credential\.[^=]*helper=!|pager\.[^=]+=|sequence\.editor=|gpg\.[^=]*program=)(.+)$/is.exec(value)?.[1];
    if (code !== undefined && !/^(?:true|false|cat|less|1|0)$/.test(code)) nested(walk, code, place);
    const proxy = /^(?:https?|remote\.[^=]+)\.proxy=(.+)$/i.exec(value)?.[1];
    if (proxy !== undefined) noteContact(walk, literal(proxy), 'both', place);
    const instead = /^url\.(.+)\.(?:insteadOf|pushInsteadOf)=/i.exec(value)?.[1];
    if (instead !== undefined) noteContact(walk, literal(instead), 'both', place);
    const remote = /^remote\.(.+)\.(?:push)?url=(.+)$/is.exec(value);
    if (remote?.[1] !== undefined && remote[2] !== undefined) walk.env.set(`remote ${remote[1]}`, literal(remote[2]));
    const plain = /^alias\.([^=]+)=([^!].*)$/s.exec(value);
    if (plain?.[1] === texts[at] && plain?.[2] !== undefined) {
      const expansion = plain[2];
      const rest = texts.slice(at + 1).join(' ');
      nested(walk, `git ${expansion} ${rest}`, place);
    }
  }
  const result = runVerb(walk, values, texts, at, stdin, place);
  walk.cwd = saved;
  return result;
};

type Place = { start: number; end: number } | null;

function nested(walk: Walk, code: string, place: Place): void {
  if (walk.depth >= 8) return;
  const wrappers = walk.wrappers;
  walk.wrappers = wrappers.length < 16 ? [...wrappers, 'git'] : wrappers;
  walk.depth++;
  // A hook, a helper, a command for each commit or submodule: whether and how often it runs is git's affair.
  repeatedly(walk, () => apart(walk, () => walk.runText(walk, code, emptyStream, place)));
  walk.depth--;
  walk.wrappers = wrappers;
}

/** `ext::program …`: git starts the program and talks to it. */
const helper = /^ext::(.+)$/s;

function noteContact(walk: Walk, given: Value, direction: 'in' | 'out' | 'both', place: Place): void {
  const code = helper.exec(given.text)?.[1];
  if (code !== undefined) {
    nested(walk, code.replaceAll('% ', ' '), place);
    return;
  }
  // A remote by name: the host stands in the repository's configuration, unless this very command named it.
  const url = walk.env.get(`remote ${given.text === '' ? 'origin' : given.text}`) ?? given;
  const named = !/[:/]/.test(url.text);
  const reading = named ? { host: null, port: null, scheme: null } : (readRemote(url.text) ?? readHost(url.text));
  if (!named && readRemote(url.text) === null && /^[./~\uE000\uE003]/.test(url.text)) return;
  note(walk, { kind: 'network', program: 'git', written: url.text, host: reading.host, port: reading.port, scheme: reading.scheme, direction, uploads: [], certainty: reading.host === null ? 'dynamic' : url.certainty, span: place });
  if (reading.host !== null) noteFlows(walk, url.sources, { kind: 'net', label: reading.host, base: null }, place);
}

function runVerb(walk: Walk, values: readonly Value[], texts: readonly string[], at: number, stdin: Stream, place: Place): Stream {
  const verb = texts[at] ?? '';
  const parsed = parseArguments(texts, { short: verb === 'archive' || verb === 'bundle' ? 'o' : verb === 'commit' ? 'mFCct' : verb === 'clone' ? 'bocju' : verb === 'log' ? 'nLSG' : 'o', long: valueOptions }, at + 1);
  const operand = (index: number): Value | undefined => values[parsed.operands[index] ?? -1];
  if (contacts.has(verb)) reach(walk, verb, operand, parsed, texts, place);
  for (const option of ['--upload-pack', '--receive-pack', '--exec']) {
    const code = optionValue(parsed, option);
    if (code !== null && verb !== 'archive') nested(walk, code, place);
  }
  switch (verb) {
    case 'clone': {
      const url = operand(0);
      const into = operand(1) ?? (url === undefined ? undefined : literal(/([^/:]+?)(?:\.git)?\/*$/.exec(url.text)?.[1] ?? ''));
      if (url !== undefined && helper.test(url.text) && operand(1) === undefined) return emptyStream;
      const target = into === undefined || into.text === '' ? null : noteFile(walk, 'write', into, 'git clone', true, place);
      const apartFrom = optionValue(parsed, '--separate-git-dir');
      if (apartFrom !== null) noteFile(walk, 'write', literal(apartFrom), 'git clone', true, place);
      const host = url === undefined || isLocal(url.text) || helper.test(url.text) ? null : (readRemote(url.text) ?? readHost(url.text)).host;
      if (target !== null && host !== null) noteFlows(walk, [{ kind: 'net', label: host, base: null }], target, place);
      return emptyStream;
    }
    case 'add':
    case 'stage':
      for (let index = 0; index < parsed.operands.length && index < 64; index++) noteFile(walk, 'read', operand(index) ?? literal(''), 'git add', false, place);
      return emptyStream;
    case 'init':
    case 'rm':
    case 'mv':
    case 'worktree': {
      if (verb === 'rm' && hasOption(parsed, '--cached')) return emptyStream;
      if (verb === 'worktree' && operand(0)?.text !== 'add' && operand(0)?.text !== 'remove') return emptyStream;
      const first = verb === 'worktree' ? 1 : 0;
      for (let index = first; index < parsed.operands.length && index < first + 64; index++) {
        const value = operand(index);
        if (value === undefined || (verb === 'worktree' && index > 1)) break;
        const deletes = verb === 'rm' || operand(0)?.text === 'remove';
        noteFile(walk, deletes ? 'delete' : 'write', value, `git ${verb}`, verb !== 'mv', place);
      }
      return emptyStream;
    }
    case 'archive':
    case 'bundle':
    case 'format-patch': {
      const out = optionValue(parsed, '-o', '--output') ?? (verb === 'bundle' && operand(0)?.text === 'create' ? (operand(1)?.text ?? null) : null);
      if (out !== null) noteFile(walk, 'write', literal(out), `git ${verb}`, false, place);
      return { text: null, sources: [{ kind: 'archive', label: 'git', base: null }] };
    }
    case 'apply':
    case 'am':
      if (stdin.text !== null) {
        for (const match of stdin.text.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm)) noteFile(walk, 'write', literal(match[1] ?? ''), `git ${verb}`, false, place);
      }
      for (let index = 0; index < parsed.operands.length; index++) noteFile(walk, 'read', operand(index) ?? literal(''), `git ${verb}`, false, place);
      return emptyStream;
    case 'config':
      configure(walk, values, texts, parsed.operands, hasOption(parsed, '--global'), hasOption(parsed, '--system'), optionValue(parsed, '--file', '-f'), place);
      return { text: null, sources: noSources };
    case 'bisect':
      if (operand(0)?.text === 'run') nested(walk, texts.slice((parsed.operands[0] ?? 0) + 1).join(' '), place);
      return emptyStream;
    case 'rebase': {
      const code = optionValue(parsed, '--exec', '-x') ?? (texts.includes('-x') ? (texts[texts.indexOf('-x') + 1] ?? null) : null);
      if (code !== null) nested(walk, code, place);
      return emptyStream;
    }
    case 'submodule':
      if (operand(0)?.text === 'foreach') nested(walk, texts.slice((parsed.operands[0] ?? 0) + 1).filter((text) => text !== '--recursive' && text !== '-q').join(' '), place);
      return emptyStream;
    case 'filter-branch':
      for (const option of ['--tree-filter', '--index-filter', '--msg-filter', '--env-filter', '--commit-filter']) {
        const found = texts.indexOf(option);
        if (found > 0 && texts[found + 1] !== undefined) nested(walk, texts[found + 1] ?? '', place);
      }
      return emptyStream;
    case 'show':
    case 'log':
    case 'cat-file':
    case 'diff':
    case 'blame':
    case 'grep':
    case 'hash-object': {
      const out = optionValue(parsed, '--output');
      if (out !== null) noteFile(walk, 'write', literal(out), `git ${verb}`, false, place);
      if (verb === 'log') return { text: null, sources: noSources };
      for (let index = 0; index < parsed.operands.length && index < 16; index++) {
        const value = operand(index);
        const path = value === undefined ? undefined : (/^[^/~.][^:]*:(.+)$/.exec(value.text)?.[1] ?? (index > 0 || hasOption(parsed, '--no-index') || verb === 'hash-object' ? value.text : undefined));
        if (path !== undefined) noteFile(walk, 'read', literal(path), `git ${verb}`, false, place);
      }
      return { text: null, sources: [] };
    }
    default:
      return { text: null, sources: noSources };
  }
}

const local = /^(?:\.|\/|~|\uE000|\uE003|file:)/;

/** A clone's source without a colon is a folder, by whatever name. */
function isLocal(source: string): boolean {
  return local.test(source) || (!source.includes(':') && source !== '' && !source.includes(unknownMark));
}

function reach(walk: Walk, verb: string, operand: (index: number) => Value | undefined, parsed: ReturnType<typeof parseArguments>, texts: readonly string[], place: Place): void {
  if (hasOption(parsed, '--help', '-h')) return;
  if (verb === 'submodule' && !/^(update|add)$/.test(operand(0)?.text ?? '')) return;
  if (verb === 'remote') {
    const action = operand(0)?.text ?? '';
    const [name, url] = [operand(1), operand(2)];
    if (/^(?:add|set-url)$/.test(action) && name !== undefined && url !== undefined) walk.env.set(`remote ${name.text}`, url);
    if (/^(update|prune|show)$/.test(action) || (action === 'set-head' && texts.includes('-a'))) noteContact(walk, operand(1) ?? literal(''), 'in', place);
    return;
  }
  if (verb === 'archive' && optionValue(parsed, '--remote') === null) return;
  if (verb === 'lfs' && !/^(pull|push|fetch)$/.test(operand(0)?.text ?? '')) return;
  const target = verb === 'archive' ? literal(optionValue(parsed, '--remote') ?? '') : verb === 'submodule' || verb === 'lfs' || verb === 'svn' ? (operand(1) ?? literal('')) : (operand(0) ?? literal(''));
  if (verb === 'clone' ? isLocal(target.text) : local.test(target.text)) return;
  noteContact(walk, target, verb === 'push' || verb === 'send-pack' ? 'out' : 'in', place);
}

function configure(walk: Walk, values: readonly Value[], texts: readonly string[], operands: readonly number[], global: boolean, system: boolean, file: string | null, place: Place): void {
  const reads = texts.some((text) => /^(--get|--get-all|--get-regexp|--list|-l|--show-origin|--get-urlmatch|--get-color)$/.test(text));
  const plain = operands.filter((at) => !/^(set|get|list|unset|edit)$/.test(texts[at] ?? '') || at !== operands[0]);
  const verb = texts[operands[0] ?? -1];
  const writes = !reads && verb !== 'get' && verb !== 'list' && (plain.length >= 2 || texts.some((text) => /^(--unset|--unset-all|--add|--replace-all|--remove-section|--rename-section|--edit|-e)$/.test(text)) || verb === 'unset');
  if (!writes) return;
  const target = file !== null ? file : system ? '/etc/gitconfig' : global ? '\uE000/.gitconfig' : '.git/config';
  noteFile(walk, 'write', literal(target), 'git config', false, place);
  const key = texts[plain[0] ?? -1] ?? '';
  const value = values[plain[1] ?? -1];
  const remote = /^remote\.(.+)\.(?:push)?url$/i.exec(key)?.[1];
  if (remote !== undefined && value !== undefined) walk.env.set(`remote ${remote}`, value);
  const shellAlias = /^alias\./i.test(key) && value?.text.startsWith('!') === true;
  if (value !== undefined && shellAlias) nested(walk, value.text.slice(1), place);
}
