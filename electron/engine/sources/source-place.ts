/** Where things stood on the machine that the evidence was copied from, as far as the copy's own layout tells. Pure. */
import type { ProjectRoot, SourceMachine } from '../analysis/examined-call.ts';
import { knownMachine, knownRoot, type MachineInCopy, nothingInCopy } from './known-machine.ts';

const homeInPath = /(?:^|\/)((?:Users|home)\/[^/]+|root)(?:\/|$)/;
const homeInCwd = /^(\/(?:Users|home)\/[^/]+|\/root)(?:\/|$)/;
const windowsHome = /^([A-Za-z]:[\\/]Users[\\/][^\\/]+)/;

/**
 * The absolute path on the source machine that a path of the evidence stands for: `host7/Users/kim/work/a` was
 * `/Users/kim/work/a`. Where no home folder shows, the evidence root is taken for the file system's.
 */
export function sourcePath(evidencePath: string): string {
  const drive = /(?:^|\/|%5C)([A-Z])(?:(?::|%3A)\/|\/(?=(?:Users|Program Files|ProgramData|Windows)\/))(.+)$/.exec(evidencePath);
  if (drive?.[2] !== undefined) return `${drive[1]}:\\${drive[2].replaceAll('/', '\\')}`;
  const home = homeInPath.exec(evidencePath);
  if (home?.[1]) return `/${evidencePath.slice(evidencePath.indexOf(home[1], home.index))}`;
  // Collections put the machine's root below folders of their own.
  return `/${evidencePath.replace(/^(?:.*\/)?(?:\[root\]|uploads\/(?:auto|file|ntfs))\//, '')}`;
}

/** The home folder that a transcript belongs to: from where it lies, else from its rows' working directory. */
export function homeOf(transcriptPath: string, cwd: string | null): string | null {
  if (cwd !== null) {
    const home = homeInCwd.exec(cwd)?.[1] ?? windowsHome.exec(cwd)?.[1];
    if (home) return home;
  }
  const before = /^(.*?)(?:^|\/)\.(?:claude|config\/claude)\//.exec(transcriptPath)?.[1];
  if (before === undefined || before === '') return null;
  return homeInPath.test(before) || /Users\//.test(before) ? sourcePath(before) : null;
}

/** What is known of the machine of one session. */
export function sourceMachine(home: string | null, cwd: string | null, workTrees: readonly string[]): SourceMachine {
  const windows = (cwd !== null && /^[A-Za-z]:[\\/]/.test(cwd)) || (home !== null && /^[A-Za-z]:/.test(home));
  const user = home === null ? null : (home.split(/[\\/]/).at(-1) ?? null);
  return { home, user, style: windows ? 'windows' : 'posix', caseInsensitive: windows || (home?.startsWith('/Users/') ?? false), workTrees };
}

/**
 * Where a session's project begins: what the analyst says, else the session's first working directory. A repository
 * around that directory counts as inside too, unless it is a home folder or wider.
 */
export function projectRoot(firstCwd: string | null, machine: SourceMachine, given: readonly string[]): ProjectRoot {
  const [first, ...others] = given;
  if (first !== undefined) return { path: first, how: 'set by the analyst', additional: others };
  if (firstCwd === null) return { path: null, how: 'no record of this session names a working directory', additional: [] };
  const around = machine.workTrees.filter((tree) => contains(tree, firstCwd) && tree !== firstCwd && !(machine.home !== null && contains(tree, machine.home)));
  return { path: firstCwd, how: "the session's first working directory", additional: around };
}

function contains(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const separator = outer.includes('\\') ? '\\' : '/';
  return inner.startsWith(outer.endsWith(separator) ? outer : outer + separator);
}

/** The root and the machine that a session's calls are judged by. */
export interface Judged {
  readonly root: ProjectRoot;
  readonly machine: SourceMachine;
}

/**
 * Gives them for a session; worked out once for each session and first working directory. `alsoInside`: folders of the
 * policy that count as inside each project; `ofSessions`: roots that the analyst set for single sessions. Sessions that are
 * judged alike get the very same objects, so that what was found out about one call holds for an equal call of another session.
 */
export function createJudges(firstCwd: (sessionId: string) => string | null, workTrees: readonly string[], given: readonly string[], alsoInside: readonly string[] = [], ofSessions: readonly (readonly [string, string])[] = [], inCopy: MachineInCopy = nothingInCopy) {
  const ofSession = new Map(ofSessions);
  const known = new Map<string, Judged & { readonly cwd: string | null }>();
  const alike = new Map<string, Judged>();
  return (sessionId: string, file: string, callCwd: string | null): Judged => {
    const cwd = firstCwd(sessionId) ?? callCwd;
    const judged = known.get(sessionId);
    if (judged && judged.cwd === cwd) return judged;
    const home = homeOf(file, cwd);
    const own = ofSession.get(sessionId);
    const key = `${home}\0${cwd}\0${own ?? ''}`;
    let shared = alike.get(key);
    if (shared === undefined) {
      const machine = knownMachine(sourceMachine(home, cwd, workTrees), inCopy);
      const root: ProjectRoot = own === undefined ? projectRoot(cwd, machine, given) : { path: own, how: 'set by the analyst for this session', additional: [] };
      shared = { root: knownRoot({ ...root, additional: [...root.additional, ...alsoInside] }, cwd, machine, inCopy), machine };
      alike.set(key, shared);
    }
    const fresh = { ...shared, cwd };
    known.set(sessionId, fresh);
    return fresh;
  };
}
