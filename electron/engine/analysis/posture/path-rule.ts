/** How rules on files match: patterns of an ignore file below one of four anchors. Paths are those of the source machine. Pure. */
import { pathGlob } from '../../paths/path-glob.ts';

export type RuleList = 'deny' | 'ask' | 'allow';

/** Where a path pattern's anchors lie for one call. */
export interface Anchors {
  readonly cwd: string | null;
  readonly home: string | null;
  /** What `/x` begins at: the project for its settings, the folder of the file for a user's. */
  readonly base: string | null;
}

/** `whole`: a folder above the file is meant, so nothing can be taken out of it again. */
export type PathMatch = 'no' | 'itself' | 'whole';

/** A path as the client compares it: `C:\Users\kim` is `/c/Users/kim`, and `.` and `..` are resolved. */
export function comparablePath(path: string): string {
  const plain = path.replaceAll('\\', '/').replace(/^([A-Za-z]):(?=\/|$)/, (_whole, drive: string) => `/${drive.toLowerCase()}`);
  const parts: string[] = [];
  for (const part of plain.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return plain.startsWith('/') ? `/${parts.join('/')}` : parts.join('/');
}

/** A word of a command or an argument as an absolute path; null where its folder is unknown. */
export function absolutePath(word: string, anchors: Pick<Anchors, 'cwd' | 'home'>): string | null {
  const plain = word.replaceAll('\\', '/');
  if (/^(?:\/|[A-Za-z]:\/)/.test(plain)) return comparablePath(plain);
  if (plain === '~' || plain.startsWith('~/')) return anchors.home === null ? null : comparablePath(`${anchors.home}${plain.slice(1)}`);
  return anchors.cwd === null ? null : comparablePath(`${anchors.cwd}/${plain}`);
}

const maxPattern = 2000;

/** Makes the test for one pattern; the anchors can differ from call to call. */
export function pathPattern(written: string, list: RuleList): (path: string, anchors: Anchors) => PathMatch {
  if (written.length > maxPattern || written === '') return () => 'no';
  const { anchor, pattern } = anchored(written);
  const folderOnly = pattern.endsWith('/');
  const plain = pattern.replace(/^\/+|\/+$/g, '');
  if (plain === '') return () => 'no';
  // As in an ignore file, a name without a slash is meant at any depth. A deny or ask rule on one folder is too, an allow rule is not.
  const oneFolder = anchor === 'cwd' && /^[^/*]+\/\*\*$/.test(plain) && !written.startsWith('./');
  const deep = (anchor === 'cwd' && !plain.includes('/') && !written.startsWith('./')) || (oneFolder && list !== 'allow');
  const tests = (deep ? [plain, `**/${plain}`] : [plain]).map(pathGlob);
  return (path, anchors) => {
    const root = anchor === 'root' ? '' : anchors[anchor];
    if (root === null) return 'no';
    const folder = root === '' ? '' : comparablePath(root).replace(/\/$/, '');
    if (folder !== '' && !path.startsWith(`${folder}/`)) return 'no';
    const rest = path.slice(folder.length + 1);
    for (let slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/', slash + 1)) if (tests.some((test) => test(rest.slice(0, slash)))) return 'whole';
    return !folderOnly && tests.some((test) => test(rest)) ? 'itself' : 'no';
  };
}

function anchored(plain: string): { readonly anchor: 'root' | 'home' | 'base' | 'cwd'; readonly pattern: string } {
  if (plain.startsWith('//')) return { anchor: 'root', pattern: plain.slice(1) };
  if (plain.startsWith('~/')) return { anchor: 'home', pattern: plain.slice(1) };
  if (plain.startsWith('/')) return { anchor: 'base', pattern: plain };
  return { anchor: 'cwd', pattern: plain.replace(/^\.\//, '') };
}
