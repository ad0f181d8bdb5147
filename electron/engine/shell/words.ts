/** Expands words as far as their text and straight-line assignments tell. Knows no program. */
import { type BraceExpansionPart, type ParameterExpansionPart, type SyntaxNode, type Word, type WordPart, forEachChild } from 'unbash';
import { homeMark, movedTo, startMark, unknownMark, userMark } from './marks.ts';
import { reasons } from './reasons.ts';
import { type Source, type Stream, type Value, emptyStream, joined, literal, noSources } from './values.ts';
import { type Walk, noteReason, span, aside } from './walk.ts';

const unknown: Value = { text: unknownMark, certainty: 'dynamic', sources: noSources, glob: false };
const maxWords = 64;
const maxText = 65_536;

/** What a variable holds, by straight-line assignments and the few that each shell sets. */
export function variable(walk: Walk, name: string): Value {
  const known = walk.env.get(name);
  if (known !== undefined) return known;
  switch (name) {
    case 'HOME':
      return literal(homeMark);
    case 'USER':
    case 'LOGNAME':
    case 'USERNAME':
      return literal(userMark);
    case 'PWD':
      return folder(walk.cwd);
    case 'OLDPWD':
      return folder(walk.before);
    case 'GITHUB_PATH':
    case 'GITHUB_ENV':
    case 'GITHUB_STEP_SUMMARY':
      return { text: `${unknownMark}/$${name}`, certainty: 'partial', sources: noSources, glob: false };
    case 'TMPDIR':
    case 'TEMP':
    case 'TMP':
      return { text: '/tmp', certainty: 'partial', sources: noSources, glob: false };
    case 'IFS':
      return literal(' \t\n');
    default:
      return positional(walk, name) ?? usualPlace(name) ?? (secretName.test(name) ? { ...unknown, sources: [{ kind: 'env', label: name, base: null }] } : unknown);
  }
}

/** Variables by whose name a token stands in them. */
const secretName = /^[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:TOKEN|SECRET|PASSWORD|KEY|CREDENTIALS?|PAT)$/;

/** Where the files that a tool is told of by a variable usually lie. */
const usualPlaces: Readonly<Record<string, string>> = {
  KUBECONFIG: '.kube/config',
  GOOGLE_APPLICATION_CREDENTIALS: '.config/gcloud/application_default_credentials.json',
  AWS_SHARED_CREDENTIALS_FILE: '.aws/credentials',
  NPM_CONFIG_USERCONFIG: '.npmrc',
  PGPASSFILE: '.pgpass',
  GNUPGHOME: '.gnupg',
  DOCKER_CONFIG: '.docker',
  CLAUDE_CONFIG_DIR: '.claude',
  CODEX_HOME: '.codex',
  XDG_CONFIG_HOME: '.config',
  HISTFILE: '.bash_history',
};

function usualPlace(name: string): Value | null {
  return Object.hasOwn(usualPlaces, name) ? { text: `${homeMark}/${usualPlaces[name]}`, certainty: 'partial', sources: noSources, glob: false } : null;
}

/** Under this name the elements of a list stand, so that `"${list[@]}"` gives each as a word of its own. */
const listName = (name: string): string => `list ${name}`;
const between = '\0';

/** Keeps a list under its name, or adds to it. */
export function keepList(walk: Walk, name: string, elements: readonly Value[], adds: boolean): void {
  const old = adds ? walk.env.get(listName(name)) : undefined;
  let all = old ?? literal('');
  elements.slice(0, maxWords).forEach((element, at) => {
    all = append(all, element, at === 0 && old === undefined ? '' : between);
  });
  walk.env.set(listName(name), all);
}

/** The words that `"$@"` and `"${list[@]}"` give; null for another part. */
function listOf(walk: Walk, part: WordPart): readonly Value[] | null {
  const inner = part.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : part;
  if (inner?.type === 'SimpleExpansion' && inner.text === '$@') return walk.positional;
  if (inner?.type !== 'ParameterExpansion' || inner.prefix !== undefined || inner.operation !== undefined) return null;
  if (inner.parameter === '@' && inner.index === undefined) return walk.positional;
  if (inner.index?.value !== '@' && inner.index?.value !== '*') return null;
  const list = walk.env.get(listName(inner.parameter));
  return list === undefined ? null : list.text === '' ? [] : list.text.split(between).map((text) => ({ ...list, text }));
}

function folder(cwd: string | null): Value {
  const text = movedTo(startMark, cwd ?? unknownMark);
  return text === null ? unknown : literal(text);
}

function positional(walk: Walk, name: string): Value | null {
  // A call's text has no arguments of its own.
  if (walk.positional === null) return (name === '@' || name === '*') && walk.budget.calling.size === 0 ? literal('') : null;
  if (!/^[1-9@*]$/.test(name)) return null;
  if (name !== '@' && name !== '*') return walk.positional[Number(name) - 1] ?? literal('');
  let all = literal('');
  for (const value of walk.positional) all = append(all, value, all.text === '' ? '' : ' ');
  return all;
}

function append(one: Value, other: Value, between = ''): Value {
  const text = one.text + between + other.text;
  return {
    text: text.length > maxText ? text.slice(0, maxText) : text,
    certainty: one.certainty === 'static' && other.certainty === 'static' ? 'static' : 'partial',
    sources: joined(one.sources, other.sources),
    glob: one.glob || other.glob,
  };
}

/** Fields under construction: unquoted expansions split, brace lists multiply. */
interface Fields {
  done: Value[];
  current: Value | null;
}

/** A word as the one or more fields that the program gets. */
export function expandWord(walk: Walk, word: Word): readonly Value[] {
  const { parts } = word;
  if (parts === undefined) return [withTilde(literal(word.value))];
  const quoted = parts.length === 1 ? quotedText(parts[0]) : null;
  // In a text that is nested in another, a mark stands for what is not known.
  if (quoted !== null && quoted !== unknownMark) return [literal(quoted)];
  const fields: Fields = { done: [], current: null };
  const alternatives: { at: Value; rest: readonly WordPart[] }[] = [];
  const brace = parts.findIndex((part) => part.type === 'BraceExpansion');
  if (brace >= 0) {
    const before = parts.slice(0, brace);
    const after = parts.slice(brace + 1);
    const part = parts[brace];
    if (part?.type === 'BraceExpansion') for (const text of braceTexts(part)) alternatives.push({ at: braceValue(walk, text), rest: after });
    for (const { at, rest } of alternatives) {
      addParts(walk, fields, before);
      fields.current = append(fields.current ?? literal(''), at);
      addParts(walk, fields, rest);
      flush(fields);
      if (fields.done.length >= maxWords) break;
    }
  } else {
    addParts(walk, fields, parts);
    flush(fields);
  }
  const first = fields.done[0];
  if (first !== undefined && word.text.charCodeAt(0) === 126) fields.done[0] = withTilde(first);
  return fields.done;
}

/** The text of a part that is quoted and holds nothing to expand; null for another. */
function quotedText(part: WordPart | undefined): string | null {
  if (part?.type === 'SingleQuoted') return part.value;
  const inner = part?.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : undefined;
  return inner?.type === 'Literal' ? inner.value : null;
}

/** A word as one value: assignments, redirections, here-strings. */
export function wordValue(walk: Walk, word: Word): Value {
  if (word.parts === undefined) return withTilde(literal(word.value));
  let whole = literal('');
  for (const part of word.parts) whole = append(whole, partValue(walk, part));
  if (word.parts.length === 1 && whole.text === unknownMark) whole = { ...whole, certainty: 'dynamic' };
  return word.text.charCodeAt(0) === 126 ? withTilde(whole) : whole;
}

function withTilde(value: Value): Value {
  const text = value.text;
  if (text.charCodeAt(0) !== 126) return value;
  if (text.length === 1 || text.charCodeAt(1) === 47) return { ...value, text: homeMark + text.slice(1) };
  return value;
}

function flush(fields: Fields): void {
  if (fields.current === null) return;
  fields.done.push(fields.current.text === unknownMark ? { ...fields.current, certainty: 'dynamic' } : fields.current);
  fields.current = null;
}

function addParts(walk: Walk, fields: Fields, parts: readonly WordPart[]): void {
  for (const part of parts) {
    const list = part.type === 'Literal' ? null : listOf(walk, part);
    if (list !== null) {
      list.slice(0, maxWords).forEach((each, at) => {
        if (at > 0) flush(fields);
        fields.current = append(fields.current ?? literal(''), each);
      });
      continue;
    }
    const value = partValue(walk, part);
    const expansion = part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion' || part.type === 'CommandExpansion';
    const separators = expansion ? (walk.env.get('IFS')?.text ?? '') : '';
    if (separators !== '' && separators !== ' \t\n' && !separators.includes(unknownMark) && [...separators].some((sign) => value.text.includes(sign))) {
      split(fields, { ...value, text: [...separators].reduce((text, sign) => text.replaceAll(sign, ' '), value.text) });
    } else if (expansion && /[ \t\n]/.test(value.text)) {
      if (part.text === '$IFS' || part.text.startsWith('${IFS')) noteReason(walk, reasons.fieldSeparator, part.text, span(walk, part.pos, part.end));
      split(fields, value);
    } else if (expansion && value.text === '' && value.sources.length === 0) continue;
    else fields.current = append(fields.current ?? literal(''), value);
  }
}

function split(fields: Fields, value: Value): void {
  const pieces = value.text.split(/[ \t\n]+/);
  pieces.forEach((piece, at) => {
    if (at > 0) flush(fields);
    if (piece !== '' && fields.done.length < maxWords) fields.current = append(fields.current ?? literal(''), { ...value, text: piece });
  });
}

/** The value of parts that stand together, e.g. the body of a here-document. */
export function partsValue(walk: Walk, parts: readonly WordPart[]): Value {
  let whole = literal('');
  for (const part of parts) whole = append(whole, partValue(walk, part));
  return whole;
}

function partValue(walk: Walk, part: WordPart): Value {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return literal(part.value);
    case 'Glob':
    case 'ExtendedGlob':
      return { text: part.text, certainty: 'static', sources: noSources, glob: true };
    case 'DoubleQuoted':
    case 'LocaleString': {
      let whole = literal('');
      for (const child of part.parts) whole = append(whole, partValue(walk, child));
      return whole.text === unknownMark ? { ...whole, certainty: 'dynamic' } : whole;
    }
    case 'SimpleExpansion':
      return variable(walk, part.text.slice(1));
    case 'ParameterExpansion':
      return parameter(walk, part);
    case 'CommandExpansion':
      return part.script === undefined ? unknown : streamValue(walk.runScript(aside(walk), part.script, walk.stdin));
    case 'ProcessSubstitution': {
      if (part.script === undefined) return unknown;
      const stream = walk.runScript(aside(walk), part.script, part.operator === '>' ? walk.stdin : emptyStream);
      return { text: `/dev/fd/${unknownMark}`, certainty: 'partial', sources: stream.sources, glob: false };
    }
    case 'ArithmeticExpansion':
      if (/\w\[\s*(?:\$\(|`)/.test(part.text)) noteReason(walk, reasons.subscript, part.text, span(walk, part.pos, part.end));
      runInside(walk, part);
      return unknown;
    case 'BraceExpansion':
      return literal(part.text);
  }
}

/** Runs the commands that stand inside an arithmetic expansion. */
function runInside(walk: Walk, node: SyntaxNode): void {
  forEachChild(node, (child) => {
    if (child.type === 'Script') walk.runScript(aside(walk), child, emptyStream);
    else if (child.type !== 'Word') runInside(walk, child);
  });
}

function streamValue(stream: Stream): Value {
  if (stream.text === null) return { text: unknownMark, certainty: 'dynamic', sources: stream.sources, glob: false };
  const text = stream.text.replace(/\n+$/, '');
  return { text, certainty: text.includes(unknownMark) ? 'partial' : 'static', sources: stream.sources, glob: false };
}

function parameter(walk: Walk, part: ParameterExpansionPart): Value {
  if (part.prefix !== undefined || (part.index !== undefined && part.index.value !== '0')) {
    if (part.prefix === '!') {
      const name = variable(walk, part.parameter);
      if (name.certainty === 'static' && /^\w+$/.test(name.text)) return variable(walk, name.text);
    }
    return unknown;
  }
  const value = variable(walk, part.parameter);
  const operation = part.operation;
  if (operation === undefined) return value;
  const isSet = walk.env.has(part.parameter) || value.certainty !== 'dynamic';
  switch (operation.type) {
    case 'Default': {
      const operator = operation.operator.replace(':', '');
      if (operator === '+') return isSet && value.text !== '' ? wordValue(walk, operation.operand) : isSet ? literal('') : merge(wordValue(walk, operation.operand));
      if (operator === '?') return value;
      if (isSet && value.text !== '') return value;
      const fallback = wordValue(walk, operation.operand);
      return isSet ? fallback : merge(fallback);
    }
    case 'Slice': {
      const from = Number(wordValue(walk, operation.offset).text);
      const length = operation.length === undefined ? Number.POSITIVE_INFINITY : Number(wordValue(walk, operation.length).text);
      if (value.certainty !== 'static' || !Number.isInteger(from) || Number.isNaN(length)) return unknown;
      const start = from < 0 ? Math.max(0, value.text.length + from) : from;
      // Code that is cut out of other text is decoded text, as far as whoever runs it is concerned.
      return { ...value, sources: joined(value.sources, [{ kind: 'decode', label: 'slice', base: null }]), text: value.text.slice(start, length < 0 ? value.text.length + length : start + length) };
    }
    case 'Replace': {
      const pattern = wordValue(walk, operation.pattern);
      const replacement = wordValue(walk, operation.replacement);
      if (value.certainty !== 'static' || pattern.certainty !== 'static' || pattern.glob || pattern.text === '') return unknown;
      if (operation.operator === '//') return { ...value, text: value.text.replaceAll(pattern.text, () => replacement.text).slice(0, maxText) };
      if (operation.operator === '/#') return value.text.startsWith(pattern.text) ? { ...value, text: replacement.text + value.text.slice(pattern.text.length) } : value;
      if (operation.operator === '/%') return value.text.endsWith(pattern.text) ? { ...value, text: value.text.slice(0, -pattern.text.length) + replacement.text } : value;
      return { ...value, text: value.text.replace(pattern.text, () => replacement.text) };
    }
    case 'Remove':
      return removed(value, operation.operator, wordValue(walk, operation.operand));
    case 'CaseModification': {
      if (value.certainty !== 'static' || operation.operand !== undefined) return unknown;
      const up = operation.operator.startsWith('^');
      const change = (text: string) => (up ? text.toUpperCase() : text.toLowerCase());
      return { ...value, text: operation.operator.length === 2 ? change(value.text) : change(value.text.slice(0, 1)) + value.text.slice(1) };
    }
    case 'Transform':
    case 'Names':
    case 'Unknown':
      return unknown;
  }
}

/** A fallback that applies only where the variable is unset: likely, not certain. */
function merge(value: Value): Value {
  return { ...value, certainty: value.certainty === 'dynamic' ? 'dynamic' : 'partial' };
}

function removed(value: Value, operator: '#' | '##' | '%' | '%%', pattern: Value): Value {
  if (value.certainty !== 'static' || pattern.certainty !== 'static') return unknown;
  const text = value.text;
  if (!pattern.glob) {
    if (operator.startsWith('#')) return text.startsWith(pattern.text) ? { ...value, text: text.slice(pattern.text.length) } : value;
    return pattern.text !== '' && text.endsWith(pattern.text) ? { ...value, text: text.slice(0, -pattern.text.length) } : value;
  }
  // The two forms that occur: `${x##*/}` and `${x%.*}`.
  const sign = pattern.text.replaceAll('*', '');
  if (sign.length !== 1) return unknown;
  if (operator.startsWith('#') && pattern.text === `*${sign}`) {
    const at = operator === '##' ? text.lastIndexOf(sign) : text.indexOf(sign);
    return at < 0 ? value : { ...value, text: text.slice(at + 1) };
  }
  if (operator.startsWith('%') && pattern.text === `${sign}*`) {
    const at = operator === '%%' ? text.indexOf(sign) : text.lastIndexOf(sign);
    return at < 0 ? value : { ...value, text: text.slice(0, at) };
  }
  return unknown;
}

/** The texts of a brace list, one level; a range of at most `maxWords` numbers. */
function braceTexts(part: BraceExpansionPart): readonly string[] {
  const inner = part.text.slice(1, -1);
  const range = /^(-?\d{1,6})\.\.(-?\d{1,6})$/.exec(inner);
  if (range) {
    const from = Number(range[1]);
    const to = Number(range[2]);
    const step = from <= to ? 1 : -1;
    const texts: string[] = [];
    for (let at = from; texts.length < maxWords && (step > 0 ? at <= to : at >= to); at += step) texts.push(String(at));
    return texts;
  }
  return splitAlternatives(inner).slice(0, maxWords);
}

/** Splits at commas outside inner braces and quotes. */
export function splitAlternatives(text: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '\\') at++;
    else if (sign === '{') depth++;
    else if (sign === '}') depth--;
    else if (sign === ',' && depth === 0) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
}

function braceValue(walk: Walk, text: string): Value {
  const name = /^\$\{?(\w+)\}?/.exec(text);
  let sources: readonly Source[] = noSources;
  let head = '';
  let rest = text;
  if (name?.[1] !== undefined) {
    const value = variable(walk, name[1]);
    head = value.text;
    sources = value.sources;
    rest = text.slice(name[0].length);
  }
  const dynamic = /[$`]/.test(rest);
  const plain = dynamic ? unknownMark : rest.replace(/["'\\]/g, '');
  return { text: head + plain, certainty: dynamic ? 'partial' : 'static', sources, glob: /[*?[]/.test(plain) };
}
