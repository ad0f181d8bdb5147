/** A program put where it runs by its name alone. */
import { comparable, isInside } from '../../../paths/source-path.ts';
import type { Policy } from '../../../policy/policy.ts';
import type { RuleHit, SourceMachine } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

interface Folders {
  readonly policy: Policy;
  readonly usual: ReadonlySet<string>;
  /** The last signs of all folders that are on the PATH, by their codes, in either case. */
  readonly ends: Uint8Array;
}

/** By machine; a policy counts for a whole case. */
const prepared = new WeakMap<SourceMachine, Folders>();

/** The folders of PATH as the source machine spells them. */
function foldersOf(policy: Policy, machine: SourceMachine): Folders {
  const known = prepared.get(machine);
  if (known?.policy === policy) return known;
  const usual = new Set(policy.pathDirectories.filter((each) => machine.home !== null || !each.startsWith('~')).map((each) => comparable(each.replace(/^~/, machine.home ?? '~'), machine)));
  const ends = new Uint8Array(128);
  for (const folder of [...usual, ...(machine.pathFolders?.keys() ?? [])]) for (const end of [folder.slice(-1).toLowerCase(), folder.slice(-1).toUpperCase()]) ends[end.charCodeAt(0)] = 1;
  const fresh: Folders = { policy, usual, ends };
  prepared.set(machine, fresh);
  return fresh;
}

const systemNames = /^(?:git|ssh|sudo|su|ls|cat|curl|wget|npm|node|python3?|pip3?|bash|zsh|sh|docker|kubectl|aws|gcloud|az|gh|claude|codex|code|vim|grep|ps|cd|make|go|cargo|java|brew|apt|scp|openssl|gpg)$/;

export const rule = defineRule(
  {
    id: 'write.path-binary',
    title: 'Program put on the PATH',
    severity: 'high',
    attack: ['T1574.007', 'T1546'],
    looksAt: ['write'],
    why: 'A program in such a folder runs when its name is typed, and can stand in for another of the same name.',
    doesNotShow: 'That somebody ran it since.',
    otherExplanation: 'Installing tools by hand writes exactly there.',
    canBeWrong: 'The folders are the usual ones and those that copied start files and snapshots of shells name; the PATH of that day may have left some out.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation !== 'write' || fact.path === null) continue;
      const slash = fact.path.lastIndexOf('/');
      const folders = foldersOf(call.policy, call.machine);
      const end = fact.path.charCodeAt(slash - 1);
      if (end < 128 && folders.ends[end] === 0) continue;
      const folder = comparable(fact.path.slice(0, slash), call.machine);
      const usual = folders.usual.has(folder);
      const from = usual ? undefined : call.machine.pathFolders?.get(folder);
      if (!usual && from === undefined) continue;
      const name = fact.path.slice(slash + 1);
      if (name === '') continue;
      hits ??= [];
      const shadow = systemNames.test(name);
      // A folder of the project itself on the PATH, such as its installed tools, is where building writes.
      const own = from !== undefined && !shadow && call.root.path !== null && isInside(call.root.path, fact.path, call.machine);
      if (hits.length < 4) hits.push(hitOn(call, fact, { severity: own ? 'low' : 'high', what: `${verbs.write} ${shownPath(fact.path, call)}, which then runs by its name${shadow ? ` in place of the usual ${name}` : ''}${from === undefined ? '' : `, as ${from} puts the folder on the PATH`}.`, detail: { path: fact.path, name, shadows: shadow, via: fact.via, ...(from === undefined ? {} : { onPathBy: from }) } }));
    }
    return hits ?? noHits;
  },
);
