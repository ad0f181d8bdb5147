/** Settings of a copied repository that make git run programs or mislead it. Reported as they stand, never obeyed. Pure. */
import { gather } from '../../../../shared/append.ts';
import type { Severity } from '../../../../shared/event.ts';
import type { ConfigEntry } from '../../sources/git/repository.ts';
import { maskSecrets } from '../secrets/find-secrets.ts';
import { defineGitRule, type GitHit, noRow } from './git-hit.ts';
import { remoteAddress } from './remote-address.ts';

export const configExec = defineGitRule(
  {
    id: 'git.config-exec',
    title: 'Setting that makes git run a program or misleads it',
    severity: 'high',
    attack: ['T1546', 'T1059.004'],
    why: 'Some settings of a repository are commands. They run with the next harmless-looking git command, also that of an analyst who looks into the copy.',
    doesNotShow: 'That git ran it, or who set it. Postflight reads settings and runs nothing.',
    otherExplanation: 'Pagers, editors, large-file support, credential helpers and aliases are set for good reasons.',
    canBeWrong: 'A program is judged by its name and by how its line is written; what it does is not in the settings.',
  },
  (facts) => {
    const groups = new Map<string, ConfigEntry[]>();
    for (const entry of facts.config) {
      if (entry.notable === null) continue;
      const key = `${severityOf(entry)}\n${entry.key}`;
      gather(groups, key, entry);
    }
    const hits = [...groups.values()].flatMap((entries): GitHit[] => {
      const first = entries[0];
      if (!first) return [];
      const severity = severityOf(first);
      const value = shownValue(first);
      return [
        {
          ...noRow,
          severity,
          confidence: severity === 'high' ? 'medium' : 'high',
          confidenceReason: severity === 'high' ? 'The line is written as a command or names an unusual place.' : 'The setting stands in the copied file.',
          state: 'recorded',
          title: titleOf(first),
          sentence: `The setting ${first.key.slice(0, 200)} ${first.notable}${value === '' ? '' : `: ${value.slice(0, 300)}`}. Postflight does not obey it.`,
          excerpt: `${first.key} = ${value}`.slice(0, 1000),
          evidence: entries.slice(0, 16).map((entry) => ({ path: entry.path, line: entry.line, byteStart: entry.byteStart, byteEnd: entry.byteEnd })),
          detail: { repository: facts.path, key: first.key.slice(0, 300), value: value.slice(0, 2000), reason: first.notable ?? '', times: entries.length },
        },
      ];
    });
    return facts.embedded && hits.length > 0 ? hits.map(embedded) : hits;
  },
);

/** A bare repository inside a work tree is taken for the current one by a git that runs there. */
function embedded(hit: GitHit): GitHit {
  return { ...hit, severity: hit.severity === 'info' || hit.severity === 'low' ? 'medium' : hit.severity, sentence: `${hit.sentence} This bare repository lies inside the work tree of another one.` };
}

const wellKnown = /^(?:git-lfs .*|osxkeychain|store|cache( .*)?|manager(?:-core)?|libsecret|wincred|gnome-keyring|less( -[A-Za-z]+)*|more|cat|delta( .*)?|bat|diff-so-fancy.*|vim?|nvim|nano|emacs(client)?|code(?: --wait| -w)*|subl .*|ssh|gpg2?|true|false|\.husky(?:\/_)?|\.githooks|\.?hooks|!?"?(?:\S*[\\/])?gh(?:\.exe)?"? auth git-credential)$/i;
const looksLikeCommand = /[|;&`<>]|\$\(|\/(?:tmp|dev|var\/tmp)\/|\b(?:curl|wget|nc|ncat|bash|sh|zsh|python\d?|perl|ruby|node|eval|base64|powershell|cmd)(?:\.exe)?\b(?! auth)/i;

function severityOf(entry: ConfigEntry): Severity {
  const value = (entry.value ?? '').trim();
  const { key } = entry;
  if (/^core\.logallrefupdates$/.test(key)) return 'medium';
  if (/^(gc\.|mailmap\.|core\.(excludesfile|attributesfile|worktree)$|extensions\.)/.test(key)) return 'low';
  if (/^protocol\./.test(key)) return value === 'always' ? 'medium' : 'info';
  if (/^(include|includeif)/.test(key)) return 'low';
  if (/^http\./.test(key)) return /sslverify$/.test(key) && /^(true|1|yes|on)$/i.test(value) ? 'info' : 'low';
  if (/\.(push)?insteadof$/.test(key)) return 'low';
  if (/^(remote|submodule)\..*\.(push)?url$/.test(key)) return /^[A-Za-z0-9]+::/.test(value) || value.startsWith('-') ? 'high' : 'medium';
  if (wellKnown.test(value)) return 'info';
  if (/^core\.fsmonitor$/.test(key)) return value === '' ? 'info' : 'high';
  if (key.startsWith('alias.')) return looksLikeCommand.test(value.replace(/^!\s*(?:f\(\)\s*\{|git\b)/, '')) ? 'medium' : 'low';
  return looksLikeCommand.test(value) || value.startsWith('!') ? 'high' : 'medium';
}

function titleOf(entry: ConfigEntry): string {
  const reason = entry.notable ?? '';
  if (reason.startsWith('makes git run a program')) return 'Setting that makes git run a program';
  if (entry.key === 'core.logallrefupdates') return 'Setting that turns reflogs off';
  return configExec.info.title;
}

function shownValue(entry: ConfigEntry): string {
  const value = entry.value ?? '';
  return maskSecrets(/url$/.test(entry.key) ? remoteAddress(value).shown : /extraheader$/.test(entry.key) ? value.replace(/(:\s*\S+\s+)\S{8,}/, '$1⟨masked⟩') : value);
}
