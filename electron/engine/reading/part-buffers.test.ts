import { describe, expect, it } from 'vitest';
import { secretKeywords } from '../analysis/secrets/secret-keywords.ts';
import { buffersOf, letGo, spentBuffers } from './part-buffers.ts';
import { readPart } from './read-part.ts';

const emptyPart = () => readPart({ open: () => ({ ok: false, problem: { path: '', line: null, byteOffset: null, reason: '' } }) }, [], secretKeywords, { takesInput: false, call() {}, answer() {} }, undefined, () => {});

describe('the buffers of a part that was read', () => {
  it('are gone once it was joined, but for those of its texts', async () => {
    const part = await emptyPart();
    const text = new Uint8Array([116, 101, 120, 116]);
    const withText = { ...part, columns: { ...part.columns, texts: { ...part.columns.texts, blocks: [text] } } };
    expect(buffersOf(withText)).toContain(text.buffer);
    const spent = spentBuffers(withText);
    expect(spent.length).toBeGreaterThan(20);
    await letGo(spent);
    expect(spent.map((buffer) => buffer.byteLength)).toEqual(spent.map(() => 0));
    expect([...text]).toEqual([116, 101, 120, 116]);
  });
});
