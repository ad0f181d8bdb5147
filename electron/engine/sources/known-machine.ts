/** What is known of a session's machine and root, with what the copy itself says of them. Pure. */
import type { ProjectRoot, SourceMachine } from '../analysis/examined-call.ts';
import { comparable, isInside, resolvePath, throughLinks } from '../paths/source-path.ts';

/** A folder, as a file of the copy writes it. */
export interface NamedFolder {
  readonly folder: string;
  /** The home folder that `~` and the file belong to; null for a file of the whole machine. */
  readonly home: string | null;
  /** The project that it counts for; null for each of that home, or of the machine. */
  readonly project: string | null;
  /** The file of the copy that says so. */
  readonly from: string;
}

/** Plain data; each path is one of the source machine. */
export interface MachineInCopy {
  readonly links: readonly (readonly [link: string, target: string])[];
  readonly pathFolders: readonly NamedFolder[];
  readonly addedFolders: readonly NamedFolder[];
  /** `github.com/acme`, of each copied repository's remote origin. */
  readonly owners: readonly string[];
}

export const nothingInCopy: MachineInCopy = { links: [], pathFolders: [], addedFolders: [], owners: [] };

/** The machine, with the links of the copy and the folders that its files put on the PATH. */
export function knownMachine(plain: SourceMachine, { links, pathFolders, owners }: MachineInCopy): SourceMachine {
  const machine = owners.length === 0 ? plain : { ...plain, owners: new Set(owners) };
  const linked = links.length === 0 ? machine : withLinksOf(machine, links);
  const folders = new Map<string, string>();
  for (const each of pathFolders) {
    if (!isOf(each, linked)) continue;
    const folder = resolvePath(each.folder, null, linked);
    if (folder !== null && !folders.has(comparable(folder, linked))) folders.set(comparable(folder, linked), each.from);
  }
  return folders.size === 0 ? linked : { ...linked, pathFolders: folders };
}

function withLinksOf(machine: SourceMachine, links: MachineInCopy['links']): SourceMachine {
  const forth = new Map<string, string>();
  for (const [link, target] of links) forth.set(comparable(link, machine), target);
  const linked = { ...machine, links: forth };
  const back = new Map<string, string>();
  for (const [link] of links) {
    const real = throughLinks(link, null, linked, false);
    // A link to a folder above itself gives each file endless names.
    if (real !== null && real !== '/' && !isInside(real, link, machine) && !back.has(comparable(real, machine))) back.set(comparable(real, machine), link);
  }
  return { ...linked, linkedFrom: back };
}

/** Whether a file of the copy speaks for this machine: its user's own, or one of the whole machine. */
function isOf({ home }: NamedFolder, machine: SourceMachine): boolean {
  return home === null || machine.home === null || comparable(home, machine) === comparable(machine.home.replaceAll('\\', '/'), machine);
}

/** Whether a project's settings count in a folder. A copy that begins below the home has only the end of its path. */
function isFor(project: string, cwd: string, machine: SourceMachine): boolean {
  return isInside(project, cwd, machine) || (project.length > 1 && comparable(cwd, machine).endsWith(comparable(project, machine)));
}

const shown = 3;

/** The root, with the folders that settings of the copy add to it, and where links lead from it. */
export function knownRoot(root: ProjectRoot, cwd: string | null, machine: SourceMachine, { addedFolders }: MachineInCopy): ProjectRoot {
  const added: string[] = [];
  const says: string[] = [];
  for (const each of addedFolders) {
    if (!isOf(each, machine)) continue;
    if (each.project !== null && (cwd === null || !isFor(each.project, cwd.replaceAll('\\', '/'), machine))) continue;
    const folder = resolvePath(each.folder, each.project ?? cwd, machine);
    if (folder === null || folder === '/' || added.includes(folder)) continue;
    added.push(folder);
    says.push(`${folder} (${each.from})`);
  }
  const inside = [...root.additional, ...added];
  const real = [root.path, ...inside].flatMap((path) => (path === null ? [] : (throughLinks(path, null, machine, false) ?? [])));
  if (added.length + real.length === 0) return root;
  const how = says.length === 0 ? root.how : `${root.how}; also inside by settings: ${says.slice(0, shown).join(', ')}${says.length > shown ? ` and ${says.length - shown} more` : ''}`;
  return { ...root, how: how.slice(0, 500), additional: [...inside, ...real] };
}
