/** Two 32-bit words that tell an id from others; `scanner/wasm/ids.ts` makes the same of bytes. Knows neither rows nor files. Pure. */

/** Two words of an id: 64 of a uuid's random bits, or a hash of any other text. */
export interface IdWords {
  readonly a: number;
  readonly b: number;
}

/** FNV-1a over the UTF-16 units, twice with different starts: ids need not be uuids, and hostile ones may collide on one. */
export function idWords(id: string): IdWords {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) + at;
  }
  return { a: a >>> 0, b: b >>> 0 };
}
