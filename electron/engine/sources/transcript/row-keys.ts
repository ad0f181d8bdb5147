/** The keys of a transcript's rows that a skim looks at, found among bytes without making a string of them. Pure. */

/** A number for each, so that those seen in an object fit into the bits of one word. */
export const rowKeys = {
  type: 1, uuid: 2, parentUuid: 3, logicalParentUuid: 4, sessionId: 5, session_id: 6, timestamp: 7, cwd: 8, version: 9, agentId: 10, isSidechain: 11, entrypoint: 12,
  message: 13, permissionMode: 14, permissionDecision: 15, toolDenialKind: 16, toolUseResult: 17, content: 18, model: 19, id: 20, name: 21, input: 22, tool_use_id: 23,
  is_error: 24, interrupted: 25,
} as const;

/** A number of `rowKeys`; 0 for any other key. */
export type RowKey = (typeof rowKeys)[keyof typeof rowKeys] | 0;

interface Known {
  readonly key: RowKey;
  readonly bytes: Uint8Array;
}

const slotOf = (length: number, first: number, last: number): number => (length * 41 + first * 5 + last * 13) & 1023;
const slots: readonly (Known | null)[] = placed();

function placed(): readonly (Known | null)[] {
  const table: (Known | null)[] = Array.from({ length: 1024 }, () => null);
  for (const [name, key] of Object.entries(rowKeys)) {
    const slot = slotOf(name.length, name.charCodeAt(0), name.charCodeAt(name.length - 1));
    if (table[slot]) throw new Error(`The key ${name} falls together with another one.`);
    table[slot] = { key, bytes: Buffer.from(name) };
  }
  return table;
}

/** The key that `bytes[from..to)` spells. */
export function rowKeyAt(bytes: Uint8Array, from: number, to: number): RowKey {
  const known = slots[slotOf(to - from, bytes[from] ?? 0, bytes[to - 1] ?? 0)];
  if (!known || known.bytes.length !== to - from) return 0;
  for (let at = 0; at < known.bytes.length; at++) if (known.bytes[at] !== bytes[from + at]) return 0;
  return known.key;
}
