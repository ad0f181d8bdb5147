/** Draws repositories that real git moves, and the transcript of the calls that moved them. For tests only. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';

export const home = '/Users/kim';
export const start = Date.UTC(2026, 4, 15, 14, 0, 0);
const iso = (ms: number): string => new Date(ms).toISOString();

/** An evidence folder in which each call is recorded and run with real git at the time at which it ends. */
export function drawGitRun(skewSeconds = 0, mode = 'bypassPermissions') {
  const root = drawEvidence({});
  const rows: object[] = [prompt('Work', mode, { extra: { timestamp: iso(start) } })];
  /** Per call the entries of HEAD's log that it wrote, by their position. */
  const written = new Map<string, { repository: string; entries: number }>();
  let now = start;
  let made = 0;

  const git = (repository: string, args: readonly string[], at: number, allowFailure = false, env: Readonly<Record<string, string>> = {}): string => {
    const stamp = `${Math.floor(at / 1000) + skewSeconds} +0200`;
    try {
      return execFileSync('git', [...args], {
        cwd: path.join(root, repository),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'Kim', GIT_AUTHOR_EMAIL: 'kim@example.test', GIT_COMMITTER_NAME: 'Kim', GIT_COMMITTER_EMAIL: 'kim@example.test', GIT_AUTHOR_DATE: stamp, GIT_COMMITTER_DATE: stamp, GIT_EDITOR: 'true', ...env },
      });
    } catch (error) {
      if (!allowFailure) throw error;
      return '';
    }
  };
  const logLines = (repository: string): number => {
    const file = path.join(root, repository, '.git/logs/HEAD');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').length - 1 : 0;
  };
  return {
    root,
    git,
    now: () => now,
    /** Adds a row to the transcript after so many seconds. */
    row(after: number, make: (timestamp: string) => object): void {
      now += after * 1000;
      rows.push(make(iso(now)));
    },
    write(name: string, text: string): void {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), text);
    },
    written,
    repository(name: string): string {
      const folder = `Users/kim/work/${name}`;
      fs.mkdirSync(path.join(root, folder), { recursive: true });
      git(folder, ['init', '-q', '-b', 'main'], start - 86_400_000);
      git(folder, ['commit', '-q', '--allow-empty', '-m', 'start'], start - 86_400_000);
      return folder;
    },
    /** Records a Bash call and runs what it says with real git at the time it ends. */
    bash(repository: string, command: string, commands: readonly (readonly string[])[], options: { readonly cwd?: string; readonly took?: number; readonly after?: number; readonly say?: string; readonly error?: boolean; readonly answer?: boolean; readonly env?: Readonly<Record<string, string>> } = {}): string {
      now += (options.after ?? 7) * 1000;
      const id = `t${++made}`;
      rows.push(call(id, 'Bash', { command }, { cwd: options.cwd ?? `/${repository}`, extra: { timestamp: iso(now) } }));
      now += (options.took ?? 1) * 1000;
      const before = logLines(repository);
      const said = commands.map((args) => git(repository, args, now, options.error ?? false, options.env)).join('');
      written.set(id, { repository, entries: logLines(repository) - before });
      if (options.answer ?? true) rows.push(result(id, options.say ?? said, { error: options.error ?? false, extra: { timestamp: iso(now) } }));
      return id;
    },
    /** Something that no call says. */
    unseen(repository: string, args: readonly string[], after = 60): void {
      now += after * 1000;
      git(repository, args, now);
    },
    /** Writes the transcript and gives the folder. */
    finish(): string {
      const file = path.join(root, 'Users/kim/.claude/projects/-Users-kim-work/s1.jsonl');
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      return root;
    },
  };
}
