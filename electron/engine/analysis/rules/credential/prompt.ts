/** The person at the keyboard asked for a password by something other than the program that needs it. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const askers: Readonly<Record<string, RegExp>> = {
  zenity: /--(?:password|forms\b.*--add-password|entry\b.*--hide-text)/,
  kdialog: /--(?:password|newpassword)/,
  yad: /--(?:hide-text|field=\S*:H)/,
  dialog: /--(?:insecure\s+)?password(?:box|form)/,
  whiptail: /--passwordbox/,
  osascript: /hidden answer/,
  'systemd-ask-password': /^(?!.*--(?:list|help))/,
  'ssh-askpass': /^/,
  pinentry: /^/,
  'Get-Credential': /^/,
};

function asks(fact: ExecFact): boolean {
  return Object.hasOwn(askers, fact.program) && askers[fact.program]?.test(fact.argv.join(' ')) === true;
}

export const rule = defineRule(
  {
    id: 'credential.prompt',
    title: 'Password asked of the person',
    severity: 'medium',
    attack: ['T1056.002'],
    looksAt: ['exec'],
    programs: (program) => Object.hasOwn(askers, program),
    why: 'A window that asks for a password looks like the system’s own; what is typed goes to the command that opened it.',
    doesNotShow: 'That a window was seen, or that something was typed.',
    otherExplanation: 'Installers ask for a password in this way.',
    canBeWrong: 'A question with a hidden answer need not be for a password.',
  },
  (call) => {
    for (const fact of call.facts) if (fact.kind === 'exec' && asks(fact)) return [hitOn(call, fact, { severity: 'medium', what: `asks for a password: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    return noHits;
  },
);
