/** Gives each item of a fixed list a key for React, also where items repeat: a report's lists never change their order. Pure. */

export interface Keyed<Item> {
  readonly key: string;
  readonly item: Item;
}

/** The items with keys `0`, `1`, ... */
export function keyed<Item>(items: readonly Item[]): readonly Keyed<Item>[] {
  return items.map((item, index) => ({ key: String(index), item }));
}
