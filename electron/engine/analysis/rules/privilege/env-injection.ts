/** Variables that make other programs load or run something. */
import type { Severity } from '../../../../../shared/event.ts';
import type { RuleHit } from '../../examined-call.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shortened } from '../../wording.ts';

const loaders = /^(?:GEM_HOME|GEM_PATH|NODE_PATH|LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|DYLD_FRAMEWORK_PATH|BASH_ENV|ENV|PROMPT_COMMAND|ZDOTDIR|PERL5OPT|PERL5DB|RUBYOPT|RUBYLIB|PYTHONSTARTUP|PYTHONHOME|PYTHONPATH|NODE_OPTIONS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|GIT_SSH|GIT_SSH_COMMAND|GIT_ASKPASS|GIT_EXTERNAL_DIFF|GIT_PAGER|GIT_EDITOR|GIT_PROXY_COMMAND|GIT_EXEC_PATH|GIT_TEMPLATE_DIR|SSH_ASKPASS|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER|CC|CXX|HOME|SHELL|CFLAGS|CXXFLAGS|LDFLAGS|RUSTFLAGS|BASH_XTRACEFD|RUSTC_WRAPPER|CARGO_BUILD_RUSTC_WRAPPER|GCONV_PATH|GLIBC_TUNABLES|PS4|PS1|SHELLOPTS|BASHOPTS|IFS|PATH|TF_CLI_CONFIG_FILE|HOSTALIASES|RES_OPTIONS|LUA_INIT|PHPRC|PHP_INI_SCAN_DIR|MAKEFLAGS|LD_PROFILE|LD_DEBUG_OUTPUT|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|GIT_SSL_NO_VERIFY|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/;
const builders = /^(?:make|gmake|cmake|gcc|g\+\+|clang|clang\+\+|cc|c\+\+)$/;
const strong = /^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|BASH_ENV|ENV|PROMPT_COMMAND|PERL5OPT|PERL5DB|RUBYOPT|GIT_EXTERNAL_DIFF|GIT_PROXY_COMMAND|GCONV_PATH|GLIBC_TUNABLES|LUA_INIT|PS4|LD_PROFILE|PYTHONSTARTUP|GIT_EXEC_PATH)$/;
const scratch = /(?:^|[:=\s])(?:\/(?:private\/)?tmp|\/(?:private\/)?var\/tmp|\/dev\/shm|\.\.?(?:\/|:|$)|~\/\.)/;

function weigh(name: string, value: string | null): Severity | null {
  if (value === null || value === '') return null;
  if (strong.test(name)) return /^(?:GLIBC_TUNABLES|ENV)$/.test(name) && !/[/$]/.test(value) ? null : 'high';
  if (/^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)$/.test(name)) return value === '0' ? 'medium' : null;
  if (name === 'BASH_XTRACEFD') return 'medium';
  if (/^(?:GEM_HOME|GEM_PATH|NODE_PATH)$/.test(name)) return /^(?:\.\/|\.\.\/|\/tmp|\/var\/tmp|\/dev\/shm)/.test(value) ? 'medium' : null;
  if (name === 'GIT_SSL_NO_VERIFY') return 'medium';
  if (name === 'NODE_OPTIONS' || /JAVA/.test(name)) return /--(?:require|import|loader|experimental-loader|inspect)|-r\s|-javaagent|-agentlib|-agentpath/.test(value) ? 'medium' : null;
  if (/^(?:CFLAGS|CXXFLAGS|LDFLAGS|RUSTFLAGS)$/.test(name)) return /-fplugin|-load=|\/tmp\/|\/dev\/shm/.test(value) ? 'medium' : null;
  if (name === 'SHELL') return scratch.test(value) || /\s-c\b/.test(value) ? 'medium' : null;
  if (/^(?:PATH|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|DYLD_FRAMEWORK_PATH|PYTHONPATH|RUBYLIB|PYTHONHOME)$/.test(name)) return /^(?:\/tmp|\/var\/tmp|\/dev\/shm|\.:|:)/.test(value) || (name !== 'PATH' && name !== 'PYTHONPATH' && name !== 'RUBYLIB' && scratch.test(value)) ? 'medium' : null;
  if (/^GIT_SSH/.test(name)) return /^ssh(?:\s+(?:-i\s+\S+|-v+|-4|-6|-p\s+\d+|-o\s*(?:IdentitiesOnly|BatchMode|ConnectTimeout|IdentityFile|UserKnownHostsFile)[=\s]\S+))*$/.test(value.trim()) ? 'low' : 'medium';
  if (/^(?:EDITOR|VISUAL|GIT_EDITOR|GIT_PAGER|PAGER|MANPAGER|BROWSER|SSH_ASKPASS|SUDO_ASKPASS|GIT_ASKPASS|LESSOPEN|LESSCLOSE|CC|CXX|RUSTC_WRAPPER|CARGO_BUILD_RUSTC_WRAPPER|MAKEFLAGS)$/.test(name)) return scratch.test(value) || /[;|&`]|\$\(|-fplugin|sh\s+-c|\bcurl\b|\bwget\b/.test(value) ? 'medium' : null;
  return scratch.test(value) ? 'medium' : null;
}

/** Options by which an interpreter loads a file before it does anything else. */
const loading = /^(?:-r|--require|--import|--loader|--experimental-loader|--rcfile|--init-file|-javaagent|-agentpath|-I|-include|--preload|-d)$/;
/** The same with their value behind them. */
const loadingWith = new RegExp(loading.source.replace(/\$$/, '[=:]'));
const interpreters = /^(?:node|nodejs|bun|ruby|perl|java|bash|zsh|php|python[\d.]*|deno|tsx)$/;

/** What an interpreter loads from a scratch place; null where it loads nothing from there. */
function loadedFrom(fact: ExecFact): string | null {
  if (!interpreters.test(fact.program)) return null;
  for (let at = 0; at < fact.argv.length; at++) {
    const argument = fact.argv[at] ?? '';
    const joined = /^(--\w[\w-]*|-javaagent|-agentpath)[=:](.+)$/.exec(argument);
    const value = joined !== null && loading.test(joined[1] ?? '') ? joined[2] : loading.test(argument) ? fact.argv[at + 1] : undefined;
    if (value !== undefined && /^(?:\/(?:private\/)?(?:var\/)?tmp|\/dev\/shm)\//.test(value)) return value;
    if (!argument.startsWith('-')) return null;
  }
  return null;
}

export const rule = defineRule(
  {
    id: 'privilege.env-injection',
    title: 'Variable that makes programs load code',
    severity: 'medium',
    attack: ['T1574.006', 'T1574.007'],
    looksAt: ['exec', 'env'],
    programs: (program) => builders.test(program) || interpreters.test(program),
    words: [loading, loadingWith, /=/],
    why: 'Some variables make the next program load a library, run a command or skip a check.',
    doesNotShow: 'That a program took it up.',
    otherExplanation: 'Debuggers, profilers and version managers set them; plain memory limits are not reported.',
    canBeWrong: 'Whether the named file is harmful cannot be told from its name.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      const loaded = fact.kind === 'exec' ? loadedFrom(fact) : null;
      if (fact.kind === 'exec' && loaded !== null) {
        hits ??= [];
        if (hits.length < 4) hits.push(hitOn(call, fact, { severity: 'medium', what: `lets ${fact.program} load ${loaded.slice(0, 200)}.`, title: 'Program told to load code from a scratch place', detail: { program: fact.program, value: loaded.slice(0, 300) } }));
        continue;
      }
      const pairs: { name: string; value: string | null }[] = [];
      if (fact.kind === 'env') pairs.push(fact);
      else if (fact.kind === 'exec' && builders.test(fact.program)) {
        for (const argument of fact.argv) {
          const match = /^(?:-DCMAKE_C(?:XX)?_COMPILER|-fplugin|([A-Z_]+))=(.*)$/s.exec(argument);
          if (match !== null) pairs.push({ name: match[1] ?? (argument.startsWith('-fplugin') ? 'CFLAGS' : 'CC'), value: match[1] === undefined ? argument : (match[2] ?? '') });
        }
      } else continue;
      for (const { name, value } of pairs) {
        if (!loaders.test(name)) continue;
        const severity = weigh(name, value);
        if (severity === null) continue;
        hits ??= [];
        if (hits.length < 4) hits.push(hitOn(call, fact, { severity, what: `sets ${name} to ${shortened(value ?? '', 120)}.`, detail: { name, value: shortened(value ?? '', 300) } }));
      }
    }
    return hits ?? noHits;
  },
);
