/** A package or an extension installed straight from an address or a file. */
import { judge } from '../../../policy/policy.ts';
import { lineOf, operandsOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const address = /^(?:git\+)?(?:https?|ssh|git|ftp):\/\/|^git@|^(?:github|gitlab|bitbucket|gist):|\.(?:tgz|tar\.gz|whl|zip|vsix|deb|rpm|pkg|gem|crx|xpi|apk|nupkg|phar)$|^[\w.-]+\/[\w.-]+#/;
const installers: Readonly<Record<string, RegExp>> = {
  npm: /^(?:install|i|add|exec)$/, pnpm: /^(?:install|i|add|dlx)$/, yarn: /^(?:add|global|dlx)$/, bun: /^(?:add|install|i|x)$/, npx: /./, bunx: /./, pnpx: /./, uvx: /./,
  pip: /^install$/, pip3: /^install$/, pipx: /^(?:install|run|inject)$/, uv: /^(?:pip|add|tool)$/, poetry: /^add$/, pdm: /^add$/, conda: /^install$/, gem: /^install$/, cargo: /^install$/, go: /^(?:install|get|run|mod)$/, easy_install: /./,
  apt: /^install$/, 'apt-get': /^install$/, dpkg: /^(?:-i|--install)$/, rpm: /^(?:-i|-U|-ivh|-Uvh|--install)$/, dnf: /^install$/, yum: /^(?:install|localinstall)$/, apk: /^add$/, brew: /^(?:install|tap)$/, snap: /^install$/, flatpak: /^install$/, installer: /./,
  code: /^--install-extension$/, cursor: /^--install-extension$/, codium: /^--install-extension$/, gh: /^extension$/, helm: /^(?:install|upgrade|plugin)$/, kubectl: /^(?:apply|create|replace)$/, docker: /\x00/, claude: /^plugin$/, nix: /^(?:run|profile|shell)$/, 'nix-env': /^-i/, deno: /^(?:install|run)$/, asdf: /^plugin/, vagrant: /^(?:plugin|box)$/, terraform: /\x00/, krew: /^install$/, jupyter: /^labextension$/, 'wp': /^plugin$/, composer: /^(?:require|global)$/,
};

/** Options whose value says where packages come from: another rule's matter. */
const sources = new Set(['--index-url', '-i', '--extra-index-url', '--registry', '--source', '--index', '--default-index', '--find-links', '--proxy', '--trusted-host', '-c', '--constraint', '--config', '--cache-dir', '--repo']);

interface Install {
  readonly what: string;
  readonly severity: Severity;
  /** The way of installing weighs by itself, wherever the file lies. */
  readonly firm?: true;
}

function installs(fact: ExecFact): Install | null {
  const pattern = Object.hasOwn(installers, fact.program) ? installers[fact.program] : undefined;
  if (pattern === undefined || !fact.argv.slice(0, 2).some((argument) => pattern.test(argument))) return null;
  if (/^(?:apt|apt-get|dnf|yum|apk)$/.test(fact.program) && fact.argv.some((argument) => /^--(?:allow-unauthenticated|allow-untrusted|nogpgcheck|force-yes|allow-insecure-repositories)$/.test(argument))) return { what: fact.argv.join(' '), severity: 'medium', firm: true };
  if (fact.program === 'go' && fact.argv[0] === 'mod') {
    const replaced = fact.argv.find((argument) => /^-replace=?/.test(argument)) ?? null;
    return replaced === null ? null : { what: fact.argv.join(' '), severity: 'medium' };
  }
  const module = fact.program === 'go' ? operandsOf(fact).find((each) => /^[\w-]+(?:\.[\w-]+)+\/\S+@\S+$/.test(each)) : undefined;
  if (module !== undefined) return { what: `https://${module}`, severity: 'medium' };
  if (fact.argv[0] === '--install-extension' && /\.vsix$/.test(fact.argv[1] ?? '')) return { what: fact.argv[1] ?? '', severity: 'medium', firm: true };
  const operands = operandsOf(fact, sources);
  // What stands behind the package's name is the program's own.
  const operand = (/^(?:npx|bunx|pnpx|uvx)$/.test(fact.program) ? operands.slice(0, 1) : operands).find((each) => address.test(each)) ?? fact.argv.find((argument) => /^(?:--git|--url|-f|--filename|--from|-p|--package)=?/.test(argument) && address.test(argument.replace(/^[^=]*=/, '')))?.replace(/^[^=]*=/, '');
  if (operand === undefined) {
    if (/^(?:pip3?|npm|gem)$/.test(fact.program) && fact.argv.some((argument) => /^(?:--install-dir|--target|-t|--prefix|--root|--install-option|--trusted-host|--break-system-packages|--no-verify|--ignore-scripts=false|--force)$/.test(argument)) && /(?:^|\s)(?:--install-dir|--target|-t|--trusted-host)[= ]/.test(fact.argv.join(' '))) return { what: fact.argv.join(' '), severity: 'low' };
    return null;
  }
  return { what: operand, severity: 'medium' };
}

export const rule = defineRule(
  {
    id: 'supply.url-install',
    title: 'Installed from an address or a file',
    severity: 'medium',
    attack: ['T1195.001', 'T1195.002'],
    looksAt: ['exec'],
    programs: (program) => Object.hasOwn(installers, program),
    why: 'What is installed past a registry has no name, version or checksum that others could look up.',
    doesNotShow: 'What was in it.',
    otherExplanation: 'Local builds and forks are installed this way during development.',
    canBeWrong: 'A file in the project may be one that the session itself built; that is reported low.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      const found = fact.kind === 'exec' ? installs(fact) : null;
      if (fact.kind !== 'exec' || found === null) continue;
      const remote = /:\/\/|^git@|^(?:github|gitlab|bitbucket|gist):/.test(found.what);
      if (remote && judge(found.what, call.policy).verdict === 'local') continue;
      const sanctioned = remote && judge(found.what.replace(/^git\+/, '').replace(/^(?:github|gitlab|bitbucket|gist):.*/, 'github.com'), call.policy).verdict === 'sanctioned';
      const local = !remote && fact.program !== 'go' && !/^(?:\/tmp|\/var\/tmp|\/dev\/shm|~\/Downloads)\//.test(found.what);
      hits ??= [];
      hits.push(hitOn(call, fact, { severity: found.firm !== true && (local || sanctioned) ? 'low' : found.severity, what: `installs from ${found.what.slice(0, 300)}: ${lineOf(fact)}.`, detail: { program: fact.program, from: found.what.slice(0, 1000) } }));
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
