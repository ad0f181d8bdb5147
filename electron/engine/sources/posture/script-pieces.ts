/** Shell scripts and start files, make files, schedules, fish and PowerShell files as pieces of shell text. */
import { readPlist } from './managed-policy.ts';
import { decodedPiece, exactPiece, type FlagOrigin, noEnvironment, type Piece, type Pieces } from './piece.ts';
import { at, environmentOf, textsOf } from './tree.ts';

export function shellPieces(text: string, origin: FlagOrigin, env?: ReadonlyMap<string, string | null>, envFrom = ''): Pieces {
  // Carriage returns before line feeds would become part of words; a space of the same length keeps each place.
  const piece = exactPiece(text, 0, text.length, origin, env === undefined ? {} : { env, envFrom });
  return { pieces: [{ ...piece, text: text.replaceAll('\r\n', ' \n') }], direct: [], problem: null };
}

/**
 * Each recipe line of a make file runs in its own shell, all lines of a recipe in one under `.ONESHELL`. Variables that the
 * file exports are the environment of each; `just` writes recipes alike, indented by spaces too.
 */
export function makePieces(text: string, just: boolean): Pieces {
  const lines = text.split('\n');
  const vars = new Map<string, string>();
  const exported = new Map<string, string | null>();
  const ofTarget = new Map<string, Map<string, string | null>>();
  const recipes: { start: number; end: number; text: string; target: string }[] = [];
  let oneShell = false;
  // In a justfile a value is a string in quotes; make takes quotes for a part of it.
  const valueIn = (written: string): string => (just ? written.trim().replace(/^(['"])(.*)\1$/, '$2') : written.trim());
  let exportAll = false;
  let target = '';
  let position = 0;
  for (let number = 0; number < lines.length; number++) {
    const start = position;
    let line = lines[number] ?? '';
    position += line.length + 1;
    const recipe = line.startsWith('\t') || (just && /^ +\S/.test(line));
    if (recipe && target !== '') {
      while (/\\\r?$/.test(line) && number + 1 < lines.length) {
        number += 1;
        const next = lines[number] ?? '';
        line += `\n${next}`;
        position += next.length + 1;
      }
      recipes.push({ start, end: start + line.length, text: line, target });
      continue;
    }
    while (/\\\r?$/.test(line) && number + 1 < lines.length) {
      number += 1;
      const next = lines[number] ?? '';
      line += `\n${next}`;
      position += next.length + 1;
    }
    const plain = line.replace(/\\\r?\n/g, ' ').replace(/\r$/, '');
    if (/^\.ONESHELL\s*:/.test(plain)) oneShell = true;
    const exports = /^export(?:\s+([A-Za-z_]\w*)\s*(?:[:?+]?=\s*(.*)|))?$/.exec(plain.trim());
    const assigns = /^(?:override\s+)?([A-Za-z_]\w*)\s*[:?+]{0,3}=\s*(.*)$/.exec(plain.trim());
    const scoped = /^([^\s:=#][^:=]*):{1,2}\s*(?:export\s+)?([A-Za-z_]\w*)\s*[:?+]?=\s*(.*)$/.exec(plain);
    if (exports) {
      if (exports[1] === undefined) exportAll = true;
      else exported.set(exports[1], exports[2] === undefined ? (vars.get(exports[1]) ?? null) : valueIn(exports[2]));
      if (exports[1] !== undefined && exports[2] !== undefined) vars.set(exports[1], valueIn(exports[2]));
    } else if (assigns?.[1] !== undefined) {
      vars.set(assigns[1], (assigns[2] ?? '').trim());
      if (exportAll || exported.has(assigns[1])) exported.set(assigns[1], (assigns[2] ?? '').trim());
    } else if (scoped?.[1] !== undefined && scoped[2] !== undefined) {
      if (/:\s*export\s/.test(plain)) for (const name of scoped[1].trim().split(/\s+/)) ofTarget.set(name, (ofTarget.get(name) ?? new Map<string, string | null>()).set(scoped[2], (scoped[3] ?? '').trim()));
    } else {
      const rule = /^([^\s#:][^:]*):/.exec(plain);
      if (rule?.[1] !== undefined) target = rule[1].trim().split(/\s+/)[0] ?? '';
    }
  }
  const expand = (value: string): string => value.replace(/\$(?:\(([A-Za-z_]\w*)\)|\{([A-Za-z_]\w*)\}|(\$))/g, (whole, a: string | undefined, b: string | undefined, dollar: string | undefined) => (dollar ? '$' : (vars.get(a ?? b ?? '') ?? whole))).slice(0, 65_536);
  const pieces: Piece[] = [];
  const piece = (parts: readonly (typeof recipes)[number][]): void => {
    const first = parts[0];
    const last = parts.at(-1);
    if (first === undefined || last === undefined) return;
    const body = parts.map((part) => expand(part.text.replace(/^[\t ]+[@+-]*/, ''))).join('\n');
    pieces.push(decodedPiece(body, first.start, last.end, 'makefile', { env: new Map([...exported, ...(ofTarget.get(first.target) ?? [])]), envFrom: 'exported by the make file', behind: null }));
  };
  if (oneShell) for (const name of new Set(recipes.map((recipe) => recipe.target))) piece(recipes.filter((recipe) => recipe.target === name));
  else for (const recipe of recipes) piece([recipe]);
  return { pieces, direct: [], problem: null };
}

const fishWords = /^\s*(?:function|end|if|else|for|while|switch|case|begin|and|or|not)\b/;

/** fish: its blocks end in `end`, its exports are `set -x`. Read line by line, in the words that both shells share. */
export function fishPieces(text: string, origin: FlagOrigin): Pieces {
  const pieces: Piece[] = [];
  const ofFile = new Map<string, string | null>();
  // What a function exports holds for its own lines here, and for no other's.
  let env = ofFile;
  let inFunction: string | null = null;
  let depth = 0;
  let position = 0;
  const lines = text.split('\n');
  for (let number = 0; number < lines.length; number++) {
    const start = position;
    let line = lines[number] ?? '';
    position += line.length + 1;
    while (/\\\r?$/.test(line) && number + 1 < lines.length) {
      number += 1;
      const next = lines[number] ?? '';
      line += `\n${next}`;
      position += next.length + 1;
    }
    const plain = line.replace(/\\\r?\n/g, ' ').replace(/\r$/, '');
    const opened = /^\s*function\s+([\w.-]+)/.exec(plain);
    if (opened?.[1] !== undefined) {
      inFunction = opened[1];
      env = new Map(ofFile);
      depth = 0;
      continue;
    }
    const held = /^\s*set\s+(?:-\w+\s+|--\w+\s+)*([A-Za-z_]\w*)\s+(.*(?:--(?:allow-)?dangerously-|bypassPermissions).*)$/.exec(plain);
    if (held?.[1] !== undefined) pieces.push(decodedPiece(`${held[1]}='${(held[2] ?? '').replace(/['"]/g, '')}'`, start, start + line.length, origin, { env: new Map(env), envFrom: 'exported before it in the same file', behind: inFunction === null ? null : `function ${inFunction}` }));
    const exported = /^\s*set\s+((?:-\w+\s+|--\w+\s+)+)([A-Za-z_]\w*)\s*(.*)$/.exec(plain);
    if (exported?.[1] !== undefined && exported[2] !== undefined) {
      if (/-\w*e\w*\b|--erase/.test(exported[1]) && !/-\w*x/.test(exported[1])) env.delete(exported[2]);
      else if (/(?:^|\s)-\w*x|--export/.test(exported[1])) env.set(exported[2], /[$(]/.test(exported[3] ?? '') ? null : (exported[3] ?? '').trim().replace(/^(['"])(.*)\1$/, '$2'));
      continue;
    }
    if (/^\s*(?:if|for|while|switch|begin)\b/.test(plain)) depth += 1;
    if (/^\s*end\b/.test(plain)) {
      if (depth > 0) depth -= 1;
      else {
        inFunction = null;
        env = ofFile;
      }
      continue;
    }
    const abbreviation = /^\s*(?:abbr|alias)\s+(?:-\w+\s+|--[\w-]+\s+)*([\w.-]+)\s+(['"]?)(.*)\2\s*$/.exec(plain);
    const behind = inFunction === null ? null : `function ${inFunction}`;
    const shared = { env: new Map(env), envFrom: 'exported before it in the same file', behind };
    if (abbreviation?.[1] !== undefined && !/^\s*(?:abbr|alias)\s+(?:-\w+\s+)*[\w.-]+=/.test(plain)) pieces.push(decodedPiece((abbreviation[3] ?? '').replaceAll("\\'", "'"), start, start + line.length, origin, { ...shared, behind: `alias ${abbreviation[1]}` }));
    else if (plain.trim() !== '' && !/^\s*#/.test(plain)) pieces.push(decodedPiece(plain.replace(fishWords, ' ').replaceAll('$argv', ''), start, start + line.length, origin, shared));
  }
  return { pieces, direct: [], problem: null };
}

/** PowerShell: `$env:NAME = "1"` sets the environment; a line continues after a backtick. Read statement by statement. */
export function powerShellPieces(text: string, origin: FlagOrigin): Pieces {
  const pieces: Piece[] = [];
  let env = new Map<string, string | null>();
  let ofFunction = env;
  let inFunction: string | null = null;
  let depth = 0;
  let position = 0;
  let comment = false;
  const lines = text.split('\n');
  for (let number = 0; number < lines.length; number++) {
    const start = position;
    let line = lines[number] ?? '';
    position += line.length + 1;
    while (/`\r?$/.test(line) && number + 1 < lines.length) {
      number += 1;
      const next = lines[number] ?? '';
      line += `\n${next}`;
      position += next.length + 1;
    }
    if (comment || /^\s*<#/.test(line)) {
      comment = !line.includes('#>');
      continue;
    }
    let plain = line.replace(/`\r?\n/g, ' ').replace(/\r$/, '').replace(/(^|\s)#.*$/, '');
    const opened = /^\s*function\s+([\w:-]+)\s*(?:\([^)]*\))?\s*\{?/i.exec(plain);
    if (opened?.[1] !== undefined) {
      inFunction = opened[1];
      depth = 0;
      plain = plain.slice(opened[0].length - (opened[0].endsWith('{') ? 1 : 0));
    }
    const behind = inFunction === null ? null : `function ${inFunction}`;
    // What a function sets holds from where it is called: for its own lines here, and for no other's.
    if (opened !== null) ofFunction = new Map(env);
    const sameLine = new Map(inFunction === null ? env : ofFunction);
    for (const statement of plain.split(/[;{}]|\|\|?|&&/)) {
      const set = /^\s*(?:\$env:([A-Za-z_]\w*)|(?:set-item|si)\s+(?:-path\s+)?env:\\?([A-Za-z_]\w*)\s+(?:-value\s+)?)\s*=?\s*(.+?)\s*$/i.exec(statement);
      const name = set?.[1] ?? set?.[2];
      if (set !== null && name !== undefined) {
        const value = (set[3] ?? '').replace(/^(['"])(.*)\1$/, '$2');
        sameLine.set(name, /^[$(]/.test(value) ? null : value);
        continue;
      }
      // `$args -contains '…'` looks for it.
      if (/(?:^|\s)-[ci]?(?:not)?(?:contains|in|match|eq|ne|like|replace)\s/i.test(statement)) continue;
      const words = statement.trim().replace(/^&\s*/, '').replace(/@args\b|@PSBoundParameters\b|\$args\b/gi, '').replace(/^\$\w+\s*=\s*/, '');
      if (words !== '') pieces.push(decodedPiece(words.replaceAll('\\', '/'), start, start + line.length, origin, { env: new Map(sameLine), envFrom: 'set before it in the same file', behind }));
    }
    if (inFunction === null) env = sameLine;
    else ofFunction = sameLine;
    for (const sign of plain) {
      if (sign === '{') depth += 1;
      else if (sign === '}') depth -= 1;
    }
    if (inFunction !== null && depth <= 0 && plain.includes('}')) inFunction = null;
  }
  return { pieces, direct: [], problem: null };
}

/** `crontab`: five fields or `@daily` before each command; variables above count for the lines below. */
export function cronPieces(text: string, system: boolean): Pieces {
  const pieces: Piece[] = [];
  const env = new Map<string, string | null>();
  let position = 0;
  for (const line of text.split('\n')) {
    const start = position;
    position += line.length + 1;
    const set = /^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (set?.[1] !== undefined) {
      env.set(set[1], (set[2] ?? '').replace(/^(['"])(.*)\1$/, '$2'));
      continue;
    }
    const job = (system ? /^\s*(?:@\w+|(?:[\w*,/?#-]+\s+){5})\s*[\w-]+\s+/ : /^\s*(?:@\w+\s+|(?:[\w*,/?-]+\s+){5})/).exec(line);
    if (job === null || line.trimStart().startsWith('#')) continue;
    const from = start + job[0].length;
    const piece = exactPiece(text, from, start + line.replace(/\r$/, '').length, 'schedule', { env: new Map(env), envFrom: 'set above it in the same crontab', reach: `each time its schedule (${job[0].trim().slice(0, 60)}) comes round` });
    pieces.push({ ...piece, text: piece.text.replaceAll(/(?<!\\)%/g, ' ') });
  }
  return { pieces, direct: [], problem: null };
}

/** A systemd unit: `ExecStart=` and its like, with `Environment=` and the files of `EnvironmentFile=` that the copy has. */
export function systemdPieces(text: string, fileEnvironment: (path: string) => ReadonlyMap<string, string | null> = () => noEnvironment): Pieces {
  const env = new Map<string, string | null>();
  const commands: Piece[] = [];
  let position = 0;
  const lines = text.split('\n');
  for (let number = 0; number < lines.length; number++) {
    const start = position;
    let line = lines[number] ?? '';
    position += line.length + 1;
    while (/\\\r?$/.test(line) && number + 1 < lines.length) {
      number += 1;
      const next = lines[number] ?? '';
      line += `\n${next}`;
      position += next.length + 1;
    }
    const setting = /^\s*(Environment(?:File)?|Exec\w+)\s*=\s*/.exec(line);
    if (setting === null) continue;
    const value = line.slice(setting[0].length);
    if (setting[1] === 'EnvironmentFile') for (const [name, held] of fileEnvironment(value.trim().replace(/^-/, ''))) env.set(name, held);
    else if (setting[1] === 'Environment') {
      if (value.trim() === '') env.clear(); // An empty one takes back those before it.
      for (const match of value.matchAll(/"([^"\n]*)"|'([^'\n]*)'|(\S+)/g)) {
        const word = match[1] ?? match[2] ?? match[3] ?? '';
        const equals = word.indexOf('=');
        if (equals > 0) env.set(word.slice(0, equals), word.slice(equals + 1));
      }
    } else commands.push(decodedPiece(value.replace(/^[@+!:-]+/, ''), start + setting[0].length, start + line.length, 'schedule', { reach: 'each time the unit starts' }));
  }
  return { pieces: commands.map((piece) => ({ ...piece, env, envFrom: "the unit's Environment" })), direct: [], problem: null };
}

/** A launchd property list: the words of `ProgramArguments`, or `Program` alone, with `EnvironmentVariables`. */
export function launchdPieces(text: string): Pieces {
  const { roots, problem } = readPlist(text);
  const job = roots[0];
  const words = at(job, 'ProgramArguments') ?? at(job, 'Program');
  if (words === undefined) return { pieces: [], direct: [], problem };
  const argv = textsOf(words);
  return { pieces: [decodedPiece(argv.join(' '), words.start, words.end, 'schedule', { argv, env: environmentOf(at(job, 'EnvironmentVariables'), true), envFrom: "the job's EnvironmentVariables", reach: 'each time launchd starts the job' })], direct: [], problem };
}
