/**
 * "This machine": asks an engine which folders the user's own ~/.claude names, keeps that list by number, and makes the
 * order to read the chosen ones. Knows nothing of windows; reads no evidence itself.
 */
import { parse, relative, sep } from 'node:path';
import type { MachineFolder } from '../../shared/desktop-contract.ts';
import type { OpenOrder } from '../../shared/engine-control.ts';
import { CallProblem } from '../../shared/rpc.ts';
import type { EngineEvents, EngineHost } from './engine-host.ts';

export interface ThisMachine {
  /** Looks again; the numbers of an earlier list are void afterwards. */
  list(): Promise<readonly MachineFolder[]>;
  /** The order for some folders of the last list. */
  order(ids: readonly number[]): OpenOrder;
}

const patienceMs = 60_000;

export function createThisMachine(startEngine: (events: EngineEvents) => EngineHost, home: string): ThisMachine {
  let known: readonly MachineFolder[] = [];
  return {
    async list() {
      known = await askEngine(startEngine, home);
      return known;
    },
    order(ids) {
      const chosen = known.filter((folder) => folder.present && ids.includes(folder.id)).map((folder) => folder.path);
      if (chosen.length === 0) throw new CallProblem('not-found', 'None of the chosen folders is there any more. Look again.');
      return machineOrder(chosen, home);
    },
  };
}

/** One order for folders that lie apart: the root of the file system, and of it only these. */
export function machineOrder(folders: readonly string[], home: string): OpenOrder {
  const root = parse(home).root;
  const include = folders.map((folder) => relative(root, folder).split(sep).join('/'));
  return { root, include, name: 'This machine', live: true };
}

function askEngine(startEngine: (events: EngineEvents) => EngineHost, home: string): Promise<readonly MachineFolder[]> {
  return new Promise((done, fail) => {
    const give = (end: () => void) => {
      clearTimeout(timer);
      engine.stop();
      end();
    };
    const timer = setTimeout(() => give(() => fail(new CallProblem('failed', 'Looking through ~/.claude took too long.'))), patienceMs);
    const engine = startEngine({
      reported(report) {
        if (report.type !== 'machine') return;
        const { problem, folders } = report;
        if (problem !== null) give(() => fail(new CallProblem('unreadable', problem, home)));
        else give(() => done(folders.map((folder, id) => ({ id, ...folder }))));
      },
      lost: (reason) => give(() => fail(new CallProblem('failed', reason))),
    });
    engine.order({ type: 'machine', home });
  });
}
