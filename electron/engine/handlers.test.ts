import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { contract, type Method, type Params, type Result } from '../../shared/contract.ts';
import { answerCall, type CallProblem } from '../../shared/rpc.ts';
import { at, call, drawEvidence, prompt, result } from '../../e2e/draw-evidence.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { openFolder } from './drawn-case.ts';
import { createHandlers } from './handlers.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
const oid = (digit: string): string => digit.repeat(40);
const reflogLine = (old: string, next: string, second: number, message: string): string =>
  `${oid(old)} ${oid(next)} Kim <kim@example.test> ${Date.parse(at(second)) / 1000} +0200\t${message}\n`;

const drawing = {
  [`${folder}/s1.jsonl`]: [
    prompt('Fix it', 'default', { second: 0 }),
    call('t1', 'Read', { file_path: '/Users/kim/.aws/credentials' }, { second: 1 }),
    result('t1', 'the secret text', { second: 2 }),
    prompt('Alone now', 'bypassPermissions', { second: 10 }),
    call('t2', 'Bash', { command: 'git commit -m "a"' }, { second: 11 }),
    result('t2', '[main 2222222] a', { second: 12 }),
    call('t3', 'Edit', { file_path: '/Users/kim/other/notes.txt', old_string: 'a\u202e', new_string: 'b' }, { second: 13 }),
    '{"cut',
  ],
  [`${folder}/s2.jsonl`]: [call('t4', 'Bash', { command: 'ls' }, { second: 7200, session: 's2' })],
  'Users/kim/work/till/.git/HEAD': 'ref: refs/heads/main\n',
  'Users/kim/work/till/.git/objects/info/.keep': '',
  'Users/kim/work/till/.git/refs/heads/main': `${oid('2')}\n`,
  'Users/kim/work/till/.git/logs/HEAD': reflogLine('0', '1', -600, 'commit (initial): start') + reflogLine('1', '2', 12, 'commit: a'),
  'Users/kim/work/till/.git/logs/refs/heads/main': reflogLine('0', '1', -600, 'commit (initial): start') + reflogLine('1', '2', 12, 'commit: a'),
};

let root: string;
let opened: OpenedCase;
let handlers: ReturnType<typeof createHandlers>;

beforeAll(async () => {
  root = drawEvidence(drawing);
  opened = await openFolder(root);
  handlers = createHandlers({ ready: () => opened, progress: () => ({ ...quiet }), cancel: () => false, sandboxOff: false });
});

const quiet: Result<'case.progress'> = {
  state: 'ready', elapsedMs: 0, files: 0, filesDone: 0, bytes: 0, bytesDone: 0, records: 0, malformed: 0, sessions: 0, repositories: 0,
  repositoriesDone: 0, rules: 0, findings: 0, step: 'rules', stepsDone: [], current: '', problems: [], failure: null,
};

/** Calls as the page does: through the contract, both ways checked. */
async function ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
  const answer = await answerCall(contract, handlers, method, params, { aborted: false });
  if (!answer.ok) throw Object.assign(new Error(answer.problem.reason), { problem: answer.problem } satisfies Partial<CallProblem>);
  return answer.value as Result<M>;
}

describe('the timeline', () => {
  it('lays both lanes into slots: prompts, calls, git entries of two slots, gaps and the start of unattended work', async () => {
    const { rows, total } = await ask('slots.page', { filter: {}, offset: 0, limit: 500 });
    const lines = rows.map((slot) => slot.separator?.kind ?? [slot.event?.argument, slot.git?.reflog?.action].filter((part) => part !== undefined).join(' + '));
    expect(total).toBe(rows.length);
    expect(lines).toEqual(['commit (initial)', 'Fix it', '/Users/kim/.aws/credentials', 'Alone now', 'unattended', 'git commit -m "a" + commit', '/Users/kim/other/notes.txt', 'gap', 'ls']);
  });

  it('shows an entry that two logs repeat once, with both refs', async () => {
    const { rows } = await ask('events.page', { filter: { kinds: ['reflog'] }, offset: 0, limit: 10 });
    expect(rows).toHaveLength(4);
    const { rows: slots } = await ask('slots.page', { filter: { kinds: ['reflog'] }, offset: 0, limit: 10 });
    expect(slots.flatMap((slot) => (slot.git ? [slot.git.reflog?.refs] : []))).toEqual([['HEAD', 'refs/heads/main'], ['HEAD', 'refs/heads/main']]);
  });

  it('finds the slot of an event, of a time, and of the next finding or prompt', async () => {
    const { rows } = await ask('slots.page', { filter: {}, offset: 0, limit: 500 });
    const slotOf = (argument: string): number => rows.findIndex((slot) => slot.event?.argument === argument);
    const zshrc = rows[slotOf('/Users/kim/other/notes.txt')]?.event?.id ?? -1;
    expect(await ask('slots.locate', { filter: {}, eventId: zshrc })).toEqual({ slot: slotOf('/Users/kim/other/notes.txt') });
    expect(await ask('slots.locate', { filter: { tools: ['Read'] }, eventId: zshrc })).toEqual({ slot: null });
    expect(await ask('slots.at', { filter: {}, time: Date.parse(at(13)) })).toEqual({ slot: slotOf('/Users/kim/other/notes.txt') });
    const first = await ask('slots.step', { filter: {}, from: -1, direction: 'next', to: 'finding' });
    expect(first).toEqual({ slot: slotOf('/Users/kim/.aws/credentials') });
    expect(await ask('slots.step', { filter: {}, from: first.slot ?? 0, direction: 'next', to: 'finding' })).toEqual({ slot: slotOf('/Users/kim/other/notes.txt') });
    expect(await ask('slots.step', { filter: {}, from: slotOf('/Users/kim/other/notes.txt'), direction: 'previous', to: 'prompt' })).toEqual({ slot: slotOf('Alone now') });
    expect(await ask('slots.step', { filter: {}, from: 100, direction: 'next', to: 'prompt' })).toEqual({ slot: null });
  });

  it('keeps what a filter names: session, tool, rule, severity, attendance, words, time', async () => {
    const shown = async (filter: Params<'events.page'>['filter']): Promise<string[]> => (await ask('events.page', { filter: { kinds: ['tool-call'], ...filter }, offset: 0, limit: 500 })).rows.map((row) => row.argument);
    expect(await shown({ sessions: ['s2'] })).toEqual(['ls']);
    expect(await shown({ tools: ['Edit', 'Read'] })).toEqual(['/Users/kim/.aws/credentials', '/Users/kim/other/notes.txt']);
    expect(await shown({ rules: ['credential.'] })).toEqual(['/Users/kim/.aws/credentials']);
    expect(await shown({ minSeverity: 'high' })).toEqual(['/Users/kim/.aws/credentials']);
    expect(await shown({ attended: 'unattended' })).toEqual(['git commit -m "a"', '/Users/kim/other/notes.txt']);
    expect(await shown({ text: 'COMMIT' })).toEqual(['git commit -m "a"']);
    expect(await shown({ kinds: ['reflog'], text: 'heads/MAIN' })).toHaveLength(4);
    expect(await shown({ from: Date.parse(at(12)), to: Date.parse(at(13)) })).toEqual(['/Users/kim/other/notes.txt']);
  });

  it('counts each event of the span in one bin, and marks unattended time', async () => {
    const { bins, marks } = await ask('lanes.bins', { filter: {}, from: Date.parse(at(0)), to: Date.parse(at(20)), bins: 20 });
    expect(bins.reduce((sum, bin) => sum + bin.session, 0)).toBe(5);
    expect(bins.reduce((sum, bin) => sum + bin.git, 0)).toBe(1);
    expect(bins.map((bin) => bin.unattended).lastIndexOf(true)).toBe(13);
    expect(marks.map((mark) => mark.time)).toEqual([Date.parse(at(1)), Date.parse(at(13))]);
  });
});

describe('the inspector', () => {
  it('shows input, output, facts, root and provenance whose hash is that of the bytes', async () => {
    const { rows } = await ask('events.page', { filter: { tools: ['Read'] }, offset: 0, limit: 1 });
    const detail = await ask('events.detail', { id: rows[0]?.id ?? -1 });
    expect(detail.input).toEqual([{ name: 'file_path', value: '/Users/kim/.aws/credentials', cut: false }]);
    expect(detail.output).toEqual({ text: 'the secret text', characters: 15, cut: false });
    expect(detail.facts).toMatchObject([{ kind: 'file', operation: 'read', path: '/Users/kim/.aws/credentials' }]);
    expect(detail.projectRoot.path).toBe('/Users/kim/work/till');
    const bytes = fs.readFileSync(path.join(root, detail.source.ref.path)).subarray(detail.source.ref.byteStart, detail.source.ref.byteEnd);
    expect(detail.source).toMatchObject({ sha256: crypto.createHash('sha256').update(bytes).digest('hex'), matches: true });
  });

  it('gives the record as it stands, in parts, and the bytes of a reflog line', async () => {
    const { rows } = await ask('events.page', { filter: { kinds: ['reflog'] }, offset: 0, limit: 1 });
    const id = rows[0]?.id ?? -1;
    const whole = await ask('events.original', { id, part: 'record', from: 0, length: 1000 });
    expect(whole.text).toBe(reflogLine('0', '1', -600, 'commit (initial): start').trimEnd());
    expect((await ask('events.original', { id, part: 'record', from: 41, length: 40 })).text).toBe(oid('1'));
    await expect(ask('events.original', { id, part: 'result', from: 0, length: 10 })).rejects.toThrow('No result');
  });

  it('says that a record no longer has the bytes that were read', async () => {
    const changed = drawEvidence(drawing);
    const later = await openFolder(changed);
    const file = path.join(changed, folder, 's1.jsonl');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('.aws/credentials', '.awz/credentials'));
    const event = later.findings.find(({ finding }) => finding.rule.startsWith('credential.'))?.finding.eventId ?? -1;
    const laterHandlers = createHandlers({ ready: () => later, progress: () => quiet, cancel: () => false, sandboxOff: false });
    const answer = await answerCall(contract, laterHandlers, 'events.detail', { id: event }, { aborted: false });
    expect(answer).toMatchObject({ ok: true, value: { source: { matches: false } } });
    const report = await answerCall(contract, laterHandlers, 'report.model', { options: { caseNumber: '', title: '', preparedBy: '', handling: 'TLP:AMBER', minSeverity: 'info', summary: '' }, issuedAt: 0 }, { aborted: false });
    expect(report).toMatchObject({ ok: true, value: { changedFiles: [`${folder}/s1.jsonl`] } });
  });
});

describe('each call of the contract', () => {
  it('answers an unknown id with a problem that names it, not with an empty list', async () => {
    await expect(ask('events.detail', { id: 9999 })).rejects.toThrow('no event 9999');
    await expect(ask('findings.read', { id: 'pf-none' })).rejects.toThrow('no finding pf-none');
  });

  it('says that the evidence is still being read before it is open', async () => {
    const waiting = createHandlers({
      ready() {
        throw new Error('The evidence is still being read.');
      },
      progress: () => quiet, cancel: () => true, sandboxOff: false,
    });
    expect(await answerCall(contract, waiting, 'case.summary', {}, { aborted: false })).toMatchObject({ ok: false, problem: { reason: 'The evidence is still being read.' } });
  });

  it('refuses random arguments as data and never throws', async () => {
    const methods = Object.keys(contract);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods, 'no.such.call'), fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }), async (method, params) => {
        const answer = await answerCall(contract, handlers, method, params, { aborted: false });
        if (!answer.ok) expect(answer.problem.reason).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('answers each call without arguments within its own schema', async () => {
    for (const method of ['case.summary', 'case.overview', 'case.progress', 'rules.list'] as const) expect(await ask(method, {})).toBeTruthy();
    expect(await ask('facets.read', { filter: {} })).toMatchObject({ views: { git: 2, credentials: 1, outsideRoot: 1 } });
    expect((await ask('findings.groups', { filter: {} })).total).toBe(opened.findings.length);
    expect((await ask('problems.page', { offset: 0, limit: 10 })).rows).toMatchObject([{ line: 8 }]);
  });
});
