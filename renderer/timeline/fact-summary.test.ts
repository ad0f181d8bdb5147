import { describe, expect, test } from 'vitest';
import type { Fact } from '../../shared/finding.ts';
import { isOutside, summariseFacts } from './fact-summary.ts';

const file = (operation: 'read' | 'write' | 'delete', path: string | null): Fact => ({
  kind: 'file', operation, written: path ?? '$X/file', path, via: 'tee', recursive: false, certainty: path === null ? 'dynamic' : 'static', span: null,
});

describe('the facts of a call', () => {
  test('are sorted into programs, files and hosts, each named once', () => {
    const exec = (program: string): Fact => ({ kind: 'exec', program, argv: [], wrappers: ['sudo'], context: 'host', privileged: true, certainty: 'static', span: null });
    const found = summariseFacts(
      [
        exec('curl'),
        exec('curl'),
        file('read', '/tmp/env.txt'),
        file('write', '/home/dev/work/shop/src/a.ts'),
        file('write', '/home/dev/work/shop-infra/a.tf'),
        { kind: 'network', program: 'curl', written: 'https://paste.example.net/api', host: 'paste.example.net', port: null, scheme: 'https', direction: 'out', uploads: ['/tmp/env.txt'], certainty: 'static', span: null },
      ],
      '/home/dev/work/shop',
      [],
    );
    expect(found.programs).toEqual([{ text: 'curl', notes: ['through sudo', 'as root'] }]);
    expect(found.writes.map((item) => [item.text, item.notes])).toEqual([
      ['/home/dev/work/shop/src/a.ts', []],
      ['/home/dev/work/shop-infra/a.tf', ['outside root']],
    ]);
    expect(found.hosts[0]?.text).toBe('paste.example.net');
    expect(found.sends[0]).toEqual({ text: '/tmp/env.txt', notes: ['to paste.example.net'] });
  });

  test('say where a path could not be resolved, and mark nothing where the root is unknown', () => {
    const found = summariseFacts([file('write', null), file('delete', '/etc/hosts')], null, []);
    expect(found.writes[0]?.notes).toEqual(['not resolved', 'known only at run time']);
    expect(found.deletes[0]?.notes).toEqual([]);
  });

  test('compare paths by part', () => {
    expect(isOutside('/work/shop-infra/x', '/work/shop')).toBe(true);
    expect(isOutside('/work/shop', '/work/shop/')).toBe(false);
    expect(isOutside('/anything', '/')).toBe(false);
    expect(isOutside(null, '/work')).toBeNull();
  });
});
