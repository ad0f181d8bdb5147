/** Draws git repositories for tests, with git itself: the objects that it writes are what ours are compared with. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const made: string[] = [];
/** By object format. */
const templates = new Map<string, string>();

/** Takes away what was drawn since it was last called. */
export function dropRepositories(): void {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

/** Takes away the templates that others were copied from. */
export function dropTemplates(): void {
  for (const folder of templates.values()) fs.rmSync(folder, { recursive: true, force: true });
  // Another file of tests may draw with the same module.
  templates.clear();
}

function newFolder(): string {
  return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'objects-')));
}

/** An empty repository `app`; with 'history' one that has commits of every kind, which is made once and copied. */
export function drawRepository(history: 'empty' | 'history' = 'empty', format = 'sha1'): Kit {
  const root = newFolder();
  made.push(root);
  let seconds = 1_700_000_000;
  const run = (folder: string, input: string | Uint8Array | null, args: readonly string[]): string => {
    seconds += 60;
    const env = {
      PATH: process.env['PATH'], HOME: root, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Ann Example',
      GIT_AUTHOR_EMAIL: 'ann@example.test', GIT_COMMITTER_NAME: 'Bo Example', GIT_COMMITTER_EMAIL: 'bo@example.test',
      GIT_AUTHOR_DATE: `${seconds} +0200`, GIT_COMMITTER_DATE: `${seconds} -0330`,
    };
    return execFileSync('git', args, { cwd: path.join(root, folder), env, encoding: 'utf8', input: input ?? '', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'ignore'] });
  };
  const git = (...args: readonly string[]): string => run('app', null, args).trim();
  const write = (file: string, content: string | Uint8Array): void => {
    fs.mkdirSync(path.dirname(path.join(root, 'app', file)), { recursive: true });
    fs.writeFileSync(path.join(root, 'app', file), content);
  };
  const commit = (message: string): string => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  fs.mkdirSync(path.join(root, 'app'));
  const kit = { root, run, git, write, commit };
  const template = templates.get(format);
  if (history === 'history' && template !== undefined) {
    fs.cpSync(template, path.join(root, 'app'), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    return kit;
  }
  git('init', '-q', '-b', 'main', `--object-format=${format}`);
  if (history === 'history') {
    manyCommits(kit);
    const kept = newFolder();
    fs.cpSync(path.join(root, 'app'), kept, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    templates.set(format, kept);
  }
  return kit;
}

/** A repository and what is done to it. */
export interface Kit {
  readonly root: string;
  readonly run: (folder: string, input: string | Uint8Array | null, args: readonly string[]) => string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (file: string, content: string | Uint8Array) => void;
  readonly commit: (message: string) => string;
}

/** Commits of every kind: text, binary, links, modes, folders that become files, deletions, merges, an empty one. */
function manyCommits({ root, git, write, commit }: Kit): void {
  const seed = { value: 7 };
  const random = (below: number): number => {
    seed.value = (Math.imul(seed.value, 1103515245) + 12345) & 0x7fffffff;
    return (seed.value >> 8) % below;
  };
  write('a/b/c.txt', 'one\ntwo\nthree\n');
  write('bin.dat', Buffer.from([0, 1, 2, 3]));
  write('no-feed.txt', 'last');
  write('dir-or-file/x', 'x\n');
  fs.symlinkSync('a/b/c.txt', path.join(root, 'app/link'));
  commit('first\n\nwith a body\n');
  for (let number = 0; number < 30; number += 1) {
    const file = `d${random(4)}/f${random(5)}.txt`;
    const before = fs.existsSync(path.join(root, 'app', file)) ? fs.readFileSync(path.join(root, 'app', file), 'utf8').split('\n') : [];
    for (let change = 0; change < 3; change += 1) before.splice(random(before.length + 1), random(2), `line ${random(9)}`);
    write(file, before.join('\n'));
    commit(`change ${number}`);
  }
  write('bin.dat', Buffer.from([0, 9, 9]));
  write('no-feed.txt', 'last\n');
  fs.chmodSync(path.join(root, 'app/a/b/c.txt'), 0o755);
  commit('mode, binary, line feed');
  fs.rmSync(path.join(root, 'app/dir-or-file'), { recursive: true });
  write('dir-or-file', 'now a file\n');
  fs.rmSync(path.join(root, 'app/link'));
  write('link', 'now a file');
  commit('kinds change');
  commit('empty');
  git('checkout', '-qb', 'side', 'HEAD~5');
  write('side.txt', 'side\n');
  commit('side');
  git('checkout', '-q', 'main');
  git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
  fs.rmSync(path.join(root, 'app/a'), { recursive: true });
  commit('deletion');
}
