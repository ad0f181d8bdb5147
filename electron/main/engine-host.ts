/**
 * The one owner of an engine process: starts it, gives it orders and ports, tells a wanted end from a crash, ends it.
 * Knows nothing of evidence and of windows.
 */
import type { ForkOptions, MessagePortMain, UtilityProcess } from 'electron/main';
import * as v from 'valibot';
import { type EngineOrder, type EngineReport, engineReport } from '../../shared/engine-control.ts';

/** `utilityProcess.fork`, or a test's own. */
export type Fork = (path: string, words: string[], options: ForkOptions) => Pick<UtilityProcess, 'postMessage' | 'kill' | 'on' | 'stdout' | 'stderr'>;

export interface EngineEvents {
  reported(report: EngineReport): void;
  /** The process ended without being asked to. */
  lost(reason: string): void;
}

export interface EngineHost {
  order(order: EngineOrder): void;
  /** Hands over one end of a channel; the engine answers the contract on it. */
  connect(port: MessagePortMain): void;
  /** Ends the process; no event comes after this. */
  stop(): void;
}

// What makes Node or Electron load, run or report something other than our code.
const dangerous = /^(NODE_|ELECTRON_|LD_PRELOAD$|LD_LIBRARY_PATH$|LD_AUDIT$|DYLD_|GIT_|POSTFLIGHT_)/i;

/** The environment for the engine: without what could change the program that runs in it. */
export function scrubbedEnvironment(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !dangerous.test(name)) kept[name] = value;
  }
  return kept;
}

export function forkOptions(environment: Readonly<Record<string, string | undefined>>): ForkOptions {
  return {
    env: scrubbedEnvironment(environment),
    stdio: 'pipe',
    serviceName: 'Postflight engine',
    allowLoadingUnsignedLibraries: false,
    execArgv: [],
  };
}

const keptOutput = 4000;

export function startEngine(fork: Fork, path: string, environment: Readonly<Record<string, string | undefined>>, events: EngineEvents): EngineHost {
  const engine = fork(path, [], forkOptions(environment));
  let stopped = false;
  let lastWords = '';
  // A pipe that nobody reads fills up and blocks the engine.
  engine.stdout?.on('data', () => {});
  engine.stderr?.on('data', (chunk: unknown) => {
    lastWords = (lastWords + String(chunk)).slice(-keptOutput);
  });
  engine.on('message', (message: unknown) => {
    if (stopped) return;
    const report = v.safeParse(engineReport, message);
    if (report.success) events.reported(report.output);
  });
  engine.on('exit', (code: number) => {
    if (stopped) return;
    stopped = true;
    events.lost(lossReason(code, lastWords));
  });
  return {
    order(order) {
      if (!stopped) engine.postMessage(order);
    },
    connect(port) {
      if (stopped) port.close();
      else engine.postMessage({ type: 'connect' } satisfies EngineOrder, [port]);
    },
    stop() {
      stopped = true;
      engine.kill();
    },
  };
}

function lossReason(code: number, lastWords: string): string {
  const memory = /heap out of memory|allocation failed/i.test(lastWords);
  const cause = memory ? 'it ran out of memory' : code === 0 ? 'it ended by itself' : `it crashed (code ${code})`;
  // The last line alone: a stack names places on this machine.
  const line = memory ? '' : (lastWords.match(/^\w*Error: .*$/m)?.[0] ?? '').slice(0, 300);
  return `The engine that reads the evidence is gone: ${cause}. ${line}`.trim();
}
