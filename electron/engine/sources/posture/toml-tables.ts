/** The tables of a TOML file with their keys, as far as a registry needs them: texts and lists of texts. Knows no file. */

export interface TomlTable {
  /** `mcp_servers."two words".env` is three names. */
  readonly name: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly pairs: readonly TomlPair[];
}

export interface TomlPair {
  readonly key: string;
  /** The value as written, its lines joined. */
  readonly written: string;
  /** The texts in it. */
  readonly texts: readonly string[];
}

const maxLines = 100_000;
const maxJoined = 200;

export function tomlTables(text: string): readonly TomlTable[] {
  const tables: { name: readonly string[]; line: number; pairs: TomlPair[] }[] = [];
  const lines = text.split('\n', maxLines);
  for (let number = 0; number < lines.length; number++) {
    const line = plain(lines[number]);
    const head = /^\[\[?\s*([^\]]+?)\s*\]\]?$/.exec(line)?.[1];
    if (head !== undefined) {
      tables.push({ name: [...head.matchAll(/"([^"]*)"|'([^']*)'|([\w@/-]+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''), line: number + 1, pairs: [] });
      continue;
    }
    const pair = /^("[^"]*"|'[^']*'|[\w-]+)\s*=\s*(.*)$/.exec(line);
    if (pair?.[1] === undefined || pair[2] === undefined) continue;
    let written = pair[2];
    // A list goes on until its brackets are closed.
    for (let joined = 0; open(written) && joined < maxJoined && number + 1 < lines.length; joined++) written += ` ${plain(lines[++number])}`;
    tables.at(-1)?.pairs.push({ key: pair[1].replace(/^["']|["']$/g, ''), written, texts: [...written.matchAll(quoted)].map((match) => match[1] ?? match[2] ?? '') });
  }
  return tables;
}

const quoted = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g;

function open(written: string): boolean {
  const signs = written.replace(quoted, '');
  return signs.split('[').length > signs.split(']').length;
}

/** A line without its comment; a `#` inside quotes is none. */
function plain(line: string | undefined): string {
  return (line ?? '').replace(/("(?:[^"\\]|\\.)*"|'[^']*')|#.*$/g, (_whole, text: string | undefined) => text ?? '').trim();
}
