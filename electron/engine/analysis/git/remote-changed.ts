/** Remotes that were added or pointed elsewhere, by a call or against what the logs say. Pure. */
import type { Severity } from '../../../../shared/event.ts';
import type { FindingState } from '../../../../shared/finding.ts';
import type { ConfigEntry } from '../../sources/git/repository.ts';
import type { RemoteCall, RepositoryFacts } from './git-facts.ts';
import { defineGitRule, type GitHit, noRow, whenWords } from './git-hit.ts';
import { remoteAddressKey } from '../join/git-act.ts';
import { remoteAddress, samePlace } from './remote-address.ts';

export const remoteChanged = defineGitRule(
  {
    id: 'git.remote-changed',
    title: 'Remote that was added or leads elsewhere',
    severity: 'high',
    attack: ['T1567', 'T1565.001'],
    why: 'A push goes where the remote leads. A remote that was changed sends the code, and what the code holds, to another place.',
    doesNotShow: 'That anything was sent. A push leaves its own entry in the log of the remote branch.',
    otherExplanation: 'A fork, an upstream, a repository that moved, or a change from https to ssh.',
    canBeWrong: 'Addresses are compared as text. The copy shows the settings as they were when it was made, not since when.',
  },
  (facts) => {
    const urls = facts.config.filter((entry) => /^remote\..*\.(push)?url$/.test(entry.key) && entry.value !== null);
    const calls = facts.remoteCalls.flatMap((call) => callHit(facts, call, urls) ?? []);
    const said = new Set(facts.remoteCalls.flatMap((call) => targetOf(call)?.url ?? []));
    return [...calls, ...urls.flatMap((entry) => (said.has(entry.value ?? '') ? [] : (settingHit(facts, entry, urls) ?? [])))];
  },
);

interface Target {
  /** The command as far as its verb, as it was written. */
  readonly said: string;
  readonly verb: 'add' | 'set-url' | 'remove' | 'rename';
  readonly remote: string;
  readonly url: string | null;
}

/** What a command makes of which remote; null for one that only reads. */
function targetOf(call: RemoteCall): Target | null {
  return call.verb === 'config' ? targetOfConfig(call.argv) : targetOfRemote(call);
}

/** `git config [set] remote.origin.url <address>`, or one of its forms that take the address away. */
function targetOfConfig(argv: readonly string[]): Target | null {
  const at = argv.findIndex((argument) => remoteAddressKey.test(argument));
  const key = argv[at] ?? '';
  const remote = remoteAddressKey.exec(key)?.[1];
  if (remote === undefined || argv.slice(0, at).some((argument) => /^(?:--get.*|-l|--list|get|list)$/.test(argument))) return null;
  const said = `git config ${key}`;
  if (argv.slice(0, at).some((argument) => /^(?:--unset(?:-all)?|unset)$/.test(argument))) return { said, verb: 'remove', remote, url: null };
  const url = argv.slice(at + 1).find((argument) => !argument.startsWith('-'));
  return url === undefined ? null : { said, verb: 'set-url', remote, url };
}

function targetOfRemote(call: RemoteCall): Target | null {
  const [verb, ...rest] = call.argv.filter((argument, at) => !argument.startsWith('-') && !['-t', '-m', '--track', '--master'].includes(call.argv[at - 1] ?? ''));
  const [remote, url] = rest;
  if (remote === undefined) return null;
  const said = `git remote ${verb} ${remote}`;
  if (verb === 'add' || verb === 'set-url') return { said, verb, remote, url: url ?? null };
  if (verb === 'remove' || verb === 'rm') return { said, verb: 'remove', remote, url: null };
  return verb === 'rename' ? { said, verb, remote, url: null } : null;
}

function callHit(facts: RepositoryFacts, call: RemoteCall, urls: readonly ConfigEntry[]): GitHit | null {
  const target = targetOf(call);
  if (!target || call.outcome === 'denied') return null;
  const now = target.url === null ? undefined : urls.find((entry) => entry.value === target.url);
  const others = knownAddresses(facts, urls).filter((url) => url !== target.url);
  const host = target.url === null ? null : remoteAddress(target.url).host;
  const newHost = target.url !== null && host !== null && !others.some((url) => remoteAddress(url).host === host);
  const alone = call.during === 'unattended';
  const severity: Severity = target.url === null ? (alone ? 'low' : 'info') : newHost ? (alone ? 'high' : 'low') : alone ? 'medium' : 'info';
  const state: FindingState = now ? 'confirmed' : call.outcome === 'ok' ? 'recorded' : 'attempted';
  const shown = target.url === null ? '' : ` to ${remoteAddress(target.url).shown.slice(0, 300)}`;
  return {
    severity,
    confidence: 'high',
    confidenceReason: now ? 'The command spells it out, and the settings in the copy agree.' : 'The command spells it out.',
    state,
    time: call.time,
    event: call.event,
    session: call.session,
    toolUseId: call.toolUseId,
    ref: null,
    sentence: `The transcript records ${target.said.slice(0, 200)}${shown} ${whenWords(call.during)}.${newHost && others.length > 0 ? ' No other remote of this repository leads to that host.' : ''}${now ? ' The settings in the copy name this address.' : ''}`,
    excerpt: `${target.said} ${target.url === null ? '' : remoteAddress(target.url).shown}`.slice(0, 1000),
    evidence: [call.place, ...(now ? [placeOf(now)] : [])],
    detail: { repository: facts.path, verb: target.verb, remote: target.remote.slice(0, 300), url: target.url === null ? null : remoteAddress(target.url).shown.slice(0, 2000), host, newHost, inSettings: now !== undefined },
  };
}

/** A setting that leads to another host than the one that this repository was cloned or last fetched from. */
function settingHit(facts: RepositoryFacts, entry: ConfigEntry, urls: readonly ConfigEntry[]): GitHit | null {
  const url = entry.value ?? '';
  const remote = entry.key.slice('remote.'.length, entry.key.lastIndexOf('.'));
  const address = remoteAddress(url);
  const push = entry.key.endsWith('.pushurl');
  const compared = push
    ? urls.filter((each) => each.key === `remote.${remote}.url`).map((each) => ({ url: each.value ?? '', place: placeOf(each), what: 'it fetches from' }))
    : remote === 'origin'
      ? [...clonedFrom(facts), ...facts.fetchedFrom.map((each) => ({ ...each, what: 'it last fetched from' }))]
      : [];
  const other = compared.find((each) => !samePlace(each.url, url));
  // One address that agrees is enough: a clone from a mirror that was put right later is no change while calls ran.
  if (!other || (!push && compared.some((each) => samePlace(each.url, url)))) return null;
  const elsewhere = remoteAddress(other.url).host !== address.host;
  return {
    ...noRow,
    severity: elsewhere ? (push ? 'medium' : 'low') : 'info',
    confidence: 'medium',
    confidenceReason: 'Two places of the repository name different addresses; when the setting was changed is not recorded.',
    state: 'recorded',
    title: push ? 'Remote that pushes elsewhere than it fetches from' : remoteChanged.info.title,
    sentence: `The remote “${remote.slice(0, 100)}” ${push ? 'pushes to' : 'leads to'} ${address.shown.slice(0, 300)}, and ${other.what} ${remoteAddress(other.url).shown.slice(0, 300)}.`,
    excerpt: `${entry.key} = ${address.shown}`.slice(0, 1000),
    evidence: [placeOf(entry), other.place],
    detail: { repository: facts.path, remote: remote.slice(0, 300), url: address.shown.slice(0, 2000), before: remoteAddress(other.url).shown.slice(0, 2000), key: entry.key.slice(0, 300) },
  };
}

function clonedFrom(facts: RepositoryFacts): readonly { readonly url: string; readonly place: GitHit['evidence'][number]; readonly what: string }[] {
  const move = facts.logs.flatMap((log) => log.moves.slice(0, 1)).find((each) => each.message.startsWith('clone: from '));
  return move ? [{ url: move.message.slice('clone: from '.length).trim(), place: move.place, what: 'it was cloned from' }] : [];
}

function knownAddresses(facts: RepositoryFacts, urls: readonly ConfigEntry[]): readonly string[] {
  return [...urls.map((entry) => entry.value ?? ''), ...clonedFrom(facts).map((each) => each.url), ...facts.fetchedFrom.map((each) => each.url)];
}

function placeOf(entry: ConfigEntry): GitHit['evidence'][number] {
  return { path: entry.path, line: entry.line, byteStart: entry.byteStart, byteEnd: entry.byteEnd };
}
