/** Commits made under a name that this repository did not know before the sessions. Pure. */
import type { Severity } from '../../../../shared/event.ts';
import { addressKey } from '../join/git-act.ts';
import type { RefMove, RepositoryFacts } from './git-facts.ts';
import { counted, defineGitRule, distinctMoves, type GitHit, onMove, whenWords } from './git-hit.ts';

/** Actions that make a commit on this machine, under the committer's name of this machine. */
const makesCommit = /^(commit|cherry-pick|revert|am|merge|pull|rebase)/;
/** Actions whose author is the one who runs them; the others carry over somebody else's. */
const ownAuthor = /^commit( \((initial|merge)\))?$/;

export const foreignIdentity = defineGitRule(
  {
    id: 'git.foreign-identity',
    title: 'Commits under a name that is not usual here',
    severity: 'medium',
    attack: ['T1036', 'T1565.001'],
    why: 'Name and address of a commit are free text. A commit under a name that the repository did not know, or under another person’s, hides who made it.',
    doesNotShow: 'Who made the commit: no one has to prove a name to git.',
    otherExplanation: 'A tool with an identity of its own, a new address of the same person, a new machine, or a first commit in a young repository.',
    canBeWrong: 'The usual addresses are those of the commits and reflog entries before the first session, and those that the repository’s own settings name.',
  },
  (facts) => {
    const usual = usualAddresses(facts);
    if (usual.size === 0) return [];
    const groups = new Map<string, Odd[]>();
    for (const move of distinctMoves(facts, (ref) => ref === 'HEAD' || ref.startsWith('refs/heads/'))) {
      if (move.during === 'outside' || !makesCommit.test(move.action)) continue;
      for (const odd of oddities(move, facts, usual)) {
        const key = `${odd.role}\n${odd.email}\n${move.during}`;
        const group = groups.get(key);
        if (group) group.push(odd);
        else groups.set(key, [odd]);
      }
    }
    return [...groups.values()].flatMap((group) => hitOf(facts, group) ?? []);
  },
);

interface Odd {
  readonly move: RefMove;
  readonly role: 'committer' | 'author' | 'author of another person';
  readonly name: string;
  readonly email: string;
}

function usualAddresses(facts: RepositoryFacts): ReadonlySet<string> {
  const set = new Set(facts.usual.keys());
  // An address that a recorded call set says nothing of what was usual before.
  const setByCalls = new Set(facts.remoteCalls.flatMap(({ verb, argv, outcome }) => (verb === 'config' && outcome !== 'denied' ? (argv[argv.findIndex((argument) => addressKey.test(argument)) + 1]?.toLowerCase() ?? []) : [])));
  for (const { key, value } of facts.config) if (key === 'user.email' && value && !setByCalls.has(value.toLowerCase())) set.add(value.toLowerCase());
  return set;
}

function oddities(move: RefMove, facts: RepositoryFacts, usual: ReadonlySet<string>): readonly Odd[] {
  const found: Odd[] = [];
  // The log's own name counts: after a fast-forward the commit is somebody else's, and rightly so.
  const committer = { name: move.name, email: move.email };
  if (!usual.has(committer.email.toLowerCase())) found.push({ move, role: 'committer', name: committer.name, email: committer.email.toLowerCase() });
  const author = facts.commits.get(move.next)?.author;
  if (author && ownAuthor.test(move.action) && author.email.toLowerCase() !== committer.email.toLowerCase()) {
    found.push({ move, role: usual.has(author.email.toLowerCase()) ? 'author of another person' : 'author', name: author.name, email: author.email.toLowerCase() });
  }
  return found;
}

function hitOf(facts: RepositoryFacts, group: readonly Odd[]): GitHit | null {
  const first = group[0];
  if (!first) return null;
  const { move, role, name, email } = first;
  const severity: Severity = move.during === 'unattended' ? 'medium' : 'low';
  const who = `${name} <${email}>`;
  const what = role === 'author of another person' ? 'name another person of this repository as their author' : `have a ${role} that the repository did not know before the sessions`;
  return {
    ...onMove(move),
    severity,
    confidence: facts.usual.size > 0 ? 'medium' : 'low',
    confidenceReason: facts.usual.size > 0 ? 'It is compared with the addresses that were in use before the sessions.' : 'Only the settings of the repository say which address is usual.',
    title: role === 'author of another person' ? 'Commits in another person’s name' : foreignIdentity.info.title,
    sentence: `The reflog records ${counted(group.length, 'commit')} ${whenWords(move.during)} that ${what}: ${who.slice(0, 400)}.`,
    excerpt: group.slice(0, 8).map((odd) => `${odd.move.next} ${odd.role} ${odd.name} <${odd.email}>`).join('\n'),
    evidence: group.map((odd) => odd.move.place).slice(0, 32),
    detail: {
      repository: facts.path,
      role,
      name,
      email,
      commits: group.length,
      ids: group.slice(0, 100).map((odd) => odd.move.next),
      usual: [...facts.usual].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 8).map(([address, times]) => `${address} (${times})`),
    },
  };
}
