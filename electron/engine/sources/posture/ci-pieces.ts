/** Pipelines of Buildkite, CircleCI, Azure and others of their kind as pieces of shell text, and which reader a CI file needs. */
import { append } from '../../../../shared/append.ts';
import { exportedBy, writtenToVariables } from '../../shell/handed-variables.ts';
import { unmistakableFlag } from '../../shell/programs/agent-flags.ts';
import { buildkiteMatrix, circleMatrix, reachText, whole } from './ci-matrix.ts';
import { azureHandsOn, ciPieces, type Env, merged } from './ci-run.ts';
import { githubPieces } from './github-pieces.ts';
import { gitlabPieces } from './gitlab-pieces.ts';
import { jenkinsPieces } from './jenkins-pieces.ts';
import { decodedPiece, type Piece, type Pieces } from './piece.ts';
import { at, environmentOf, readYamlTree, textOf, textsOf, type Tree } from './tree.ts';

const times = (what: string, size: number | null): string => (size === null ? `${what}, times a number made at run time` : size > 1 ? `${what}, ${size} times` : what);
const product = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a * b);

/** A list of commands that one shell runs: what one of them exports holds in those after it. */
function inOneShell(tree: Tree | undefined, env: Env, make: (each: Tree, env: Env) => void): void {
  let exported: Env = new Map();
  for (const each of tree === undefined ? [] : tree.kind === 'list' ? tree.items : [tree]) {
    make(each, merged(env, exported));
    const body = textOf(each) ?? '';
    if (body.includes('export') || /set -\w*a/.test(body)) exported = merged(exported, exportedBy(body));
  }
}

export function buildkitePieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const steps = (list: Tree | undefined, env: Env): void => {
    for (const step of list?.items ?? []) {
      const own = merged(env, environmentOf(at(step, 'env')));
      const plugins = (at(step, 'plugins')?.items ?? []).flatMap((plugin) => [...plugin.entries].filter(([key]) => /docker/.test(key)));
      const inDocker = plugins.map(([, value]) => environmentOf(at(value, 'environment')));
      const parallel = whole(at(step, 'parallelism'));
      const reach = parallel === 1 ? reachText('the pipeline', buildkiteMatrix(at(step, 'matrix'))) : times('each build', product(parallel, buildkiteMatrix(at(step, 'matrix'))));
      for (const key of ['command', 'commands']) {
        inOneShell(at(step, key), merged(own, ...inDocker), (each, given) => append(pieces, ciPieces(each, { env: given, reach, container: plugins.length > 0 })));
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
  interface Job {
    readonly env: Env;
    readonly reach: string;
    readonly container: boolean;
    readonly parameters: Tree | undefined;
  }
  const steps = (list: Tree | undefined, job: Job): void => {
    // Lines for `BASH_ENV` are read by the shell of each later step.
    let handed: Env = new Map();
    for (const step of list?.items ?? []) {
      const run = at(step, 'run');
      if (run === undefined) {
        for (const key of ['when', 'unless']) steps(at(step, key, 'steps'), { ...job, env: merged(job.env, handed) });
        continue;
      }
      const written = at(run, 'command') ?? run;
      const fill = (body: string): string => body.replaceAll(/<<\s*parameters\.([\w-]+)\s*>>/g, (found, name: string) => textOf(at(job.parameters, name, 'default')) ?? found);
      append(pieces, ciPieces(written, { env: merged(job.env, handed, environmentOf(at(run, 'environment'))), reach: job.reach, container: job.container, fill, ...(handed.size === 0 ? {} : { envFrom: "the job's environment, or handed on by a step before" }) }));
      for (const { to, text: line } of writtenToVariables(textOf(written) ?? '')) if (to === 'BASH_ENV') handed = merged(handed, exportedBy(line));
    }
  };
  for (const root of roots) {
    const uses = circleUses(root);
    for (const [name, job] of at(root, 'jobs')?.entries ?? []) {
      const executor = at(root, 'executors', textOf(at(job, 'executor')) ?? textOf(at(job, 'executor', 'name')) ?? '');
      const docker = at(job, 'docker') ?? at(executor, 'docker');
      const env = merged(environmentOf(at(docker?.items[0], 'environment')), environmentOf(at(executor, 'environment')), environmentOf(at(job, 'environment')));
      const used = uses.get(name);
      const size = product(whole(at(job, 'parallelism')), used === undefined ? 1 : used);
      steps(at(job, 'steps'), { env, reach: times(`each run of job ${name}`, size), container: docker !== undefined, parameters: at(job, 'parameters') });
    }
    for (const [name, command] of at(root, 'commands')?.entries ?? []) steps(at(command, 'steps'), { env: new Map(), reach: `each job that uses command ${name}`, container: false, parameters: at(command, 'parameters') });
  }
  return { pieces, direct: [], problem };
}

/** How often the workflows run each job: each place that names it, times its matrix. */
function circleUses(root: Tree): ReadonlyMap<string, number | null> {
  const found = new Map<string, number | null>();
  for (const workflow of at(root, 'workflows')?.entries.values() ?? []) {
    for (const each of at(workflow, 'jobs')?.items ?? []) {
      const name = textOf(each);
      for (const [job, options] of name === null ? [...each.entries] : [[name, undefined] as const]) {
        const size = circleMatrix(at(options, 'matrix'));
        const known = found.get(job);
        found.set(job, known === undefined ? size : known === null || size === null ? null : known + size);
      }
    }
  }
  return found;
}

/** Azure nests stages, jobs and steps; variables hold for what is below them, what a step sets for the steps after it. */
export function azurePieces(text: string): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const visit = (tree: Tree | undefined, env: Env, reach: string, container: boolean, depth: number): void => {
    if (tree === undefined || depth > 12) return;
    const own = merged(env, environmentOf(at(tree, 'variables')));
    const inside = container || at(tree, 'container') !== undefined;
    const matrix = at(tree, 'strategy', 'matrix');
    const copies = at(tree, 'strategy', 'parallel');
    const reaches = matrix !== undefined ? reachText(reach.replace(/^each run of /, ''), matrix.kind === 'map' ? Math.max(1, matrix.entries.size) : null) : copies !== undefined ? times(reach, whole(copies)) : reach;
    for (const key of ['stages', 'jobs']) for (const each of at(tree, key)?.items ?? []) visit(each, own, reaches, inside, depth + 1);
    let handed = own;
    for (const step of at(tree, 'steps')?.items ?? []) {
      visit(step, handed, reaches, inside, depth + 1);
      for (const key of ['script', 'bash', 'pwsh', 'powershell']) handed = merged(handed, azureHandsOn(textOf(at(step, key)) ?? ''));
    }
    for (const key of ['runOnce', 'rolling', 'canary', 'strategy', 'deploy', 'preDeploy', 'postRouteTraffic']) visit(at(tree, key), own, reaches, inside, depth + 1);
    const given = { env: merged(own, environmentOf(at(tree, 'env'))), reach: reaches, container: inside };
    for (const key of ['script', 'bash', 'pwsh', 'powershell']) {
      const run = at(tree, key);
      if (run !== undefined && run.kind === 'value') append(pieces, ciPieces(run, { ...given, shell: key }));
    }
    const inline = at(tree, 'inputs', 'script');
    if (inline !== undefined) append(pieces, ciPieces(inline, { ...given, shell: /PowerShell/i.test(textOf(at(tree, 'task')) ?? '') ? 'pwsh' : null }));
  };
  for (const root of roots) visit(root, new Map(), 'each run of the pipeline', false, 0);
  return { pieces, direct: [], problem };
}

/** Templates of the copy that an Azure pipeline uses, as it writes them: relative to the file, or from the repository's root. */
export function azureTemplates(text: string): readonly string[] {
  const found = new Set<string>();
  const visit = (tree: Tree, depth: number): void => {
    if (depth > 24 || found.size > 200) return;
    const path = textOf(at(tree, 'template'));
    if (path !== null && !path.includes('@')) found.add(path);
    for (const each of [...tree.entries.values(), ...tree.items]) visit(each, depth + 1);
  };
  for (const root of readYamlTree(text).roots) visit(root, 0);
  return [...found];
}

/**
 * Other CI files of the same kind: lists of commands below keys of these names, with the environment beside or above them.
 * `apart`: each command of a list has a shell of its own.
 */
export function plainCiPieces(text: string, apart = false): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  const visit = (tree: Tree, env: Env, depth: number): void => {
    if (depth > 16) return;
    const own = tree.kind === 'map' ? merged(env, ...['environment', 'env', 'variables'].flatMap((key) => [environmentOf(at(tree, key)), environmentOf(at(tree, key, 'variables')), environmentOf(at(tree, key, 'global'))])) : env;
    for (const [key, each] of tree.entries) {
      if (/^(?:script|commands?|run|before_script|after_script|install|cmds?)$/.test(key) && each.kind !== 'map') inOneShell(each, own, (line, given) => {
        if (textOf(line) !== null) append(pieces, ciPieces(line, { env: apart ? own : given, reach: 'each run of the pipeline', container: at(tree, 'image') !== undefined }));
        else visit(line, own, depth + 1);
      });
      else visit(each, own, depth + 1);
    }
    for (const item of tree.items) visit(item, own, depth + 1);
  };
  for (const root of roots) visit(root, new Map(), 0);
  return { pieces, direct: [], problem };
}

/** Taskfile and mise task files: `cmds` with `env`. */
export function taskPieces(text: string): Pieces {
  const read = plainCiPieces(text, true);
  return { ...read, pieces: read.pieces.map((piece) => ({ ...piece, origin: 'task-file', envFrom: "the task file's env", reach: null })) };
}

/**
 * Any other YAML file: what stands under the keys of pipelines, and below keys that name what is started each value that begins
 * as an agent is called, or holds the option as a word of a list. A rule or a description that names it starts nothing.
 */
export function plainTaskPieces(text: string, origin: 'task-file' | 'ci' = 'task-file'): Pieces {
  const read = plainCiPieces(text);
  const pieces: Piece[] = origin === 'ci' ? [...read.pieces] : read.pieces.map((piece) => ({ ...piece, origin, envFrom: "the file's env", reach: null }));
  const known = new Set(pieces.map((piece) => piece.start));
  const visit = (tree: Tree, env: Env, words: readonly string[], container: boolean, starts: boolean, depth: number): void => {
    if (depth > 16) return;
    const inside = container || at(tree, 'image') !== undefined;
    const own = tree.kind === 'map' ? merged(env, environmentOf(at(tree, 'env')), environmentOf(at(tree, 'environment'))) : env;
    const more = { env: own, envFrom: "the file's env", container: inside };
    // Kubernetes and Cloud Build write the program and its arguments apart.
    const program = ['command', 'entrypoint'].flatMap((key) => textsOf(at(tree, key)));
    for (const [key, each] of tree.entries) {
      if (!/^(?:name|title|description|help)$/i.test(key)) visit(each, own, key === 'args' ? program : [], inside, starts || starters.test(key), depth + 1);
    }
    for (const item of tree.items) visit(item, own, [], inside, starts, depth + 1);
    if (!starts || known.has(tree.start)) return;
    const body = textOf(tree);
    if (tree.kind === 'list' && tree.items.some((item) => unmistakableFlag(textOf(item) ?? '') && !/\s/.test(textOf(item) ?? ''))) pieces.push(decodedPiece([...words, ...textsOf(tree)].join(' '), tree.start, tree.end, origin, { ...more, argv: [...words, ...textsOf(tree)] }));
    else if (body !== null && startsAgent.test(body)) pieces.push(decodedPiece(body, tree.start, tree.end, origin, more));
  };
  for (const root of readYamlTree(text).roots) visit(root, new Map(), [], false, false, 0);
  return { ...read, pieces };
}

/** `runcmd`, `extraArgs`, `entry`; `windows` and `panes` are those of tmuxinator and tmuxp. */
const starters = /(?:^|[_-])(?:cmds?|commands?|run|runcmd|bootcmd|exec|args|flags|options|entry|entrypoint|shell|program|start|windows|panes)$|(?:Args|Command|Flags|Cmd)$/;
const startsAgent = /^\s*(?:[A-Z_]+=\S*\s+)*(?:(?:env|npx|exec|sudo)\s+(?:-\S+\s+)*)?(?:\S*\/)?(?:claude|codex|gemini)\s+-/;

/** Which reader a CI file needs, by its path; null for another file. Files that others include are told by those. */
export function ciReader(path: string): ((text: string) => Pieces) | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/(^|\/)\.(?:github|gitea|forgejo)\/(?:workflows\/[^/]+|actions\/.+)\.ya?ml$/.test(path) || /^action\.ya?ml$/.test(name)) return githubPieces;
  if (/^\.?gitlab-ci.*\.ya?ml$/.test(name) || /(^|\/)\.gitlab\/.+\.ya?ml$/.test(path)) return gitlabPieces;
  if (/(^|\/)\.buildkite\/.+\.ya?ml$/.test(path) || /^\.?buildkite.*\.ya?ml$/.test(name)) return buildkitePieces;
  if (/(^|\/)\.circleci\/.+\.ya?ml$/.test(path)) return circlePieces;
  if (/^\.?azure-pipelines.*\.ya?ml$/.test(name) || /(^|\/)\.(?:azure-pipelines|azuredevops|vsts)\/.+\.ya?ml$/.test(path)) return azurePieces;
  if (/^Jenkinsfile(?:\..+)?$/.test(name) || /\.(?:jenkinsfile|groovy)$/.test(name)) return jenkinsPieces;
  if (/^(?:bitbucket-pipelines|\.drone|\.travis|\.woodpecker|\.cirrus|appveyor|\.appveyor|cloudbuild|buildspec)\.ya?ml$/.test(name) || /(^|\/)\.woodpecker\/.+\.ya?ml$/.test(path)) return (text) => plainTaskPieces(text, 'ci');
  return null;
}
