/** Settings, hooks or permissions of a coding agent changed. */
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const settings = /(?:^|\/)\.claude\/(?:settings(?:\.local)?\.json|hooks(?:\/|$)|commands\/|agents\/|skills\/|output-styles\/|plugins\/[\w.-]+\.json|statusline[\w.-]*|keybindings\.json|managed-settings[\w./-]*)|\/ClaudeCode\/managed-settings|^\/etc\/claude-code\/|(?:^|\/)\.codex\/(?:config\.toml|rules\/|hooks)|(?:^|\/)\.gemini\/(?:settings\.json|extensions\/)|(?:^|\/)\.cursor\/(?:cli-config\.json|hooks\.json|permissions\.json|hooks\/|mcp\.json)|(?:^|\/)\.config\/(?:opencode|goose|amp|crush)\/|(?:^|\/)\.vscode\/(?:settings|tasks|launch|mcp)\.json$|(?:^|\/)\.aider\.conf\.yml$|(?:^|\/)\.continue\/config\.\w+$|(?:^|\/)\.windsurf\/|(?:^|\/)\.codeium\/|(?:^|\/)Code\/User\/settings\.json$/;
const daily = /\.claude\/(?:commands|agents|skills|output-styles)\/|\.vscode\/(?:settings|launch)\.json$|\/Code\/User\/settings\.json$/;

export const rule = defineRule(
  {
    id: 'agent.config-write',
    title: 'Coding-agent settings changed',
    severity: 'high',
    attack: ['T1546', 'AML.T0081'],
    looksAt: ['exec', 'write', 'delete'],
    words: [/^config$/, /^hooks?$/],
    paths: [settings],
    why: 'Settings and hooks of an agent decide what later sessions may do without asking, and what runs beside them.',
    doesNotShow: 'What the settings were before.',
    otherExplanation: 'People ask their agent to set a permission or a hook for them.',
    canBeWrong: 'A change of looks or of a shortcut is in the same files.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec' && /^(?:claude|codex|gemini)$/.test(fact.program) && fact.argv[0] === 'config' && /^(?:set|add|remove|unset)$/.test(fact.argv[1] ?? '')) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `changes the settings of ${fact.program}.`, detail: { argv: fact.argv.slice(0, 16) } }));
      }
      if (fact.kind === 'exec' && /^hooks?$/.test(fact.argv[0] ?? '') && fact.argv.length <= 4 && fact.argv.some((argument) => /^(?:install|uninstall|remove|disable|enable)$/.test(argument)) && !/^(?:git|husky|lefthook|pre-commit)$/.test(fact.program)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `changes the hooks of an agent: ${fact.program} ${fact.argv.join(' ')}.`, detail: { argv: fact.argv.slice(0, 16) } }));
      }
      if (fact.kind !== 'file' || (fact.operation !== 'write' && fact.operation !== 'delete')) continue;
      const path = fact.path ?? fact.written;
      if (!settings.test(path)) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity: /\.vscode\/launch\.json$/.test(path) ? 'low' : daily.test(path) ? 'medium' : 'high', what: `${verbs[fact.operation]} ${fact.path === null ? path : shownPath(path, call)}, settings of a coding agent.`, detail: { path: fact.path, via: fact.via } }));
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
