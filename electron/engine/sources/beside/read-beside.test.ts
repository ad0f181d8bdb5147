import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Drawn, drawEvidence } from '../../../../e2e/draw-evidence.ts';
import { createPace } from '../../intake/pace.ts';
import { walk } from '../../intake/walk.ts';
import { configFolders, folderOf } from './config-folders.ts';
import { projectFolderName } from './project-folder.ts';
import { type BesideRead, readBeside } from './read-beside.ts';
import { placeOf, placeOfName } from './small-json.ts';

const claude = 'Users/kim/.claude';
const id = '11111111-0000-4000-8000-000000000000';

async function read(drawing: Readonly<Record<string, Drawn>>): Promise<BesideRead> {
  const { files } = await walk(drawEvidence(drawing), ['']);
  return readBeside(files, createPace());
}

describe('configuration folders', () => {
  it('are found under their usual names and under another; a repository\'s own settings are none', async () => {
    const { files } = await walk(
      drawEvidence({
        'Users/kim/.claude/projects/x/a.jsonl': '',
        'home/lee/.config/claude/history.jsonl': '',
        'srv/agent-home/projects/x/b.jsonl': '',
        'srv/agent-home/todos/x.json': '',
        'Users/kim/work/till/.claude/settings.json': '{}',
        'Users/kim/work/projects/readme.md': '',
      }),
      [''],
    );
    const folders = configFolders(files);
    expect(folders).toEqual([
      { path: 'Users/kim/.claude', hasProjects: true },
      { path: 'home/lee/.config/claude', hasProjects: false },
      { path: 'srv/agent-home', hasProjects: true },
    ]);
    expect(folderOf(folders, 'srv/agent-home/projects/x/b.jsonl')?.path).toBe('srv/agent-home');
    expect(folderOf(folders, 'srv/agent-home2/x')).toBeNull();
  });

  it('can be the evidence root itself', async () => {
    const beside = await read({ 'projects/x/a.jsonl': '', 'history.jsonl': [{ display: 'x', sessionId: 's', timestamp: Date.UTC(2026, 1) }], '.claude.json': JSON.stringify({ projects: { '/p': { lastSessionId: 't' } } }) });
    expect(beside.mentions.map((mention) => [mention.folder, mention.sessionId])).toEqual([['', 's'], ['', 't']]);
  });

  it('are told by transcripts under the client\'s own names alone, where nothing else of the client was copied', async () => {
    const { files } = await walk(drawEvidence({ [`projects/-a/${id}.jsonl`]: '', 'settings.json': '{}', [`srv/cc/projects/-a/${id}/subagents/agent-a1.jsonl`]: '', 'work/projects/shop/users.jsonl': '' }), ['']);
    expect(configFolders(files)).toEqual([{ path: '', hasProjects: true }, { path: 'srv/cc', hasProjects: true }]);
  });

  it('keep a project\'s transcripts under a name that is computed, never decoded', () => {
    expect(projectFolderName('/Users/dev/my_app.v2')).toBe('-Users-dev-my-app-v2');
    expect(projectFolderName('C:\\src\\x')).toBe('C--src-x');
    const long = projectFolderName(`/Users/dev/${'a'.repeat(220)}`);
    expect(long).toHaveLength(207);
    expect(long.endsWith('-devd5c')).toBe(true);
  });
});

describe('what lies beside transcripts', () => {
  it('is read without taking tokens or accounts', async () => {
    const beside = await read({ [`${claude}/projects/.keep`]: '', 'Users/kim/.claude.json': JSON.stringify({ oauthAccount: { emailAddress: 'kim@mail.example' }, primaryApiKey: 'sk-1', projects: { '/p': { lastSessionId: id } } }), [`${claude}/history.jsonl`]: [{ display: 'my password is x', sessionId: 's' }] });
    expect(JSON.stringify(beside)).not.toMatch(/mail\.example|sk-1|password/);
    expect(beside.mentions).toHaveLength(2);
  });

  it('is a problem with a place where it can not be read, never an empty list', async () => {
    const beside = await read({
      [`${claude}/projects/x/sessions-index.json`]: '{"entries": [',
      'Users/kim/.claude.json': 'not json',
      [`${claude}/settings.json`]: '{',
      [`${claude}/.last-cleanup`]: 'yesterday',
      [`${claude}/sessions/1.json`]: '[',
      [`${claude}/projects/x/agent-1.meta.json`]: '?',
      [`${claude}/history.jsonl`]: 'not json\n{"a":1}\n{"cut',
    });
    expect(beside.problems.map((problem) => [problem.path.slice(problem.path.lastIndexOf('/') + 1), problem.line]).sort()).toEqual([
      ['.claude.json', null],
      ['.last-cleanup', null],
      ['1.json', null],
      ['agent-1.meta.json', null],
      ['history.jsonl', 1],
      ['history.jsonl', 3],
      ['sessions-index.json', null],
      ['settings.json', null],
    ]);
    expect(beside.retention).toMatchObject([{ periodDays: 30, paused: true, lastSweep: null }]);
  });

  it('is read to its end whatever it holds: links, folders in place of files, other JSON, other bytes', async () => {
    const json = fc.oneof(fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)), fc.constantFrom('{"projects":[1]}', '{"projects":{"__proto__":{"lastSessionId":"x"}}}', '{"entries":{"0":{"sessionId":1}}}', '{"cleanupPeriodDays":1e999}', '{"cleanupPeriodDays":-1}', '[]', 'null', '\u0000'));
    const content = fc.oneof(json, fc.uint8Array({ maxLength: 40 }), fc.constant({ link: '/etc/passwd' } as const), fc.constant({ folder: true } as const));
    const names = ['Users/kim/.claude.json', `${claude}/history.jsonl`, `${claude}/settings.json`, `${claude}/.last-cleanup`, `${claude}/sessions/1.json`, `${claude}/projects/x/sessions-index.json`, `${claude}/projects/x/agent-1.meta.json`, `${claude}/todos/${id}-agent-${id}.json`, `${claude}/file-history/${id}`, `${claude}/debug/${id}.txt`];
    await fc.assert(
      fc.asyncProperty(fc.array(content, { minLength: names.length, maxLength: names.length }), async (contents) => {
        const beside = await read({ [`${claude}/projects/.keep`]: '', ...Object.fromEntries(names.map((name, at) => [name, contents[at] ?? ''])) });
        for (const mention of beside.mentions) expect(mention.sessionId).not.toBe('');
        for (const retention of beside.retention) expect(retention.periodDays).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a place in a JSON file', () => {
  it('is where the value or the name stands, byte for byte', () => {
    const name = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(name, fc.dictionary(name, name), fc.constantFrom(undefined, 2, '\t'), (value, others, indent) => {
        const bytes = Buffer.from(JSON.stringify({ ...others, nested: { key: value } }, null, indent));
        const place = placeOf('f', bytes, 'key', value);
        const cited = bytes.subarray(place.byteStart, place.byteEnd).toString('utf8');
        if (!Object.hasOwn(others, 'nested') && place.byteEnd - place.byteStart < bytes.length) expect(cited.replace(/\s*:\s*/, ':')).toBe(`"key":${JSON.stringify(value)}`);
        expect(place.line).toBe(bytes.subarray(0, place.byteStart).toString('latin1').split('\n').length);
        const named = placeOfName('f', bytes, 'key');
        expect(bytes.subarray(named.byteStart, named.byteEnd).toString('utf8')).toBe('"key"');
      }),
    );
  });
});
