/** How each coding agent is asked to run without its questions, as data, and where a command does so. */

/** What a command asks of an agent. `offers`: it only makes the mode selectable. */
export interface BypassRequest {
  readonly agent: string;
  /** As written: `--permission-mode bypassPermissions`. */
  readonly flag: string;
  readonly offers: boolean;
}

interface AgentFlags {
  readonly agent: string;
  readonly programs: RegExp;
  /** Options that ask by themselves. */
  readonly alone: RegExp;
  /** Options that ask with a certain value, in the next word or after `=`. */
  readonly valued: readonly { readonly option: RegExp; readonly value: RegExp }[];
}

const none: AgentFlags['valued'] = [];

const agents: readonly AgentFlags[] = [
  {
    agent: 'Claude Code',
    programs: /^(?:claude|claude-code|@anthropic-ai\/claude-code)$/,
    alone: /^--(?:allow-)?dangerously-skip-permissions(?:=(?:true|1))?$/,
    valued: [{ option: /^--permission-mode$/, value: /^bypassPermissions$/ }, { option: /^--settings$/, value: /"defaultMode"\s*:\s*"bypassPermissions"/ }],
  },
  {
    agent: 'Codex CLI',
    programs: /^(?:codex|@openai\/codex)$/,
    alone: /^--(?:dangerously-bypass-approvals-and-sandbox|yolo)$/,
    valued: [{ option: /^(?:-s|--sandbox)$/, value: /^danger-full-access$/ }, { option: /^(?:-a|--ask-for-approval)$/, value: /^never$/ }, { option: /^(?:-c|--config)$/, value: /^(?:approval_policy\s*=\s*"?never"?|sandbox_mode\s*=\s*"?danger-full-access"?)$/ }],
  },
  { agent: 'Gemini CLI', programs: /^(?:gemini|qwen|@google\/gemini-cli)$/, alone: /^(?:--yolo|-y)$/, valued: [{ option: /^--approval-mode$/, value: /^yolo$/ }] },
  { agent: 'Cursor', programs: /^(?:cursor-agent|agent)$/, alone: /^(?:--force|-f|--yolo)$/, valued: none },
  { agent: 'Copilot CLI', programs: /^(?:copilot|@github\/copilot)$/, alone: /^--(?:allow-all-tools|allow-all|yolo)$/, valued: none },
  { agent: 'opencode', programs: /^(?:opencode|opencode-ai)$/, alone: /^--(?:dangerously-skip-permissions|yolo|auto-approve)$/, valued: none },
  { agent: 'Aider', programs: /^aider$/, alone: /^--(?:yes-always|yes)$/, valued: none },
  { agent: 'Amp', programs: /^(?:amp|@sourcegraph\/amp)$/, alone: /^--dangerously-allow-all$/, valued: none },
];

/** Options that mean nothing else, whatever the program's name is: a wrapper script takes them too. */
const unmistakable = /^--(?:(?:allow-)?dangerously-skip-permissions(?:=(?:true|1))?|dangerously-bypass-approvals-and-sandbox|dangerously-allow-all)$/;
/** True where a text names the bypass in words that mean nothing else. */
export function unmistakableFlag(text: string): boolean {
  return text.split(/[\s"',]+/).some((word) => unmistakable.test(word)) || /--permission-mode[= ]["']?bypassPermissions\b/.test(text);
}

/** Programs that print or look for their arguments, or pass them over. */
const printers = /^(?::|true|false|echo|printf|print|cat|\w*grep|rg|ag|ack|sed|g?awk|perl|jq|yq|findstr|pkill|git|gh|glab|man|tldr|apropos|history|fc|less|more|test|\[|\[\[|alias|unalias|which|type|read|logger|contains|string|journalctl|n?vim?|nano|emacs|code|head|tail|Write-Host|Write-Output|Select-String|sls)$/;
/** True for a line that begins with such a program, whatever stands around it: for text that no reader could make out. */
export function onlyPrints(line: string): boolean {
  return printers.test(/^[\s-]*(?:(?:run|script|command)\s*:\s*)?(?:(?:if|while|!|elif)\s+)*["']?([\w./-]+)/.exec(line)?.[1] ?? '');
}
/** Programs that start another for each of what they find or are given. */
const starters = /^(?:xargs|find|fd|parallel)$/;
/** Programs that run the file of code that is their first argument. */
const interpreters = /^(?:node|nodejs|bun|deno)$/;

/** Words by which a file that asks for any of this is known, for a first look at its bytes. */
export const bypassWords =
  /dangerously-skip-permissions|dangerously-bypass-approvals-and-sandbox|dangerously-allow-all|bypassPermissions|DangerouslySkipPermissions|dangerously_skip_permissions|danger-full-access|--yolo|--yes-always|--allow-all-tools|approval_policy|\b(?:codex|gemini|qwen|cursor-agent|aider|copilot|opencode)\b[^\n]{0,300}\s-(?:y|f|a|-force|-yes|-allow-all|-approval-mode|-ask-for-approval|-auto-approve)\b|\b(?:OPENCODE_PERMISSION|GOOSE_MODE|AIDER_YES_ALWAYS|COPILOT_ALLOW_ALL)\b/;

/** Words of prose and code that name the bypass itself. */
export const bypassMention = /--(?:allow-)?dangerously-skip-permissions|--dangerously-bypass-approvals-and-sandbox|--dangerously-allow-all|\bbypassPermissions\b|\ballowDangerouslySkipPermissions\b|\ballow_dangerously_skip_permissions\b/g;

/** The program's own name: without its folder, `.exe` and version. */
export function programName(word: string): string {
  const plain = word.replace(/\.(?:exe|cmd|ps1)$/i, '');
  const scoped = /(?:^|\/)(@[\w-]+\/[\w.-]+?)(?:@[\w.-]+)?$/.exec(plain);
  if (scoped?.[1] !== undefined) return scoped[1];
  return (plain.split(/[\\/]/).at(-1) ?? plain).replace(/@[\w.-]+$/, '');
}

/** Where in `argv` the program stands that is meant: behind what starts others, and the code that an interpreter runs. */
function meant(argv: readonly string[]): readonly string[] {
  const program = programName(argv[0] ?? '');
  if (starters.test(program)) {
    const inner = argv.findIndex((word, at) => at > 0 && !word.startsWith('-') && (agentOf(word) !== undefined || printers.test(programName(word))));
    return inner < 0 ? argv : argv.slice(inner);
  }
  if (!interpreters.test(program)) return argv;
  const code = argv.findIndex((word, at) => at > 0 && !word.startsWith('-'));
  const installed = /[\\/]node_modules[\\/](@[\w-]+[\\/][\w.-]+|[\w.-]+)[\\/]/.exec(argv[code] ?? '')?.[1]?.replace('\\', '/') ?? argv[code] ?? '';
  return code > 0 && agentOf(installed) !== undefined ? [installed, ...argv.slice(code + 1)] : argv;
}

function agentOf(word: string): AgentFlags | undefined {
  const program = programName(word);
  return agents.find((each) => each.programs.test(program));
}

/** What `argv` (program first) asks for; null where it asks for nothing of the kind. */
export function bypassRequest(written: readonly string[]): BypassRequest | null {
  const argv = meant(written);
  const program = programName(argv[0] ?? '');
  const known = agentOf(program);
  if (known === undefined) {
    if (printers.test(program)) return null;
    // The option can stand first: an image's entry point, or an alias in the middle of a line, gives the program.
    const flag = argv.find((word) => unmistakable.test(word));
    return flag === undefined ? null : { agent: /approvals/.test(flag) ? 'Codex CLI' : /allow-all/.test(flag) ? 'Amp' : 'Claude Code', flag, offers: flag.startsWith('--allow-') };
  }
  let offered: BypassRequest | null = null;
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') break;
    if (known.alone.test(word)) {
      if (!word.startsWith('--allow-dangerously')) return { agent: known.agent, flag: word, offers: false };
      offered = { agent: known.agent, flag: word, offers: true };
      continue;
    }
    const equals = word.indexOf('=');
    const option = equals > 0 && word.startsWith('-') ? word.slice(0, equals) : word;
    const value = equals > 0 && word.startsWith('-') ? word.slice(equals + 1) : (argv[at + 1] ?? '');
    if (known.valued.some((each) => each.option.test(option) && each.value.test(value))) return { agent: known.agent, flag: equals > 0 ? word : `${word} ${value}`, offers: false };
  }
  return offered;
}

/** Variables that ask for the same by being set; null where the value does not. */
export function bypassVariable(name: string, value: string | null): BypassRequest | null {
  if (value === null) return null;
  const flag = `${name}=${value}`.slice(0, 200);
  if (name === 'OPENCODE_PERMISSION' && /"allow"/.test(value) && !/"(?:ask|deny)"/.test(value)) return { agent: 'opencode', flag, offers: false };
  if (name === 'GOOSE_MODE' && value === 'auto') return { agent: 'Goose', flag, offers: false };
  if (name === 'AIDER_YES_ALWAYS' && /^(?:1|true|yes|on)$/i.test(value)) return { agent: 'Aider', flag, offers: false };
  if (name === 'COPILOT_ALLOW_ALL' && /^(?:1|true|yes|on)$/i.test(value)) return { agent: 'Copilot CLI', flag, offers: false };
  return null;
}
