/** Provenance as text: a line of coreutils that prints a record and its SHA-256, and short forms for the screen. Pure. */
import type { EvidenceRef } from '../../shared/event.ts';

/** A path for a POSIX shell. Control characters use `$'…'`, which bash, zsh and ksh know, so that the line stays one line. */
export function shellQuoted(path: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(path) && !path.startsWith('-')) return path;
  const guarded = path.startsWith('-') ? `./${path}` : path;
  if (!/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(guarded)) return `'${guarded.replace(/'/g, "'\\''")}'`;
  const bytes = new TextEncoder();
  const escaped = Array.from(guarded, (character) => {
    const code = character.codePointAt(0) ?? 0;
    // A byte that was no UTF-8 reaches us as the lone surrogate U+DC00 + byte; it goes back to that byte.
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
    if (character === "'" || character === '\\') return `\\${character}`;
    if (/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(character)) return Array.from(bytes.encode(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
    return character;
  });
  return `$'${escaped.join('')}'`;
}

/** Prints the record's SHA-256 from the evidence; run it in the root of the evidence folder. */
export function provenanceCommand(ref: EvidenceRef): string {
  return `tail -c +${ref.byteStart + 1} ${shellQuoted(ref.path)} | head -c ${ref.byteEnd - ref.byteStart} | sha256sum`;
}

/** What goes to the clipboard: the line, and as a comment what it must print. */
export function provenanceCopy(ref: EvidenceRef, sha256: string): string {
  return `${provenanceCommand(ref)}  # ${sha256}`;
}

/** `a98ceaead8e1…49953a9e`. */
export function shortHash(hash: string): string {
  return hash.length > 24 ? `${hash.slice(0, 12)}…${hash.slice(-8)}` : hash;
}

/** `line 4,417, bytes 2,918,204 to 2,919,001`. */
export function placeText(ref: EvidenceRef): string {
  const grouped = (value: number) => value.toLocaleString('en-US');
  return `line ${grouped(ref.line)}, bytes ${grouped(ref.byteStart)} to ${grouped(ref.byteEnd)}`;
}
