import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { at, call, type Drawn, drawEvidence, prompt, result } from '../../../e2e/draw-evidence.ts';
import { openDrawn, openFolder } from '../drawn-case.ts';
import type { OpenedCase } from './opened-case.ts';

const claude = 'Users/kim/.claude';
const projects = `${claude}/projects/-Users-kim-work-till`;
const main = `${projects}/s1.jsonl`;
const day = 86_400_000;
const now = Date.parse(at(0));
const id = (n: number): string => `${String(n).repeat(8)}-0000-4000-8000-000000000000`;

/** A case with one whole session and what is drawn beside it. */
function setup(beside: Readonly<Record<string, Drawn>>): Promise<OpenedCase> {
  return openDrawn({ [main]: [prompt('Go', 'default', { second: 1 }), call('t1', 'Bash', { command: 'ls' }, { second: 2 }), result('t1', 'a', { second: 3 })], ...beside });
}

const ofRule = (opened: OpenedCase, rule: string) => opened.findings.map(({ finding }) => finding).filter((finding) => finding.rule === rule);
const missing = (opened: OpenedCase): string[] => ofRule(opened, 'transcript.missing').map((finding) => `${finding.sessionId} ${finding.severity} ${String(finding.detail.reading)} (${(finding.detail.sources as string[]).join(', ')})`);
const typed = (sessionId: string, time: number, display = 'Fix it'): object => ({ display, pastedContents: {}, timestamp: time, project: '/Users/kim/work/till', sessionId });

describe('a session without a transcript', () => {
  it('is found in the prompt history, and weighs more where the last sweep does not explain it', async () => {
    const opened = await setup({
      [`${claude}/history.jsonl`]: [typed('s1', now), typed('young', now - 2 * day), typed('old', now - 40 * day), typed('old', now - 41 * day), { display: 'no session in old rows', timestamp: now }],
      [`${claude}/.last-cleanup`]: new Date(now - day).toISOString(),
    });
    expect(missing(opened)).toEqual(['young medium unexplained (prompt-history)', 'old low swept (prompt-history)']);
    const [young, old] = ofRule(opened, 'transcript.missing');
    expect(young).toMatchObject({ state: 'unexplained', confidence: 'medium', time: now - 2 * day, eventId: null, evidence: [{ path: `${claude}/history.jsonl`, line: 2 }] });
    expect(young?.sentence).toContain('The sweep does not explain its absence');
    expect(old).toMatchObject({ state: 'not-covered', evidence: [{ line: 3 }] });
  });

  it('is found also where a run left how it ended, and not where it left a saved stream', async () => {
    const ended = (sessionId: string) => JSON.stringify({ type: 'result', subtype: 'success', session_id: sessionId, permission_denials: [] });
    const opened = await setup({
      [`${claude}/history.jsonl`]: [typed('ended', now - day), typed('streamed', now - day)],
      'ci/result.json': ended('ended'),
      'ci/run.log': `${JSON.stringify({ type: 'system', subtype: 'init', session_id: 'streamed' })}\n${ended('streamed')}\n`,
    });
    expect(missing(opened).map((line) => line.split(' ')[0])).toEqual(['ended']);
  });

  it('is judged by the period of the settings; zero days meant that none were written', async () => {
    const history = { [`${claude}/history.jsonl`]: [typed('young', now - 2 * day)], [`${claude}/.last-cleanup`]: at(0) };
    const by = async (settings: string): Promise<string[]> => missing(await setup({ ...history, [`${claude}/settings.json`]: settings }));
    expect(await by('{"cleanupPeriodDays": 1}')).toEqual(['young low swept (prompt-history)']);
    expect(await by('{"cleanupPeriodDays": 365}')).toEqual(['young medium unexplained (prompt-history)']);
    expect(await by('{"cleanupPeriodDays": 0}')).toEqual(['young low not written (prompt-history)']);
    expect(await by('{not json')).toEqual(['young medium unexplained (prompt-history)']);
  });

  it('is measured against the latest record where no sweep is recorded', async () => {
    const opened = await setup({ [`${claude}/history.jsonl`]: [typed('young', now - 29 * day), typed('old', now - 31 * day)] });
    expect(missing(opened)).toEqual(['young medium unexplained (prompt-history)', 'old low swept (prompt-history)']);
  });

  it('is found by each trace that it leaves beside its transcript', async () => {
    const opened = await setup({
      'Users/kim/.claude.json': JSON.stringify({ projects: { '/Users/kim/work/till': { lastSessionId: id(1), lastCost: 0.2 }, '/Users/kim/other': { lastSessionId: id(2) }, '/x': { lastSessionId: 's1' } } }, null, 2),
      [`${claude}/todos/${id(3)}-agent-${id(3)}.json`]: '[{"content":"x"}]',
      [`${claude}/todos/${id(4)}-agent-${id(4)}.json`]: '[]',
      [`${claude}/file-history/${id(5)}/0a1b2c3d4e5f6071@v1`]: 'before',
      [`${claude}/debug/${id(6)}.txt`]: 'log',
      [`${claude}/tasks/${id(7)}/1.json`]: '{}',
      [`${projects}/${id(8)}/tool-results/toolu_1.txt`]: 'long output',
      [`${projects}/sessions-index.json`]: JSON.stringify({ version: 1, entries: [{ sessionId: id(9), fullPath: 'x', modified: new Date(now - day).toISOString(), projectPath: '/Users/kim/work/till' }, { sessionId: 's1' }] }),
      [`${claude}/sessions/4711.json`]: JSON.stringify({ pid: 4711, sessionId: 'running', updatedAt: now, cwd: '/Users/kim/work/till' }),
      [`${projects}/agent-0badcafe.jsonl`]: [call('t9', 'Bash', { command: 'pwd' }, { session: 'lost-parent', extra: { isSidechain: true, agentId: '0badcafe' } })],
    });
    expect(missing(opened).sort()).toEqual([
      `${id(1)} low age unknown (claude-config)`,
      `${id(2)} info weak (claude-config)`,
      `${id(3)} low age unknown (todo)`,
      `${id(4)} info weak (todo)`,
      `${id(5)} low age unknown (file-history)`,
      `${id(6)} info weak (debug-log)`,
      `${id(7)} low age unknown (task)`,
      `${id(8)} low age unknown (session-folder)`,
      `${id(9)} medium unexplained (sessions-index)`,
      'lost-parent medium unexplained (agent-transcript)',
      'running info weak (running-session)',
    ]);
    const config = ofRule(opened, 'transcript.missing').find((finding) => finding.sessionId === id(1));
    expect(config?.evidence).toEqual([{ path: 'Users/kim/.claude.json', line: 4, byteStart: expect.any(Number), byteEnd: expect.any(Number) }]);
  });

  it('is surer where several traces agree', async () => {
    const opened = await setup({ [`${claude}/history.jsonl`]: [typed(id(1), now)], [`${claude}/file-history/${id(1)}/0a1b2c3d4e5f6071@v1`]: 'x' });
    expect(ofRule(opened, 'transcript.missing')).toMatchObject([{ sessionId: id(1), severity: 'medium', confidence: 'high', evidence: [{ path: `${claude}/history.jsonl` }, { path: expect.stringContaining('file-history') }] }]);
  });

  it('counts little where only slash commands were typed, and where the copy holds no projects at all', async () => {
    expect(missing(await setup({ [`${claude}/history.jsonl`]: [typed('s7', now, '/resume'), typed('s7', now, ' /exit')] }))).toEqual(['s7 info weak (prompt-history)']);
    expect(missing(await openDrawn({ [`${claude}/history.jsonl`]: [typed('s7', now)] }))).toEqual(['s7 info not copied (prompt-history)']);
  });

  it('is found where another one says that it was continued or derived', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'default', { second: 1 }), { type: 'continued-in', sessionId: 's1', continuedInSessionId: 'next' }, { type: 'derived-from', sessionId: 's1', derivedFromSessionId: 'before' }],
      [`${claude}/todos/.keep`]: '',
    });
    expect(missing(opened)).toEqual(['before low age unknown (other-transcript)', 'next info weak (other-transcript)']);
    expect(opened.sessions[0]?.lineage?.related).toEqual([{ relation: 'continued-in', sessionId: 'next' }, { relation: 'derived-from', sessionId: 'before' }]);
  });

  it('does not come of a session whose file is there but empty, linked or unreadable', async () => {
    const opened = await setup({
      [`${claude}/history.jsonl`]: [typed(id(1), now), typed(id(2), now)],
      [`${projects}/${id(1)}.jsonl`]: '',
      [`${projects}/${id(2)}.jsonl`]: { link: '/nowhere' },
    });
    expect(missing(opened)).toEqual([]);
  });

  it('is found in the records of the provider, which can be of another machine and so weigh little alone', async () => {
    const event = (sessionId: string, second: number): object => ({ body: 'claude_code.user_prompt', timestamp: at(second), attributes: { 'session.id': sessionId, prompt_length: 4 } });
    const logs = { 'logs/otel.jsonl': [event('s1', 1), event('elsewhere', 2), event('elsewhere', 9), event('young', 5)] };
    const opened = await setup({ ...logs, [`${claude}/history.jsonl`]: [typed('young', now)] });
    expect(missing(opened)).toEqual(['young medium unexplained (prompt-history, provider)', 'elsewhere low provider only (provider)']);
    const [young, alone] = ofRule(opened, 'transcript.missing');
    expect(young).toMatchObject({ confidence: 'high', time: Date.parse(at(5)) });
    expect(alone).toMatchObject({ state: 'not-covered', evidence: [{ path: 'logs/otel.jsonl', line: 3 }], excerpt: 'provider: 2 records of the provider name it' });
    // Sessions of the Compliance interface have ids of their own.
    expect(missing(await setup({ 'logs/messages.json': JSON.stringify({ session: { id: 'clls_1' }, data: [{ id: 'clsm_1', role: 'user', created_at: at(3), content: [] }] }) }))).toEqual([]);
  });

  it('is found too where the copy begins with `projects` or one project, and is not guessed from a session\'s folder alone', async () => {
    const agent = (session: string) => [call('t9', 'Bash', { command: 'pwd' }, { session, extra: { isSidechain: true, agentId: 'a1' } })];
    const whole = [prompt('Go', 'default', { second: 1, session: id(1) })];
    const beside = (folder: string): Record<string, Drawn> => ({ [`${folder}${id(1)}.jsonl`]: whole, [`${folder}${id(2)}/subagents/agent-a1.jsonl`]: agent(id(2)), [`${folder}${id(3)}/tool-results/toolu_1.txt`]: 'x' });
    for (const folder of ['-a/', '']) {
      const opened = await openDrawn(beside(folder));
      expect(missing(opened)).toEqual([`${id(2)} medium unexplained (agent-transcript, session-folder)`, `${id(3)} low age unknown (session-folder)`]);
      expect(ofRule(opened, 'transcript.missing')[0]?.detail).toMatchObject({ configurationFolder: folder.slice(0, -1) });
    }
    expect(missing(await openDrawn({ [`-a/${id(1)}.jsonl`]: whole, [`-b/${id(2)}/subagents/agent-a1.jsonl`]: agent(id(2)) }))).toEqual([`${id(2)} medium unexplained (agent-transcript, session-folder)`]);
    for (const folder of [`${id(2)}/subagents/`, 'subagents/', '']) expect(missing(await openDrawn({ [`${folder}agent-a1.jsonl`]: agent(id(2)) }))).toEqual([`${id(2)} info not copied (agent-transcript)`]);
  });

  it('is told in one finding where there are hundreds, with their number', async () => {
    const opened = await setup({ [`${claude}/history.jsonl`]: Array.from({ length: 350 }, (_, n) => typed(`old-${String(n).padStart(3, '0')}`, now - 100 * day)) });
    const found = ofRule(opened, 'transcript.missing');
    expect(found).toHaveLength(26);
    expect(found.find((finding) => finding.sessionId === null)?.detail).toMatchObject({ sessionCount: 325, reading: 'swept' });
  });

  it('is suspected where only a backup still has an entry for its project', async () => {
    const config = (...projects: readonly string[]): string => JSON.stringify({ projects: Object.fromEntries(projects.map((project) => [project, {}])) });
    const opened = await setup({
      'Users/kim/.claude.json': config('/Users/kim/work/till'),
      [`${claude}/backups/.claude.json.backup.1778855460000`]: config('/Users/kim/work/till', '/Users/kim/work/gone', '/Users/kim/work/kept'),
      [`${claude}/projects/-Users-kim-work-kept/memory/MEMORY.md`]: 'x',
    });
    expect(ofRule(opened, 'transcript.missing').map((finding) => [finding.severity, finding.excerpt])).toEqual([['medium', '/Users/kim/work/gone'], ['low', '/Users/kim/work/kept']]);
    expect(missing(await setup({ [`${claude}/backups/.claude.json.backup.1778855460000`]: config('/Users/kim/work/gone') }))).toEqual([]);
  });

  it('cites places whose bytes have the printed hash, and has a rule that the report can print', async () => {
    const opened = await setup({ [`${claude}/history.jsonl`]: [typed('young', now - 2 * day)], 'Users/kim/.claude.json': JSON.stringify({ projects: { '/é': { lastSessionId: 'x', lastCost: 1 } } }) });
    for (const { finding, recordSha256 } of opened.findings.filter((each) => each.finding.rule.startsWith('transcript.'))) {
      expect(opened.rules.map((rule) => rule.id)).toContain(finding.rule);
      expect(finding.evidence.length).toBeGreaterThan(0);
      finding.evidence.forEach((ref, n) => {
        const printed = execFileSync('sh', ['-c', `tail -c +${ref.byteStart + 1} "$1" | head -c ${ref.byteEnd - ref.byteStart} | sha256sum`, 'sh', path.join(opened.files.root, ref.path)], { encoding: 'utf8' });
        expect(printed.slice(0, 64)).toBe(recordSha256[n]);
      });
    }
  });
});

describe('rows that follow a row which is not there', () => {
  /** A chain of rows; `drop` takes some out of the file. */
  const chain = (drop: readonly string[], more: Readonly<Record<string, object>> = {}): object[] => {
    const ids = ['p1', 'a1', 'r1', 'a2', 'r2', 'a3', 'p2', 'a4'];
    return ids.flatMap((uuid, n) => {
      const row = { uuid, second: n, extra: { parentUuid: ids[n - 1] ?? null, ...more[uuid] } };
      if (drop.includes(uuid)) return [];
      if (uuid.startsWith('p')) return [prompt('Go', 'default', row)];
      if (uuid.startsWith('r')) return [result(`t-${uuid.slice(1)}`, 'ok', row)];
      return uuid === 'a1' || uuid === 'a2' ? [call(`t-${uuid.slice(1)}`, 'Bash', { command: 'ls' }, row)] : [{ ...prompt('', null, row), type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text: 'Done' }] } }];
    });
  };
  const gaps = async (rows: readonly (object | string)[], beside: Readonly<Record<string, Drawn>> = {}) => ofRule(await openDrawn({ [main]: rows, ...beside }), 'transcript.gap');

  it('are found, and weigh more where a call or its result is gone', async () => {
    expect(await gaps(chain([]))).toEqual([]);
    expect(await gaps(chain(['a3']))).toMatchObject([{ severity: 'low', confidence: 'low', state: 'unexplained', evidence: [{ path: main, line: 6 }], detail: { rows: 1, callMissing: false, resultMissing: false } }]);
    expect(await gaps(chain(['a2']))).toMatchObject([{ severity: 'medium', title: 'A call or its result is missing from a transcript', detail: { callMissing: true } }]);
    expect(await gaps(chain(['r2']))).toMatchObject([{ severity: 'medium', detail: { callMissing: false, resultMissing: true } }]);
  });

  it('are normal at the head of a file, before a compaction, beside unreadable lines, and where another file holds the row', async () => {
    expect(await gaps(chain(['p1']))).toEqual([]);
    expect(await gaps(chain(['a3']).map((row) => ('uuid' in row && row.uuid === 'a4' ? { ...row, type: 'system', subtype: 'compact_boundary' } : row)))).toEqual([]);
    expect(await gaps([...chain(['a3']).slice(0, 5), '{"type":"assis', ...chain(['a3']).slice(5)])).toEqual([]);
    expect(await gaps(chain(['a3']), { [`${projects}/s2.jsonl`]: chain(['p1', 'a1', 'r1', 'a2', 'r2', 'p2', 'a4']) })).toEqual([]);
  });

  it('do not come of a progress row, a side chain, or two calls at once', async () => {
    const rows = chain([]);
    expect(await gaps([...rows.slice(0, 2), { type: 'progress', uuid: 'x1', parentUuid: 'a1', sessionId: 's1', timestamp: at(2), data: { type: 'bash_progress' } }, ...rows.slice(2)])).toEqual([]);
    expect(await gaps([...rows, prompt('Look', null, { uuid: 'k1', second: 20, extra: { isSidechain: true, agentId: 'a1', parentUuid: 'elsewhere' } })])).toEqual([]);
  });

  it('show in the files of large results too, which are named after their calls', async () => {
    const stray = async (...more: readonly object[]) => gaps([...chain([]), call('toolu_kept', 'Bash', { command: 'make' }), ...more], { [`${projects}/s1/tool-results/toolu_kept.txt`]: 'x', [`${projects}/s1/tool-results/toolu_gone.txt`]: 'long output', [`${projects}/s1/tool-results/b7f.txt`]: 'x' });
    expect(await stray()).toMatchObject([{ severity: 'medium', sessionId: 's1', title: 'The result of a call is there, the call is not', excerpt: 'toolu_gone', evidence: [{ path: `${projects}/s1/tool-results/toolu_gone.txt`, byteEnd: 11 }] }]);
    expect(await stray({ type: 'system', subtype: 'compact_boundary', uuid: 'c1', sessionId: 's1', timestamp: at(9) })).toMatchObject([{ severity: 'low' }]);
  });

  it('are only worth a note where the whole file is written that way', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => prompt(`${n}`, 'default', { uuid: `q${n}`, second: n, extra: { parentUuid: `gone${n}` } }));
    expect(await gaps(rows)).toMatchObject([{ severity: 'info', detail: { rows: 39 } }]);
  });
});

describe('times of a transcript that do not fit', () => {
  const chain = (...seconds: readonly number[]): object[] => seconds.map((second, n) => prompt(`${n}`, 'default', { uuid: `c${n}`, second, extra: { parentUuid: n === 0 ? null : `c${n - 1}` } }));
  const clocks = async (rows: readonly object[]) => ofRule(await openDrawn({ [main]: rows }), 'transcript.clock');

  it('are rows that go back by more than a minute from the row that they follow', async () => {
    expect(await clocks(chain(0, 300, 200, 400))).toMatchObject([{ severity: 'low', state: 'unexplained', time: Date.parse(at(200)), evidence: [{ path: main, line: 3 }], detail: { rows: 1, largestStepSeconds: 100 } }]);
    expect(await clocks(chain(0, 300, 260, 400))).toEqual([]);
    // Another branch, a copy of an older row and a row of another terminal follow no row that stands before them.
    expect(await clocks([...chain(0, 300), prompt('elsewhere', 'default', { uuid: 'd1', second: 5, extra: { parentUuid: 'c0' } })])).toEqual([]);
  });

  it('are files whose time stands out where the copy kept the times of the others', async () => {
    const opened = async (times: Readonly<Record<string, number>>) => {
      const root = drawEvidence(Object.fromEntries(Object.keys(times).map((name) => [`${projects}/${name}.jsonl`, [prompt('Go', 'default', { second: 5, session: name })]])));
      for (const [name, off] of Object.entries(times)) fs.utimesSync(path.join(root, `${projects}/${name}.jsonl`), new Date(), new Date(Date.parse(at(5)) + off));
      return ofRule(await openFolder(root), 'transcript.clock').map((finding) => [finding.sessionId, finding.severity, finding.title]).sort();
    };
    expect(await opened({ a: 0, b: 1000, c: day, d: -day })).toEqual([['c', 'info', 'A transcript was written to long after its last row'], ['d', 'info', 'A transcript is older than its last row']]);
    expect(await opened({ a: day, b: day + 1000, c: 0 })).toEqual([]);
    expect(await opened({ a: 0, b: day })).toEqual([]);
  });

  it('are judged home by home: one can be copied with its times and the other without', async () => {
    const root = drawEvidence(Object.fromEntries(['kim', 'mia'].flatMap((user) => ['a', 'b', 'c'].map((name) => [`Users/${user}/.claude/projects/-p/${user}-${name}.jsonl`, [prompt('Go', 'default', { second: 5, session: `${user}-${name}` })]]))));
    for (const name of ['a', 'b', 'c']) {
      fs.utimesSync(path.join(root, `Users/kim/.claude/projects/-p/kim-${name}.jsonl`), new Date(), new Date(at(6)));
      fs.utimesSync(path.join(root, `Users/mia/.claude/projects/-p/mia-${name}.jsonl`), new Date(), new Date(Date.parse(at(6)) + 9 * day));
    }
    expect(ofRule(await openFolder(root), 'transcript.clock')).toEqual([]);
  });

  it('are not the time of a file that was written to last with rows without a time: the client adds them when a session is opened again', async () => {
    const rows = (session: string): object[] => [prompt('Go', 'default', { second: 5, session })];
    const root = drawEvidence({ ...Object.fromEntries(['a', 'b', 'c'].map((name) => [`${projects}/${name}.jsonl`, rows(name)])), [`${projects}/d.jsonl`]: [...rows('d'), { type: 'last-prompt', lastPrompt: 'Go', sessionId: 'd' }] });
    const wrote = (name: string, off: number): void => fs.utimesSync(path.join(root, `${projects}/${name}.jsonl`), new Date(), new Date(Date.parse(at(5)) + off));
    for (const name of ['a', 'b', 'c']) wrote(name, 0);
    wrote('d', 3 * day);
    expect(ofRule(await openFolder(root), 'transcript.clock')).toEqual([]);
    wrote('d', -3 * day);
    expect(ofRule(await openFolder(root), 'transcript.clock')).toMatchObject([{ sessionId: 'd', title: 'A transcript is older than its last row' }]);
  });
});

describe('a transcript that ends in the middle of a record', () => {
  it('is a note with the bytes of the cut record, and says what whole record was last', async () => {
    const whole = JSON.stringify(prompt('Go', 'default', { second: 5 }));
    const opened = await openDrawn({ [main]: `${whole}\n{"type":"assistant","mess` });
    expect(ofRule(opened, 'transcript.truncated')).toMatchObject([
      { severity: 'info', sessionId: 's1', time: Date.parse(at(5)), evidence: [{ path: main, line: 2, byteStart: whole.length + 1, byteEnd: whole.length + 26 }], detail: { bytes: 25, zeroBytes: 0 } },
    ]);
  });

  it('is no last line that was never a record', async () => {
    const whole = JSON.stringify(prompt('Go', 'default', { second: 5 }));
    for (const last of ['done', `${whole}\r${whole}`, '[1,', '\u0001{']) {
      const opened = await openDrawn({ [main]: `${whole}\n${last}` });
      expect(ofRule(opened, 'transcript.truncated')).toEqual([]);
      expect(opened.ledger.malformed).toBe(1);
      expect(opened.problems[0]?.reason).not.toContain('middle');
    }
    for (const last of ['{"a":tru', '{"a":"\\u00', '{', '{"a":-', '{"é":']) {
      expect(ofRule(await openDrawn({ [main]: `${whole}\n${last}` }), 'transcript.truncated')).toHaveLength(1);
    }
    expect(ofRule(await openDrawn({ [main]: Buffer.concat([Buffer.from(`${whole}\n{"a":"`), Buffer.from([0xc3])]) }), 'transcript.truncated')).toHaveLength(1);
  });

  it('is told apart from a last line that is whole, and names the zero bytes of a lost power supply', async () => {
    const whole = JSON.stringify(prompt('Go', 'default', { second: 5 }));
    expect(ofRule(await openDrawn({ [main]: whole }), 'transcript.truncated')).toEqual([]);
    expect(ofRule(await openDrawn({ [main]: `${whole}\n\0\0\0\0` }), 'transcript.truncated')).toMatchObject([{ detail: { zeroBytes: 4 } }]);
  });
});
