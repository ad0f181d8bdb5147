/** Says which settings of a copied repository an analyst should see: those that make git run programs, or mislead it. */

interface Pattern {
  readonly key: RegExp;
  readonly reason: string;
  /** Only values that fit are notable; all of them where it is left out. */
  readonly value?: RegExp;
}

const runsProgram = 'makes git run a program';

/** Keys with section and last part in lower case; a subsection may hold anything, also dots. */
const patterns: readonly Pattern[] = [
  { key: /^core\.fsmonitor$/, reason: `${runsProgram} at each status` },
  { key: /^core\.hookspath$/, reason: 'takes hooks from another folder' },
  { key: /^core\.(pager|editor|sshcommand|askpass|gitproxy|alternaterefscommand)$/, reason: runsProgram },
  { key: /^core\.worktree$/, reason: 'names a work tree in another place' },
  { key: /^core\.(attributesfile|excludesfile)$/, reason: 'takes rules from another file' },
  { key: /^core\.logallrefupdates$/, reason: 'turns reflogs off', value: /^(false|no|off|0|)$/i },
  { key: /^(sequence|guitool\..*)\.editor$/, reason: runsProgram },
  { key: /^gpg\.(.*\.)?(program|defaultkeycommand)$/, reason: runsProgram },
  { key: /^diff\.external$/, reason: runsProgram },
  { key: /^diff\..*\.(command|textconv)$/, reason: `${runsProgram} to show a difference` },
  { key: /^filter\..*\.(clean|smudge|process)$/, reason: `${runsProgram} on file contents` },
  { key: /^(merge\..*\.driver|(mergetool|difftool|browser|man)\..*\.(cmd|path))$/, reason: runsProgram },
  { key: /^pager\./, reason: runsProgram },
  { key: /^interactive\.difffilter$/, reason: runsProgram },
  { key: /^trailer\..*\.(command|cmd)$/, reason: runsProgram },
  { key: /^credential\.(.*\.)?helper$/, reason: `${runsProgram} that receives credentials` },
  { key: /^(uploadpack\.packobjectshook|tar\..*\.command|sendemail\..*cmd|web\.browser|instaweb\..*)$/, reason: runsProgram },
  { key: /^remote\..*\.(uploadpack|receivepack|vcs|proxy)$/, reason: 'changes how a remote is reached' },
  { key: /^submodule\..*\.update$/, reason: runsProgram, value: /^\s*!/ },
  { key: /^(include|includeif\..*)\.path$/, reason: 'takes settings from another file, which is not opened' },
  { key: /^protocol\.(.*\.)?allow$/, reason: 'allows or forbids a transport' },
  { key: /^url\..*\.(insteadof|pushinsteadof)$/, reason: 'sends a remote to another address' },
  { key: /^http\.(.*\.)?(proxy|sslverify|extraheader|cookiefile)$/, reason: 'changes how a remote is reached' },
  { key: /^extensions\.worktreeconfig$/, reason: 'takes settings from a file of its own, which is listed and not obeyed' },
  { key: /^gc\.(reflogexpire|reflogexpireunreachable|.*\.reflogexpire|.*\.reflogexpireunreachable|pruneexpire)$/, reason: 'sets how long traces are kept' },
  { key: /^mailmap\.(file|blob)$/, reason: 'shows other names than the commits have' },
];

/** Why a setting stands out, or null. */
export function notableReason(key: string, value: string | null): string | null {
  const text = value ?? '';
  if (key.startsWith('alias.') && text.trimStart().startsWith('!')) return `${runsProgram} in place of a git command`;
  if (/^(remote|submodule)\..*\.(push)?url$/.test(key)) return notableUrl(text);
  return patterns.find((pattern) => pattern.key.test(key) && (pattern.value?.test(text) ?? true))?.reason ?? null;
}

function notableUrl(url: string): string | null {
  if (/^[A-Za-z0-9]+::/.test(url)) return 'a remote that is reached through a helper program';
  if (/^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url)) return 'an address with a password in it';
  if (url.startsWith('-')) return 'an address that reads as an option';
  return null;
}
