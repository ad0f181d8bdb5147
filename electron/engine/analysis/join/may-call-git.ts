/** Programs that are not git and may run it: package scripts, build tools, scripts of the project. Pure. */
import type { ExecFact } from '../../../../shared/finding.ts';

const shells = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish']);
const languages = new Set(['python', 'python3', 'node', 'ruby', 'perl', 'deno', 'php']);
/** Task runners whose tasks have names. */
const runners = new Set(['make', 'gmake', 'npm', 'pnpm', 'yarn', 'bun', 'npx', 'just', 'task', 'rake', 'bundle', 'lerna', 'nx', 'turbo', 'cargo', 'mvn', 'gradle', 'poetry']);
/** These work on repositories. */
const gitTools = new Set(['gh', 'hub', 'glab', 'changeset', 'bump2version', 'jj', 'gt', 'git-town', 'pre-commit', 'tig', 'lazygit', 'semantic-release', 'standard-version', 'release-it', 'husky']);

/** Tasks that install, compile, check or serve: nobody makes commits in them. */
const quietTask = /^(?:(?:un)?install|i|ci|add|remove|rm|update|up|upgrade|ls|list|view|info|outdated|audit|why|config|cache|init|login|logout|whoami|help|t|tst|test|tests|check|lint|fmt|format|typecheck|type-check|tsc|build|compile|clean|doc|docs|bench|start|serve|dev|watch|preview|coverage|e2e|unit|vitest|jest|mocha|eslint|prettier|biome|pytest|clippy|run|exec|dlx|metadata|tree|search|assemble|jar)(?:[:.\-_/@].*)?$/i;

const scriptName = /\.(?:sh|bash|zsh|py|rb|pl|php|js|mjs|cjs|ts|ps1)$/;
/** What shells read to set variables. */
const settingsFile = /(?:^|[\\/])(?:activate\w*|\.?env[\w.]*|\.?\w*(?:rc|profile)|nvm\.sh|setenv\w*)(?:\.\w+)?$/;
/** Names that collections of shell settings give to git's commands that move a ref. */
const shellAlias = /^g(?:c|ca|cam|cb|cm|cmsg|cn|co|cor|cp|cpa|cpc|f|fa|fo|l|lr|m|ma|p|pf|pr|pu|psup|rb\w{0,3}|rev|rh\w{0,2}|sta\w{0,3}|stp|sw|swc|swm|up)$/;
const movingWords = new Set(['commit', 'checkout', 'switch', 'rebase', 'cherry-pick', 'revert', 'stash']);
/** These have such commands of their own. */
const otherHistories = new Set(['docker', 'podman', 'buildah', 'nerdctl', 'hg', 'svn', 'bzr', 'fossil', 'p4', 'dolt', 'dvc', 'echo', 'printf', 'man', 'which', 'grep', 'rg']);

/** Whether a program that is not git may have called it. A bare `true` here never makes a link sure. `text` is the whole command. */
export function mayCallGit({ program, argv }: ExecFact, text: string): boolean {
  if (gitTools.has(program)) return true;
  if (shells.has(program) || languages.has(program)) {
    // What stands in the command itself was read: it counts by its own words.
    const inline = argv.findIndex((argument) => /^-[a-z]*[ce]$/.test(argument) || argument === '--eval');
    if (inline >= 0) return !shells.has(program) && /\bgit\b/.test(argv.slice(inline + 1).join(' '));
    if (argv.some((argument) => !argument.startsWith('-'))) return true;
    // Code from standard input; a shell's was read.
    return languages.has(program) && /\bgit\b/.test(text);
  }
  if (runners.has(program)) {
    const words = argv.filter((argument) => !argument.startsWith('-') && !argument.includes('='));
    const named = words[0] === 'run' || words[0] === 'run-script' || words[0] === 'exec' || words[0] === 'dlx' ? words.slice(1, 2) : words.slice(0, 1);
    return named.length === 0 ? program === 'make' || program === 'gmake' || program === 'just' || program === 'rake' : named.some((word) => !quietTask.test(word));
  }
  if (program === 'source' || program === '.') return argv[0] !== undefined && !settingsFile.test(argv[0]);
  if (scriptName.test(program) || shellAlias.test(program)) return true;
  // A name of the user's own for git: `g commit`, `dotfiles checkout`.
  return movingWords.has(argv[0] ?? '') && !otherHistories.has(program);
}
