/** Adds items to lists, however many there are. */

/** As `list.push(...more)` would, which puts each item on the stack: from some hundred thousand on it throws, and evidence decides how many there are. */
export function append<Item>(list: Item[], more: Iterable<Item>): void {
  for (const item of more) list.push(item);
}

/** Adds an item to the list under a key. A new list for each item would copy those before it again and again. */
export function gather<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
