import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';
import { readPlist, readRegistryPolicy } from './managed-policy.ts';
import { at, textOf } from './tree.ts';

const bypass = 'permissions.disableBypassPermissionsMode';
const plist = (body: string): string => `<?xml version="1.0"?>\n<plist version="1.0">\n<dict>\n${body}\n</dict>\n</plist>\n`;
const disabled = '<key>permissions</key>\n<dict><key>disableBypassPermissionsMode</key><string>disable</string></dict>';
const json = JSON.stringify({ permissions: { disableBypassPermissionsMode: 'disable' } });
const reg = (hive: string): string => `Windows Registry Editor Version 5.00\r\n\r\n[${hive}\\SOFTWARE\\Policies\\ClaudeCode]\r\n"Settings"="${json.replaceAll('"', '\\"')}"\r\n`;

/** What wins for the bypass, and where an administrator's settings were found. */
async function effective(drawing: Parameters<typeof openDrawn>[0]) {
  const { posture, problems } = await openDrawn(drawing);
  const row = posture.settings.find((each) => each.name === bypass && each.project === null);
  return { value: row?.value ?? null, winner: row?.winner?.path ?? null, line: row?.winner?.line ?? null, lost: row?.lost.map((value) => value.path) ?? [], places: posture.managed.filter((place) => place.state !== 'absent').map((place) => [place.path, place.state]), problems: problems.map((problem) => problem.reason) };
}

describe('where an administrator’s settings can lie', () => {
  it.each([
    ['Linux', 'etc/claude-code/managed-settings.json', json],
    ['Linux, a file beside it', 'etc/claude-code/managed-settings.d/50-bypass.json', json],
    ['macOS', 'Library/Application Support/ClaudeCode/managed-settings.json', json],
    ['macOS, device policy', 'Library/Managed Preferences/com.anthropic.claudecode.plist', plist(disabled)],
    ['macOS, device policy of a user', 'Library/Managed Preferences/kim/com.anthropic.claudecode.plist', plist(disabled)],
    ['Windows', 'C/Program Files/ClaudeCode/managed-settings.json', json],
    ['Windows in a collection', 'uploads/auto/C%3A/Program Files/ClaudeCode/managed-settings.json', json],
    ['the machine’s registry', 'registry/policies.reg', reg('HKEY_LOCAL_MACHINE')],
    ['a user’s registry', 'registry/user.reg', reg('HKEY_CURRENT_USER')],
    ['a server’s cache', 'Users/kim/.claude/remote-settings.json', json],
  ])('%s', async (_name, path, text) => {
    expect(await effective({ [path]: text })).toMatchObject({ value: 'disable', winner: path });
  });

  it.each([
    ['Windows before 2.1.75', 'C/ProgramData/ClaudeCode/managed-settings.json', json],
    ['a template in a project', 'Users/kim/work/infra/etc/claude-code/managed-settings.json', json],
    ['a file that begins with a dot', 'etc/claude-code/managed-settings.d/.50.json', json],
    ['another key of the registry', 'a.reg', reg('HKEY_LOCAL_MACHINE').replace('ClaudeCode', 'Other')],
    ['another property list', 'Library/Managed Preferences/com.example.plist', plist(disabled)],
  ])('not %s', async (_name, path, text) => {
    expect((await effective({ [path]: text })).winner).toBeNull();
  });

  it('asks a server’s settings first, then the device’s policy, then files, then the user’s registry, and only the first that has any', async () => {
    const all = { 'Users/kim/.claude/remote-settings.json': '{"cleanupPeriodDays":1}', 'x.reg': reg('HKEY_LOCAL_MACHINE'), 'C/Program Files/ClaudeCode/managed-settings.json': json, 'y.reg': reg('HKEY_CURRENT_USER') };
    expect(await effective(all)).toMatchObject({ value: null });
    const { 'Users/kim/.claude/remote-settings.json': _first, ...second } = all;
    expect(await effective(second)).toMatchObject({ winner: 'x.reg', line: 4 });
    const { 'x.reg': _second, ...third } = second;
    expect((await effective(third)).winner).toBe('C/Program Files/ClaudeCode/managed-settings.json');
  });

  it('names a policy that is binary or broken', async () => {
    expect((await effective({ 'Library/Managed Preferences/com.anthropic.claudecode.plist': Buffer.from('bplist00\0\x01') }))).toMatchObject({ winner: null, places: [['/Library/Managed Preferences/com.anthropic.claudecode.plist', 'present, not read']], problems: [expect.stringContaining('Not text')] });
    expect((await effective({ 'x.reg': reg('HKEY_LOCAL_MACHINE').replace('Settings', 'Other') })).problems).toEqual([expect.stringContaining('no value Settings')]);
  });

  it('reads a registry export that is written in wide characters, and a value in bytes', async () => {
    const bytes = [...Buffer.from(`${json}\0`, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
    expect(textOf(at(readRegistryPolicy(`[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\ClaudeCode]\r\n"Settings"=hex(2):${bytes.replaceAll(/(.{60}),/g, '$1,\\\r\n  ')}\r\n`, 'HKLM')?.roots[0], 'permissions', 'disableBypassPermissionsMode'))).toBe('disable');
    expect((await effective({ 'x.reg': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(reg('HKEY_LOCAL_MACHINE'), 'utf16le')]) })).value).toBe('disable');
  });

  it('reads any text as a property list or a registry export without an end', () => {
    const parts = fc.constantFrom('<dict>', '</dict>', '<array>', '</array>', '<key>', '</key>', '<string>', '</string>', '<true/>', '<dict/>', 'a', '&lt;', '<!--', '-->', '[HKLM\\SOFTWARE\\Policies\\ClaudeCode]\n', '"Settings"="{', '"\n');
    fc.assert(fc.property(fc.array(parts, { maxLength: 60 }), (list) => {
      expect(Array.isArray(readPlist(list.join('')).roots)).toBe(true);
      readRegistryPolicy(list.join(''), 'HKLM');
    }));
  });
});
