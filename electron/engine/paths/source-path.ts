/** Paths of the machine that wrote the transcripts: resolved and compared in its own terms. Must not know this machine. */
import type { SourceMachine } from '../analysis/examined-call.ts';
import { homeMark, unknownMark, userMark } from '../shell/marks.ts';

/** Where a path lies, as far as its text tells. */
export type Place = 'temp' | 'home' | 'system' | 'other';

const drive = /^[A-Za-z]:(?=[\\/]|$)/;
const unixDrive = /^\/([A-Za-z])(?=\/|$)/;

/** True where the text names a place by itself, without a working directory. */
export function isAbsolute(path: string): boolean {
  const first = path.charCodeAt(0);
  return first === 47 || first === 0xe000 || (first === 126 && tildeUser(path) !== null) || drive.test(path) || path.startsWith('\\\\');
}

function tildeUser(path: string): string | null {
  if (path.charCodeAt(0) !== 126) return null;
  const end = path.indexOf('/');
  const name = end < 0 ? path.slice(1) : path.slice(1, end);
  return /^[A-Za-z_][\w.-]*$|^$/.test(name) ? name : null;
}

/**
 * A path as written, absolute on the source machine with `.` and `..` taken out; null where a needed part is unknown: a
 * relative path without a working directory, `~` without a home, a part known only at run time.
 */
export function resolvePath(written: string, cwd: string | null, machine: SourceMachine): string | null {
  const path = absolutePath(written, cwd, machine);
  return path === null ? null : withoutDots(path);
}

/** The last working directory: call after call runs in the same. */
let last: { readonly cwd: string; readonly machine: SourceMachine; readonly folder: string | null } | null = null;

function folderOf(cwd: string, machine: SourceMachine): string | null {
  if (last === null || last.machine !== machine || last.cwd !== cwd) last = { cwd, machine, folder: resolvePath(cwd, null, machine) };
  return last.folder;
}

function absolutePath(written: string, cwd: string | null, machine: SourceMachine): string | null {
  if (written === '') return null;
  let path = written;
  if (path.includes(unknownMark)) return null;
  if (path.includes(userMark)) {
    if (machine.user === null) return null;
    path = path.replaceAll(userMark, machine.user);
  }
  if (path.includes(homeMark)) {
    if (machine.home === null) return null;
    // A home in the middle of a word (`/x/$HOME/y`) still expands to an absolute path there.
    path = path.replaceAll(homeMark, machine.home);
  } else {
    const user = tildeUser(path);
    if (user !== null) {
      const home = homeOf(user, machine);
      if (home === null) return null;
      path = home + path.slice(1 + user.length);
    }
  }
  if (machine.style === 'windows' || drive.test(path)) {
    path = path.replaceAll('\\', '/').replace(/^\/\/\?\//, '');
    if (machine.style === 'windows') path = path.replace(unixDrive, (_, letter: string) => `${letter}:`);
    path = path.replace(/^[a-z]:/, (letter) => letter.toUpperCase());
  }
  if (!path.startsWith('/') && !drive.test(path)) {
    const base = cwd === null ? null : folderOf(cwd, machine);
    if (base === null) return null;
    path = `${base}/${path}`;
  }
  return path;
}

const maxHops = 40;

/**
 * Where a path leads by the links that the copy holds; null where none of them is on it, or it leads in a circle. `..` after
 * a link is the folder above where the link leads, as for the system. With `itself`, a link at the end stands for itself.
 */
export function throughLinks(written: string, cwd: string | null, machine: SourceMachine, itself: boolean): string | null {
  const { links } = machine;
  if (links === undefined) return null;
  let path = absolutePath(written, cwd, machine);
  if (path === null || path.length > 8192) return null;
  let hops = 0;
  for (let end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
    const last: boolean = end < 0;
    if (last && itself) break;
    const head: string = withoutDots(last ? path : path.slice(0, end));
    const target = links.get(comparable(head, machine));
    if (target !== undefined) {
      if (++hops > maxHops) return null;
      path = last ? target : target + path.slice(end);
      end = 0;
    } else if (last) break;
  }
  return hops === 0 ? null : withoutDots(path);
}

function homeOf(user: string, machine: SourceMachine): string | null {
  if (user === '' || user === machine.user) return machine.home;
  if (user === 'root' && machine.style === 'posix') return '/root';
  const parent = machine.home?.replace(/[\\/][^\\/]*$/, '');
  return parent === undefined ? null : `${parent}/${user}`;
}

/** Takes `.`, `..` and empty parts out of an absolute path; `..` above the root stays at the root. */
export function withoutDots(path: string): string {
  if (!path.includes('/.') && !path.includes('//') && !(path.length > 1 && path.endsWith('/'))) return path;
  const head = path.startsWith('//') && !path.startsWith('///') && /^\/\/[^/]+\/[^/]/.test(path) ? '/' : '';
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 1 || (kept.length === 1 && !drive.test(kept[0] ?? ''))) kept.pop();
  }
  const whole = kept.join('/');
  return drive.test(whole) ? whole : `${head}/${whole}`;
}

/** The form in which two paths are compared: macOS names `/private/tmp` and `/tmp` alike; some volumes ignore case. */
export function comparable(path: string, machine: SourceMachine): string {
  const plain = path.startsWith('/private/') && /^\/private\/(tmp|var|etc)(\/|$)/.test(path) ? path.slice(8) : path;
  return machine.caseInsensitive ? plain.toLowerCase() : plain;
}

/** Whether `path` is `root` or lies below it, by whole parts: `shop-infra` is not inside `shop`. Both absolute. */
export function isInside(root: string, path: string, machine: SourceMachine): boolean {
  // Most paths are spelled as their root is.
  if (path.charCodeAt(root.length) === 47 && path.startsWith(root) && !root.startsWith('/private')) return true;
  const outer = comparable(root, machine);
  const inner = comparable(path, machine);
  if (outer === '/' || outer === inner) return true;
  return inner.length > outer.length && inner.startsWith(outer) && (outer.endsWith('/') || inner.charCodeAt(outer.length) === 47);
}

const temp = /^(\/tmp|\/var\/tmp|\/var\/folders|\/dev\/shm|[A-Za-z]:\/Windows\/Temp|[A-Za-z]:\/Temp)(\/|$)|^[A-Za-z]:\/Users\/[^/]+\/AppData\/Local\/Temp(\/|$)/i;
const system =
  /^\/(etc|usr|bin|sbin|lib|lib32|lib64|opt|boot|dev|proc|sys|run|var|root|Library|System|Applications|cores|nix|snap)(\/|$)|^[A-Za-z]:\/(Windows|Program Files|Program Files \(x86\)|ProgramData)(\/|$)/i;

/** Whether an absolute path is a temporary, home or system place. */
export function placeOf(path: string, machine: SourceMachine): Place {
  const plain = path.startsWith('/private/') && /^\/private\/(tmp|var|etc)(\/|$)/.test(path) ? path.slice(8) : path;
  if (temp.test(plain)) return 'temp';
  if (machine.home !== null && isInside(machine.home, path, machine)) return 'home';
  if (plain === '/' || system.test(plain)) return 'system';
  return 'other';
}
