/** A lock file replaced or edited by hand: it pins what will be installed. */
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

const locks = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|go\.sum|Cargo\.lock|Pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|Gemfile\.lock|composer\.lock|mix\.lock|flake\.lock|packages\.lock\.json|gradle\.lockfile|Podfile\.lock|pubspec\.lock)$/;
const byHand = /^(?:cp|mv|ln|install|tee|sed|gsed|perl|curl|wget|dd|python[\d.]*|node|ruby|patch|ed|\S+ >|>|Write|Edit|MultiEdit)$/;

export const rule = defineRule(
  {
    id: 'supply.lockfile',
    title: 'Lock file changed by hand',
    severity: 'medium',
    attack: ['T1195.001'],
    looksAt: ['write'],
    paths: [locks],
    why: 'A lock file says which package of which checksum is installed; a hand that changes it can put another in its place.',
    doesNotShow: 'What the change was, where the command does not spell it out.',
    otherExplanation: 'Merge conflicts in lock files are solved by hand.',
    canBeWrong: 'A restored copy of the project’s own lock file looks the same.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation !== 'write' || !locks.test(fact.path ?? fact.written) || !byHand.test(fact.via)) continue;
      return [hitOn(call, fact, { severity: /^(?:Write|Edit|MultiEdit)$/.test(fact.via) ? 'low' : 'medium', what: `writes to ${fact.path === null ? fact.written : shownPath(fact.path, call)} by ${fact.via}.`, detail: { path: fact.path, via: fact.via } })];
    }
    return noHits;
  },
);
