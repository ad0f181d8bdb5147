/** Words of a command that was read: written back for a shell, and what `env` takes out. */

/** A value, null where a part of it is known only at run time. */
export function known(text: string): string | null {
  return text.includes('…') ? null : text;
}

/** A word as a shell reads it back. */
export function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Variables that `env` takes out of the environment. */
export function unsetBy(argv: readonly string[]): readonly string[] {
  return argv.flatMap((each, at) => (each === '-u' || each === '--unset' ? [argv[at + 1] ?? ''] : each.startsWith('--unset=') ? [each.slice(8)] : /^-u./.test(each) ? [each.slice(2)] : []));
}
