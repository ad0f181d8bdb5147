/** What `docker run` and its like start: the words of the program and the environment that the command gives its container. */
import type { Environment, EnvValue, LookUp } from './invocation.ts';

const assignment = /^([A-Za-z_]\w*)=(.*)$/s;

/** Index of the first operand, past options and the values of those that take one. */
export function operandsFrom(argv: readonly string[], from: number, valued: RegExp): number {
  let at = from;
  while (at < argv.length) {
    const word = argv[at] ?? '';
    if (!word.startsWith('-') || word === '-') break;
    at += valued.test(word) ? 2 : 1;
  }
  return at;
}

const containerValued =
  /^(?:-[evpwuhlmca]|--(?:env|volume|publish|workdir|user|name|network|net|mount|entrypoint|hostname|label|memory|cpus|env-file|platform|add-host|cap-add|cap-drop|security-opt|device|gpus|ipc|pid|restart|shm-size|tmpfs|ulimit|volumes-from|log-driver|log-opt|dns|expose|group-add|init-path|ip|link|runtime|stop-signal|sysctl|userns|uts|file|project-name|profile|pull))$/;

export interface ContainerStart {
  /** The program first; empty where the image's own is started. */
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, EnvValue>;
}

/** `docker run|exec [options] image command…`: a container has its own environment. Null for another command. */
export function containerStart(argv: readonly string[], exported: Environment, look: LookUp): ContainerStart | null {
  if (/(?:^|\/)bwrap$/.test(argv[0] ?? '')) return bubbleStart(argv, exported);
  let at = operandsFrom(argv, 1, /^(?:-[cHl]|--(?:context|host|log-level|config))$/);
  if (argv[at] === 'compose') at = operandsFrom(argv, at + 1, containerValued);
  if (argv[at] === 'container') at += 1;
  if (argv[at] !== 'run' && argv[at] !== 'exec') return null;
  const env = new Map<string, EnvValue>();
  let entry: string | null = null;
  let next = at + 1;
  while (next < argv.length && (argv[next] ?? '').startsWith('-')) {
    const word = argv[next] ?? '';
    const equals = word.indexOf('=');
    const option = word.startsWith('--') && equals > 0 ? word.slice(0, equals) : word;
    const takes = containerValued.test(option);
    const value = takes && option !== word ? word.slice(equals + 1) : takes ? (argv[next + 1] ?? '') : /^-e./.test(word) ? word.slice(2) : null;
    if ((option === '-e' || option === '--env' || /^-e./.test(word)) && value !== null) give(env, value, exported);
    if (option === '--env-file' && value !== null) for (const line of (look(value) ?? '').split('\n')) if (line.includes('=')) give(env, line.replace(/\r$/, '').trim(), exported);
    if (option === '--entrypoint' && value !== null) entry = value;
    next += takes && option === word ? 2 : 1;
  }
  return { argv: [...(entry === null ? [] : [entry]), ...argv.slice(next + 1)], env };
}

/** `NAME=value`, or a name alone, which hands on what the caller exports. */
function give(env: Map<string, EnvValue>, written: string, exported: Environment): void {
  const match = assignment.exec(written);
  const passed = exported.get(written);
  if (match?.[1] !== undefined) env.set(match[1], { value: match[2]?.includes('…') === true ? null : (match[2] ?? ''), from: 'same command' });
  else if (passed !== undefined) env.set(written, passed);
}

const bubbleAlone = /^--(?:unshare-[\w-]+|share-net|die-with-parent|new-session|clearenv|as-pid-1|disable-userns|assert-userns-disabled|level-prefix)$/;
const bubblePairs = /^--(?:setenv|(?:ro-|dev-)?bind(?:-try|-data|-fd)?|symlink|file|chmod|overlay-src)$/;

/** `bwrap [options] command…`: it keeps the environment but for what its options set and clear. */
function bubbleStart(argv: readonly string[], exported: Environment): ContainerStart {
  let env = new Map<string, EnvValue>(exported);
  let at = 1;
  for (; at < argv.length && (argv[at] ?? '').startsWith('--') && argv[at] !== '--'; at++) {
    const option = argv[at] ?? '';
    if (option === '--clearenv') env = new Map();
    else if (option === '--unsetenv') env.delete(argv[at + 1] ?? '');
    else if (option === '--setenv') env.set(argv[at + 1] ?? '', { value: argv[at + 2] ?? '', from: 'same command' });
    at += bubblePairs.test(option) ? 2 : bubbleAlone.test(option) ? 0 : 1;
  }
  return { argv: argv.slice(argv[at] === '--' ? at + 1 : at), env };
}
