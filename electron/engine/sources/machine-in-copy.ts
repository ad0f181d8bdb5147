/** What the copy itself says of the machine that it was made of: where links lead, which folders are on the PATH, and which settings add to a project. Judges nothing. */
import type { ReadProblem } from '../../../shared/case.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { readCommand } from '../shell/commands.ts';
import { placeOfSettings } from './posture/settings-place.ts';
import { readTextFile } from './posture/text-file.ts';
import { at, readJsonTree, textsOf } from './posture/tree.ts';
import type { MachineInCopy, NamedFolder } from './known-machine.ts';
import { homeOf, sourcePath } from './source-place.ts';

const maxLinks = 20_000;
const maxFolders = 2_000;
const fileCap = 1024 * 1024;

const shellFile = /(?:^|\/)(?:\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zprofile|zshenv|zlogin|pam_environment)|\.cargo\/env|\.config\/(?:zsh\/\.z\w+|environment\.d\/[^/]+\.conf|fish\/(?:config|conf\.d\/[^/]+)\.?(?:fish)?)|\.claude\/shell-snapshots\/[^/]+\.sh|etc\/(?:profile|bash\.bashrc|zshrc|zprofile|zshenv|environment|paths|zsh\/z\w+|profile\.d\/[^/]+\.sh|paths\.d\/[^/]+))$/;
const fishPath = /^[ \t]*(?:fish_add_path|set(?:[ \t]+-\w+)+[ \t]+(?:PATH|fish_user_paths))[ \t]+(.+)$/gm;

/** `owners`: whose repositories the copy holds. */
export function readMachineInCopy(files: EvidenceFiles, owners: readonly string[]): { readonly machine: MachineInCopy; readonly problems: readonly ReadProblem[] } {
  const links: (readonly [string, string])[] = [];
  const pathFolders: NamedFolder[] = [];
  const addedFolders: NamedFolder[] = [];
  const problems: ReadProblem[] = [];
  let linksLeft = 0;
  for (const entry of files.entries.values()) {
    if (entry.kind === 'link') {
      // Links inside installed packages are by the thousand, and lead from one file of a package to another.
      if (entry.linkTarget === null || /(?:^|\/)(?:node_modules|\.git|\.pnpm|\.venv|venv)\//.test(entry.path)) continue;
      if (links.length < maxLinks) links.push(linkOf(entry.path, entry.linkTarget));
      else linksLeft += 1;
      continue;
    }
    if (entry.kind !== 'file') continue;
    const shell = shellFile.test(entry.path);
    const place = shell || !entry.name.startsWith('settings') && !entry.name.startsWith('managed-settings') && entry.name !== 'remote-settings.json' ? null : placeOfSettings(files, entry.path);
    if (!shell && place === null) continue;
    const read = readTextFile(files, entry.path, fileCap);
    if (!read.ok) {
      problems.push({ ...read.problem, reason: `${read.problem.reason} ${shell ? 'Folders that it puts on the PATH' : 'Folders that it adds to a project'} are not known.`.slice(0, 1000) });
      continue;
    }
    const home = homeOfFile(entry.path);
    if (shell) {
      for (const folder of foldersOnPath(entry.path, read.file.text)) if (pathFolders.length < maxFolders) pathFolders.push({ folder, home, project: null, from: entry.path });
    } else {
      const project = place?.project ?? null;
      for (const folder of textsOf(at(readJsonTree(read.file.text).roots[0], 'permissions', 'additionalDirectories'))) {
        if (addedFolders.length < maxFolders) addedFolders.push({ folder: folder.slice(0, 4096), home: place?.scope === 'managed' ? null : home, project: project === null ? null : forward(sourcePath(project)), from: entry.path });
      }
    }
  }
  if (linksLeft > 0) problems.push({ path: '', line: null, byteOffset: null, reason: `The copy has more than ${maxLinks} links: ${linksLeft} of them were not used to tell where paths lead.` });
  return { machine: { links, pathFolders, addedFolders, owners }, problems };
}

function linkOf(path: string, target: string): readonly [string, string] {
  const from = forward(sourcePath(path));
  const to = target.replaceAll('\\', '/');
  return [from, /^(?:\/|[A-Za-z]:\/)/.test(to) ? to : `${from.slice(0, from.lastIndexOf('/'))}/${to}`];
}

function homeOfFile(path: string): string | null {
  const found = /^(?:.*?\/)?(?:Users|home)\/[^/]+(?=\/)/.exec(path)?.[0] ?? /^(?:.*?\/)?root(?=\/\.)/.exec(path)?.[0];
  return found === undefined ? homeOf(path, null) : forward(sourcePath(found));
}

function forward(path: string): string {
  return path.replaceAll('\\', '/');
}

/** The folders that a start file, a snapshot of a shell or a list of the system puts on the PATH. */
export function foldersOnPath(path: string, text: string): readonly string[] {
  const folders = new Set<string>();
  const add = (each: string): void => {
    const folder = each.trim().replace(/^["']|["']$/g, '').replace(/^\$\{?HOME\}?(?=\/|$)/, '~').replace(/(.)\/+$/, '$1');
    if (/^(?:[/~]|[A-Za-z]:[\\/])/.test(folder) && !/[…$`*?]/.test(folder) && folder.length <= 4096) folders.add(folder);
  };
  if (/(?:^|\/)etc\/paths(?:\.d\/[^/]+)?$/.test(path)) for (const line of text.split(/\r?\n/)) add(line);
  else if (/(?:^|\/)fish\//.test(path)) {
    for (const [, words] of text.matchAll(fishPath)) for (const word of (words ?? '').split(/\s+/)) add(word);
  } else {
    for (const fact of readCommand(text).facts) {
      if (fact.kind !== 'env' || fact.value === null) continue;
      if (fact.name === 'PATH') for (const each of fact.value.split(':')) add(each);
      else if (fact.name === 'path') for (const each of fact.value.split(/\s+/)) add(each);
    }
  }
  return [...folders];
}
