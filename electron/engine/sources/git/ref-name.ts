/** Says whether a text may be the name of a ref. A name is never made into a path: refs are looked up, not opened. */

/** Why a name is refused, or null for a good one. The rules are those of `git check-ref-format`. */
export function refNameFault(name: string): string | null {
  if (name.length === 0) return 'an empty name';
  if (name.length > 4096) return 'a name of more than 4096 characters';
  if (name.startsWith('/')) return 'an absolute path';
  if (name.split('/').includes('..')) return 'a name that leaves its folder';
  if (hasControl(name)) return 'a control character in the name';
  if (name.endsWith('/') || name.includes('//')) return 'an empty part in the name';
  if (name.includes('..') || name.includes('@{') || name === '@' || name.endsWith('.')) return 'a name that git reads as an expression';
  for (const character of ' ~^:?*[\\') if (name.includes(character)) return `the character "${character}" in the name`;
  for (const part of name.split('/')) {
    if (part.startsWith('.')) return 'a part that begins with a dot';
    if (part.endsWith('.lock')) return 'a lock file';
  }
  return null;
}

function hasControl(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** True for an object id of the format: 40 or 64 hexadecimal digits. */
export function isOid(text: string, digits: number): boolean {
  return text.length === digits && isHex(text);
}

/** True for one or more hexadecimal digits and nothing else. */
export function isHex(text: string): boolean {
  return /^[0-9a-fA-F]+$/.test(text);
}

/** How many hexadecimal digits an object id has. */
export function oidDigits(format: 'sha1' | 'sha256'): 40 | 64 {
  return format === 'sha1' ? 40 : 64;
}

/** True for the id of zeros that stands for "no object". */
export function isZeroOid(oid: string): boolean {
  return /^0+$/.test(oid);
}
