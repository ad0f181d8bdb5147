/** Each program's table by its name, with its option lists made ready for reading. */
import type { OptionTable } from '../options.ts';
import { archivePrograms, filePrograms } from './files.ts';
import { networkPrograms } from './network.ts';
import type { ProgramSpec } from './spec.ts';

export interface Program {
  readonly spec: ProgramSpec;
  readonly table: OptionTable;
  /** Whether one of its options names a folder to write into. */
  readonly folders: boolean;
}

const programs = new Map<string, Program>();
for (const spec of [...filePrograms, ...archivePrograms, ...networkPrograms]) {
  const table: OptionTable = {
    short: spec.short ?? '',
    long: new Set((spec.long ?? '').split(' ')),
    singleDash: spec.singleDash ?? false,
  };
  const folders = Object.values(spec.roles ?? {}).some((role) => role === 'directory' || role === 'folder');
  for (const name of spec.names.split(' ')) programs.set(name, { spec, table, folders });
}

/** What is known of a program; undefined for one that has no table. */
export function programNamed(name: string): Program | undefined {
  return programs.get(name);
}
