/** Traffic led through another host: proxies set by a variable, an option or a setting. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { judge } from '../../../policy/policy.ts';
import { flagValue, lineOf } from '../../command-line.ts';
import { gitLineOf } from '../../git-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const variables = /^(?:https?_proxy|all_proxy|ftp_proxy|socks_proxy|npm_config_(?:https?_)?proxy|npm_config_https_proxy)$/i;
const setters = /^(?:curl|wget|wget2|git|npm|pnpm|yarn|pip3?|networksetup|gsettings|netsh|aws|gh|echo|printf|scutil|docker|conda|go|cargo|apt|apt-get)$/;
const written = /(?:^|[\s"'_:.-])(?:https?|ftp|all|socks)?_?[Pp]roxy["']?\s*[=:]\s*["']?((?:https?|socks\w*):\/\/[^\s"';]+)|Acquire::https?::Proxy\s+["']?((?:https?|socks\w*):\/\/[^\s"';]+)/;

/** `-xhost:port` and `-sx host:port`. */
function bundled(argv: readonly string[]): string | null {
  for (let at = 0; at < argv.length; at++) {
    const match = /^-[fgiIjkLnNOqsSvZ]*x(.*)$/s.exec(argv[at] ?? '');
    if (match) return match[1] === '' ? (argv[at + 1] ?? null) : (match[1] ?? null);
  }
  return null;
}

/** `wget -e https_proxy=host:port`. */
function setting(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const match = /^(?:--execute=)?(?:https?|ftp)_proxy\s*=\s*(\S+)$/i.exec(argument);
    if (match?.[1] !== undefined) return match[1];
  }
  return null;
}

/** The proxy that a command line sets or takes; null where it is none. */
function proxyOf(fact: ExecFact, writes: boolean): string | null {
  const { program, argv } = fact;
  switch (program) {
    case 'curl':
    case 'wget':
    case 'wget2':
    case 'pip':
    case 'pip3':
      return flagValue(fact, '-x', '--proxy', '--preproxy', '--socks5', '--socks5-hostname', '--socks4', '--socks4a') ?? (program === 'curl' ? bundled(argv) : setting(argv));
    case 'git': {
      const git = gitLineOf(fact);
      const setting = git?.settings.map((each) => /^(?:https?|remote)\..*proxy=(.+)$/i.exec(each)?.[1] ?? /^https?\.proxy=(.+)$/i.exec(each)?.[1]).find((each) => each !== undefined);
      if (setting !== undefined) return setting;
      const at = git?.verb === 'config' ? git.operands.findIndex((operand) => /^(?:https?|remote)\.(?:.*\.)?proxy$/i.test(operand)) : -1;
      return at >= 0 ? (git?.operands[at + 1] ?? null) : null;
    }
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'conda':
      return /^(?:config|set|c)$/.test(argv[0] ?? '') ? (/\b(?:https?-?_?[pP]roxy|proxy|httpProxy|httpsProxy)[=\s]+["']?(https?:\/\/[^\s"']+)/.exec(argv.join(' '))?.[1] ?? null) : null;
    case 'networksetup':
      return /^-set(?:web|secureweb|socksfirewall|autoproxyurl|ftp)/.test(argv[0] ?? '') && !/state$/.test(argv[0] ?? '') ? (argv[2] ?? null) : null;
    case 'gsettings':
      return argv.some((argument) => /system\.proxy/.test(argument)) ? (argv[3]?.replace(/['"]/g, '') ?? null) : null;
    case 'netsh':
      return /winhttp set proxy/i.test(argv.slice(0, 3).join(' ')) ? (argv[3]?.replace(/^proxy-server=/i, '') ?? null) : null;
    default: {
      const match = writes ? written.exec(argv.join(' ')) : null;
      return match === null ? null : (match[1] ?? match[2] ?? null);
    }
  }
}

export const rule = defineRule(
  {
    id: 'network.proxy',
    title: 'Traffic led through a host that the policy does not name',
    severity: 'medium',
    attack: ['T1090', 'T1557'],
    looksAt: ['exec', 'env'],
    programs: (program) => setters.test(program),
    words: [/proxy/i, /^-[fgiIjkLnNOqsSvZ]*x/, /^--socks/, /^-set/],
    why: 'Whoever runs a proxy sees where connections go, and can read or change what is not encrypted to its end.',
    doesNotShow: 'That a connection went through it.',
    otherExplanation: 'Company networks are left through a proxy; the policy can name it.',
    canBeWrong: 'A proxy for debugging on a private address is not reported, one with a public name is.',
  },
  (call) => {
    const writes = call.facts.some((fact) => fact.kind === 'file' && fact.operation === 'write');
    for (const fact of call.facts) {
      const proxy = fact.kind === 'env' && variables.test(fact.name) ? fact.value : fact.kind === 'exec' && setters.test(fact.program) ? proxyOf(fact, writes) : null;
      if (proxy === null || proxy === '' || judge(proxy, call.policy).verdict !== 'unsanctioned') continue;
      return [hitOn(call, fact, { severity: 'medium', what: `leads traffic through ${proxy.slice(0, 200)}${fact.kind === 'exec' ? `: ${lineOf(fact)}` : ''}.`, detail: { proxy: proxy.slice(0, 1000) } })];
    }
    return noHits;
  },
);
