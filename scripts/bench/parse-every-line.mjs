/**
 * What a plain program would do: stream each file, JSON.parse each line, count the tool calls. The bench's measure for
 * Node itself; it hashes nothing, keeps nothing, and judges nothing. Prints its counts.
 */
import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 4 << 20;
const counts = { records: 0, malformed: 0, toolCalls: 0 };

/** @param {string} text */
function take(text) {
  try {
    const content = JSON.parse(text)?.message?.content;
    counts.records += 1;
    if (Array.isArray(content)) for (const block of content) if (block?.type === 'tool_use') counts.toolCalls += 1;
  } catch {
    counts.malformed += 1;
  }
}

/** @param {string} path */
function readFile(path) {
  const handle = openSync(path, 'r');
  let buffer = Buffer.allocUnsafe(chunkBytes);
  let filled = 0;
  for (let got = readSync(handle, buffer, filled, buffer.length - filled, null); got > 0; got = readSync(handle, buffer, filled, buffer.length - filled, null)) {
    const end = filled + got;
    let start = 0;
    for (let feed = buffer.indexOf(10, filled); feed !== -1 && feed < end; feed = buffer.indexOf(10, start)) {
      if (feed > start) take(buffer.toString('utf8', start, feed));
      start = feed + 1;
    }
    buffer.copyWithin(0, start, end);
    filled = end - start;
    if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
  }
  if (filled > 0) take(buffer.toString('utf8', 0, filled));
  closeSync(handle);
}

for (const path of process.argv.slice(2)) readFile(path);
process.stdout.write(`${JSON.stringify(counts)}\n`);
