/** A coding agent started without its questions. */
import { lineOf, whereOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const agents = /^(?:claude|claude-code|codex|gemini|cursor-agent|cursor|opencode|amp|aider|goose|qwen|crush|copilot|q|droid|auggie|kiro|cline|continue|cn|devin|plandex|openhands|interpreter|gptme|llm|agent|@anthropic-ai\/claude-code|@openai\/codex|@google\/gemini-cli)(?:@[\w.-]+)?$/;
const flags = /^(?:--dangerously-skip-permissions|--allow-dangerously-skip-permissions|--yolo|-y|--yes-always|--yes|--auto-approve|--dangerously-bypass-approvals-and-sandbox|--full-auto|--approval-mode=(?:yolo|auto_edit)|--permission-mode=(?:bypassPermissions|acceptEdits|dontAsk)|--dangerously-allow-all|--allow-all-tools|--trust-all-tools|--always-approve|--no-sandbox|--skip-permissions|--ask-for-approval=never|--sandbox=danger-full-access|--auto-run|--force|--allow-all|--accept-everything)$/;
/** Values of options that say how an agent asks. */
const modes = /^(?:bypassPermissions|yolo|never|danger-full-access|dontAsk)$/;
const allowedTools = /^--allowedTools(?:=|$)/;

/** Programs that start an agent given among their arguments. */
const starters = /^(?:node|nodejs|bun|deno|tmux|screen|script|expect)$/;

function flagOf(fact: ExecFact): string | null {
  const named = agents.test(fact.program) || (starters.test(fact.program) && fact.argv.includes('--dangerously-skip-permissions'));
  if (!named) return null;
  for (let at = 0; at < fact.argv.length; at++) {
    const argument = fact.argv[at] ?? '';
    if (flags.test(argument)) {
      // Short words mean something else to other agents' subcommands.
      if (/^(?:-y|--force|--yes|--full-auto)$/.test(argument) && !/^(?:codex|gemini|aider|cursor-agent|qwen|droid|interpreter|copilot)$/.test(fact.program)) continue;
      return argument;
    }
    if (/^(?:--permission-mode|--approval-mode|--ask-for-approval|-a|--sandbox|-s)$/.test(argument) && modes.test(fact.argv[at + 1] ?? '')) return `${argument} ${fact.argv[at + 1]}`;
    if (allowedTools.test(argument) && /(?:^|[\s,=])(?:\*|Bash(?:\(\*(?::\*)?\))?)(?:[\s,]|$)/.test(`${argument} ${fact.argv[at + 1] ?? ''}`)) return '--allowedTools';
  }
  return null;
}

export const rule = defineRule(
  {
    id: 'agent.bypass-permissions',
    title: 'Agent started without its questions',
    severity: 'high',
    attack: ['T1685', 'T1562.001', 'T1059', 'AML.T0103'],
    looksAt: ['exec', 'env'],
    programs: (program) => agents.test(program) || starters.test(program),
    words: [flags, modes, allowedTools],
    why: 'A nested agent with this flag does whatever its prompt leads it to, and nobody is asked.',
    doesNotShow: 'What the nested agent did; its own transcript says.',
    otherExplanation: 'Build pipelines run agents this way inside a sandbox.',
    canBeWrong: 'Whether a sandbox was around it is not told by the command.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        const flag = flagOf(fact);
        if (flag !== null) return [hitOn(call, fact, { severity: fact.context === 'container' ? 'medium' : 'high', what: `starts ${fact.program} with ${flag}${whereOf(fact)}: ${lineOf(fact)}.`, detail: { program: fact.program, flag } })];
      } else if (fact.kind === 'env' && /^(?:CLAUDE_CODE_(?:SKIP|BYPASS|DISABLE)\w*|IS_SANDBOX|CODEX_(?:UNSAFE|DISABLE_SANDBOX)\w*|DISABLE_(?:SAFETY|PERMISSIONS?)\w*)$/.test(fact.name) && fact.value !== null && !/^(?:0|false|)$/.test(fact.value)) {
        return [hitOn(call, fact, { severity: 'medium', what: `sets ${fact.name}, which loosens an agent’s checks.`, detail: { name: fact.name, value: fact.value.slice(0, 200) } })];
      }
    }
    return noHits;
  },
);
