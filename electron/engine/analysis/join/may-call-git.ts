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

/** Whether a program that is not git may have called it. A bare `true` here never makes a link sure. */
export function mayCallGit({ program, argv }: ExecFact): boolean {
  if (gitTools.has(program)) return true;
  if (shells.has(program) || languages.has(program)) {
    // What stands in the command itself was read: it counts by its own words.
    const inline = argv.findIndex((argument) => /^-[a-z]*[ce]$/.test(argument) || argument === '--eval');
    if (inline >= 0) return !shells.has(program) && /\bgit\b/.test(argv.slice(inline + 1).join(' '));
    return argv.some((argument) => !argument.startsWith('-'));
  }
  if (runners.has(program)) {
    const words = argv.filter((argument) => !argument.startsWith('-') && !argument.includes('='));
    const named = words[0] === 'run' || words[0] === 'run-script' || words[0] === 'exec' || words[0] === 'dlx' ? words.slice(1, 2) : words.slice(0, 1);
    return named.length === 0 ? program === 'make' || program === 'gmake' || program === 'just' || program === 'rake' : named.some((word) => !quietTask.test(word));
  }
  return program.endsWith('.sh');
}
