import { describe, expect, it } from 'vitest';
import { drawEvidence } from '../../e2e/draw-evidence.ts';
import type { Progress } from '../../shared/case.ts';
import { contract, notices } from '../../shared/contract.ts';
import { connect, type Port } from '../../shared/rpc.ts';
import type { TableReading } from '../../shared/table-mapping.ts';
import { type CaseSession, startCase } from './case-session.ts';

const edr = 'edr/starts.csv';
const table = 'Wann;Befehl;Konto\n15.05.2026 16:30:58;ls;kim\n';
const reading: TableReading = { delimiter: ';', zone: '+02:00', dates: 'dmy', columns: [{ column: 'Wann', meaning: 'time' }, { column: 'Befehl', meaning: 'command' }] };

/** The page's end of a port to a session, and a wait for the case to be ready again. */
function pageOf(session: CaseSession) {
  const handlers: [(message: unknown) => void, (message: unknown) => void] = [() => {}, () => {}];
  const end = (own: 0 | 1): Port => ({
    send: (message) => void Promise.resolve().then(() => handlers[own === 0 ? 1 : 0](structuredClone(message))),
    listen: (handler) => {
      handlers[own] = handler;
    },
  });
  const page = connect(end(1), contract, notices);
  const seen: Progress[] = [];
  page.subscribe('progress', (progress) => void seen.push(progress));
  session.serve(end(0));
  return { page, seen };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}

describe('a session of one case', () => {
  it('reads the evidence again with the reading of a table that the analyst chose, and takes it back', async () => {
    const session = startCase({ root: drawEvidence({ [edr]: table }), include: [''], name: 'drawn', live: false }, false, { now: () => 0 });
    await session.ended;
    const { page, seen } = pageOf(session);
    const posture = () => page.call('posture.read', {}).result;
    const ready = () => seen.filter((progress) => progress.state === 'ready').length;
    expect((await posture()).tables).toMatchObject([{ path: edr, state: 'not mapped', reading: null }]);
    await until(() => ready() === 1);
    expect(await page.call('tables.choose', { table: 0, reading }).result).toEqual({ accepted: true });
    await until(() => ready() === 2);
    expect(await posture()).toMatchObject({ secondSources: [{ path: edr, records: 1, first: Date.parse('2026-05-15T14:30:58Z') }], tables: [{ state: 'mapped', reading }] });
    await page.call('tables.choose', { table: 0, reading: null }).result;
    await until(() => ready() === 3);
    expect(await posture()).toMatchObject({ secondSources: [], tables: [{ state: 'not mapped' }] });
  });

  it('answers that the evidence is being read while it is read again, and keeps the last choice of several', async () => {
    const session = startCase({ root: drawEvidence({ [edr]: table }), include: [''], name: 'drawn', live: false }, false, { now: () => 0 });
    await session.ended;
    const { page, seen } = pageOf(session);
    await until(() => seen.some((progress) => progress.state === 'ready'));
    const before = seen.length;
    await page.call('tables.choose', { table: 0, reading }).result;
    await expect(page.call('tables.choose', { table: 0, reading: { ...reading, zone: 'Z' } }).result).rejects.toMatchObject({ problem: { kind: 'not-ready' } });
    await until(() => seen.slice(before).some((progress) => progress.state === 'ready'));
    expect((await page.call('posture.read', {}).result).secondSources).toMatchObject([{ first: Date.parse('2026-05-15T14:30:58Z') }]);
  });
});
