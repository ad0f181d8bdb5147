/** Something that git will run: hooks, and settings that name a command. */
import type { Severity } from '../../../../../shared/event.ts';
import { lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { gitLineOf } from '../../git-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const runs = /^(?:core\.(?:hookspath|sshcommand|fsmonitor|editor|pager|askpass|gitproxy|attributesfile|alternaterefscommand)|alias\..+|diff\..*(?:external|textconv|command)|merge\..*driver|filter\..*(?:clean|smudge|process)|credential\..*helper|credential\.helper|pager\..+|sequence\.editor|gpg\.(?:.*\.)?program|init\.templatedir|include\.path|includeif\..*\.path|url\..*insteadof|uploadpack\.packobjectshook|sendemail\..*cmd|browser\..*cmd|mergetool\..*cmd|difftool\..*cmd|remote\..*\.(?:proxy|uploadpack|receivepack)|http\.(?:.*\.)?(?:proxy|sslverify)|protocol\.ext\.allow|safe\.directory|receive\.deny.*)$/i;
const plainValue = /^(?:true|false|vim?|nvim|nano|code(?: --wait)?|emacs|less|cat|osxkeychain|store|cache.*|manager(?:-core)?|libsecret|git-lfs.*|delta|ssh|gpg2?|\.husky(?:\/_)?|\.githooks|gh auth git-credential|!gh auth git-credential|!\S*gh auth git-credential|[\w-]+(?: -{1,2}[\w-]+)*)$/;

const hooks = /(?:^|\/)\.git\/(?:hooks\/|modules\/.*\/hooks\/|info\/attributes)/;
const gitSettings = /(?:^|\/)(?:\.gitconfig|\.config\/git\/config|\.git\/config)$|^\/etc\/gitconfig$/;

function weigh(key: string, value: string): Severity | null {
  const name = key.toLowerCase();
  if (!runs.test(name)) return null;
  if (/^alias\./.test(name)) return value.startsWith('!') ? 'medium' : null;
  if (/sslverify$/.test(name)) return value === 'false' ? 'medium' : null;
  if (name === 'safe.directory') return value === '*' ? 'low' : null;
  if (/^receive\.deny/.test(name)) return /^(?:false|ignore)$/.test(value) ? 'low' : null;
  if (/insteadof$/.test(name)) return /github\.com|gitlab\.com|bitbucket\.org/.test(name) ? 'low' : 'medium';
  if (/^(?:core\.(?:editor|pager|askpass)|pager\.|sequence\.editor|credential)/.test(name)) return plainValue.test(value) ? null : /credential/.test(name) ? (value.startsWith('!') || value.startsWith('/') ? 'high' : 'low') : 'medium';
  if (name === 'core.hookspath') return plainValue.test(value) || /^\.?(?:husky|githooks|hooks|scripts)/.test(value) ? 'low' : 'high';
  if (/^core\.fsmonitor$/.test(name)) return plainValue.test(value) ? null : 'high';
  return plainValue.test(value) && !/[/!]/.test(value) ? 'low' : 'high';
}

export const rule = defineRule(
  {
    id: 'persistence.git-hook',
    title: 'Something that git will run',
    severity: 'high',
    attack: ['T1546', 'T1059.004'],
    looksAt: ['exec', 'write', 'metadata'],
    programs: (program) => /^git$/.test(program),
    words: [/^-c/, /^config$/],
    paths: [hooks, gitSettings],
    why: 'Hooks and some settings of git are commands. They run with later, harmless-looking git commands.',
    doesNotShow: 'That git ran it.',
    otherExplanation: 'Hook managers and editors set these for good reasons.',
    canBeWrong: 'A hook’s content is in the record only where it was written there.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'file' && (fact.operation === 'write' || fact.operation === 'metadata')) {
        const path = fact.path ?? fact.written;
        if (!hooks.test(path) || /\.sample$/.test(path)) {
          if (fact.operation === 'write' && fact.via !== 'git config' && gitSettings.test(path)) {
            hits ??= [];
            hits.push(hitOn(call, fact, { severity: 'medium', what: `writes to ${fact.path === null ? path : shownPath(path, call)}, the settings of git.`, ruleId: 'persistence.git-config', title: 'Git settings changed', detail: { path: fact.path } }));
          }
          continue;
        }
        if (fact.operation === 'metadata' && fact.via !== 'chmod' && fact.via !== 'ln') continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `${fact.operation === 'write' ? verbs.write : 'makes runnable'} ${fact.path === null ? path : shownPath(path, call)}, which git runs.`, detail: { path: fact.path, via: fact.via } }));
      } else if (fact.kind === 'exec') {
        const git = gitLineOf(fact);
        if (git === null) continue;
        const pairs: [string, string][] = git.settings.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]);
        if (git.verb === 'config' && git.operands.length >= 2) {
          const from = /^(?:set|add)$/.test(git.operands[0] ?? '') ? 1 : 0;
          pairs.push([git.operands[from] ?? '', git.operands[from + 1] ?? '']);
        }
        for (const [key, value] of pairs) {
          const severity = weigh(key, value);
          if (severity === null) continue;
          hits ??= [];
          hits.push(hitOn(call, fact, { severity, ...(/^credential\b/i.test(key) ? { ruleId: 'credential.git-helper', title: 'Git credential helper set' } : { ruleId: 'persistence.git-config', title: 'Git setting that names a command' }), what: `sets ${key}, by which git runs or trusts something: ${lineOf(fact)}.` , detail: { key, value: value.slice(0, 1000) } }));
        }
      }
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);
