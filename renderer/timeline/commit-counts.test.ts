import { describe, expect, it } from 'vitest';
import { createCountSource } from './commit-counts.ts';

function setup(fail = false) {
  const calls: (readonly [string, readonly string[]])[] = [];
  let run: (() => void) | null = null;
  const source = createCountSource({
    read: (repository, oids) => {
      calls.push([repository, oids]);
      return fail ? Promise.reject(new Error('no')) : Promise.resolve(oids.map((oid) => ({ oid, changes: { files: 1, added: 2, removed: 3, incomplete: false } })));
    },
    soon: (next) => {
      run = next;
    },
  });
  return { source, calls, later: async () => { run?.(); await Promise.resolve(); await Promise.resolve(); } };
}

describe('counts of commits in sight', () => {
  it('asks once for all rows of a repository, and gives the same object each time', async () => {
    const { source, calls, later } = setup();
    let told = 0;
    source.subscribe(() => void told++);
    for (const oid of ['a', 'b', 'a']) expect(source.get('r', oid)).toBeNull();
    source.get('other', 'a');
    await later();
    expect(calls).toEqual([['r', ['a', 'b']], ['other', ['a']]]);
    expect(told).toBe(2);
    expect(source.get('r', 'a')).toEqual({ files: 1, added: 2, removed: 3, incomplete: false });
    expect(source.get('r', 'a')).toBe(source.get('r', 'a'));
    expect(calls.length).toBe(2);
  });

  it('splits many rows over calls within the contract’s bound', async () => {
    const { source, calls, later } = setup();
    for (let n = 0; n < 120; n++) source.get('r', `c${n}`);
    await later();
    expect(calls.map(([, oids]) => oids.length)).toEqual([50, 50, 20]);
  });

  it('does not ask again and again where the engine refuses', async () => {
    const { source, calls, later } = setup(true);
    source.get('r', 'a');
    await later();
    expect(source.get('r', 'a')).toBeNull();
    await later();
    expect(calls.length).toBe(1);
  });
});
