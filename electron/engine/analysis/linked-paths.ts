/** One access to a file under each name that the copy's links give it: what a rule says of either name holds. Pure. */
import type { FileFact } from '../../../shared/finding.ts';
import { comparable, throughLinks } from '../paths/source-path.ts';
import type { SourceMachine } from './examined-call.ts';

const movesNames = /^(?:mv|ln|unlink|git mv|rename)$/;

/** The fact, and the same under another name where a link of the copy is on its path or leads to it. */
export function withLinks(fact: FileFact, written: string, cwd: string | null, machine: SourceMachine): readonly FileFact[] {
  if (machine.links === undefined || fact.path === null || fact.operation === 'metadata') return [fact];
  const real = throughLinks(written, cwd, machine, fact.operation === 'delete' || movesNames.test(fact.via));
  if (real !== null && real !== fact.path && real.length <= 8192) return [{ ...fact, real }, { ...fact, path: real, real, linked: true }];
  const name = linkedName(fact.path, machine);
  return name === null ? [fact] : [fact, { ...fact, path: name, real: fact.path, linked: true }];
}

/** The name of a path by a link that leads to it or to a folder above it. */
function linkedName(path: string, machine: SourceMachine): string | null {
  const { linkedFrom } = machine;
  if (linkedFrom === undefined) return null;
  for (let end = path.length; end > 1; end = path.lastIndexOf('/', end - 1)) {
    const link = linkedFrom.get(comparable(path.slice(0, end), machine));
    if (link === undefined) continue;
    const name = link + path.slice(end);
    return name.length > 8192 || name === path ? null : name;
  }
  return null;
}
