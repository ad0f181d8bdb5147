/** A program that watches over agents told to trust, to look away or to go; or an agent started without what watches it. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { agentGuards } from '../../guard-names.ts';
import { lineOf, operandsOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const loosens = /^(?:trust|untrust|allow|allow-?once|approve|unblock|disable|disarm|off|pause|snooze|stop|uninstall|remove|unhook|reset|bypass|ignore|whitelist|allowlist|exempt|unload|deactivate|teardown|config|policy|hook|hooks)$/;
const harmless = /^(?:status|list|show|get|version|--version|--help|help|explain|test|check|doctor|logs|audit)$/;
const removers: Readonly<Record<string, RegExp>> = {
  npm: /^(?:uninstall|un|remove|rm|r|unlink)$/, pnpm: /^(?:remove|rm|uninstall|un)$/, yarn: /^(?:remove|global)$/, bun: /^remove$/, pip: /^uninstall$/, pip3: /^uninstall$/, pipx: /^uninstall$/, uv: /^(?:tool|pip)$/, cargo: /^uninstall$/, brew: /^(?:uninstall|remove|rm|unlink)$/, gem: /^uninstall$/, go: /^clean$/, apt: /^(?:remove|purge)$/, 'apt-get': /^(?:remove|purge)$/, snap: /^remove$/,
};
const agents = /^(?:claude|codex|gemini|opencode|amp|goose|qwen|crush|copilot|droid|cursor-agent|auggie|kiro|cline|aider)$/;
/** Switches with which an agent starts without its hooks, plugins or settings. */
const bare = /^--(?:safe-mode|pure|bare|no-hooks|disable-hooks|skip-hooks|no-plugins|disable-plugins|no-extensions|no-guard|no-policy|ignore-settings|no-settings|no-config|no-rules|disable-all-hooks)(?:=true)?$|^--(?:setting-sources|extensions|plugins|hooks)=(?:|none|off|"")$/;
const variables = /^(?:PLUGINS|HOOKS|AMP_PLUGINS|CLAUDE_HOOKS|CODEX_HOOKS|OPENCODE_(?:PLUGINS|PURE)|(?:[A-Z]+_)*(?:DISABLE|SKIP|NO|BYPASS)_(?:[A-Z]+_)*(?:HOOKS?|GUARDS?|PLUGINS?|POLICY|SAFETY))$/;

function loosened(fact: ExecFact): string | null {
  const { program, argv } = fact;
  const operands = operandsOf(fact);
  if (agentGuards.test(program)) {
    if (argv.some((argument) => harmless.test(argument))) return null;
    return operands.slice(0, 3).some((operand) => loosens.test(operand)) || argv.some((argument) => /^--(?:disable|off|force-allow|no-block|allow-all)/.test(argument)) ? 'a program that watches over agents is told to look away or to change' : null;
  }
  if (Object.hasOwn(removers, program) && !argv.includes('--help')) {
    const removes = operands.some((operand) => removers[program]?.test(operand));
    const named = argv.some((argument) => agentGuards.test(argument.replace(/^@[\w-]+\//, '').replace(/(?:@|==).*$/, '')));
    return removes && named && (program !== 'uv' || operands.includes('uninstall')) && (program !== 'yarn' || operands.includes('remove')) ? 'a program that watches over agents is removed' : null;
  }
  if (agents.test(program)) return argv.some((argument, at) => bare.test(argument) || (argument === '--setting-sources' && (argv[at + 1] ?? '') === '') || /"disableAllHooks"\s*:\s*true|features\.hooks=false/.test(argument)) ? `${program} is started without its hooks, plugins or settings` : null;
  return null;
}

export const rule = defineRule(
  {
    id: 'agent.guard-change',
    title: 'What watches over an agent loosened or removed',
    severity: 'high',
    attack: ['T1685', 'T1562.001', 'AML.T0081'],
    looksAt: ['exec', 'env'],
    programs: (program) => agentGuards.test(program) || Object.hasOwn(removers, program) || agents.test(program),
    why: 'Such a program decides what later calls may do; changed by a session, it no longer watches that session.',
    doesNotShow: 'What was let through afterwards.',
    otherExplanation: 'A person asks for a folder to be trusted, or replaces one such program by another.',
    canBeWrong: 'The programs are known by name; another of the same name is taken for one.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'env' && variables.test(fact.name) && fact.value !== null && (/^(?:PLUGINS|HOOKS|AMP_PLUGINS|\w+_HOOKS|OPENCODE_PLUGINS)$/.test(fact.name) && !/DISABLE|SKIP|NO_|BYPASS/.test(fact.name) ? /^(?:off|0|false|none|no|)$/i.test(fact.value) : !/^(?:0|false|no|)$/i.test(fact.value)) && call.facts.some((other) => other.kind === 'exec' && agents.test(other.program))) return [hitOn(call, fact, { severity: 'high', what: `sets ${fact.name}, with which an agent starts without what watches it.`, detail: { name: fact.name, value: fact.value.slice(0, 200) } })];
      const how = fact.kind === 'exec' ? loosened(fact) : null;
      if (fact.kind === 'exec' && how !== null) return [hitOn(call, fact, { severity: 'high', what: `is one by which ${how}: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
