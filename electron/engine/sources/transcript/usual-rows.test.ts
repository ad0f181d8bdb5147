import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretKeywords } from '../../analysis/secrets/secret-keywords.ts';
import type { OpenFile } from '../../intake/evidence-files.ts';
import { createPace } from '../../intake/pace.ts';
import { createRowScanner, type RowScanner } from '../../scanner/row-scanner.ts';
import { atOddRow, atRow, walkStopped, walkStoppedEnd } from '../../scanner/walk-layout.ts';
import { wordingStarts } from './answer.ts';
import { createTranscriptDesk } from './create-desk.ts';
import { readTranscript } from './read-transcript.ts';
import type { TranscriptDesk } from './transcript-desk.ts';

type Row = Readonly<Record<string, unknown>>;

/** A scanner that leaves each row to the reader of single rows. */
function takingNothing(scanner: RowScanner): RowScanner {
  return {
    ...scanner,
    walk(start) {
      scanner.walked.setInt32(walkStopped * 4, start, true);
      scanner.walked.setInt32(walkStoppedEnd * 4, start, true);
      return atOddRow;
    },
  };
}

interface Heard {
  readonly calls: object[];
  readonly answers: object[];
}

/** Everything that reading files one after the other gives. */
async function read(files: readonly (readonly [name: string, text: string])[], scanner: RowScanner): Promise<object> {
  const heard: Heard = { calls: [], answers: [] };
  const desk = createTranscriptDesk(scanner, {
    takesInput: true,
    call: ({ call, ref, firstCwd, bytes, start, end, block }) => heard.calls.push({ ...call, input: pathAlone.has(call.tool) ? call.input['file_path'] : call.input, noSecrets: null, ref, firstCwd, record: bytes.toString('utf8', start, end), block }),
    answer: ({ event, ref, bytes, start, end }) => heard.answers.push({ event, ref, record: bytes.toString('utf8', start, end) }),
  });
  const counts: object[] = [];
  for (const [name, text] of files) {
    const open = () => ({ ok: true, value: inMemory(Buffer.from(text)) }) as const;
    counts.push(await readTranscript({ open }, { path: `p/${name}.jsonl`, sessionId: name, project: 'p', agentId: name.startsWith('agent') ? name : null }, desk, createPace(), () => {}));
  }
  return { ...heard, answers: heard.answers.length, counts, events: eventsOf(desk), sessions: desk.sessions.list(), trail: desk.trail.notes(), ledger: desk.ledger.counts(), problems: desk.ledger.problems, other: [...desk.otherPlaces], early: [...desk.early] };
}

const pathAlone = new Set(['Read', 'Write', 'Edit']);

function inMemory(bytes: Buffer): OpenFile {
  return {
    bytes: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
    readInto: (target, offset, position) => bytes.copy(target, offset, position),
    close() {},
  };
}

function eventsOf({ store }: TranscriptDesk): readonly object[] {
  return Array.from({ length: store.length }, (_, event) => ({
    time: store.time(event), placed: store.placedTime(event), lane: store.lane(event), kind: store.kind(event), session: store.session(event), agent: store.agent(event), id: store.toolUseId(event), tool: store.tool(event),
    argument: store.argument(event), cwd: store.cwd(event), mode: store.mode(event), attended: store.attended(event), outcome: store.outcome(event), took: store.durationMs(event), file: store.file(event), line: store.line(event),
    from: store.byteStart(event), to: store.byteEnd(event), block: store.block(event), result: store.result(event),
  }));
}

/** Reads them both ways; the second gives what must be. */
async function both(files: readonly (readonly [name: string, text: string])[]): Promise<readonly [object, object]> {
  return [await read(files, createRowScanner(secretKeywords)), await read(files, takingNothing(createRowScanner(secretKeywords)))];
}

const uuid = (number: number): string => `${number.toString(16).padStart(8, '0')}-1111-4111-a111-111111111111`;
const time = (minutes: number): string => new Date(Date.parse('2026-05-15T14:00:00.000Z') + minutes * 60_000).toISOString();

/** Rows of a session, each of which follows the one before; `more` changes what it says. */
function session(rows: readonly (Row & { readonly more?: Row })[], id = 's1'): string {
  return rows.map(({ more, ...row }, at) => `${JSON.stringify({ parentUuid: at === 0 ? null : uuid(at - 1), isSidechain: false, cwd: '/Users/kim/shop', sessionId: id, version: '2.1.150', ...row, uuid: uuid(at), timestamp: time(at), ...more })}\n`).join('');
}

const call = (id: string, name: string, input: unknown): Row => ({ type: 'assistant', message: { role: 'assistant', model: 'claude-opus-4-8', content: [{ type: 'tool_use', id, name, input }] } });
const answer = (id: string, content: unknown = 'done', block: Row = {}, row: Row = {}): Row => ({ type: 'user', message: { role: 'user', content: [{ tool_use_id: id, type: 'tool_result', content, ...block }] }, toolUseResult: { stdout: 'done' }, ...row });
const words = (text: string): Row => ({ type: 'assistant', message: { role: 'assistant', model: 'claude-opus-4-8', content: [{ type: 'text', text }, { type: 'thinking', thinking: 'hm', signature: 'x' }] } });
const prompt = (text: string, row: Row = {}): Row => ({ type: 'user', message: { role: 'user', content: text }, ...row });

describe('usual rows', () => {
  it('are taken by the scanner, but for what is new about a session', async () => {
    const rows = Array.from({ length: 50 }, (_, at) => [call(`toolu_${at}`, 'Bash', { command: `npm test ${at % 7}` }), answer(`toolu_${at}`), words('ok')]).flat();
    const scanner = createRowScanner(secretKeywords);
    let single = 0;
    const walk = (start: number, end: number): number => {
      const why = scanner.walk(start, end);
      if (why === atRow || why === atOddRow) single += 1;
      return why;
    };
    await read([['s1', session([prompt('go', { permissionMode: 'default' }), ...rows])]], { ...scanner, walk });
    // The first row of all says what holds, and the first call names the tool.
    expect(single).toBe(2);
  });

  it.each([
    ['arguments with escapes, of two values, and of none', session([prompt('go'), ...[{ command: 'echo "a\tb" \\n' }, { command: '' }, { command: 'é 🙂' }, { command: '\u0007x' }, {}, { command: 7 }, { description: 'x', command: 'ls' }].map((input, at) => call(`b${at}`, 'Bash', input)), ...[{ pattern: 'a' }, { pattern: 'a\nb', path: '/x' }, { path: '/only' }, { path: '/x', pattern: 'p' }].map((input, at) => call(`g${at}`, 'Grep', input))])],
    ['a call that is repeated, and one whose input is another', session([prompt('go'), call('a', 'Bash', { command: 'x' }), call('a', 'Bash', { command: 'x' }), call('a', 'Bash', { command: 'y' }), answer('a'), answer('a')])],
    ['an answer that comes before its call, and one whose call never comes', session([prompt('go'), call('a', 'Bash', { command: 'x' }), answer('b'), answer('c'), call('b', 'Bash', { command: 'y' }), call('d', 'Bash', { command: 'z' })])],
    ['failures, in the client’s words and in others', session([prompt('go'), ...['Exit code 1', 'The user doesn\'t want to proceed with this tool use.', 'Permission to use Bash has been denied', '<tool_use_error>no', '[Request interrupted by user]', '\u0054he'].flatMap((text, at) => [call(`f${at}`, 'Bash', { command: 'x' }), answer(`f${at}`, text, { is_error: true })])])],
    ['prompts of a person, of the client and of neither', session([prompt('go'), ...['plain', 'two\nlines "x"', '  "quoted"', '\\back', '\n<bash-input>', ' \t[Request interrupted', '<command-name>/clear', '  <system-reminder>', 'Caveat: The messages below', 'Can you', '[Request interrupted', '[1] first', '\u00a0<bash-input>', 'é', '', 'x'.repeat(1999), 'x'.repeat(2500)].map((text) => prompt(text)), ...[{ isMeta: true }, { isMeta: false }, { origin: { kind: 'human' } }, { origin: { kind: 'hook' } }, { promptSource: 'system' }, { isCompactSummary: true }, { isSidechain: true }, { permissionMode: 'plan' }].map((more) => prompt('said', more)), call('a', 'Bash', { command: 'x' })])],
    ['tools without keys of their own', session([prompt('go'), ...[{ sql: 'select "1"' }, { sql: '' }, { sql: 1 }, { a: 'x', b: 'y' }, {}, { 'a\nb': 'x' }, { __proto__: 'x' }].flatMap((input, at) => [call(`m${at}`, 'mcp__db__query', input), call(`t${at}`, 'TodoWrite', input)])])],
    ['inputs that can be written in more than one way', ['1.0', '1e3', '-0', '-7', '123456789012345678', '0', '"\\u0041"', '"\\/"', '"\\n\\"\\\\"', '{"a":1,"a":2}', '{"b":1,"a":2}', '{"2":1,"1":2}', '{"\\u0061":1}', '{"__proto__":1,"":[]}', '[[[],{}],[null,true,false,"é🙂"]]', `${'['.repeat(20)}${']'.repeat(20)}`, `{${Array.from({ length: 40 }, (_, at) => `"k${at}":${at}`).join(',')}}`, `"${'x'.repeat(2500)}"`].reduce((text, raw, at) => text.replace(`"raw ${at}"`, () => raw), session([prompt('go'), call('first', 'TodoWrite', { a: 'b' }), ...Array.from({ length: 18 }, (_, at) => call(`r${at}`, 'TodoWrite', { todos: `raw ${at}` }))]))],
    ['a file without a path', session([prompt('go'), ...['Read', 'Edit', 'Read', 'Edit'].map((tool, at) => call(`e${at}`, tool, { file_path: '', path: 'x', old_string: '' }))])],
    ['a mode that changes, and one that is said again', session([prompt('go', { permissionMode: 'default' }), call('a', 'Bash', { command: 'x' }), answer('a', 'ok', {}, { permissionMode: 'default' }), call('b', 'Bash', { command: 'x' }), answer('b', 'ok', {}, { permissionMode: 'bypassPermissions' }), call('c', 'Bash', { command: 'x' }), answer('c', 'ok', {}, { permissionMode: 'bypassPermissions' }), answer('a', 'ok', {}, { permissionMode: 'default' }), call('d', 'Edit', { file_path: '/a' })])],
    ['prompts that say the mode again', session([prompt('go', { permissionMode: 'default' }), call('a', 'Bash', { command: 'x' }), answer('a'), ...['one', 'two', 'three'].map((text) => prompt(text, { permissionMode: 'default' }))])],
    ['another folder, version, side chain and entrypoint', session([prompt('go'), call('a', 'Bash', { command: 'x' }), { ...call('b', 'Bash', { command: 'x' }), cwd: '/tmp' }, { ...call('c', 'Bash', { command: 'x' }), version: '2.1.151' }, { ...call('d', 'Bash', { command: 'x' }), isSidechain: true }, { ...call('e', 'Bash', { command: 'x' }), entrypoint: 'sdk-cli' }, { ...call('f', 'Bash', { command: 'x' }), agentId: 'a1' }, call('g', 'Bash', { command: 'x' })])],
    ['prompts of several sub-agents that stand in their parent’s file', session([prompt('go', { permissionMode: 'default' }), ...['Task', 'Task'].map((tool, at) => call(`t${at}`, tool, { prompt: `p${at}` })), ...[prompt('p0'), call('a', 'Bash', { command: 'x' }), answer('a'), words('1'), { ...prompt('p1'), more: { parentUuid: null } }, call('b', 'Bash', { command: 'y' }), answer('b')].map((row) => ({ ...row, isSidechain: true })), answer('t0'), prompt('on')])],
    ['rows that go back in time, follow nobody, follow an earlier row, or have no time', session([prompt('go'), words('1'), words('2'), { ...words('3'), more: { timestamp: time(-90) } }, { ...words('4'), more: { parentUuid: uuid(999) } }, { ...words('5'), more: { parentUuid: uuid(1) } }, { ...prompt('again'), more: { parentUuid: uuid(1) } }, call('a', 'Bash', { command: 'x' }), { ...words('6'), more: { timestamp: undefined } }, { ...words('7'), more: { parentUuid: null } }, words('8')])],
    ['a side chain among the rows of its session, with a prompt that its parent wrote', session([prompt('go'), call('a', 'Bash', { command: 'x' }), ...[words('1'), words('2'), prompt('delegated'), call('b', 'Bash', { command: 'y' }), prompt('more', { permissionMode: 'bypassPermissions' }), call('c', 'Bash', { command: 'z' }), words('3'), call('d', 'Bash', { command: 'z' })].map((row) => ({ ...row, isSidechain: true })), words('4'), call('e', 'Bash', { command: 'x' }), call('f', 'Bash', { command: 'x' })])],
    ['a file that begins on a side chain', session([...[call('a', 'Bash', { command: 'x' }), call('b', 'Bash', { command: 'x' })].map((row) => ({ ...row, isSidechain: true })), call('c', 'Bash', { command: 'x' })])],
    ['a mode that is empty, and one that nobody knows', session([prompt('go', { permissionMode: 'default' }), call('a', 'Bash', { command: 'x' }), answer('a', 'ok', {}, { permissionMode: '' }), call('b', 'Bash', { command: 'x' }), prompt('on', { permissionMode: '' }), prompt('on', { permissionMode: '' }), call('c', 'Bash', { command: 'x' }), prompt('on', { permissionMode: 'later' }), call('d', 'Bash', { command: 'x' })])],
    ['a plan that is carried out, one that is refused, and one that nobody answers', session([prompt('go', { permissionMode: 'plan' }), call('a', 'Bash', { command: 'x' }), ...['no', 'yes'].flatMap((id) => [call(id, 'ExitPlanMode', { plan: 'p' }), answer(id, 'x', id === 'no' ? { is_error: true } : {}), call(`${id}1`, 'Bash', { command: 'x' }), call(`${id}2`, 'Bash', { command: 'x' })]), prompt('again', { permissionMode: 'plan' }), call('open', 'ExitPlanMode', { plan: 'p' }), call('o1', 'Bash', { command: 'x' }), call('o2', 'Bash', { command: 'x' }), prompt('on', { permissionMode: 'plan' }), call('o3', 'Bash', { command: 'x' }), call('o4', 'Bash', { command: 'x' })])],
    ['a session that is resumed in another way', session([...['cli', undefined, 'sdk-cli', undefined, 'cli'].flatMap((entrypoint, at) => [prompt('go', { entrypoint }), ...[0, 1, 2].map((nth) => ({ ...call(`h${at}${nth}`, 'Bash', { command: 'x' }), entrypoint })), { ...words('x'), entrypoint: undefined }, { ...answer(`h${at}0`), toolDenialKind: 'cancelled', entrypoint: 'sdk-cli' }, { ...call(`i${at}`, 'Bash', { command: 'x' }), entrypoint }])])],
    ['second answers, of the same and of another outcome', session([prompt('go'), ...[['ok', 'no'], ['no', 'ok'], ['ok', 'ok'], ['stopped', 'ok'], ['ok', 'stopped']].flatMap((outcomes, at) => [call(`s${at}`, 'Bash', { command: 'x' }), ...outcomes.map((outcome) => answer(`s${at}`, 'x', outcome === 'no' ? { is_error: true } : {}, outcome === 'stopped' ? { toolUseResult: { interrupted: true } } : {}))])])],
    ['a call that starts a sub-agent', session([prompt('go'), call('a', 'Task', { description: 'look', mode: 'plan' }), answer('a', 'ok', {}, { toolUseResult: { agentId: 'agent1' } }), call('b', 'Bash', { command: 'x' })])],
    ['a secret in an answer and in a call', session([prompt('go'), call('a', 'Bash', { command: 'echo AKIAQ3EGRZLJ7W2TVX5M' }), answer('a', 'aws_access_key_id = AKIAQ3EGRZLJ7W2TVX5M'), call('b', 'Read', { file_path: '/a' })])],
    ['rows without an id, and one that is no JSON among them', `${session([prompt('go'), call('a', 'Bash', { command: 'x' })])}{"type":"assistant"\n\n   \n${JSON.stringify({ ...words('x'), sessionId: 's1', timestamp: time(9) })}\n${session([answer('a'), words('2')]).replaceAll('-1111-', '-2222-')}`],
    ['several calls and several answers in one row', session([prompt('go'), { type: 'assistant', message: { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'x' } }, { type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'x' } }] } }, call('b', 'Bash', { command: 'y' }), { type: 'user', message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: '1' }, { type: 'tool_result', tool_use_id: 'b', content: '2' }] } }])],
    ['a row longer than what is read at once', session([prompt('go'), call('a', 'Bash', { command: 'x' }), answer('a', 'x'.repeat(1_200_000)), call('b', 'Bash', { command: 'y' }), answer('b'), words('ok')])],
    ['a file without its last line feed', session([prompt('go'), words('1'), words('2')]).trimEnd()],
  ])('give what reading each by itself gives: %s', async (_, text) => {
    const [taken, single] = await both([['s1', text]]);
    expect(taken).toEqual(single);
  });

  it('leave each failure that could be a refusal in the client’s own words to be read by itself', async () => {
    const starts = [...wordingStarts];
    const rows = ['e', ...starts].flatMap((start, at) => [call(`f${at}`, 'Bash', { command: 'x' }), answer(`f${at}`, `${start} text`, { is_error: true })]);
    const scanner = createRowScanner(secretKeywords);
    let single = 0;
    const walk = (start: number, end: number): number => {
      const why = scanner.walk(start, end);
      if (why === atRow) single += 1;
      return why;
    };
    await read([['s1', session([prompt('go'), call('first', 'Bash', { command: 'x' }), ...rows])]], { ...scanner, walk });
    expect(starts.length).toBeGreaterThan(3);
    // The first call names the tool.
    expect(single).toBe(1 + starts.length);
  });

  it('are the next file’s own where judging a call of the file before failed', async () => {
    const scanner = createRowScanner(secretKeywords);
    const heard: string[] = [];
    const desk = createTranscriptDesk(scanner, {
      takesInput: true,
      call: ({ call: { input }, ref }) => {
        if (input['command'] === 'fail') throw new Error('A rule failed.');
        heard.push(`${ref.path} ${String(input['command'])}`);
      },
      answer: () => {},
    });
    const text = (id: string, commands: readonly string[]): string => session([prompt('go'), ...commands.map((command, at) => call(`${id}${at}`, 'Bash', { command }))], id);
    for (const [name, file] of [['s1', text('s1', ['a', 'b', 'fail', 'c', 'd'])], ['s2', text('s2', ['e', 'f']).replaceAll('-1111-', '-5555-')]] as const) {
      await readTranscript({ open: () => ({ ok: true, value: inMemory(Buffer.from(file)) }) as const }, { path: name, sessionId: name, project: 'p', agentId: null }, desk, createPace(), () => {});
    }
    expect(heard).toEqual(['s1 a', 's1 b', 's2 e', 's2 f']);
    expect(desk.ledger.problems).toMatchObject([{ path: 's1', reason: expect.stringContaining('A rule failed.') }]);
  });

  it('give the same in files that share a session, and copy rows of each other', async () => {
    const first = session([prompt('go', { permissionMode: 'acceptEdits' }), call('a', 'Agent', { description: 'd', mode: 'plan' }), answer('a', 'ok', {}, { toolUseResult: { agentId: 'agent1' } }), call('b', 'Bash', { command: 'x' }), answer('b')]);
    const agent = session([words('1'), call('c', 'Bash', { command: 'y' }), answer('c')]).replaceAll('-1111-', '-3333-').replaceAll('"isSidechain":false', '"isSidechain":true,"agentId":"agent1"');
    const fork = first + session([words('new'), call('e', 'Bash', { command: 'z' })], 's1').replaceAll('-1111-', '-4444-');
    const [taken, single] = await both([['s1', first], ['agent1', agent], ['s2', fork], ['s3', fork.replaceAll('"s1"', '"s3"')]]);
    expect(taken).toEqual(single);
  });

  it('give the same where a sub-agent ran before its session named a mode', async () => {
    const main = session([prompt('old'), call('a', 'Task', { description: 'd' }), answer('a'), ...Array.from({ length: 40 }, () => words('x')), prompt('go', { permissionMode: 'bypassPermissions' })]);
    const agent = session(Array.from({ length: 60 }, (_, at) => call(`c${at}`, 'Bash', { command: 'x' })), 's1').replaceAll('-1111-', '-3333-').replaceAll('"isSidechain":false', '"isSidechain":true,"agentId":"agent1"');
    const [taken, single] = await both([['s1', main], ['agent1', agent]]);
    expect(taken).toEqual(single);
    const modes = (taken as { events: { id: string | null; mode: string | null; attended: string }[] }).events.filter(({ id }) => id?.startsWith('c') === true).map(({ mode, attended }) => `${mode} ${attended}`);
    expect([...new Set(modes)]).toEqual(['null unknown', 'bypassPermissions unattended']);
  });

  it('give the same in any stretches that each say something else of their session', async () => {
    let made = 0;
    const kind = fc.constantFrom('call', 'answer', 'words', 'prompt', 'plan', 'planned', 'mode', 'left', 'failed', 'moded');
    const stretch = fc.tuple(
      fc.record({ isSidechain: fc.boolean(), agentId: fc.constantFrom('a1', 'a2'), entrypoint: fc.constantFrom('cli', 'sdk-cli'), cwd: fc.constantFrom('/a', '/b'), permissionMode: fc.constantFrom('plan', 'bypassPermissions', 'default', '') }, { requiredKeys: [] }),
      fc.array(kind, { minLength: 1, maxLength: 12 }),
    );
    const rowOf = (of: string, permissionMode: string | undefined): Row => {
      const number = of === 'call' || of === 'plan' ? ++made : made;
      switch (of) {
        case 'call': return call(`m${number}`, 'Bash', { command: 'x' });
        case 'answer': return answer(`m${number}`);
        case 'failed': return answer(`m${number}`, 'no', { is_error: true }, { toolDenialKind: 'cancelled' });
        case 'moded': return answer(`m${number}`, 'ok', {}, { permissionMode });
        case 'prompt': return prompt('said', { permissionMode });
        case 'plan': return call(`m${number}`, 'ExitPlanMode', { plan: 'p' });
        case 'planned': return answer(`m${number}`);
        case 'mode': return { type: 'permission-mode', permissionMode: permissionMode ?? 'plan' };
        case 'left': return { type: 'attachment', attachment: { type: 'plan_mode_exit' } };
        default: return words('x');
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(stretch, { minLength: 1, maxLength: 10 }), fc.array(stretch, { minLength: 1, maxLength: 6 }), async (main, agent) => {
        made = 0;
        const rows = (of: typeof main): Row[] => of.flatMap(([{ permissionMode, ...fields }, kinds]) => kinds.map((each) => ({ ...rowOf(each, permissionMode), ...fields })));
        const [taken, single] = await both([['s1', session(rows(main))], ['agent1', session(rows(agent)).replaceAll('-1111-', '-3333-')]]);
        expect(taken).toEqual(single);
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 800 : 30 },
    );
  });

  it('give the same for any rows in any order, in files larger than what is read at once', async () => {
    const id = fc.integer({ min: 0, max: 30 }).map((number) => `toolu_${number}`);
    const text = fc.oneof(fc.constantFrom('x', 'a "quoted"\nline', 'é🙂', '\u0000', 'The user doesn\'t want to proceed with this tool use.'), fc.string({ maxLength: 30 }));
    const row = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(id, fc.constantFrom('Bash', 'Read', 'Grep', 'TodoWrite', 'mcp__a__b', 'Task'), fc.record({ command: text, file_path: text, pattern: text, path: text }, { requiredKeys: [] })).map(([of, name, input]) => call(of, name, input)) },
      { weight: 6, arbitrary: fc.tuple(id, text, fc.boolean()).map(([of, said, failed]) => answer(of, said, failed ? { is_error: true } : {})) },
      { weight: 2, arbitrary: text.map(words) },
      { weight: 1, arbitrary: fc.tuple(text, fc.constantFrom({}, { permissionMode: 'default' })).map(([said, more]) => prompt(said, more)) },
      { weight: 1, arbitrary: fc.constant(call('plan', 'ExitPlanMode', { plan: 'p' })) },
      { weight: 1, arbitrary: fc.constant(answer('plan')) },
      { weight: 1, arbitrary: fc.constantFrom('plan', 'bypassPermissions', 'default').map((permissionMode): Row => ({ type: 'permission-mode', permissionMode })) },
      { weight: 1, arbitrary: fc.constantFrom('plan_mode_exit', 'hook_success', 'hologram').map((type): Row => ({ type: 'attachment', attachment: { type } })) },
      { weight: 1, arbitrary: fc.constantFrom('compact_boundary', 'init').map((subtype): Row => ({ type: 'system', subtype })) },
    );
    const odd = fc.oneof({ weight: 12, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.record({ cwd: fc.constantFrom('/a', '/b'), version: fc.constantFrom('1', '2'), isSidechain: fc.boolean(), agentId: fc.constantFrom('a1', 'a2'), entrypoint: fc.constantFrom('cli', 'sdk-cli'), isMeta: fc.boolean(), origin: fc.constantFrom({ kind: 'human' }, { kind: 'peer' }), toolDenialKind: fc.constantFrom('user-rejected', 'cancelled'), permissionDecision: fc.constantFrom({ decision: 'accept', source: 'user_temporary' }, { decision: 'accept', source: 'config', reasonCode: 'mode:plan' }), permissionMode: fc.constantFrom('default', 'plan', 'bypassPermissions', ''), parentUuid: fc.nat(40).map(uuid), timestamp: fc.nat(40).map(time), uuid: fc.nat(40).map(uuid) }, { requiredKeys: [] }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(row, odd), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 300 }), async (rows, times) => {
        const once = rows.map(([each, more]) => ({ ...each, more }));
        const [taken, single] = await both([['s1', session(once)], ['s2', Array.from({ length: times }, () => session(once)).join('')]]);
        expect(taken).toEqual(single);
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 60 : 12 },
    );
  });
});
