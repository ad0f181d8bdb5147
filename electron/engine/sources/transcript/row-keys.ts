/** The keys and types of a transcript's rows that a skim looks at, found among bytes without making a string of them. Pure. */

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

/** Kinds of rows and of the blocks in them. */
export const rowTypes = { user: 1, assistant: 2, text: 3, thinking: 4, tool_use: 5, tool_result: 6 } as const;

/** A number of `rowTypes`; 0 for any other type. */
export type RowType = (typeof rowTypes)[keyof typeof rowTypes] | 0;

/** The type that `bytes[from..to)` names. */
export function rowTypeAt(bytes: Uint8Array, from: number, to: number): RowType {
  switch (to - from) {
    case 4:
      return stands(bytes, from, 'user') ? rowTypes.user : stands(bytes, from, 'text') ? rowTypes.text : 0;
    case 8:
      return stands(bytes, from, 'tool_use') ? rowTypes.tool_use : stands(bytes, from, 'thinking') ? rowTypes.thinking : 0;
    case 9:
      return stands(bytes, from, 'assistant') ? rowTypes.assistant : 0;
    case 11:
      return stands(bytes, from, 'tool_result') ? rowTypes.tool_result : 0;
    default:
      return 0;
  }
}

/** True where the bytes from `at` on spell an ASCII text of at least one character. */
export function stands(bytes: Uint8Array, at: number, text: string): boolean {
  if (text.length === 0) return false;
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
