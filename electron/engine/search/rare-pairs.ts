/** Chooses the bytes of a text to look for: rare ones, of which two stand together at few places. Only the speed depends on it. Pure. */
import type { Stretch } from '../scanner/byte-search.ts';

/** A byte that is looked for: as it is, or a lower-case letter that may also stand in upper case. */
export interface Cell {
  readonly byte: number;
  readonly fold: boolean;
}

/** The longest piece that is compared where the pair was found; the rest is compared afterwards. */
const longest = 256;
/** So many of the rarest bytes are paired with one another, and so many pairs are kept. */
const paired = 16;
const pairsKept = 6;
/** Where one byte of a word stands, others of it mostly stand too: such a pair is this much rarer than its rarer byte. */
const sameWord = 0.3;

/** ASCII from rare to common, as transcripts have it. Measured. */
const rareFirst = '#%@^`?~|$;()*&XzJKYCLQHDVAGjOW+MFPZSBIT!<EN[]q.U_}{ykb=>\'98R563-hg7,1v420xwmful:p/dic\\oa"srnte ';

function shareOfByte(byte: number): number {
  const rank = byte > 0x7e ? -1 : rareFirst.indexOf(String.fromCharCode(byte));
  return 0.1 * 2 ** (((rank < 0 ? rareFirst.length / 2 : rank) - rareFirst.length) / 10);
}

/** How often the byte stands in a transcript, as a share. */
function shareOf({ byte, fold }: Cell): number {
  return shareOfByte(byte) + (fold ? shareOfByte(byte - 0x20) : 0);
}

export interface ChosenStretch {
  /** Its place in the cells. */
  readonly from: number;
  readonly stretch: Stretch;
  /** How often its rarest pair would stand in a transcript if bytes came by chance. */
  readonly share: number;
}

/** The piece of the cells, at least one, that is looked for. */
export function chosenStretch(cells: readonly Cell[]): ChosenStretch {
  const rarest = cells.map((cell, at) => ({ at, share: shareOf(cell) })).sort((one, other) => one.share - other.share || one.at - other.at);
  const [best = { at: 0, share: 1 }] = rarest;
  const from = Math.max(0, Math.min(best.at - longest / 2, cells.length - longest));
  const piece = cells.slice(from, from + longest);
  const near = rarest.filter(({ at }) => at >= from && at < from + longest).slice(0, paired);
  const pairs = near
    .flatMap((one, number) => near.slice(number + 1).map((other) => ({ places: [one.at - from, other.at - from] as const, share: togetherShare(cells, one, other) })))
    .sort((one, other) => one.share - other.share)
    .slice(0, pairsKept);
  return {
    from,
    stretch: {
      bytes: Uint8Array.from(piece, ({ byte }) => byte),
      folds: Uint8Array.from(piece, ({ fold }) => (fold ? 0x20 : 0)),
      rare: pairs.length === 0 ? [[best.at - from, best.at - from]] : pairs.map(({ places }) => places),
    },
    share: pairs[0]?.share ?? best.share,
  };
}

interface Place {
  readonly at: number;
  readonly share: number;
}

function togetherShare(cells: readonly Cell[], one: Place, other: Place): number {
  const between = cells.slice(Math.min(one.at, other.at), Math.max(one.at, other.at));
  return between.some(({ byte }) => isSeparator(byte)) ? one.share * other.share : Math.min(one.share, other.share) * sameWord;
}

/** Space, slash, full stop, backslash. */
function isSeparator(byte: number): boolean {
  return byte === 0x20 || byte === 0x2f || byte === 0x2e || byte === 0x5c;
}
