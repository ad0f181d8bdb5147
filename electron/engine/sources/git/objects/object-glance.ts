/** What an object holds, in a line: enough to know lost work again. Its text is evidence and may hold anything. */
import { shortText, textFromBytes } from '../bytes.ts';
import { parseCommit, tagTarget } from './commit.ts';
import { isBinary } from './line-diff.ts';
import type { ObjectType } from './read-object.ts';
import { readTree } from './tree.ts';

const namesShown = 8;
const maxLine = 200;

export function glanceOf(oid: string, type: ObjectType, bytes: Uint8Array): string {
  switch (type) {
    case 'commit':
      return parseCommit(oid, bytes).subject;
    case 'tag':
      return `a tag of ${tagTarget(bytes) ?? 'nothing that can be read'}`;
    case 'tree': {
      const { entries } = readTree(bytes, oid.length / 2);
      const names = entries.slice(0, namesShown).map((entry) => shortText(textFromBytes(entry.name), 60));
      return `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}: ${names.join(', ')}${entries.length > namesShown ? ', …' : ''}`;
    }
    case 'blob':
      return blobGlance(bytes);
    default: {
      const never: never = type;
      return never;
    }
  }
}

function blobGlance(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty';
  if (isBinary(bytes)) return `binary, ${bytes.length} bytes`;
  let lines = bytes[bytes.length - 1] === 10 ? 0 : 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  const feed = bytes.indexOf(10);
  const first = textFromBytes(bytes.subarray(0, Math.min(feed < 0 ? bytes.length : feed, 4000)));
  return `${lines} ${lines === 1 ? 'line' : 'lines'}, ${bytes.length} bytes: ${shortText(first.trim(), maxLine)}`;
}
