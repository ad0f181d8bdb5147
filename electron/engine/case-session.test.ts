import { describe, expect, it } from 'vitest';
import { call, drawEvidence, prompt } from '../../e2e/draw-evidence.ts';
import { contract, notices } from '../../shared/contract.ts';
import type { Choice, History } from '../../shared/choices.ts';
import type { Judging } from '../../shared/judging.ts';
import { connect, type Port } from '../../shared/rpc.ts';
import { startCase } from './case-session.ts';

const drawing = {
  'Users/kim/.claude/projects/-Users-kim-work-till/s1.jsonl': [
    prompt('Alone now', 'bypassPermissions', { second: 0 }),
    call('t1', 'Bash', { command: 'curl https://one.invented.example/a' }, { second: 1 }),
    call('t2', 'Bash', { command: 'curl https://two.invented.example/a' }, { second: 2 }),
  ],
  'edr/starts.csv': 'Wann;Befehl;Konto\n15.05.2026 16:30:58;ls;kim\n',
};
const chosen = (...choices: readonly Choice[]): History =>
  choices.map((choice, at) => ({ what: 'chosen', id: at + 1, at: '2026-06-01T10:00:00.000Z', by: null, reason: 'known', manifestSha256: null, choice }));
const one: Choice = { kind: 'sanction-host', host: 'one.invented.example' };
const two: Choice = { kind: 'sanction-host', host: 'two.invented.example' };

interface End {
  handler: (message: unknown) => void;
}

function channel(): readonly [Port, Port] {
  const ends: [End, End] = [{ handler: () => {} }, { handler: () => {} }];
  const port = (own: 0 | 1): Port => ({
    send: (message) => queueMicrotask(() => ends[own === 0 ? 1 : 0].handler(structuredClone(message))),
    listen: (handler) => {
      ends[own].handler = handler;
    },
  });
  return [port(0), port(1)];
}

function setup(history: History = []) {
  const session = startCase({ root: drawEvidence(drawing), include: [''], name: 'drawn', live: false }, false, { now: () => 0, history });
  const [near, far] = channel();
  session.serve(far);
  const engine = connect(near, contract, notices);
  const told: Judging[] = [];
  engine.subscribe('judged', (judging) => void told.push(judging));
  const settled = async (): Promise<void> => {
    while (told.at(-1)?.pending !== false) await new Promise((done) => setTimeout(done, 5));
  };
  const aside = async (): Promise<readonly string[]> => {
    const { setAside } = await engine.call('policy.read', {}).result;
    return setAside.filter(({ rule }) => rule === 'network.unsanctioned').map(({ by }) => by.split(' ')[0] ?? '');
  };
  return { session, engine, told, settled, aside };
}

describe('a session', () => {
  it('opens by the choices that were made before', async () => {
    const { session, aside } = setup(chosen(one));
    await session.ended;
    expect(await aside()).toEqual(['one.invented.example']);
  });

  it('takes up a choice that comes while it still reads', async () => {
    const { session, settled, aside } = setup();
    session.judge(chosen(two));
    await session.ended;
    await settled();
    expect(await aside()).toEqual(['two.invented.example']);
  });

  it('tells that it judges anew, and then that it did; of several choices the last counts', async () => {
    const { session, told, settled, aside } = setup();
    await session.ended;
    session.judge(chosen(one));
    session.judge(chosen(one, two));
    session.judge(chosen(two));
    await settled();
    expect(told.at(0)).toMatchObject({ revision: 0, pending: true });
    expect(told.at(-1)).toEqual({ revision: 1, pending: false, refused: null, problem: null });
    expect(await aside()).toEqual(['two.invented.example']);
  });

  it('prints no report of a judgement that is no longer wanted', async () => {
    const { session, engine } = setup();
    await session.ended;
    session.judge(chosen(one));
    const options = { caseNumber: '', title: '', preparedBy: '', handling: 'TLP:AMBER', minSeverity: 'info', summary: '' } as const;
    const model = await engine.call('report.model', { options, issuedAt: 0 }).result;
    expect(model.history).toHaveLength(1);
    expect(model.findings.filter((finding) => finding.detail['ignored'] === 'known').length).toBeGreaterThan(0);
  });

  it('reads a table again as the analyst names its columns, and takes it back; of several mappings the last counts', async () => {
    const { session, engine, told, settled } = setup();
    await session.ended;
    const posture = () => engine.call('posture.read', {}).result;
    const columns = (zone: string): Choice => ({ kind: 'columns-of-table', path: 'edr/starts.csv', delimiter: ';', zone, dates: 'dmy', columns: [{ column: 'Wann', meaning: 'time' }, { column: 'Befehl', meaning: 'command' }] });
    expect((await posture()).tables).toMatchObject([{ path: 'edr/starts.csv', state: 'not mapped', reading: null }]);
    session.judge(chosen(columns('Z')));
    session.judge(chosen(columns('Z'), columns('+02:00')));
    await settled();
    expect(told.at(-1)).toMatchObject({ revision: 1, problem: null });
    expect(await posture()).toMatchObject({ secondSources: [{ path: 'edr/starts.csv', records: 1, first: Date.parse('2026-05-15T14:30:58Z') }], tables: [{ state: 'mapped', reading: { zone: '+02:00', dates: 'dmy' } }] });
    session.judge([...chosen(columns('+02:00')), { what: 'taken-back', id: 2, at: '2026-06-01T11:00:00.000Z', by: null, reason: null, manifestSha256: null, of: 1 }]);
    while (told.at(-1)?.revision !== 2) await new Promise((done) => setTimeout(done, 5));
    expect(await posture()).toMatchObject({ secondSources: [], tables: [{ state: 'not mapped', reading: null }] });
  });

  it('says by which lines a chosen policy does not fit, and judges without it', async () => {
    const { session, engine } = setup(chosen({ kind: 'policy-file', name: 'own.yaml', text: 'hosts: []\n' }));
    await session.ended;
    expect(await engine.call('judging.read', {}).result).toMatchObject({ refused: { name: 'own.yaml', faults: [{ line: 1, reason: 'There is no setting named "hosts".' }] } });
    expect((await engine.call('policy.read', {}).result).version).not.toContain('own.yaml');
  });
});
