/**
 * Says how a repository could be put back: the last good commit, three options of rising cost, what each undoes and what it
 * does not. Pure. It prints commands with full ids and runs none.
 */
import type { RollbackAdvice, RollbackOption } from '../../../../shared/rollback.ts';
import { counted, short } from '../git/git-hit.ts';
import { recoverCommand } from '../git/unreachable-commit.ts';
import type { MovedRef, RollbackFacts } from './rollback-facts.ts';
import { shellWord } from './shell-words.ts';

export function adviseRollback(facts: RollbackFacts): RollbackAdvice {
  const git = gitWords(facts);
  const warnings: string[] = [];
  const moveBack = moveBackOption(facts, git, warnings);
  const restore = restoreOption(facts, git);
  const backup = backupOption(facts);
  return {
    repository: facts.repository.path.slice(0, 8192),
    workTree: facts.workTree?.slice(0, 8192) ?? null,
    firstWrite: { time: facts.firstWrite.time, eventId: facts.firstWrite.event, what: facts.firstWrite.what.slice(0, 300) },
    lastGood: goodOf(facts),
    recommended: moveBack.fits ? 1 : restore.fits ? 2 : backup.fits ? 3 : null,
    alsoBackup: backup.fits,
    first: facts.bare ? [] : [copyCommand(facts)],
    options: [moveBack, restore, backup].map(bounded),
    warnings: [...warningsOf(facts), ...warnings].map((text) => text.slice(0, 1000)).slice(0, 32),
    commitsSince: facts.since?.oids.length ?? 0,
  };
}

function bounded(option: RollbackOption): RollbackOption {
  const lines = (list: readonly string[]): string[] => list.slice(0, 100).map((text) => text.slice(0, 1000));
  return { ...option, why: option.why.slice(0, 1000), commands: option.commands.slice(0, 100), undoes: lines(option.undoes), loses: lines(option.loses), leaves: lines(option.leaves) };
}

/** Hooks and the file monitor of the affected repository would run with these very commands. */
function gitWords(facts: RollbackFacts): string {
  const runs = facts.repository.hooks.length > 0 || facts.repository.config.some((entry) => /^core\.(hookspath|fsmonitor)$/.test(entry.key));
  return runs ? 'git -c core.hooksPath=/dev/null -c core.fsmonitor=false' : 'git';
}

function copyCommand(facts: RollbackFacts): string {
  const name = shellWord(`../${facts.name}.before-rollback`);
  return name === null ? 'cp -a . ../before-rollback' : `cp -a . ${name}`;
}

function goodOf(facts: RollbackFacts): RollbackAdvice['lastGood'] {
  const { good, firstWrite } = facts;
  if (good === null) return null;
  const { commit } = good;
  const seconds = commit.committer?.seconds ?? null;
  const where = good.found === 'reflog' ? `HEAD's log says that HEAD stood here${good.branch === null ? '' : ` on ${good.branch}`} when the first unattended call that could write began, ${timeText(firstWrite.time)}` : good.found === 'unmoved' ? `HEAD has not moved since before the first unattended call that could write, ${timeText(firstWrite.time)}` : `No log says where HEAD stood; this is the latest commit that HEAD leads to and that is dated before ${timeText(firstWrite.time)}`;
  const reasons = [
    `${where}.`,
    good.madeUnattended ? 'It was itself made while calls ran unattended.' : 'It was not made while calls ran unattended.',
    good.remotes.length > 0 ? `In the copy ${good.remotes.slice(0, 3).join(', ')} lead${good.remotes.length === 1 ? 's' : ''} to it.` : 'No remote-tracking ref of the copy leads to it: nothing outside this repository vouches for it.',
    ...(good.confirmed ? ['A recorded call and the reflog agree on it.'] : []),
    ...(good.inLog === null ? [] : [`When the copy was made it was ${good.inLog}; that number shifts with each command.`]),
  ];
  return {
    oid: commit.oid,
    subject: commit.subject.slice(0, 500),
    time: seconds === null ? null : seconds * 1000,
    branch: good.branch?.slice(0, 4096) ?? null,
    assurances: [...(good.madeUnattended ? [] : (['human'] as const)), ...(good.remotes.length > 0 ? (['remote'] as const) : []), ...(good.confirmed ? (['confirmed'] as const) : [])],
    reason: reasons.join(' ').slice(0, 2000),
  };
}

/** Option 1: `reset --hard`, and the remote with a lease. For commits of the run alone, on top of a known good one. */
function moveBackOption(facts: RollbackFacts, git: string, warnings: string[]): RollbackOption {
  const { good, since, away } = facts;
  const base = { option: 1, title: 'Move the branch back' };
  if (good === null) return { ...base, fits: false, why: 'No commit is known to be good.', commands: [], undoes: [], loses: [], leaves: [] };
  const { oid } = good.commit;
  const commands: string[] = [];
  const own = good.branch === null ? null : `refs/heads/${good.branch}`;
  const now = facts.repository.head.ref;
  const elsewhere = own !== null && now !== own;
  if (facts.bare) {
    const moved = facts.branches.find((branch) => branch.ref === (own ?? now));
    const target = shellWord(own ?? now ?? '');
    if (target !== null) commands.push(`${git} update-ref ${target} ${oid}${moved ? ` ${moved.now}` : ''}`);
  } else if (elsewhere) {
    const name = good.branch === null ? null : shellWord(good.branch);
    // `-C` sets the branch and enters it, whether or not the run left it in place.
    if (name === null) warnings.push('The name of the branch cannot stand in a command; the first option leaves out entering it.');
    else commands.push(`${git} switch --discard-changes -C ${name} ${oid}`);
  } else {
    commands.push(`${git} reset --hard ${oid}`);
  }
  const undoes: string[] = [];
  const leaves: string[] = [];
  if (since && since.oids.length > 0) undoes.push(`${counted(since.oids.length, 'commit')} after ${short(oid)}: ${since.oids.slice(0, 8).map((each) => `${short(each)} ${facts.subjects.get(each)?.slice(0, 60) ?? ''}`.trim()).join('; ')}${since.oids.length > 8 ? '; …' : ''}`);
  for (const branch of facts.branches) {
    if (branch.ref === (own ?? now) && !facts.bare) continue;
    if (branch.ref === (own ?? now)) continue;
    const name = shellWord(branch.ref);
    if (branch.was === null) leaves.push(`The branch ${shortRef(branch.ref)}, made while calls ran unattended, at ${short(branch.now)}.`);
    else if (branch.movedSince) leaves.push(`The branch ${shortRef(branch.ref)}: somebody moved it again afterwards, so it is left as it is.`);
    else if (name === null) warnings.push(`A branch whose name cannot stand in a command moved from ${branch.was} to ${branch.now}; it is not moved back.`);
    else {
      commands.push(`${git} update-ref ${name} ${branch.was} ${branch.now}`);
      undoes.push(`The move of ${shortRef(branch.ref)} from ${short(branch.was)} to ${short(branch.now)}.`);
    }
  }
  for (const remote of facts.remotes) pushBack(remote, git, { commands, undoes, leaves, warnings });
  if (facts.untrackedFiles !== null && facts.untrackedFiles > 0) leaves.push(`${counted(facts.untrackedFiles, 'file')} that git does not track, ignored ones among them; git clean -nd lists what it would take away.`);
  else leaves.push('Files that git does not track and ignored files; git clean -nd lists what it would take away.');
  const [fits, why] = fitsMoveBack(facts);
  return {
    ...base,
    fits,
    why,
    commands,
    undoes,
    loses: [
      facts.changedFiles === null ? 'Uncommitted changes to tracked files, whoever made them.' : `Uncommitted changes to tracked files, whoever made them: ${counted(facts.changedFiles, 'file')} in the copy.`,
      ...(since && since.byPeople > 0 ? [`${counted(since.byPeople, 'commit')} among these that ${since.byPeople === 1 ? 'was' : 'were'} not made while calls ran unattended.`] : []),
      'The commits taken away are then held by reflogs only, until those expire.',
    ],
    leaves: [...leaves, ...(away && away.oids.length > 0 ? [] : facts.repository.lost.some((tip) => tip.number !== null) ? ['Commits that were lost before: the second option names them again.'] : [])],
  };
}

function fitsMoveBack({ good, since, away, bare, branches }: RollbackFacts): readonly [boolean, string] {
  if (since === null || good === null) return [false, 'How HEAD and the good commit relate could not be worked out from the copy.'];
  if (away !== null && away.oids.length > 0) return [false, `${counted(away.oids.length, 'commit')} of the good history ${away.oids.length === 1 ? 'is' : 'are'} no longer on this branch: refs were moved, and a person should look before they are moved again.`];
  if (since.oids.length === 0 && branches.every((branch) => branch.was === null)) return [false, 'No branch moved while calls ran unattended.'];
  if (since.byPeople > 0) return [false, `${counted(since.byPeople, 'commit')} after the good one ${since.byPeople === 1 ? 'was' : 'were'} not made while calls ran unattended: the second option keeps them.`];
  return [true, bare ? 'Only commits made while calls ran unattended follow the good one; nobody has files checked out here.' : 'Only commits made while calls ran unattended follow the good one.'];
}

interface Lists {
  readonly commands: string[];
  readonly undoes: string[];
  readonly leaves: string[];
  readonly warnings: string[];
}

/** The lease names the bad id: where somebody has pushed since, the server refuses. */
function pushBack(remote: MovedRef, git: string, { commands, undoes, leaves, warnings }: Lists): void {
  const parts = /^refs\/remotes\/([^/]+)\/(.+)$/.exec(remote.ref);
  const server = parts?.[1];
  const branch = parts?.[2];
  if (server === undefined || branch === undefined) return;
  if (remote.was === null) {
    leaves.push(`The branch ${branch} on ${server}, first pushed while calls ran unattended, at ${short(remote.now)}.`);
    return;
  }
  const words = [shellWord(server), shellWord(`${branch}:${remote.now}`), shellWord(`${remote.was}:refs/heads/${branch}`)];
  if (words.includes(null)) {
    warnings.push('A remote branch whose name cannot stand in a command was pushed; no command for it is printed.');
    return;
  }
  commands.push(`${git} push --force-with-lease=${words[1]} ${words[0]} ${words[2]}`);
  undoes.push(`The push of ${branch} to ${server}: it goes back from ${short(remote.now)} to ${short(remote.was)}, and the server refuses where somebody has pushed since.`);
}

/** Option 2: the content of the good commit on top of what is there. Keeps the work of people and the evidence of the run. */
function restoreOption(facts: RollbackFacts, git: string): RollbackOption {
  const { good, since, away } = facts;
  const base = { option: 2, title: 'Restore the content, keep the history' };
  const commands: string[] = [];
  const undoes: string[] = [];
  const moved = (since?.oids.length ?? 0) + (away?.oids.length ?? 0) > 0;
  if (!facts.bare && good !== null) {
    if (moved || since === null) {
      commands.push(`${git} restore --source=${good.commit.oid} --staged --worktree :/`, `${git} commit --allow-empty -m 'Restore the content of ${good.commit.oid}'`);
      undoes.push(`The content of tracked files: it becomes that of ${short(good.commit.oid)}, in a commit of its own.`);
    } else {
      commands.push(`${git} restore --staged --worktree :/`);
      undoes.push('Uncommitted changes to tracked files: their content becomes that of HEAD, which is the good commit.');
    }
  }
  const lost = facts.repository.lost.filter((tip) => tip.number !== null);
  for (const tip of lost.slice(-50)) {
    commands.push(recoverCommand(tip.number ?? 0, tip.commit.oid).replace(/^git/, git));
    undoes.push(`The loss of ${counted(tip.commits, 'commit')} up to ${short(tip.commit.oid)} “${tip.commit.subject.slice(0, 100)}”: a branch names ${tip.commits === 1 ? 'it' : 'them'} again.`);
  }
  const dirty = (facts.changedFiles ?? 1) > 0;
  const fits = commands.length > 0 && (moved || dirty || lost.length > 0);
  return {
    ...base,
    fits,
    why: fits ? (moved ? 'It leaves each commit in place, so it suits a shared branch and one where people worked too.' : lost.length > 0 ? 'No branch has to move: lost commits get a name again.' : 'Nothing was committed: only files differ.') : facts.bare ? 'A bare repository has no files to restore.' : good === null ? 'No commit is known to be good.' : 'The copy shows no difference from the good commit.',
    commands,
    undoes,
    loses: [
      facts.bare ? 'Nothing.' : 'Uncommitted changes to tracked files, whoever made them.',
      ...(since && since.byPeople > 0 ? [`What people changed in ${counted(since.byPeople, 'commit')} after the good one is undone in the content too; the commits stay and can be picked again.`] : []),
    ],
    leaves: [
      'Files that git does not track and ignored files.',
      ...(since && since.oids.length > 0 ? ['The commits of the run, with whatever they hold: a secret in one of them stays in the history.'] : []),
      ...(facts.remotes.length > 0 ? ['What was pushed, until the new commit is pushed too.'] : []),
    ],
  };
}

/** Option 3: what git cannot see. It comes on top of one of the others. */
function backupOption(facts: RollbackFacts): RollbackOption {
  const { outside, credentials } = facts;
  const fits = outside.length > 0;
  return {
    option: 3,
    title: 'Restore from a backup',
    fits,
    why: fits ? `${counted(outside.length, 'finding')} on what git does not undo: writes outside of the repository, programs that were fetched and run, or changes to the repository's own settings and hooks.` : 'No write outside of the repository, and none to its settings or hooks, was found in the calls that ran unattended.',
    commands: [],
    undoes: outside.map((each) => each.what),
    loses: ['Whatever was made since the backup, by anyone.'],
    leaves: [
      'What was sent away stays sent.',
      ...(credentials.length > 0 ? [`Credentials that were read stay known to whoever has them. Replace: ${credentials.slice(0, 12).join(', ')}.`] : []),
      `The backup must be older than ${timeText(facts.firstWrite.time)}.`,
    ],
  };
}

function warningsOf(facts: RollbackFacts): readonly string[] {
  const { good, repository } = facts;
  const list = ['Postflight printed these commands and ran none of them. Copy the folder with .git first: a clone holds neither reflogs nor lost commits.'];
  if (facts.unexplained > 0) list.push(`${counted(facts.unexplained, 'reflog entry', 'reflog entries')} of this repository ${facts.unexplained === 1 ? 'is' : 'are'} unexplained: check the good commit against the remote first.`);
  if (facts.contradicted > 0) list.push(`${counted(facts.contradicted, 'recorded command')} left no reflog entry: the log may have been edited. Check the good commit against the remote first.`);
  if (facts.brokenLogs) list.push('A reflog of this repository has entries that do not follow each other: it may have been edited. Check the good commit against the remote first.');
  if (good !== null && good.remotes.length === 0) list.push('No remote-tracking ref leads to the good commit: compare its content with another copy before relying on it.');
  if (good?.found === 'date') list.push('The good commit was found by its date alone, and a date can be set by hand.');
  if (repository.hooks.length > 0) list.push(`The repository has ${counted(repository.hooks.length, 'hook')} that git would run with these commands; they are switched off in each line.`);
  if (repository.config.some((entry) => /^(filter\..*\.(clean|smudge|process)|diff\..*\.(command|textconv)|merge\..*\.driver|gpg\..*program|core\.sshcommand)$/.test(entry.key))) list.push('Settings of the repository make git run programs that no option switches off. Prefer a clean clone on another machine.');
  if (facts.checkedOutElsewhere.length > 0) list.push(`Other worktrees of this repository have branches of their own checked out (${facts.checkedOutElsewhere.map(shortRef).slice(0, 8).join(', ')}): each has its own advice.`);
  if (facts.shallow) list.push('The repository is shallow: older commits are not in it.');
  if (facts.promisor) list.push('The repository is a partial clone: git will ask its remote for what is missing.');
  return list;
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
