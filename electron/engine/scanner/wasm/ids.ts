/** Makes two words of an id: 64 bits that tell it from others, as `idWords` of `sources/transcript/row-ids.ts` makes them of a text. */

/** The words made last. */
export let idA: u32 = 0;
export let idB: u32 = 0;

/** FNV-1a over the bytes, twice with different starts: ids need not be uuids, and hostile ones may collide on one. */
export function makeWords(from: i32, to: i32): void {
  let a: u32 = 0x811c9dc5;
  let b: u32 = 0x9747b28c;
  for (let at = from; at < to; at++) {
    const unit = <u32>load<u8>(at);
    a = (a ^ unit) * 0x01000193;
    b = (b ^ unit) * 0x85ebca6b + <u32>(at - from);
  }
  idA = a;
  idB = b;
}
