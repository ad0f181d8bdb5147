/** The engine's process in the app: takes orders from main, answers the page on the ports that main hands over. */
import { engineOrder, type EngineReport } from '../../shared/engine-control.ts';
import type { Port } from '../../shared/rpc.ts';
import * as v from 'valibot';
import { severityRank } from './case/finding-book.ts';
import { nothingKnown } from './case/nothing-known.ts';
import { sideFiles } from './case/side-files.ts';
import { type CaseSession, startCase } from './case-session.ts';
import { faultRows, readPolicyFile } from './policy/policy-file.ts';
import { codeId } from './index-store/code-id.ts';
import { machineFolders } from './sources/this-machine.ts';

/** The part of Electron's `process.parentPort` that the engine uses; its types exist only in that process. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: readonly MessagePortLike[] }) => void): void;
  postMessage(message: unknown): void;
}
interface MessagePortLike {
  on(event: 'message', listener: (message: { data: unknown }) => void): void;
  start(): void;
  postMessage(message: unknown): void;
}

const parent = (process as unknown as { parentPort?: ParentPort }).parentPort;
if (!parent) throw new Error('The engine runs only as a utility process of Postflight; use cli.js for the command line.');

let session: CaseSession | null = null;
const early: Port[] = [];
const report = (message: EngineReport): void => parent.postMessage(message);

parent.on('message', ({ data, ports }) => {
  const parsed = v.safeParse(engineOrder, data);
  if (!parsed.success) return;
  const order = parsed.output;
  switch (order.type) {
    case 'connect': {
      const [port] = ports;
      if (!port) return;
      const adapted = portOf(port);
      if (session) session.serve(adapted);
      else early.push(adapted);
      return;
    }
    case 'open': {
      session = startCase(order.order, order.sandboxOff, { now: Date.now, history: order.history ?? [], worker: new URL('./transcript-worker.js', import.meta.url), searchWorker: new URL('./search-worker.js', import.meta.url), code: codeId(import.meta.url) });
      for (const port of early.splice(0)) session.serve(port);
      void session.ended.then((end) => {
        if (end.state !== 'ready') {
          report({ type: 'ended', state: end.state, reason: end.reason.slice(0, 2000) });
          return;
        }
        const worst = end.opened.findings.map(({ finding }) => finding.severity).sort((a, b) => severityRank(a) - severityRank(b))[0];
        report({ type: 'opened', sessions: end.opened.sessions.length, findings: end.opened.findings.length, worst: worst ?? null, manifestSha256: end.opened.manifestSha256, nothingKnown: nothingKnown(end.opened, order.order.root) });
      });
      return;
    }
    case 'judge': {
      session?.judge(order.history);
      return;
    }
    case 'check-policy': {
      const read = readPolicyFile(order.text, order.name);
      report({ type: 'policy-checked', faults: read.ok ? [] : faultRows(read.faults) });
      return;
    }
    case 'machine': {
      void machineFolders(order.home).then(report);
      return;
    }
    case 'texts': {
      void session?.ended.then((end) => report({ type: 'texts', files: end.state === 'ready' ? sideFiles(session?.current() ?? end.opened) : [] }));
      if (!session) report({ type: 'texts', files: [] });
      return;
    }
    default: {
      const never: never = order;
      return never;
    }
  }
});

/** Electron's port as the contract's. Messages wait until `listen`. */
function portOf(port: MessagePortLike): Port {
  return {
    send: (message) => port.postMessage(message),
    listen(handler) {
      port.on('message', ({ data }) => handler(data));
      port.start();
    },
  };
}

