/** Hooks that git would run in the repository, and whether a call wrote them. Pure. */
import type { Severity } from '../../../../shared/event.ts';
import type { FindingState } from '../../../../shared/finding.ts';
import type { HookFile, RepositoryFacts } from './git-facts.ts';
import { maskSecrets } from '../secrets/find-secrets.ts';
import { counted, defineGitRule, type GitHit, noRow, whenWords } from './git-hit.ts';

export const hookChanged = defineGitRule(
  {
    id: 'git.hook-changed',
    title: 'Hook that a call wrote',
    severity: 'high',
    attack: ['T1546', 'T1059.004'],
    why: 'A hook is a program that git runs with the next commit, merge or push, with the rights of whoever types it.',
    doesNotShow: 'That the hook ran, or what it did.',
    otherExplanation: 'Hook managers and large-file support install hooks of their own.',
    canBeWrong: 'The time of a file is the copy’s, and copying may have set it. A hook that a program wrote without naming it is not joined to a call.',
  },
  (facts) => {
    const hits: GitHit[] = [];
    const plain: HookFile[] = [];
    for (const hook of facts.hooks) {
      const hit = hookHit(facts, hook);
      if (hit) hits.push(hit);
      else plain.push(hook);
    }
    return plain.length === 0 ? hits : [...hits, plainHit(facts, plain)];
  },
);

/** Hooks that known tools install say so in their text. */
function madeBy(hook: HookFile): string | null {
  const text = hook.head ?? '';
  if (/git[- ]lfs /.test(text)) return 'large-file support';
  if (/pre-commit\.com|husky|lefthook|overcommit|captainhook|simple-git-hooks/i.test(text)) return 'a hook manager';
  return null;
}

function hookHit(facts: RepositoryFacts, hook: HookFile): GitHit | null {
  const writer = hook.writers.find((call) => call.during === 'unattended') ?? hook.writers[0];
  const known = madeBy(hook);
  if (!writer && (hook.modifiedDuring !== 'unattended' || known !== null)) return null;
  const severity: Severity = writer ? (writer.during === 'unattended' ? 'high' : 'low') : 'medium';
  const state: FindingState = writer ? 'confirmed' : 'unexplained';
  const how = writer ? `The transcript records a call that writes it ${whenWords(writer.during)}, and the copy holds it.` : 'Its file time lies in a span in which calls ran unattended, and no recorded call names it.';
  return {
    ...(writer ? { time: writer.time, event: writer.event, session: writer.session, toolUseId: writer.toolUseId, ref: null } : { ...noRow, time: hook.modified }),
    severity,
    confidence: writer ? 'high' : 'low',
    confidenceReason: writer ? 'The record names the file, and the file is in the copy.' : 'Only the time of the file speaks for it, and copying can change that.',
    state,
    title: writer ? hookChanged.info.title : 'Hook with a file time in an unattended span',
    sentence: `git runs ${hook.name.slice(0, 100)} in this repository. ${how}${known ? ` It looks like one of ${known}.` : ''}`,
    excerpt: maskSecrets(hook.head ?? hook.path).slice(0, 1000),
    evidence: [{ path: hook.path, line: 1, byteStart: 0, byteEnd: hook.bytes }, ...hook.writers.map((call) => call.place).slice(0, 8)],
    detail: { repository: facts.path, hook: hook.name.slice(0, 300), path: hook.path, bytes: hook.bytes, writtenByCall: writer !== undefined, looksLike: known },
  };
}

function plainHit(facts: RepositoryFacts, hooks: readonly HookFile[]): GitHit {
  const known = hooks.filter((hook) => madeBy(hook) !== null).length;
  return {
    ...noRow,
    severity: 'info',
    confidence: 'high',
    confidenceReason: 'The files are in the copy.',
    state: 'recorded',
    title: 'Hooks that git runs here',
    sentence: `The repository holds ${counted(hooks.length, 'hook')} that git would run: ${hooks.map((hook) => hook.name).slice(0, 12).join(', ').slice(0, 400)}. No recorded call writes ${hooks.length === 1 ? 'it' : 'them'}${known > 0 ? `, and ${known} look${known === 1 ? 's' : ''} like the work of a known tool` : ''}.`,
    excerpt: hooks.map((hook) => hook.path).slice(0, 12).join('\n'),
    evidence: hooks.slice(0, 16).map((hook) => ({ path: hook.path, line: 1, byteStart: 0, byteEnd: hook.bytes })),
    detail: { repository: facts.path, hooks: hooks.map((hook) => hook.name.slice(0, 300)).slice(0, 100), known },
  };
}
