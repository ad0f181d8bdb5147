/** The steps that a build service runs, changed from the shell. */
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const pipelines = /(?:^|\/)(?:\.github\/(?:workflows|actions)\/[^/]+|\.gitlab-ci\.yml|Jenkinsfile(?:\.\w+)?|\.circleci\/config\.yml|azure-pipelines\.ya?ml|bitbucket-pipelines\.yml|\.drone\.yml|\.travis\.yml|\.buildkite\/[^/]+|\.woodpecker(?:\.yml|\/[^/]+)|\.teamcity\/.+|cloudbuild\.ya?ml|buildspec\.ya?ml|\.semaphore\/[^/]+|appveyor\.yml|\.gitea\/workflows\/[^/]+|\.tekton\/[^/]+)$/;
const tools = /^(?:Write|Edit|MultiEdit|NotebookEdit)$/;

export const rule = defineRule(
  {
    id: 'persistence.ci-pipeline',
    title: 'Build pipeline changed',
    severity: 'medium',
    attack: ['T1546', 'T1195.002'],
    looksAt: ['write', 'delete'],
    paths: [pipelines],
    why: 'A pipeline runs on other machines with the project’s keys, again and again after the session is over.',
    doesNotShow: 'That a run followed.',
    otherExplanation: 'Pipelines are part of the project and are worked on like its code; edits with the editing tools are reported low.',
    canBeWrong: 'A new step for tests is written in the same way.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || (fact.operation !== 'write' && fact.operation !== 'delete')) continue;
      const path = fact.path ?? fact.written;
      if (!pipelines.test(path) || fact.via.startsWith('git ')) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity: tools.test(fact.via) || fact.via === 'sed' ? 'low' : 'medium', what: `${verbs[fact.operation]} ${fact.path === null ? path : shownPath(path, call)}, which a build service runs.`, detail: { path: fact.path, via: fact.via } }));
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
