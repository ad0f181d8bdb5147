import { createHash } from 'node:crypto';
import crypto from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { at, call, type Drawn, prompt, result } from '../../../e2e/draw-evidence.ts';
import { contract } from '../../../shared/contract.ts';
import { answerCall } from '../../../shared/rpc.ts';
import { openDrawn } from '../drawn-case.ts';
import { createHandlers } from '../handlers.ts';
import { besideFiles, besideText } from './beside-files.ts';
import { eventDetail } from './detail.ts';
import type { OpenedCase } from './opened-case.ts';

const claude = 'Users/kim/.claude';
const projects = `${claude}/projects/-Users-kim-work-till`;
const main = `${projects}/s1.jsonl`;
const target = '/Users/kim/work/till/cart.ts';
const copyName = crypto.createHash('sha256').update(target).digest('hex').slice(0, 16);

async function setup(rows: readonly (string | object)[], beside: Readonly<Record<string, Drawn>> = {}): Promise<{ opened: OpenedCase; lines: (toolUseId: string) => string[]; event: (toolUseId: string) => number }> {
  const opened = await openDrawn({ [main]: rows, ...beside });
  const event = (toolUseId: string): number => {
    for (let number = 0; number < opened.store.length; number++) if (opened.store.toolUseId(number) === toolUseId) return number;
    throw new Error(`no call ${toolUseId}`);
  };
  return { opened, event, lines: (id) => besideFiles(opened, event(id)).map((file) => `${file.kind} ${file.path.slice(file.path.lastIndexOf('/') + 1)} ${file.state}`) };
}

describe('the whole of a large result', () => {
  const preview = '<persisted-output>\nOutput too large (90 KB). Full output saved to: /Users/kim/.claude/projects/-Users-kim-work-till/s1/tool-results/b7.txt\n\nPreview: first lines';
  const rows = [call('t1', 'Bash', { command: 'make' }, { second: 1 }), result('t1', preview, { second: 2, extra: { toolUseResult: { stdout: '', persistedOutputPath: '/Users/kim/.claude/projects/-Users-kim-work-till/s1/tool-results/b7.txt' } } })];

  it('is shown in place of its preview, with its own hash', async () => {
    const { opened, event, lines } = await setup(rows, { [`${projects}/s1/tool-results/b7.txt`]: 'all of it' });
    expect(lines('t1')).toEqual(['tool-result b7.txt present']);
    expect(eventDetail(opened, event('t1')).output).toEqual({ text: 'all of it', characters: 9, cut: false });
    const read = besideText(opened, event('t1'), 0, 4, 2);
    expect(read).toMatchObject({ text: 'of', from: 4, validUtf8: true });
    expect(read.file.sha256).toBe(crypto.createHash('sha256').update('all of it').digest('hex'));
  });

  it('is said to be gone where the copy does not hold it, and the preview stays', async () => {
    const { opened, event, lines } = await setup(rows);
    expect(lines('t1')).toEqual(['tool-result b7.txt gone']);
    expect(eventDetail(opened, event('t1')).output?.text).toBe(preview);
    expect(() => besideText(opened, event('t1'), 0, 0, 10)).toThrow('does not hold it');
  });

  it('is not taken from a path that a result made up', async () => {
    const made = (path: string) => [call('t1', 'Bash', { command: 'x' }), result('t1', `<persisted-output>\nsaved to: ${path}`, { extra: { toolUseResult: { persistedOutputPath: path } } })];
    const secret = { 'Users/kim/.ssh/id_rsa': 'KEY', 'etc/passwd': 'root' };
    for (const path of ['/etc/passwd', '../../../../.ssh/id_rsa', 'C:\\etc\\passwd']) {
      const { opened, event } = await setup(made(path), secret);
      expect(besideFiles(opened, event('t1')).map((file) => file.state)).toEqual(['gone']);
    }
  });
});

describe('the calls of the page', () => {
  it('name a file by its number, get a bounded part of it, and a refusal as data', async () => {
    const { opened, event } = await setup([call('t1', 'Read', { file_path: '/Users/kim/.aws/credentials' })], { 'Users/kim/.aws/credentials': 'secret' });
    const handlers = createHandlers({
      ready: () => opened,
      progress: () => {
        throw new Error('not asked for');
      },
      cancel: () => false,
      sandboxOff: false,
    });
    const ask = (method: string, params: object) => answerCall(contract, handlers, method, params, { aborted: false });
    const id = event('t1');
    expect(await ask('events.beside', { id })).toMatchObject({ ok: true, value: { files: [{ ref: 0, kind: 'credentials', state: 'withheld', bytes: 6 }] } });
    expect(await ask('events.besideText', { id, ref: 0, from: 0, length: 10 })).toMatchObject({ ok: false, problem: { kind: 'refused', path: 'Users/kim/.aws/credentials' } });
    expect(await ask('events.besideText', { id, ref: 9, from: 0, length: 10 })).toMatchObject({ ok: false, problem: { kind: 'not-found' } });
    expect(await ask('events.besideText', { id, ref: 0, from: 0, length: 500_001 })).toMatchObject({ ok: false, problem: { kind: 'refused' } });
  });
});

describe('a file that a call changed', () => {
  const snapshot = (version: number, second: number): object => ({ type: 'file-history-snapshot', messageId: 'm', snapshot: { trackedFileBackups: { 'cart.ts': { backupFileName: `${copyName}@v${version}`, version, backupTime: at(second) } }, timestamp: at(second) }, isSnapshotUpdate: true });
  const copy = (version: number): string => `${claude}/file-history/s1/${copyName}@v${version}`;

  it('has the copy from before this very edit first, then the others, then the file as it was copied', async () => {
    const { opened, event, lines } = await setup(
      [snapshot(1, 1), call('t1', 'Edit', { file_path: target, old_string: 'a', new_string: 'b' }, { second: 2 }), result('t1', 'ok', { second: 3 }), snapshot(2, 4), call('t2', 'Edit', { file_path: 'cart.ts' }, { second: 5 }), result('t2', 'ok', { second: 6 })],
      { [copy(1)]: 'a', [copy(2)]: 'b', 'Users/kim/work/till/cart.ts': 'c' },
    );
    expect(lines('t1')).toEqual([`file-history ${copyName}@v1 present`, `file-history ${copyName}@v2 present`, 'file-in-copy cart.ts present']);
    expect(lines('t2')).toEqual([`file-history ${copyName}@v2 present`, `file-history ${copyName}@v1 present`, 'file-in-copy cart.ts present']);
    expect(besideText(opened, event('t2'), 0, 0, 10).text).toBe('b');
    expect(besideFiles(opened, event('t2'))[0]?.note).toContain(`before this call, copied at ${at(4)}`);
  });

  it('has its lost copy named, and a file that was new is said to be new', async () => {
    const { lines } = await setup([snapshot(3, 1), call('t1', 'Write', { file_path: target, content: 'x' }, { second: 2 }), { type: 'file-history-snapshot', snapshot: { trackedFileBackups: { '/Users/kim/work/till/new.ts': { backupFileName: null, version: 1, backupTime: at(3) } } } }, call('t2', 'Write', { file_path: '/Users/kim/work/till/new.ts' }, { second: 4 })]);
    expect(lines('t1')).toEqual([`file-history ${copyName}@v3 gone`]);
    expect(lines('t2')).toEqual(['file-history new.ts gone']);
  });
});

describe('files of the same name in a copy of several homes', () => {
  const agentCall = (tag: string) => [call(`${tag}1`, 'Agent', { prompt: 'x' }, { second: 1, session: tag }), result(`${tag}1`, 'done', { second: 2, extra: { toolUseResult: { agentId: 'a1' } } }), call(`${tag}2`, 'Read', { file_path: target }, { second: 3, session: tag })];
  const home = (host: string, tag: string): Record<string, Drawn> => ({
    [`${host}/${projects}/${tag}.jsonl`]: agentCall(tag),
    [`${host}/${projects}/${tag}/subagents/agent-a1.jsonl`]: [prompt('x', null, { session: tag, extra: { isSidechain: true, agentId: 'a1' } })],
    [`${host}/Users/kim/work/till/cart.ts`]: host,
  });

  it('are the ones that lie nearest to the transcript of the call', async () => {
    const { opened, event } = await setup([], { ...home('host1', 'k'), ...home('host2', 'm') });
    const paths = (id: string) => besideFiles(opened, event(id)).map((file) => file.path);
    expect([...paths('k1'), ...paths('k2')]).toEqual([`host1/${projects}/k/subagents/agent-a1.jsonl`, 'host1/Users/kim/work/till/cart.ts']);
    expect([...paths('m1'), ...paths('m2')]).toEqual([`host2/${projects}/m/subagents/agent-a1.jsonl`, 'host2/Users/kim/work/till/cart.ts']);
  });

  it('are no result of a call whose own file is gone', async () => {
    const saved = '/Users/kim/.claude/projects/-Users-kim-work-till/s1/tool-results/b7.txt';
    const { lines } = await setup([call('t1', 'Bash', { command: 'make' }), result('t1', '<persisted-output>', { extra: { toolUseResult: { persistedOutputPath: saved } } })], { [`${projects}/s9/tool-results/b7.txt`]: 'of another session' });
    expect(lines('t1')).toEqual(['tool-result b7.txt gone']);
    const fork = await setup([call('t1', 'Bash', { command: 'make' }), result('t1', '<persisted-output>', { extra: { toolUseResult: { persistedOutputPath: saved.replace('/s1/', '/s9/') } } })], { [`${projects}/s9/tool-results/b7.txt`]: 'of the origin' });
    expect(fork.lines('t1')).toEqual(['tool-result b7.txt present']);
  });
});

describe('the shell snapshot of a call', () => {
  it('is found where the copy begins with `.claude` itself, and where a folder above is called `projects` too', async () => {
    for (const folder of ['', 'work/projects/x/.claude/']) {
      const opened = await openDrawn({ [`${folder}projects/-a/7f3c0a11-0000-4000-8000-000000000000.jsonl`]: [call('t1', 'Bash', { command: 'ls' }, { second: 9 })], [`${folder}shell-snapshots/snapshot-zsh-${Date.parse(at(0))}-ab12.sh`]: 'alias ls=ls' });
      expect(besideFiles(opened, 0).map((file) => file.path)).toEqual([`${folder}shell-snapshots/snapshot-zsh-${Date.parse(at(0))}-ab12.sh`]);
    }
  });
});

describe('other files beside a call', () => {
  it('are a background task\'s output, a sub-agent\'s transcript, a plan, a task list, a shell snapshot', async () => {
    const { lines } = await setup(
      [
        prompt('Go', 'default', { second: 0 }),
        call('t1', 'Bash', { command: 'serve', run_in_background: true }, { second: 1 }),
        result('t1', 'started', { second: 2, extra: { toolUseResult: { backgroundTaskId: 'b4f' } } }),
        call('t2', 'TaskOutput', { task_id: 'b99' }, { second: 3 }),
        call('t3', 'Agent', { description: 'x' }, { second: 4 }),
        result('t3', 'done', { second: 5, extra: { toolUseResult: { agentId: 'a1' } } }),
        call('t4', 'ExitPlanMode', { plan: 'x' }, { second: 6, extra: { slug: 'quiet-fox' } }),
        call('t5', 'TodoWrite', { todos: [] }, { second: 7 }),
      ],
      {
        'tmp/claude-501/-Users-kim-work-till/s1/tasks/b4f.output': 'listening',
        [`${projects}/s1/subagents/agent-a1.jsonl`]: [prompt('x', null, { second: 5, extra: { isSidechain: true, agentId: 'a1' } })],
        [`${projects}/s1/subagents/agent-a1.meta.json`]: '{"toolUseId":"t3"}',
        [`${claude}/plans/quiet-fox.md`]: '# Plan',
        [`${claude}/todos/s1-agent-s1.json`]: '[]',
        [`${claude}/shell-snapshots/snapshot-zsh-${Date.parse(at(0))}-ab12.sh`]: 'alias ls=ls',
        [`${claude}/shell-snapshots/snapshot-zsh-${Date.parse(at(30))}-ab12.sh`]: 'later',
      },
    );
    expect(lines('t1')).toEqual(['background-output b4f.output present', `shell-snapshot snapshot-zsh-${Date.parse(at(0))}-ab12.sh present`]);
    expect(lines('t2')).toEqual(['background-output b99.output gone']);
    expect(lines('t3')).toEqual(['agent-transcript agent-a1.jsonl present', 'agent-meta agent-a1.meta.json present']);
    expect(lines('t4')).toEqual(['plan quiet-fox.md present']);
    expect(lines('t5')).toEqual(['todo s1-agent-s1.json present']);
  });

  it('are hashed and never shown where they hold credentials', async () => {
    const { opened, event, lines } = await setup(
      [call('t1', 'Read', { file_path: '/Users/kim/.claude/.credentials.json' }, { second: 1 }), call('t2', 'Read', { file_path: '/Users/kim/.aws/credentials' }, { second: 2 })],
      { [`${claude}/.credentials.json`]: '{"token":"x"}', 'Users/kim/.aws/credentials': 'secret' },
    );
    for (const id of ['t1', 't2']) {
      expect(lines(id)).toEqual([expect.stringMatching(/^credentials .* withheld$/)]);
      expect(besideFiles(opened, event(id))[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(() => besideText(opened, event(id), 0, 0, 100)).toThrow('not shown');
    }
  });

  it('are masked where they are configuration, and withheld where they are copies of credentials from before an edit', async () => {
    const config = JSON.stringify({ oauthAccount: { emailAddress: 'kim@mail.example' }, mcpServers: { db: { command: 'node', env: { TILL: 'hunter2' } } } });
    const history = (path: string): string => `${claude}/file-history/s1/${createHash('sha256').update(path).digest('hex').slice(0, 16)}@v1`;
    const { opened, event, lines } = await setup(
      [
        call('t1', 'Edit', { file_path: '/Users/kim/.claude.json', old_string: 'a', new_string: 'b' }, { second: 1 }),
        call('t2', 'Edit', { file_path: '/Users/kim/.aws/credentials', old_string: 'a', new_string: 'b' }, { second: 2 }),
      ],
      { 'Users/kim/.claude.json': config, [history('/Users/kim/.claude.json')]: config, [history('/Users/kim/.aws/credentials')]: 'aws_secret_access_key=hunter3' },
    );
    expect(lines('t1').map((line) => line.split(' ')[0])).toEqual(['file-history', 'file-in-copy']);
    for (const ref of [0, 1]) {
      const { text } = besideText(opened, event('t1'), ref, 0, 10_000);
      expect(text).toHaveLength(config.length);
      expect(text).toContain('"command":"node"');
      expect(text).not.toMatch(/kim@mail|hunter/);
    }
    expect(lines('t2')).toEqual([expect.stringMatching(/^credentials .* withheld$/)]);
  });
});
