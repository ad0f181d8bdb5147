import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawEvidence } from '../../../../e2e/draw-evidence.ts';
import { openDrawn } from '../../drawn-case.ts';
import { createPace } from '../../intake/pace.ts';
import { walk } from '../../intake/walk.ts';
import { readInvocations } from '../../shell/invocations.ts';
import { azurePieces } from './ci-pieces.ts';
import { codePieces } from './code-pieces.ts';
import { dockerPieces } from './container-pieces.ts';
import { findRequests } from './find-requests.ts';
import { githubPieces } from './github-pieces.ts';
import { gitlabPieces } from './gitlab-pieces.ts';
import { jenkinsPieces } from './jenkins-pieces.ts';
import { separated } from './process-events.ts';
import { fishPieces, makePieces, powerShellPieces } from './script-pieces.ts';
import { readShellHistory } from './shell-history.ts';
import { textFile } from './text-file.ts';
import { readJsonTree, readYamlTree } from './tree.ts';

const flag = '--dangerously-skip-permissions';

describe('files that are made to break a reader', () => {
  it('ends a YAML bomb as a named problem and finds what stands beside it', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefg'[at]}`).join(', ')}]`)].join('\n');
    const opened = await openDrawn({ 'w/.github/workflows/a.yml': `jobs:\n  x:\n    steps:\n      - run: claude ${flag}\n${bomb}\n` });
    expect(opened.problems).toMatchObject([{ path: 'w/.github/workflows/a.yml', reason: expect.stringContaining('expands to more than') }]);
    expect(opened.posture.flags).toMatchObject([{ line: 4, scope: 'ci' }]);
  });

  it('says that a workflow is broken, and calls a flag in it by its file', async () => {
    const opened = await openDrawn({ 'w/.github/workflows/a.yml': `jobs: {\n  - run: claude ${flag}\n` });
    expect(opened.problems).toMatchObject([{ reason: expect.stringContaining('Not read to its end') }]);
    expect(opened.posture.flags).toMatchObject([{ line: 2, scope: 'ci', parsed: false }]);
  });

  it('follows YAML anchors and merge keys', () => {
    const { pieces } = githubPieces(`x: &e { IS_SANDBOX: "1" }\njobs:\n  a:\n    env:\n      <<: *e\n    steps:\n      - run: claude ${flag}\n`);
    expect(pieces[0]?.env.get('IS_SANDBOX')).toBe('1');
  });

  it('refuses nesting without end', () => {
    expect(readJsonTree('['.repeat(100_000)).problem).toContain('nested');
    expect(readYamlTree('{'.repeat(100_000)).problem).toContain('nested');
  });

  it('takes __proto__ for a key like others', () => {
    expect([...(readJsonTree('{"__proto__":{"a":1}}').roots[0]?.entries.keys() ?? [])]).toEqual(['__proto__']);
  });

  it('lists a settings file that is a link, and reads nothing through it', async () => {
    const opened = await openDrawn({ 'Users/kim/.claude/settings.json': { link: '/etc/hosts' }, 'Users/kim/.bash_history': { link: '../x' } });
    expect(opened.problems.map((problem) => [problem.path, /link/.test(problem.reason)])).toEqual(expect.arrayContaining([['Users/kim/.claude/settings.json', true], ['Users/kim/.bash_history', true]]));
    expect(opened.posture.settingsFiles).toEqual([]);
  });

  it('names a line of a history that is binary and reads the rest', async () => {
    const opened = await openDrawn({ 'Users/kim/.bash_history': Buffer.from(`ls\n\0\0\x01\nclaude ${flag}\n`) });
    expect(opened.problems).toMatchObject([{ path: 'Users/kim/.bash_history', line: 2, byteOffset: 3 }]);
    expect(opened.posture.flags).toMatchObject([{ line: 3, scope: 'one-off' }]);
    expect(opened.fileLedger.find((row) => row.path === 'Users/kim/.bash_history')).toMatchObject({ lines: 3, records: 2, malformed: 1, untimed: 2 });
  });

  it.each([
    ['bash', 'Users/kim/.bash_history', (command: string) => command],
    ['zsh', 'Users/kim/.zsh_history', (command: string) => `: 1778855448:0;${command}`],
    ['fish', 'Users/kim/.local/share/fish/fish_history', (command: string) => `- cmd: ${command}`],
    ['PowerShell', 'Users/kim/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt', (command: string) => command],
  ])('names a binary line of a history of %s with CRLF, and reads what stands around it', async (_shell, path, written) => {
    const opened = await openDrawn({ [path]: Buffer.from(`${written('ls')}\r\n\0\x01\r\n${written(`claude ${flag}`)}\r\n`) });
    expect(opened.problems).toMatchObject([{ path, line: 2, reason: expect.stringContaining('Zero bytes') }]);
    expect(opened.posture.flags).toMatchObject([{ path, line: 3, scope: 'one-off' }]);
    expect(Array.from({ length: opened.store.length }, (_, event) => opened.store.argument(event))).toEqual(['ls', `claude ${flag}`]);
  });

  it('reads commands of several lines of fish and PowerShell as one, and their places as their own lines', async () => {
    const opened = await openDrawn({
      'Users/kim/.local/share/fish/fish_history': `- cmd: for f in *\\n  claude ${flag}\\nend\n  when: 1778855448\n  paths:\n    - a\n`,
      'Users/kim/PSReadLine/ConsoleHost_history.txt': `claude \`\r\n  ${flag}\r\nls\r\n`,
    });
    expect(Array.from({ length: opened.store.length }, (_, event) => [opened.store.argument(event), opened.store.time(event)])).toEqual([[`for f in *\n  claude ${flag}\nend`, 1778855448000], [`claude \`\n  ${flag}`, null], ['ls', null]]);
    expect(opened.posture.flags.map((each) => [each.path.split('/').at(-1), each.line])).toEqual([['fish_history', 1], ['ConsoleHost_history.txt', 2]]);
  });

  it('names what is wrong with settings and keeps what could be read, with comments, trailing commas and CRLF', async () => {
    const opened = await openDrawn({
      'Users/kim/.claude/settings.json': '\ufeff{ // mine\r\n "cleanupPeriodDays": 7, /* days */\r\n "permissions": { "deny": [ "WebFetch", ], },\r\n}\r\n',
      'Users/kim/work/till/.claude/settings.json': '{ "cleanupPeriodDays": 9, "permissions": { "deny": [',
    });
    expect(opened.posture.settings.find((row) => row.name === 'cleanupPeriodDays' && row.project === null)).toMatchObject({ value: '7', winner: { line: 2 } });
    expect(opened.posture.settings.find((row) => row.name === 'cleanupPeriodDays' && row.project !== null)).toMatchObject({ value: '9' });
    expect(opened.problems).toMatchObject([{ path: 'Users/kim/work/till/.claude/settings.json', reason: expect.stringContaining('Not read to its end as settings') }]);
  });

  it('reads a history of 50 MB with long commands whole', async () => {
    const line = `: 1778855448:0;echo ${'x'.repeat(8000)}\n`;
    const opened = await openDrawn({ 'Users/kim/.zsh_history': Buffer.from(line.repeat(Math.ceil(50_000_000 / line.length))) });
    expect(opened.problems).toEqual([]);
    expect(opened.store.length).toBe(Math.ceil(50_000_000 / line.length));
  });

  it('keeps as many commands of a history as its bound, and says what it left out', async () => {
    const { files } = await walk(drawEvidence({ '.zsh_history': ': 1778855448:0;a\nb\n: 1778855449:0;c\nd\n' }), ['']);
    const read = await readShellHistory(files, '.zsh_history', 'zsh', createPace(), 3);
    expect(read.entries.map((entry) => [entry.command, entry.time === null, entry.near])).toEqual([['a', false, 1778855448000], ['b', true, 1778855448000], ['c', false, 1778855449000]]);
    expect(read.problems).toMatchObject([{ reason: 'Of this history the first 3 commands were read; 1 were counted only.' }]);
  });

  it('reads what zsh writes as metafied bytes', async () => {
    const opened = await openDrawn({ 'Users/kim/.zsh_history': Buffer.from([...Buffer.from(': 1778855448:0;echo '), 0xc3, 0x83, 0x89, ...Buffer.from('\n')]) });
    expect(opened.store.argument(0)).toBe('echo \u00e9');
  });

  it('says which times of a table name no zone, and places none of them', async () => {
    const opened = await openDrawn({ 'edr/p.csv': 'timestamp,command_line\n2026-05-15 14:30:58,ls\n2026-05-15T14:31:00+02:00,pwd\n' });
    expect(opened.problems).toMatchObject([{ path: 'edr/p.csv', reason: expect.stringContaining('names no zone') }]);
    expect([opened.store.time(0), opened.store.time(1)]).toEqual([Date.parse('2026-05-15T12:31:00Z'), null]);
  });

  it('keeps other tables alone', async () => {
    const opened = await openDrawn({ 'notes/a.csv': 'name,price\ntea,2\n', 'notes/b.jsonl': [{ a: 1 }] });
    expect(opened.store.length).toBe(0);
    expect(opened.entries.map((entry) => entry.kind)).toEqual(['other', 'other']);
  });

  it('survives any text as any of these files', () => {
    const words = fc.constantFrom('claude ', flag, 'IS_SANDBOX=1 ', 'export ', 'RUN ', 'ENV ', '\n', '\t', ' ', '"', "'", '`', '$(', ')', '{', '}', '[', '\\', 'jobs:', '- run: ', 'steps:', 'sh ', 'function x', 'end', '<<EOF', '&a ', '*a', '#', '\u0000', '\ud800');
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 6 })), { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const file = textFile('x', Buffer.from(text));
        for (const pieces of [githubPieces(file.text), gitlabPieces(file.text), azurePieces(file.text), jenkinsPieces(file.text), dockerPieces(file.text), makePieces(file.text, false), fishPieces(file.text, 'shell-script'), powerShellPieces(file.text, 'shell-script'), codePieces(file.text, true), codePieces(file.text, false)]) {
          for (const place of findRequests(file, pieces, 'shell-script')) {
            expect(place.ref.byteStart).toBeLessThanOrEqual(place.ref.byteEnd);
            expect(place.ref.line).toBeLessThanOrEqual(file.lines);
          }
        }
        expect(readInvocations(text).invocations.length).toBeLessThan(2001);
      }),
      { numRuns: 150 },
    );
  });

  it('takes quoted fields of separated values apart and puts none together', () => {
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 12 }).filter((text) => !/[\n\r]/.test(text)), { minLength: 1, maxLength: 6 }), (fields) => {
      expect(separated(fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(';'), ';')).toEqual(fields);
    }));
  });
});
