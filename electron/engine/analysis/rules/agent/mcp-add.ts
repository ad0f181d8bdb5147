/** A tool server added to a coding agent, by its command or in its settings. */
import { lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

const settings = /(?:^|\/)(?:\.?mcp(?:_servers|_settings|_config)?\.json|\.claude\.json|claude_desktop_config\.json|mcp\.(?:toml|ya?ml)|cline_mcp_settings\.json)$|(?:^|\/)\.config\/(?:claude-code|mcp)\/[\w.-]*\.json$/;

export const rule = defineRule(
  {
    id: 'agent.mcp-add',
    title: 'Tool server added to a coding agent',
    severity: 'high',
    attack: ['T1546', 'AML.T0081', 'AML.T0110'],
    looksAt: ['exec', 'write'],
    programs: (program) => /^(?:claude|codex|gemini|cursor-agent|opencode|amp|goose|q|copilot|fastmcp|mcp|smithery|code)$/.test(program),
    paths: [settings],
    why: 'A tool server is a program that later sessions start and trust; what it answers becomes instructions.',
    doesNotShow: 'What the server does, or that a session started it.',
    otherExplanation: 'Setting up such servers is ordinary when the person asks for it.',
    canBeWrong: 'An edit of the settings file may concern something else in it.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec' && /^(?:claude|codex|gemini|cursor-agent|opencode|amp|goose|q|copilot|fastmcp|mcp|smithery|code)$/.test(fact.program)) {
        const at = fact.argv.findIndex((argument) => argument === 'mcp' || argument === '--add-mcp');
        const verb = fact.program === 'mcp' || fact.program === 'fastmcp' || fact.program === 'smithery' ? (fact.argv[0] ?? '') : (fact.argv[at + 1] ?? '');
        if ((at < 0 && !/^(?:mcp|fastmcp|smithery)$/.test(fact.program)) || (!/^(?:add|add-json|add-from-claude-desktop|install|import|enable)$/.test(verb) && fact.argv[at] !== '--add-mcp')) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program, argv: fact.argv.slice(0, 32) } }));
      } else if (fact.kind === 'file' && fact.operation === 'write' && settings.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `writes to ${fact.path === null ? fact.written : shownPath(fact.path, call)}, which names tool servers.`, detail: { path: fact.path, via: fact.via } }));
      }
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
