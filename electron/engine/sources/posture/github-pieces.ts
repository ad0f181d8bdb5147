/** GitHub's workflows and actions, and those of its like: each run with the environment of its place, across steps and callers. */
import { append } from '../../../../shared/append.ts';
import { unmistakableFlag } from '../../shell/programs/agent-flags.ts';
import { githubMatrix, reachText } from './ci-matrix.ts';
import { ciPieces, type Env, fillExpressions, githubHandsOn, merged } from './ci-run.ts';
import { decodedPiece, type Piece, type Pieces } from './piece.ts';
import { at, environmentOf, readYamlTree, textOf, type Tree } from './tree.ts';

/** A step or a job of the copy that uses the file: what it gives it. */
export interface Caller {
  readonly env: Env;
  readonly inputs: Env;
  readonly reach: string;
  readonly container: boolean;
}

const actionArguments = /^(?:claude_args|claude-args|args|allowed_tools|settings|claude_env|cli_args)$/;
const nobody: Caller = { env: new Map(), inputs: new Map(), reach: '', container: false };
const maxVariants = 16;

/** `callers`: who in the copy uses this action or workflow; the environment of a step is that of an action's steps too, not of a workflow's. */
export function githubPieces(text: string, callers: readonly Caller[] = []): Pieces {
  const { roots, problem } = readYamlTree(text);
  const root = roots[0];
  const pieces: Piece[] = [];
  const outer = environmentOf(at(root, 'env'));
  const defaults = inputDefaults(root);
  const shell = textOf(at(root, 'defaults', 'run', 'shell'));
  for (const [name, job] of at(root, 'jobs')?.entries ?? []) {
    for (const caller of callers.length === 0 ? [nobody] : callers) {
      const container = at(job, 'container');
      const env = merged(outer, environmentOf(at(container, 'env')), environmentOf(at(job, 'env')));
      const reach = reachText(`job ${name}`, githubMatrix(at(job, 'strategy', 'matrix')));
      const used = at(job, 'uses');
      // A workflow that is called sees the inputs of its caller, not the caller's environment.
      if (used !== undefined) append(pieces, inputPieces(used, at(job, 'with'), { env: new Map(), reach, container: false }));
      for (const variant of variants(at(job, 'strategy', 'matrix'))) {
        append(pieces, stepPieces(at(job, 'steps'), { env, reach: caller.reach === '' ? reach : `${reach}, called by ${caller.reach}`, container: container !== undefined, shell: textOf(at(job, 'defaults', 'run', 'shell')) ?? shell, inputs: merged(defaults, caller.inputs), matrix: variant }));
      }
    }
  }
  // A composite action has its steps below `runs`.
  for (const caller of callers.length === 0 ? [{ ...nobody, reach: 'each workflow that uses the action' }] : callers) {
    append(pieces, stepPieces(at(root, 'runs', 'steps'), { env: merged(caller.env, outer), reach: caller.reach, container: caller.container, shell: null, inputs: merged(defaults, caller.inputs), matrix: new Map() }));
  }
  return { pieces, direct: [], problem };
}

interface Steps {
  readonly env: Env;
  readonly reach: string;
  readonly container: boolean;
  readonly shell: string | null;
  readonly inputs: Env;
  readonly matrix: Env;
}

/** Steps of one job share nothing but what they hand on; a step has its own environment besides. */
function stepPieces(list: Tree | undefined, given: Steps): readonly Piece[] {
  const pieces: Piece[] = [];
  let handed: Env = new Map();
  const outputs = new Map<string, string | null>();
  for (const step of list?.items ?? []) {
    const before = merged(given.env, handed);
    const fill = (text: string, env: Env): string => fillExpressions(text, (name) => expressionValue(name, env, given, outputs));
    const own = merged(before, filled(environmentOf(at(step, 'env'), true), (text) => fill(text, before)));
    const run = at(step, 'run');
    if (run !== undefined) {
      const envFrom = handed.size === 0 ? "the job's environment" : "the job's environment, or handed on by a step before";
      append(pieces, ciPieces(run, { env: own, envFrom, reach: given.reach, container: given.container, shell: textOf(at(step, 'shell')) ?? given.shell, fill: (text) => fill(text, own) }));
      const on = githubHandsOn(fill(textOf(run) ?? '', own));
      handed = merged(handed, on.env);
      const id = textOf(at(step, 'id'));
      if (id !== null) for (const [name, value] of on.outputs) outputs.set(`${id}.${name}`, value);
    }
    const uses = at(step, 'uses');
    if (uses === undefined) continue;
    const where = { env: own, reach: given.reach, container: given.container };
    if (!/claude/i.test(textOf(uses) ?? '')) append(pieces, inputPieces(uses, at(step, 'with'), where));
    else for (const [key, value] of at(step, 'with')?.entries ?? []) {
      const written = textOf(value);
      if (!actionArguments.test(key) || written === null) continue;
      const body = fill(written, own);
      const words = key === 'settings' ? `claude --settings '${body.replaceAll("'", "'\\''")}'` : `claude ${body.replaceAll('\n', ' ')}`;
      pieces.push(decodedPiece(words, value.start, value.end, 'ci', { ...where, envFrom: "the step's environment" }));
    }
  }
  return pieces;
}

/** An input that carries the flag to an action or a workflow, which will hand it to its agent. */
function inputPieces(uses: Tree, inputs: Tree | undefined, where: { readonly env: Env; readonly reach: string; readonly container: boolean }): readonly Piece[] {
  return [...(inputs?.entries ?? [])].flatMap(([name, value]) => {
    const written = textOf(value) ?? '';
    // A comment that an action posts, or a title, is read by people.
    if (/^(?:message|body|title|comment|description|summary|text|name|label|commit[-_]message)$/i.test(name) || !unmistakableFlag(written)) return [];
    const words = /^\s*-/.test(written) ? `claude ${written.replaceAll('\n', ' ')}` : written;
    return [decodedPiece(words, value.start, value.end, 'ci', { ...where, envFrom: "the step's environment", behind: `input of ${(textOf(uses) ?? '').slice(0, 200)}` })];
  });
}

function expressionValue(name: string, env: Env, given: Steps, outputs: Env): string | null {
  const [kind, ...rest] = name.split('.');
  const key = rest.join('.');
  if (kind === 'env') return env.get(key) ?? null;
  if (kind === 'inputs' || name.startsWith('github.event.inputs.')) return given.inputs.get(kind === 'inputs' ? key : key.replace(/^event\.inputs\./, '')) ?? null;
  if (kind === 'matrix') return given.matrix.get(key) ?? null;
  const output = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(name);
  return output === null ? null : (outputs.get(`${output[1]}.${output[2]}`) ?? null);
}

function filled(env: ReadonlyMap<string, string | null>, fill: (text: string) => string): Env {
  return new Map([...env].map(([name, value]) => {
    if (value === null || !value.includes('$')) return [name, value] as const;
    const text = fill(value);
    return [name, text.includes('_expression_') || /\$[{A-Za-z(]/.test(text) ? null : text] as const;
  }));
}

/** The values of a matrix that a run can have: one row for each value of the widest list, since a flag stands in one of them. */
function variants(matrix: Tree | undefined): readonly Env[] {
  const axes = [...(matrix?.entries ?? [])].filter(([name, axis]) => name !== 'include' && name !== 'exclude' && axis.kind === 'list');
  const rows = Math.min(maxVariants, Math.max(1, ...axes.map(([, axis]) => axis.items.length)));
  const added = (at(matrix, 'include')?.items ?? []).slice(0, maxVariants).map((entry) => new Map([...entry.entries].map(([name, value]) => [name, textOf(value)] as const)));
  return [...Array.from({ length: rows }, (_, row) => new Map(axes.map(([name, axis]) => [name, textOf(axis.items[row % axis.items.length])] as const))), ...added];
}

/** Defaults of the inputs of an action, or of a workflow that is called or started by hand. */
function inputDefaults(root: Tree | undefined): Env {
  const found = new Map<string, string | null>();
  for (const tree of [at(root, 'inputs'), at(root, 'on', 'workflow_call', 'inputs'), at(root, 'on', 'workflow_dispatch', 'inputs')]) {
    for (const [name, input] of tree?.entries ?? []) {
      const value = textOf(at(input, 'default'));
      if (value !== null) found.set(name, value);
    }
  }
  return found;
}

/** What a workflow or action of the copy uses of the same repository: `./.github/actions/x`, with what it gives it. */
export function localUses(text: string): readonly { readonly target: string; readonly caller: Caller }[] {
  const root = readYamlTree(text).roots[0];
  const found: { target: string; caller: Caller }[] = [];
  const outer = environmentOf(at(root, 'env'));
  const take = (uses: Tree | undefined, inputs: Tree | undefined, env: Env, reach: string, container: boolean): void => {
    const target = /^\.\/(.+)$/.exec(textOf(uses) ?? '')?.[1];
    if (target !== undefined && found.length < 500) found.push({ target, caller: { env, inputs: environmentOf(inputs), reach, container } });
  };
  for (const [name, job] of at(root, 'jobs')?.entries ?? []) {
    const reach = reachText(`job ${name}`, githubMatrix(at(job, 'strategy', 'matrix')));
    take(at(job, 'uses'), at(job, 'with'), new Map(), reach, false);
    const container = at(job, 'container');
    let env = merged(outer, environmentOf(at(container, 'env')), environmentOf(at(job, 'env')));
    for (const step of at(job, 'steps')?.items ?? []) {
      take(at(step, 'uses'), at(step, 'with'), merged(env, environmentOf(at(step, 'env'))), reach, container !== undefined);
      env = merged(env, githubHandsOn(textOf(at(step, 'run')) ?? '').env);
    }
  }
  return found;
}
