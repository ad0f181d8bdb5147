/** CI files as pieces of shell text: GitHub Actions, GitLab, Buildkite, CircleCI, Azure, Bitbucket, Drone, and Jenkins. */
import type { DirectRequest, Piece, Pieces } from './piece.ts';
import { decodedPiece, exactPiece } from './piece.ts';
import { at, environmentOf, readYamlTree, textOf, type Tree } from './tree.ts';

type Env = ReadonlyMap<string, string | null>;
const merged = (...maps: readonly Env[]): Env => new Map(maps.flatMap((map) => [...map]));

/** One run, and where its environment is written. */
function ciPiece(tree: Tree, env: Env, reach: string, container = false): Piece {
  return decodedPiece(textOf(tree) ?? '', tree.start, tree.end, 'ci', { env, envFrom: "the job's environment", reach, container });
}

/** How often a job runs for each event: the product of its matrix's lists. Null where the lists are made at run time. */
export function matrixSize(matrix: Tree | undefined): number | null {
  if (matrix === undefined) return 1;
  if (matrix.kind !== 'map') return null;
  let size = 1;
  let axes = 0;
  for (const [name, axis] of matrix.entries) {
    if (name === 'include' || name === 'exclude') continue;
    if (axis.kind !== 'list') return null;
    axes += 1;
    size *= Math.max(1, axis.items.length);
  }
  const included = at(matrix, 'include')?.items.length ?? 0;
  const excluded = at(matrix, 'exclude')?.items.length ?? 0;
  return axes === 0 ? Math.max(1, included) : Math.max(1, size - excluded);
}

function reachOf(matrix: Tree | undefined, what: string): string {
  const size = matrixSize(matrix);
  if (size === null) return `each run of ${what}, times a matrix made at run time`;
  return size === 1 ? `each run of ${what}` : `each run of ${what}, times ${size} of its matrix`;
}

const actionArguments = /^(?:claude_args|claude-args|args|allowed_tools|settings|claude_env|cli_args)$/;

export function githubPieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const root = roots[0];
  const steps = (list: Tree | undefined, env: Env, reach: string, container: boolean): void => {
    for (const step of list?.items ?? []) {
      const own = merged(env, environmentOf(at(step, 'env')));
      const run = at(step, 'run');
      if (run !== undefined) pieces.push(ciPiece(run, own, reach, container));
      if (!/claude/i.test(textOf(at(step, 'uses')) ?? '')) continue;
      for (const [key, value] of at(step, 'with')?.entries ?? []) {
        if (!actionArguments.test(key) || textOf(value) === null) continue;
        const words = key === 'settings' ? `claude --settings '${(textOf(value) ?? '').replaceAll("'", "'\\''")}'` : `claude ${(textOf(value) ?? '').replaceAll('\n', ' ')}`;
        pieces.push(decodedPiece(words, value.start, value.end, 'ci', { env: own, envFrom: "the step's environment", reach, container }));
      }
    }
  };
  const outer = environmentOf(at(root, 'env'));
  for (const [name, job] of at(root, 'jobs')?.entries ?? []) {
    const container = at(job, 'container');
    const env = merged(outer, environmentOf(at(container, 'env')), environmentOf(at(job, 'env')));
    steps(at(job, 'steps'), env, reachOf(at(job, 'strategy', 'matrix'), `job ${name}`), container !== undefined);
  }
  // A composite action has its steps below `runs`.
  steps(at(root, 'runs', 'steps'), outer, 'each workflow that uses the action', false);
  return { pieces, direct: [], problem };
}

const gitlabWords = new Set(['stages', 'variables', 'default', 'include', 'workflow', 'image', 'services', 'before_script', 'after_script', 'cache', 'pages']);

export function gitlabPieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  for (const root of roots) {
    const outer = environmentOf(at(root, 'variables'));
    const job = (name: string, tree: Tree, env: Env): void => {
      const parallel = at(tree, 'parallel');
      const size = parallel?.kind === 'map' ? (at(parallel, 'matrix')?.items.length ?? 1) : Number(textOf(parallel) ?? 1);
      const container = at(tree, 'image') !== undefined || at(root, 'image') !== undefined || at(root, 'default', 'image') !== undefined;
      // Exports of `before_script` hold in `script`: both run in one shell.
      const scripts = ['before_script', 'script', 'after_script'].flatMap((key) => {
        const list = at(tree, key) ?? (key === 'before_script' ? (at(root, 'default', key) ?? at(root, key)) : undefined);
        return list === undefined ? [] : list.kind === 'list' ? list.items.flatMap((item) => (item.kind === 'list' ? item.items : [item])) : [list];
      });
      const exported = new Map<string, string | null>();
      for (const each of scripts) {
        const body = textOf(each) ?? '';
        pieces.push(ciPiece(each, merged(env, exported), size > 1 ? `each run of job ${name}, ${size} times` : `each run of job ${name}`, container));
        for (const match of body.matchAll(/(?:^|[;&\n])\s*export\s+([A-Za-z_]\w*)=("[^"\n]*"|'[^'\n]*'|[^\s;&|]*)/g)) if (match[1] !== undefined) exported.set(match[1], (match[2] ?? '').replace(/^(['"])(.*)\1$/, '$2'));
      }
    };
    for (const [name, tree] of root.entries) if (!gitlabWords.has(name) && tree.kind === 'map') job(name, tree, merged(outer, environmentOf(at(tree, 'variables'))));
  }
  return { pieces, direct: [], problem };
}

export function buildkitePieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const steps = (list: Tree | undefined, env: Env): void => {
    for (const step of list?.items ?? []) {
      const own = merged(env, environmentOf(at(step, 'env')));
      const container = (at(step, 'plugins')?.items ?? []).some((plugin) => [...plugin.entries.keys()].some((key) => /docker/.test(key)));
      const inDocker = (at(step, 'plugins')?.items ?? []).flatMap((plugin) => [...plugin.entries].filter(([key]) => /docker/.test(key)).map(([, value]) => environmentOf(at(value, 'environment'))));
      const size = Number(textOf(at(step, 'parallelism')) ?? 1);
      const reach = size > 1 ? `each build, ${size} times` : reachOf(at(step, 'matrix', 'setup') ?? (at(step, 'matrix')?.kind === 'list' ? undefined : at(step, 'matrix')), 'the pipeline');
      for (const key of ['command', 'commands']) {
        const tree = at(step, key);
        for (const each of tree === undefined ? [] : tree.kind === 'list' ? tree.items : [tree]) pieces.push(ciPiece(each, merged(own, ...inDocker), reach, container));
      }
      steps(at(step, 'steps'), own);
    }
  };
  for (const root of roots) steps(root.kind === 'list' ? root : at(root, 'steps'), environmentOf(at(root, 'env')));
  return { pieces, direct: [], problem };
}

export function circlePieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const steps = (list: Tree | undefined, env: Env, reach: string, container: boolean): void => {
    for (const step of list?.items ?? []) {
      const run = at(step, 'run');
      if (run === undefined) {
        for (const key of ['when', 'unless']) steps(at(step, key, 'steps'), env, reach, container);
        continue;
      }
      pieces.push(ciPiece(at(run, 'command') ?? run, merged(env, environmentOf(at(run, 'environment'))), reach, container));
    }
  };
  for (const root of roots) {
    for (const [name, job] of at(root, 'jobs')?.entries ?? []) {
      const executor = at(root, 'executors', textOf(at(job, 'executor')) ?? textOf(at(job, 'executor', 'name')) ?? '');
      const docker = at(job, 'docker') ?? at(executor, 'docker');
      const env = merged(environmentOf(at(docker?.items[0], 'environment')), environmentOf(at(executor, 'environment')), environmentOf(at(job, 'environment')));
      const size = Number(textOf(at(job, 'parallelism')) ?? 1);
      steps(at(job, 'steps'), env, size > 1 ? `each run of job ${name}, ${size} times` : `each run of job ${name}`, docker !== undefined);
    }
    for (const [name, command] of at(root, 'commands')?.entries ?? []) steps(at(command, 'steps'), new Map(), `each job that uses command ${name}`, false);
  }
  return { pieces, direct: [], problem };
}

/** Azure nests stages, jobs and steps; variables hold for what is below them. */
export function azurePieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const visit = (tree: Tree | undefined, env: Env, reach: string, container: boolean, depth: number): void => {
    if (tree === undefined || depth > 12) return;
    const own = merged(env, environmentOf(at(tree, 'variables')));
    const inside = container || at(tree, 'container') !== undefined;
    const matrix = at(tree, 'strategy', 'matrix');
    const reaches = matrix === undefined ? reach : `${reach}, times ${matrix.kind === 'map' ? matrix.entries.size : 'a number made at run time'} of its matrix`;
    for (const key of ['stages', 'jobs', 'steps']) for (const each of at(tree, key)?.items ?? []) visit(each, own, reaches, inside, depth + 1);
    for (const key of ['runOnce', 'rolling', 'canary', 'strategy', 'deploy', 'preDeploy', 'postRouteTraffic']) visit(at(tree, key), own, reaches, inside, depth + 1);
    for (const key of ['script', 'bash', 'pwsh', 'powershell']) {
      const run = at(tree, key);
      if (run !== undefined) pieces.push(ciPiece(run, merged(own, environmentOf(at(tree, 'env'))), reaches, inside));
    }
    const inline = at(tree, 'inputs', 'script');
    if (inline !== undefined) pieces.push(ciPiece(inline, merged(own, environmentOf(at(tree, 'env'))), reaches, inside));
  };
  for (const root of roots) visit(root, new Map(), 'each run of the pipeline', false, 0);
  return { pieces, direct: [], problem };
}

/** Other CI files of the same kind: lists of commands below keys of these names, with the environment beside or above them. */
export function plainCiPieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const visit = (tree: Tree, env: Env, depth: number): void => {
    if (depth > 16) return;
    const own = tree.kind === 'map' ? merged(env, ...['environment', 'env', 'variables'].map((key) => environmentOf(at(tree, key)))) : env;
    for (const [key, each] of tree.entries) {
      if (/^(?:script|commands?|run|before_script|after_script|install|cmds?)$/.test(key) && each.kind !== 'map') for (const line of each.kind === 'list' ? each.items : [each]) {
        if (textOf(line) !== null) pieces.push(ciPiece(line, own, 'each run of the pipeline', at(tree, 'image') !== undefined));
        else visit(line, own, depth + 1);
      } else visit(each, own, depth + 1);
    }
    for (const item of tree.items) visit(item, own, depth + 1);
  };
  for (const root of roots) visit(root, new Map(), 0);
  return { pieces, direct: [], problem };
}

/** Taskfile and mise task files: `cmds` with `env`. */
export function taskPieces(text: string): Pieces {
  const read = plainCiPieces(text);
  return { ...read, pieces: read.pieces.map((piece) => ({ ...piece, origin: 'task-file', envFrom: "the task file's env", reach: null })) };
}

/** A Jenkinsfile is Groovy: the texts given to `sh`, `bash`, `bat`, `powershell`, with `environment { }` and `withEnv`. */
export function jenkinsPieces(text: string): Pieces {
  const pieces: Piece[] = [];
  const direct: DirectRequest[] = [];
  const blocks: { readonly env: Map<string, string | null>; readonly kind: string; container: boolean }[] = [{ env: new Map(), kind: '', container: false }];
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}]|[A-Za-z_]\w*|[=:(),[\]]/g;
  let words: string[] = [];
  const env = (): Env => merged(...blocks.map((block) => block.env));
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (found.startsWith('//') || found.startsWith('/*')) continue;
    if (found === '{') {
      const kind = words.findLast((word) => /^[A-Za-z_]/.test(word)) ?? '';
      const opened = { env: new Map<string, string | null>(), kind, container: false };
      const call = words.lastIndexOf('withEnv');
      if (call >= 0) for (const word of words.slice(call + 1)) {
        const set = /^(["'])([A-Za-z_]\w*)=(.*)\1$/s.exec(word);
        if (set?.[2] !== undefined) opened.env.set(set[2], set[3]?.includes('$') && set[1] === '"' ? null : (set[3] ?? ''));
      }
      blocks.push(opened);
      if (kind === 'docker' || kind === 'dockerfile' || kind === 'kubernetes') for (const block of blocks) block.container = true;
      words = [];
      continue;
    }
    if (found === '}') {
      if (blocks.length > 1) blocks.pop();
      words = [];
      continue;
    }
    if (/^["']/.test(found)) {
      const quote = found.startsWith('"""') || found.startsWith("'''") ? 3 : 1;
      const body = found.slice(quote, -quote).replace(/\\(["'\\])/g, '$1');
      const name = words.at(-1) === '=' ? words.at(-2) : undefined;
      const here = blocks.at(-1);
      if (here?.kind === 'environment' && name !== undefined) {
        const above = blocks.at(-2) ?? here;
        above.env.set(name, body.includes('$') ? null : body);
        words = [];
        continue;
      }
      const called = words.findLast((word) => /^(?:sh|bash|bat|pwsh|powershell)$/.test(word));
      const from = match.index + quote;
      if (called !== undefined && !words.includes('label') && !words.includes('encoding')) {
        const inside = blocks.some((block) => block.container);
        const more = { env: env(), envFrom: 'environment of the pipeline', reach: 'each run of the pipeline', container: inside };
        pieces.push(found.includes('\\') ? decodedPiece(body, from, from + body.length, 'ci', more) : exactPiece(text, from, from + body.length, 'ci', more));
        words = [];
        continue;
      }
    }
    words.push(found);
    if (words.length > 64) words = words.slice(-32);
  }
  return { pieces, direct, problem: null };
}

/** Which reader a CI file needs, by its path; null for another file. */
export function ciReader(path: string): ((text: string) => Pieces) | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/(^|\/)\.(?:github|gitea|forgejo)\/(?:workflows\/[^/]+|actions\/.+)\.ya?ml$/.test(path) || /^action\.ya?ml$/.test(name)) return githubPieces;
  if (/^\.?gitlab-ci.*\.ya?ml$/.test(name) || /(^|\/)\.gitlab\/.+\.ya?ml$/.test(path)) return gitlabPieces;
  if (/(^|\/)\.buildkite\/.+\.ya?ml$/.test(path) || /^\.?buildkite.*\.ya?ml$/.test(name)) return buildkitePieces;
  if (/(^|\/)\.circleci\/.+\.ya?ml$/.test(path)) return circlePieces;
  if (/^\.?azure-pipelines.*\.ya?ml$/.test(name) || /(^|\/)\.(?:azure-pipelines|azuredevops|vsts)\/.+\.ya?ml$/.test(path)) return azurePieces;
  if (/^Jenkinsfile(?:\..+)?$/.test(name) || name.endsWith('.jenkinsfile')) return jenkinsPieces;
  if (/^(?:bitbucket-pipelines|\.drone|\.travis|\.woodpecker|\.cirrus|appveyor|\.appveyor|cloudbuild|buildspec)\.ya?ml$/.test(name) || /(^|\/)\.woodpecker\/.+\.ya?ml$/.test(path)) return plainCiPieces;
  return null;
}

