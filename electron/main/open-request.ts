/** Turns what a person points at into a case to open: checks that it is a folder. Knows neither windows nor engines. */
import { realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CallProblem } from '../../shared/rpc.ts';
import { isInside } from '../output-file.ts';
import type { CaseRequest } from './current-case.ts';
import type { StoredCase } from './settings-file.ts';
import { machineOrder } from './this-machine.ts';

const longestPath = 8000;

/** The request for a folder; throws a problem with the path where there is none. */
export function folderRequest(path: string, home: string): CaseRequest {
  if (path.length > longestPath) throw new CallProblem('unreadable', 'The path is too long.', path.slice(0, 200));
  const real = realFolder(path);
  // Opened as a folder or as "this machine": what Claude Code may be writing to right now is no evidence.
  const live = isInside(realOrSame(join(home, '.claude')), real);
  return { kind: 'folder', order: { root: real, include: [''], name: basename(real) || real, live } };
}

export function sampleRequest(folder: string): CaseRequest {
  return { kind: 'sample', order: { root: folder, include: [''], name: 'Sample case', live: false } };
}

/** The request for a case of the list of recent ones, as it was opened then. */
export function recentRequest(stored: StoredCase, sampleFolder: () => Promise<string>, home: string): Promise<CaseRequest> | CaseRequest {
  switch (stored.kind) {
    case 'folder':
      return folderRequest(stored.path, home);
    case 'sample':
      return sampleFolder().then(sampleRequest);
    case 'machine':
      return { kind: 'machine', order: machineOrder(stored.folders, home) };
    default: {
      const unknown: never = stored.kind;
      throw new Error(`unknown kind of case: ${String(unknown)}`);
    }
  }
}

function realFolder(path: string): string {
  try {
    const real = realpathSync.native(path);
    if (statSync(real).isDirectory()) return real;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = code === 'ENOENT' ? 'There is no such folder' : code === 'EACCES' ? 'This folder may not be read' : 'This folder cannot be opened';
    throw new CallProblem('unreadable', `${reason}: ${path}`, path);
  }
  throw new CallProblem('unreadable', `This is not a folder: ${path}`, path);
}

function realOrSame(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
