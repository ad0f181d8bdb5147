import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';
import { sourcePath } from '../source-place.ts';

/** The path in the copy that an absolute path of a server's program is found at; null where it is not. */
async function found(registry: string, command: string, drawing: Readonly<Record<string, string>>): Promise<string | null | undefined> {
  const opened = await openDrawn({ ...drawing, [registry]: JSON.stringify({ mcpServers: { x: { command } } }) });
  return opened.posture.servers[0]?.binary.path;
}

describe('where a path of the source machine lies in the copy', () => {
  it.each([
    ['a copied root', 'Users/kim/.claude.json', '/opt/x', 'opt/x'],
    ['a folder a host', 'host7/Users/kim/.claude.json', '/opt/x', 'host7/opt/x'],
    ['UAC', 'case/[root]/home/kim/.claude.json', '/opt/x', 'case/[root]/opt/x'],
    ['Velociraptor', 'uploads/auto/home/kim/.claude.json', '/opt/x', 'uploads/auto/opt/x'],
    ['Velociraptor on Windows', 'uploads/auto/C%3A/Users/kim/.claude.json', 'C:\\Users\\kim\\x.exe', 'uploads/auto/C%3A/Users/kim/x.exe'],
    ['a raw volume of Velociraptor', 'uploads/ntfs/%5C%5C.%5CC%3A/Users/kim/.claude.json', 'C:\\Users\\kim\\x.exe', 'uploads/ntfs/%5C%5C.%5CC%3A/Users/kim/x.exe'],
    ['KAPE', 'C/Users/kim/.claude.json', 'C:\\Users\\kim\\x.exe', 'C/Users/kim/x.exe'],
    ['a home’s own path', 'uploads/auto/home/kim/.claude.json', '~/bin/x', 'uploads/auto/home/kim/bin/x'],
  ])('%s', async (_name, registry, command, place) => {
    expect(await found(registry, command, { [place]: '#!/bin/sh\n' })).toBe(place);
  });

  it('takes the machine that the naming file belongs to, of several', async () => {
    expect(await found('b/Users/kim/.claude.json', '/opt/x', { 'a/opt/x': 'a', 'b/opt/x': 'b' })).toBe('b/opt/x');
  });

  it('finds nothing outside, and nothing by half a path', async () => {
    expect(await found('Users/kim/.claude.json', '/opt/../x', { x: '1' })).toBe('/opt/../x');
    expect(await found('Users/kim/.claude.json', '/opt/x', { 'Users/kim/work/opt/x': '1' })).toBe('/opt/x');
  });

  it('and back: what a path of the copy was on its machine', () => {
    expect(['uploads/auto/etc/claude-code/a.json', 'x/[root]/etc/a', 'uploads/auto/C%3A/Program Files/ClaudeCode/a', 'C/ProgramData/ClaudeCode/a', 'C/Users/kim/a', 'D/work/a', 'host7/Users/kim/a'].map(sourcePath)).toEqual([
      '/etc/claude-code/a.json', '/etc/a', 'C:\\Program Files\\ClaudeCode\\a', 'C:\\ProgramData\\ClaudeCode\\a', 'C:\\Users\\kim\\a', '/D/work/a', '/Users/kim/a',
    ]);
  });
});
