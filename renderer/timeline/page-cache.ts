/** Pages of a long list, 200 rows each, the least recently used dropped first. Holds values only; it never asks for them. */

/** Rows of one page; pages begin at multiples of it. */
export const pageRows = 200;

export interface PageCache<Row> {
  /** Number of the pages that hold rows `first` up to, not including, `end`. */
  pagesFor(first: number, end: number): readonly number[];
  has(page: number): boolean;
  /** Stores a page and returns it as the most recently used. */
  put(page: number, rows: readonly Row[]): void;
  /** The row, or undefined where its page is not here. Reading makes the page recently used. */
  row(index: number): Row | undefined;
  clear(): void;
  readonly size: number;
}

/** A cache of at most `most` pages. */
export function createPageCache<Row>(most: number): PageCache<Row> {
  const pages = new Map<number, readonly Row[]>();
  const touch = (page: number) => {
    const rows = pages.get(page);
    if (rows) {
      pages.delete(page);
      pages.set(page, rows);
    }
    return rows;
  };
  return {
    pagesFor(first, end) {
      if (end <= first) return [];
      const from = Math.floor(Math.max(0, first) / pageRows);
      const to = Math.floor((end - 1) / pageRows);
      return Array.from({ length: to - from + 1 }, (_, at) => from + at);
    },
    has: (page) => pages.has(page),
    put(page, rows) {
      pages.delete(page);
      pages.set(page, rows);
      for (const oldest of pages.keys()) {
        if (pages.size <= most) break;
        pages.delete(oldest);
      }
    },
    row: (index) => touch(Math.floor(index / pageRows))?.[index % pageRows],
    clear: () => pages.clear(),
    get size() {
      return pages.size;
    },
  };
}
