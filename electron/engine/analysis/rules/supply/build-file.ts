/** A file that says how a project is built or run, replaced by something from outside the project. */
import { isInside } from '../../../paths/source-path.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const builds = /(?:^|\/)(?:Dockerfile(?:\.\w+)?|Containerfile|(?:docker-)?compose(?:\.\w+)?\.ya?ml|Makefile|GNUmakefile|CMakeLists\.txt|package\.json|setup\.(?:py|cfg)|pyproject\.toml|requirements[\w-]*\.txt|pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle|Cargo\.toml|build\.rs|go\.mod|Gemfile|Rakefile|composer\.json|Justfile|Taskfile\.ya?ml|webpack\.config\.\w+|vite\.config\.\w+|conftest\.py|tox\.ini|\.pre-commit-config\.yaml|Vagrantfile|Procfile|skaffold\.yaml)$/;
const outside = /^(?:file:)?(?:\/(?:private\/)?tmp|\/var\/tmp|\/dev\/shm|~\/Downloads|\/home\/[^/]+\/Downloads)\//;

export const rule = defineRule(
  {
    id: 'supply.build-file',
    title: 'Build file replaced from outside the project',
    severity: 'medium',
    attack: ['T1195.001', 'T1554'],
    looksAt: ['flow'],
    why: 'Who decides how a project is built decides what runs on each machine that builds it; a scratch or download folder is no place from which that comes.',
    doesNotShow: 'What the new file holds.',
    otherExplanation: 'A file is prepared in a scratch folder and put in its place.',
    canBeWrong: 'The session may have written the scratch file itself just before.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.to.startsWith('file:')) continue;
      const target = fact.to.slice(5);
      const foreign = outside.test(fact.from) || fact.from.startsWith('net:');
      if (!foreign || !builds.test(target) || (call.root.path !== null && target.startsWith('/') && !isInside(call.root.path, target, call.machine))) continue;
      return [hitOn(call, fact, { severity: 'medium', what: `${verbs.write} ${shownPath(target, call)} what comes from ${fact.from.replace(/^\w+:/, '')}.`, detail: { from: fact.from, to: fact.to } })];
    }
    return noHits;
  },
);
