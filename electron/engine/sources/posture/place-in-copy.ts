/** Where a path of the source machine lies in the copy: collections put the machine's root below other folders and write drives in other ways. */
import type { EvidenceEntry, EvidenceFiles } from '../../intake/evidence-files.ts';
import { machineRoot } from '../../paths/machine-root.ts';

const mostRoots = 64;
const known = new WeakMap<EvidenceFiles, readonly string[]>();

/** The folders of the copy that stand for a machine's root: `''`, `host7/`, `uploads/auto/`, `[root]/`. */
function rootsOf(files: EvidenceFiles): readonly string[] {
  let roots = known.get(files);
  if (roots === undefined) {
    const found = new Set<string>(['']);
    for (const path of files.entries.keys()) {
      const before = machineRoot(path);
      if (before !== null && found.size < mostRoots) found.add(before);
    }
    roots = [...found];
    known.set(files, roots);
  }
  return roots;
}

/** How collections write a drive. */
function drives(letter: string): readonly string[] {
  return [letter.toUpperCase(), letter.toLowerCase()].flatMap((each) => [each, `${each}:`, `${each}%3A`, `%5C%5C.%5C${each}%3A`]);
}

/** The entry that stands for an absolute path; null where the copy has none. Of several machines the one that `near` belongs to comes first. */
export function entryOf(files: EvidenceFiles, path: string, near = ''): EvidenceEntry | null {
  const plain = path.replaceAll('\\', '/').replace(/^\/+/, '');
  if (plain === '' || plain.split('/').some((part) => part === '..')) return null;
  const drive = /^([A-Za-z]):?\/(.*)$/s.exec(plain);
  const forms = drive?.[1] === undefined || drive[2] === undefined ? [plain] : [plain, ...drives(drive[1]).map((written) => `${written}/${drive[2]}`)];
  const roots = [...rootsOf(files)].sort((a, b) => Number(near.startsWith(b)) * b.length - Number(near.startsWith(a)) * a.length);
  for (const root of roots) {
    for (const form of forms) {
      const entry = files.entries.get(`${root}${form}`);
      if (entry !== undefined) return entry;
    }
  }
  return belowHome(files, plain);
}

/** In a copy that begins with a home, or with the client's folder in it, what lies below that home on the source machine. */
function belowHome({ entries }: EvidenceFiles, path: string): EvidenceEntry | null {
  const rest = /^(?:(?:[A-Za-z]:?\/)?(?:Users|home)\/[^/]+|(?:var\/)?root)\/(.+)$/s.exec(path)?.[1] ?? path;
  if (rest !== path && (entries.has('.claude') || entries.has('.claude.json'))) return entries.get(rest) ?? null;
  return rest.startsWith('.claude/') && entries.has('projects') && !entries.has('.claude') ? (entries.get(rest.slice(8)) ?? null) : null;
}

/** The folder of the copy that is the home around a file: by its name, else by the client's folder that the file lies in; `''` where none shows. */
export function homeInCopy(files: EvidenceFiles, path: string): string {
  const named = /^(.*?(?:^|\/)(?:(?:Users|home)\/[^/]+|(?:var\/)?root))\//.exec(path)?.[1];
  if (named !== undefined) return named;
  const around = /^(.*?)(?:^|\/)\.claude(?:\/|\.json$)/.exec(path)?.[1] ?? '';
  return around !== '' && files.entries.has(`${around}/.claude/projects`) ? around : '';
}

/** `${CLAUDE_PLUGIN_ROOT}` at the head of a word, as the folder of the copy that the naming file's plugin lies in. */
export function withPluginRoot(word: string, path: string): string {
  const root = /^(.*?)(?:^|\/)(?:\.claude-plugin\/plugin\.json|hooks\/[^/]+\.json|\.mcp\.json|(?:agents|commands|skills)\/.+)$/.exec(path)?.[1] ?? '';
  return word.replace(/^\$\{?CLAUDE_PLUGIN_ROOT\}?(?=[\\/])/, () => `/${root}`);
}
