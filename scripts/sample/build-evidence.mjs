// Turns the sample's story into an evidence folder: real git repositories, transcripts, loose files.
// Deterministic: ids come from hashes of their names, times from the story, git runs without the machine's configuration.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { developer, evidenceDate, historyOfLostSession, home, looseFiles, reflogZone, repositories, sessions } from './incident.mjs';

/** @typedef {import('./incident.mjs').Step} Step */
/** @typedef {import('./incident.mjs').SessionPlan} SessionPlan */
/** @typedef {import('./incident.mjs').Identity} Identity */

/** How a project's folder is named: what is no letter or digit becomes `-`. @param {string} cwd */
const projectFolder = (cwd) => cwd.replace(/[^A-Za-z0-9]/g, '-');

/** @param {number} time */
const iso = (time) => new Date(time).toISOString();

/** Gives ids that depend on the order of asking alone. */
function idSource() {
  let asked = 0;
  /** @param {number} length */
  const hex = (length) => createHash('sha256').update(`sample ${asked++}`).digest('hex').slice(0, length);
  const uuid = () => {
    const digits = hex(32);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
  };
  return { hex, uuid };
}

/**
 * Builds the folder and gives the time of the last record of each transcript, by path.
 * @param {string} folder an empty folder
 * @param {string} remotes an empty folder outside it, for the repositories that are pushed to
 * @returns {ReadonlyMap<string, number>}
 */
export function buildEvidence(folder, remotes) {
  const { hex, uuid } = idSource();
  const inFolder = (/** @type {string} */ absolute) => path.join(folder, absolute);
  const write = (/** @type {string} */ absolute, /** @type {string} */ text) => {
    fs.mkdirSync(path.dirname(inFolder(absolute)), { recursive: true });
    fs.writeFileSync(inFolder(absolute), text);
  };
  const insteadOf = repositories.flatMap((plan) => ['-c', `url.${path.join(remotes, `${path.basename(plan.path)}.git`)}.insteadOf=${plan.origin}`]);
  const git = (/** @type {string} */ repository, /** @type {readonly string[]} */ words, /** @type {number} */ time, /** @type {Identity} */ who = developer) => {
    const date = `${Math.floor(time / 1000)} ${reflogZone}`;
    execFileSync('git', [...insteadOf, '-c', 'core.hooksPath=/dev/null', '-c', 'protocol.file.allow=always', ...words], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'], HOME: '/nonexistent', TZ: 'UTC', LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: who.name, GIT_AUTHOR_EMAIL: who.email, GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: who.name, GIT_COMMITTER_EMAIL: who.email, GIT_COMMITTER_DATE: date,
      },
    });
  };

  for (const plan of repositories) {
    const created = Date.parse(plan.created);
    const bare = path.join(remotes, `${path.basename(plan.path)}.git`);
    fs.mkdirSync(bare, { recursive: true });
    git(bare, ['init', '-q', '--bare', '--template=', '-b', 'main'], created);
    fs.mkdirSync(inFolder(plan.path), { recursive: true });
    const tree = inFolder(plan.path);
    git(tree, ['init', '-q', '--template=', '-b', 'main'], created);
    for (const [key, value] of [['user.name', developer.name], ['user.email', developer.email], ['gc.auto', '0']]) git(tree, ['config', String(key), String(value)], created);
    for (const [name, text] of Object.entries(plan.files)) write(path.posix.join(plan.path, name), text);
    git(tree, ['add', '-A'], created);
    git(tree, ['commit', '-q', '-m', plan.firstCommit], created);
    git(tree, ['remote', 'add', 'origin', plan.origin], created);
    git(tree, ['push', '-q', '-u', 'origin', 'main'], created + 40_000);
  }

  /** @type {Map<string, { lines: string[], last: number }>} */
  const transcripts = new Map();
  const push = (/** @type {string} */ file, /** @type {number} */ time, /** @type {unknown} */ record) => {
    const transcript = transcripts.get(file) ?? { lines: [], last: time };
    transcript.lines.push(typeof record === 'string' ? record : JSON.stringify(record));
    transcript.last = time;
    transcripts.set(file, transcript);
  };
  /** @type {string[]} */
  const history = [];

  // In time order, so that the repositories move as the story says.
  for (const session of [...sessions].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
    playSession(session, { hex, uuid, push, write, history, git: (repository, words, time, who) => git(inFolder(repository), words, time, who) });
  }
  for (const [file, transcript] of transcripts) write(file, `${transcript.lines.join('\n')}\n`);
  for (const [file, text] of Object.entries(looseFiles)) write(file, text);

  history.push(JSON.stringify({ display: historyOfLostSession.display, pastedContents: {}, timestamp: Date.parse(historyOfLostSession.time), project: historyOfLostSession.project, sessionId: uuid() }));
  write(`${home}/.claude/history.jsonl`, `${history.join('\n')}\n`);

  for (const plan of repositories) {
    // An index made by `read-tree` holds no inode numbers and no file times, which differ on each machine.
    fs.rmSync(path.join(inFolder(plan.path), '.git/index'));
    git(inFolder(plan.path), ['read-tree', 'HEAD'], Date.parse(evidenceDate));
    const fetched = path.join(inFolder(plan.path), '.git/FETCH_HEAD');
    // Fetching names the place that was really asked, here the scratch folder.
    if (fs.existsSync(fetched)) fs.writeFileSync(fetched, fs.readFileSync(fetched, 'utf8').replaceAll(path.join(remotes, path.basename(plan.path)), plan.origin.replace(/\.git$/, '')));
  }
  return new Map([...transcripts].map(([file, transcript]) => [file.slice(1), transcript.last]));
}

/**
 * @typedef {{
 *   hex(length: number): string, uuid(): string,
 *   push(file: string, time: number, record: unknown): void, write(file: string, text: string): void,
 *   git(repository: string, words: readonly string[], time: number, who?: Identity): void, history: string[],
 * }} Stage
 */

/** Plays one session: its records into transcripts, its effects into the repositories and files. @param {SessionPlan} session @param {Stage} stage */
function playSession(session, stage) {
  const flat = session.layout === 'flat';
  const id = flat ? `s-${stage.hex(16)}` : stage.uuid();
  const main = flat
    ? `${home}/.claude/projects/${stage.hex(12)}/sessions/${id}.jsonl`
    : `${home}/.claude/projects/${projectFolder(session.cwd)}/${id}.jsonl`;
  let now = Date.parse(session.start);
  /** @type {Map<string, string>} */
  const parents = new Map();
  /** @type {string | null} */
  let delegated = null;

  /** A record with its envelope. @param {string} file @param {Step} step @param {Readonly<Record<string, unknown>>} fields */
  const record = (file, step, fields) => {
    const own = stage.uuid();
    stage.push(file, now, {
      parentUuid: parents.get(file) ?? null, isSidechain: step.agent !== undefined, ...(step.agent === undefined ? {} : { agentId: step.agent }),
      userType: 'external', cwd: step.cwd ?? session.cwd, sessionId: id, version: session.version, gitBranch: session.branch ?? 'main', entrypoint: 'cli',
      ...fields, uuid: own, timestamp: iso(now),
    });
    parents.set(file, own);
    return own;
  };
  const assistant = (/** @type {unknown} */ block, /** @type {string} */ stopReason) => ({
    type: 'assistant',
    requestId: `req_${stage.hex(24)}`,
    message: { id: `msg_${stage.hex(24)}`, type: 'message', role: 'assistant', model: 'claude-opus-4-8', content: [block], stop_reason: stopReason, usage: { input_tokens: 9, cache_read_input_tokens: 18_200, output_tokens: 74 } },
  });

  if (session.title !== undefined) stage.push(main, now, { type: 'ai-title', aiTitle: session.title, sessionId: id });
  for (const step of session.steps) {
    now += (step.after ?? 6) * 1000;
    const file = step.agent === undefined ? main : `${main.replace(/\.jsonl$/, '')}/subagents/agent-${step.agent}.jsonl`;
    if (step.raw !== undefined) stage.push(file, now, step.raw);
    else if (step.row !== undefined) record(file, step, step.row);
    else if (step.mode !== undefined) stage.push(file, now, { type: 'permission-mode', permissionMode: step.mode, sessionId: id });
    else if (step.say !== undefined) record(file, step, assistant({ type: 'text', text: step.say }, 'end_turn'));
    else if (step.prompt !== undefined) {
      if (flat) stage.push(file, now, { type: 'user', text: step.prompt, timestamp: iso(now), session_id: id });
      else if (step.agent !== undefined) {
        record(file, step, { type: 'user', message: { role: 'user', content: step.prompt } });
        stage.write(file.replace(/\.jsonl$/, '.meta.json'), `${JSON.stringify({ agentType: 'general-purpose', description: 'Tidy the history', toolUseId: delegated, requestShape: 'foreground' })}\n`);
      }
      else {
        record(file, step, { type: 'user', promptId: stage.uuid(), permissionMode: session.permissionMode, origin: { kind: 'human' }, promptSource: 'typed', message: { role: 'user', content: step.prompt } });
        stage.history.push(JSON.stringify({ display: step.prompt, pastedContents: {}, timestamp: now, project: session.cwd, sessionId: id }));
      }
    } else if (step.tool === undefined) {
      for (const words of step.git ?? []) stage.git(step.repository ?? session.cwd, words, now, step.who);
    } else {
      const toolUseId = `toolu_${stage.hex(24)}`;
      if (step.tool === 'Task') delegated = toolUseId;
      if (flat) stage.push(file, now, { type: 'tool_use', tool_name: step.tool, input: step.input, timestamp: iso(now), session_id: id, tool_use_id: toolUseId });
      const call = flat ? '' : record(file, step, assistant({ type: 'tool_use', id: toolUseId, name: step.tool, input: step.input }, 'tool_use'));
      now += (step.took ?? 1) * 1000;
      for (const words of step.git ?? []) stage.git(step.repository ?? session.cwd, words, now, step.who);
      for (const [name, text] of Object.entries(step.files ?? {})) stage.write(name.startsWith('/') ? name : path.posix.join(session.cwd, name), text);
      if (step.result === null) continue;
      const output = step.result ?? '';
      const failed = step.error ?? false;
      if (flat) stage.push(file, now, { type: 'tool_result', tool_use_id: toolUseId, content: output, is_error: failed, timestamp: iso(now), session_id: id });
      else {
        record(file, step, {
          type: 'user',
          sourceToolAssistantUUID: call,
          message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: toolUseId, content: output, is_error: failed }] },
          ...(step.denialKind === undefined ? {} : { toolDenialKind: step.denialKind }),
          toolUseResult: step.denialKind !== undefined ? 'Error: the tool use was rejected' : failed ? `Error: Exit code 1\n${output}` : step.tool === 'Bash' ? { stdout: output, stderr: '', interrupted: false, isImage: false } : output,
        });
      }
    }
  }
}
