/** Which rows were read before, by their uuid: exact, 16 bytes a row, so that a gigabyte of transcripts fits. */

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface SeenRows {
  /** True where the id was added before. */
  add(id: string): boolean;
}

export function createSeenRows(): SeenRows {
  const others = new Set<string>();
  let slots = 1 << 12;
  let table = new Uint32Array(slots * 4);
  let used = 0;

  const find = (into: Uint32Array, size: number, a: number, b: number, c: number, d: number): number => {
    let at = (Math.imul(a ^ c, 0x9e3779b1) ^ Math.imul(b ^ d, 0x85ebca6b)) >>> 0;
    for (;;) {
      at &= size - 1;
      const base = at * 4;
      const empty = ((into[base] ?? 0) | (into[base + 1] ?? 0) | (into[base + 2] ?? 0) | (into[base + 3] ?? 0)) === 0;
      if (empty || (into[base] === a && into[base + 1] === b && into[base + 2] === c && into[base + 3] === d)) return empty ? -base - 1 : base;
      at += 1;
    }
  };
  const put = (into: Uint32Array, size: number, a: number, b: number, c: number, d: number): boolean => {
    const at = find(into, size, a, b, c, d);
    if (at >= 0) return true;
    into.set([a, b, c, d], -at - 1);
    return false;
  };
  return {
    add(id) {
      if (!uuidForm.test(id) || id === '00000000-0000-0000-0000-000000000000') {
        const known = others.has(id);
        others.add(id);
        return known;
      }
      const a = Number.parseInt(id.slice(0, 8), 16);
      const b = Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16);
      const c = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16);
      const d = Number.parseInt(id.slice(28), 16);
      if (used * 2 > slots) {
        const larger = new Uint32Array(slots * 8);
        for (let at = 0; at < table.length; at += 4) {
          const [w, x, y, z] = [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0, table[at + 3] ?? 0];
          if ((w | x | y | z) !== 0) put(larger, slots * 2, w, x, y, z);
        }
        slots *= 2;
        table = larger;
      }
      const known = put(table, slots, a, b, c, d);
      if (!known) used += 1;
      return known;
    },
  };
}
