/**
 * Draws repositories that one shell runs through many recorded calls, word by word as the calls write them. The committer's
 * address of each entry names the call that made it, which is what a test holds the join against. For tests only.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';

const home = '/Users/kim';
const start = Date.UTC(2026, 4, 15, 14, 0, 0);
const iso = (ms: number): string => new Date(ms).toISOString();

export interface ScriptedOptions {
  /** Folder on the source machine; the repository `a` where none is said. */
  readonly cwd?: string;
  readonly after?: number;
  readonly took?: number;
  readonly agent?: string;
  readonly session?: string;
  /** Recorded as a call of this tool, with this input; the command then only says what it does. */
  readonly tool?: { readonly name: string; readonly input: object };
  readonly denied?: boolean;
  /** Begins so many seconds before the call before it ends: two calls at once. */
  readonly overlap?: number;
  /** Git runs so many seconds before the answer, while the rest of the call goes on. */
  readonly early?: number;
  /** The call answers at once and its command runs so much later. */
  readonly background?: number;
}

interface Scripted {
  readonly id: string;
  readonly command: string;
  readonly options: ScriptedOptions;
  readonly from: number;
  readonly to: number;
  readonly effect: number;
}

/** Calls are added in order; `finish` runs them with real git and writes their transcript. */
export function drawGitScript(repositories: readonly string[]) {
  const root = drawEvidence({});
  const outside = drawEvidence({});
  const calls: Scripted[] = [];
  const unseen: Scripted[] = [];
  let now = start;
  const add = (command: string, options: ScriptedOptions = {}): string => {
    const id = `t${calls.length + 1}`;
    const from = now + (options.after ?? 6) * 1000 - (options.overlap ?? 0) * 1000;
    const to = from + (options.took ?? 2) * 1000;
    // Git runs somewhere between the call and its answer.
    const effect = options.background === undefined ? to - Math.min((calls.length * 37) % 1000 + (options.early ?? 0) * 1000, to - from) : to + options.background * 1000;
    calls.push({ id, command, options, from, to, effect });
    now = Math.max(now, to);
    return id;
  };
  return {
    root,
    add,
    calls: () => calls.length,
    /** A person at another terminal. */
    unseen(command: string, options: ScriptedOptions = {}): void {
      now += (options.after ?? 30) * 1000;
      unseen.push({ id: `p${unseen.length + 1}`, command, options, from: now, to: now, effect: now });
      now += 30_000;
    },
    finish(): string {
      runAll(root, outside, repositories, [...calls.filter(({ options }) => !options.denied), ...unseen].sort((one, other) => one.effect - other.effect));
      writeTranscripts(root, outside, calls);
      return root;
    },
  };
}

/** Moves each time of each log, as a host's clock that runs ahead would have. */
export function shiftLogs(root: string, seconds: number): void {
  for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(root, name);
    if (!/\/\.git\/(.*\/)?logs\//.test(`/${name}`) || !fs.statSync(file).isFile()) continue;
    const text = fs.readFileSync(file, 'latin1');
    fs.writeFileSync(file, text.replace(/^(.*?> )(\d+)( [+-]\d{4}\t?)/gm, (_whole, before: string, time: string, after: string) => `${before}${Number(time) + seconds}${after}`), 'latin1');
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function runAll(root: string, outside: string, repositories: readonly string[], steps: readonly Scripted[]): void {
  const here = (text: string): string => text.replaceAll(home, `${root}${home}`).replaceAll('/colleague', `${outside}/colleague`);
  const stamp = (ms: number): string => `export GIT_AUTHOR_DATE=${quoted(`${Math.floor(ms / 1000)} +0200`)} GIT_COMMITTER_DATE=${quoted(`${Math.floor(ms / 1000)} +0200`)}`;
  const lines = [
    `cd ${quoted(root)}`,
    `export HOME=${quoted(`${root}${home}`)} GIT_CONFIG_NOSYSTEM=1 GIT_EDITOR=true GIT_SEQUENCE_EDITOR=true GIT_AUTHOR_NAME=Kim GIT_AUTHOR_EMAIL=kim@example.test GIT_COMMITTER_NAME=Kim GIT_COMMITTER_EMAIL=before@example.test GIT_TEMPLATE_DIR= PATH=${quoted(`${root}${home}/bin`)}:"$PATH"`,
    stamp(start - 86_400_000),
    `mkdir -p ${quoted(`${outside}/out`)} ${quoted(`${root}${home}/remotes`)} ${quoted(`${root}${home}/bin`)}`,
    // Waiting for the disk after each object takes longer than the rest.
    'git config --global core.fsync none',
    'git config --global init.defaultBranch main',
    'git config --global alias.co checkout',
    'git config --global alias.save \'!git add -A && git commit -m saved\'',
    `printf '#!/bin/sh\\ncase "$1 $2" in "run release") exec bash scripts/release.sh;; *) echo ok;; esac\\n' > ${quoted(`${root}${home}/bin/npm`)}; chmod +x ${quoted(`${root}${home}/bin/npm`)}`,
  ];
  for (const repository of repositories) {
    const folder = `${root}${home}/work/${repository}`;
    const bare = `${root}${home}/remotes/${repository.replaceAll('/', '-')}.git`;
    lines.push(
      `mkdir -p ${quoted(folder)} && cd ${quoted(folder)} && git init -q && git config alias.ci commit && git config gc.auto 0 && mkdir scripts`,
      `printf '#!/bin/sh\\necho "$RANDOM$$" > version\\ngit add version\\ngit commit -q -m "Release"\\n' > scripts/release.sh`,
      'for n in 1 2 3 4 5 6 7 8; do echo $n > file$n; done; git add -A; git commit -q -m start',
      `git clone -q --bare . ${quoted(bare)} && git remote add origin ${quoted(bare)} && git fetch -q && git branch -q -u origin/main`,
    );
    if (repository === repositories[0]) lines.push(`git clone -q ${quoted(bare)} ${quoted(`${outside}/colleague`)}`);
  }
  for (const { id, command, options, effect } of steps) {
    lines.push(
      stamp(effect),
      `export GIT_COMMITTER_EMAIL=${id}@example.test`,
      `( cd ${quoted(here(options.cwd ?? `${home}/work/${repositories[0]}`))} && eval ${quoted(here(command))} ) > ${quoted(`${outside}/out/${id}`)} 2>&1 < /dev/null; echo $? > ${quoted(`${outside}/out/${id}.status`)}`,
    );
  }
  const script = path.join(outside, 'run.sh');
  fs.writeFileSync(script, `${lines.join('\n')}\n`);
  execFileSync('bash', [script], { stdio: ['ignore', 'inherit', 'inherit'], env: { PATH: process.env['PATH'] ?? '' } });
}

function writeTranscripts(root: string, outside: string, calls: readonly Scripted[]): void {
  const files = new Map<string, { readonly time: number; readonly row: object }[]>();
  for (const { id, command, options, from, to } of calls) {
    const session = options.session ?? 's1';
    const file = `Users/kim/.claude/projects/-Users-kim-work/${session}${options.agent === undefined ? '' : `/subagents/agent-${options.agent}`}.jsonl`;
    const rows = files.get(file) ?? [{ time: start - 1000, row: prompt('Work', 'bypassPermissions', { session, extra: { timestamp: iso(start - 1000) } }) }];
    files.set(file, rows);
    const extra = options.agent === undefined ? {} : { isSidechain: true, agentId: options.agent };
    const cwd = options.cwd ?? `${home}/work/a`;
    const input = options.tool?.input ?? { command, ...(options.background === undefined ? {} : { run_in_background: true }) };
    rows.push({ time: from, row: call(id, options.tool?.name ?? 'Bash', input, { session, cwd, extra: { ...extra, timestamp: iso(from) } }) });
    const text = (name: string): string => (options.denied ? '' : fs.readFileSync(path.join(outside, 'out', name), 'utf8')).replaceAll(root, '').replaceAll(outside, '');
    const failed = options.denied === true || (options.background === undefined && text(`${id}.status`).trim() !== '0');
    const said = options.denied ? "The user doesn't want to proceed with this tool use. The tool use was rejected" : options.background === undefined ? text(id) : 'Command running in background with ID: b1';
    rows.push({ time: to, row: result(id, failed && !options.denied ? `Exit code 1\n${said}` : said, { session, cwd, error: failed, extra: { ...extra, timestamp: iso(to), ...(options.denied ? { toolDenialKind: 'user-rejected', toolUseResult: 'User rejected tool use' } : {}) } }) });
  }
  for (const [file, rows] of files) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), rows.sort((one, other) => one.time - other.time).map(({ row }) => `${JSON.stringify(row)}\n`).join(''));
  }
}
