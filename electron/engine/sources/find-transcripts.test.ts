import { describe, expect, it } from 'vitest';
import { at, call, type Drawn, prompt } from '../../../e2e/draw-evidence.ts';
import { openDrawn } from '../drawn-case.ts';

const id = '7f3c0a11-0000-4000-8000-000000000000';
const rows = [prompt('Go', 'default', { second: 1, session: id }), call('t1', 'Bash', { command: 'ls' }, { second: 2, session: id })];

/** Path, session and project folder of each transcript. */
async function found(drawing: Readonly<Record<string, Drawn>>): Promise<string[]> {
  const { entries, sessions } = await openDrawn(drawing);
  return entries.filter((entry) => entry.kind.endsWith('transcript')).map(({ path }) => `${path} ${sessions.filter((session) => session.files.includes(path)).map((session) => `${session.id.slice(0, 4)} in ${session.project}`).join()}`);
}

describe('a transcript', () => {
  it('is known by its name in the folder of the client, whatever the copy begins with, and elsewhere by what stands in it', async () => {
    expect(await found({ [`Users/kim/.claude/projects/-a/${id}.jsonl`]: rows })).toEqual([`Users/kim/.claude/projects/-a/${id}.jsonl 7f3c in -a`]);
    expect(await found({ [`projects/-a/${id}.jsonl`]: rows, 'projects/-a/agent-0badcafe.jsonl': '', 'projects/h7/sessions/5c1f.jsonl': [{ type: 'user', text: 'Go', timestamp: at(1), session_id: '5c1f' }] })).toEqual([
      `projects/-a/${id}.jsonl 7f3c in -a`, 'projects/-a/agent-0badcafe.jsonl ', 'projects/h7/sessions/5c1f.jsonl 5c1f in h7',
    ]);
    expect(await found({ [`-a/${id}.jsonl`]: rows })).toEqual([`-a/${id}.jsonl 7f3c in null`]);
    expect(await found({ 'srv/cc/projects/-a/old-copy.jsonl': rows })).toEqual(['srv/cc/projects/-a/old-copy.jsonl 7f3c in -a']);
    expect(await found({ 'ci/run.jsonl': rows })).toEqual(['ci/run.jsonl 7f3c in null']);
    expect(await found({ 'Users/kim/.claude/projects/-a/cut.jsonl': '{"type":"us' })).toEqual(['Users/kim/.claude/projects/-a/cut.jsonl ']);
  });

  it('is not a file of data in a folder that a person calls `projects`', async () => {
    const opened = await openDrawn({ [`Users/kim/.claude/projects/-a/${id}.jsonl`]: rows, 'Users/kim/projects/shop/data/users.jsonl': [{ id: 1, name: 'a' }], 'Users/kim/projects/shop/broken.jsonl': 'no json\n', 'Users/kim/projects/shop/empty.jsonl': '' });
    expect(opened.entries.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['transcript read', 'other hashed', 'other hashed', 'other hashed']);
    expect(opened.sessions).toHaveLength(1);
    expect(opened.ledger).toMatchObject({ records: 2, malformed: 0, untimed: 0, unknownKinds: {}, problems: 0 });
  });
});

describe('what lies beside the transcripts', () => {
  it('is named for what it is under any name of the configuration folder, also where the copy begins with it', async () => {
    const beside = (folder: string): Record<string, Drawn> => ({ [`${folder}projects/-a/${id}.jsonl`]: rows, [`${folder}history.jsonl`]: [], [`${folder}settings.json`]: '{}', [`${folder}todos/x.json`]: '[]', [`${folder}plans/quiet-fox.md`]: 'x' });
    for (const folder of ['Users/kim/.claude/', '', 'srv/cc/', 'home/lee/.config/claude/']) {
      const { entries } = await openDrawn(beside(folder));
      expect(Object.fromEntries(entries.map((entry) => [entry.path.slice(folder.length).split('/')[0], entry.kind]))).toEqual({ projects: 'transcript', 'history.jsonl': 'prompt-history', 'settings.json': 'settings', todos: 'todo', plans: 'plan' });
    }
  });
});
