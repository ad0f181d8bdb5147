/** A program put where it runs by its name alone. */
import { comparable, isInside } from '../../../paths/source-path.ts';
import type { Policy } from '../../../policy/policy.ts';
import type { RuleHit, SourceMachine } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

/** The last that was asked for: calls of one session come one after the other. */
let prepared: { readonly policy: Policy; readonly machine: SourceMachine; readonly folders: ReadonlySet<string> } | null = null;

/** The folders of PATH as the source machine spells them. */
function directories(policy: Policy, machine: SourceMachine): ReadonlySet<string> {
  if (prepared?.policy !== policy || prepared.machine !== machine) {
    const folders = policy.pathDirectories.filter((each) => machine.home !== null || !each.startsWith('~')).map((each) => comparable(each.replace(/^~/, machine.home ?? '~'), machine));
    prepared = { policy, machine, folders: new Set(folders) };
  }
  return prepared.folders;
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
      const folder = comparable(fact.path.slice(0, slash), call.machine);
      const usual = directories(call.policy, call.machine).has(folder);
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
