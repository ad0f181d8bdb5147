/** A file that each new shell or desktop session reads. */
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const starts = /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|zlogout|kshrc|cshrc|tcshrc|login|inputrc|xinitrc|xsession|xprofile|pam_environment|tmux\.conf|screenrc|vimrc|emacs|gdbinit|pythonrc|irbrc|pryrc|psqlrc|sqliterc|hushlogin|wgetrc|curlrc|hgrc|lldbinit|ideavimrc|oh-my-zsh\/(?:custom|oh-my-zsh\.sh).*)$|(?:^|\/)\.config\/(?:fish\/(?:config\.fish|conf\.d\/.+|functions\/.+)|nushell\/.+|environment\.d\/.+|plasma-workspace\/env\/.+|nvim\/init\.(?:lua|vim)|starship\.toml)$|^\/etc\/(?:profile(?:\.d\/.*)?|bash\.bashrc|bashrc|zsh\/.*|zshrc|zshenv|zprofile|environment|fish\/.*|rc\.local|rc\.d\/.*|csh\.\w+|skel\/.*|update-motd\.d\/.*)$|\/WindowsPowerShell\/.*profile\.ps1$|\/PowerShell\/.*profile\.ps1$|(?:^|\/)sitecustomize\.py$|(?:^|\/)usercustomize\.py$|\/site-packages\/.*\.pth$/i;

export const rule = defineRule(
  {
    id: 'persistence.shell-init',
    title: 'Shell start file changed',
    severity: 'high',
    attack: ['T1546.004', 'AML.T0081'],
    looksAt: ['exec', 'write', 'delete'],
    programs: (program) => /^complete$/.test(program),
    paths: [starts],
    why: 'What stands in a start file runs again with each new shell, after the session is over.',
    doesNotShow: 'What was there before; the content is in the record only where the command spells it out.',
    otherExplanation: 'Installers of tool chains add a line to these files.',
    canBeWrong: 'A dotfiles project keeps files of the same names.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || (fact.operation !== 'write' && fact.operation !== 'delete')) continue;
      const path = fact.path ?? fact.written;
      if (!starts.test(path)) continue;
      hits ??= [];
      if (hits.length < 4) hits.push(hitOn(call, fact, { severity: 'high', what: `${verbs[fact.operation]} ${fact.path === null ? path : shownPath(path, call)}, which new shells read.`, detail: { path: fact.path, via: fact.via } }));
    }
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || fact.program !== 'complete' || !fact.argv.some((argument, at) => (argument === '-C' || argument === '-F') && /[\s/]/.test(fact.argv[at + 1] ?? ''))) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity: 'high', what: `lets the completion of a command run another: ${fact.argv.join(' ').slice(0, 160)}.`, detail: { program: 'complete' } }));
    }
    return hits ?? noHits;
  },
);
