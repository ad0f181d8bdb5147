/** Variables that a job of GitLab hands to later jobs as a report: `artifacts: reports: dotenv: build.env`. Pure. */
import { variableLines, writtenTo } from '../../shell/handed-variables.ts';
import { type Env, merged } from './ci-run.ts';
import { at, textOf, textsOf, type Tree } from './tree.ts';

/** A job as far as it hands variables on or is given them. `key` looks a key up in the job and in what it extends. */
export interface DotenvJob {
  readonly key: (...names: readonly string[]) => Tree | undefined;
  readonly scripts: readonly string[];
}

const usualStages = ['build', 'test', 'deploy'];
const none: Env = new Map();

/** What each job is given by those before it: by stage, unless `needs` or `dependencies` name the jobs. */
export function dotenvGiven(jobs: ReadonlyMap<string, DotenvJob>, stages: readonly string[]): (name: string) => Env {
  const order = ['.pre', ...(stages.length === 0 ? usualStages : stages), '.post'];
  const stageOf = (job: DotenvJob): number => order.indexOf(textOf(job.key('stage')) ?? 'test');
  const made = [...jobs].map(([name, job]) => ({ name, stage: stageOf(job), env: reported(job) })).filter(({ env }) => env.size > 0).sort((one, other) => one.stage - other.stage);
  return (name) => {
    const job = jobs.get(name);
    if (job === undefined || made.length === 0) return none;
    const wanted = namedBy(job.key('dependencies')) ?? namedBy(job.key('needs'));
    return merged(...made.filter((each) => each.name !== name && (wanted === null ? each.stage < stageOf(job) : wanted.has(each.name))).map(({ env }) => env));
  };
}

/** Names of the jobs whose artifacts are taken; null where the key is not there. */
function namedBy(tree: Tree | undefined): ReadonlySet<string> | null {
  if (tree === undefined) return null;
  const items = tree.kind === 'list' ? tree.items : [tree];
  return new Set(items.flatMap((item) => (at(item, 'artifacts')?.value === false ? [] : (textOf(item) ?? textOf(at(item, 'job')) ?? []))));
}

/** Lines that the job's scripts write to the files which it reports. */
function reported(job: DotenvJob): Env {
  const files = new Set(textsOf(job.key('artifacts', 'reports', 'dotenv')).map(plain));
  if (files.size === 0) return none;
  const named = (word: string): string | null => (files.has(plain(word)) ? plain(word) : null);
  // A list of commands is one script: what one of them begins, the next may end.
  return merged(...writtenTo(job.scripts.join('\n'), named).filter(({ to }) => to !== '').map(({ text }) => variableLines(text)));
}

function plain(path: string): string {
  return path.replace(/^(["'])(.*)\1$/, '$2').replace(/^\$\{?CI_PROJECT_DIR\}?\//, '').replace(/^(?:\.\/)+/, '');
}
