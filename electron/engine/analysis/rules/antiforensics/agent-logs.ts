/** A coding agent's own records deleted or changed. */
import type { Severity } from '../../../../../shared/event.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const records = /(?:^|\/)\.(?:claude(?:\/(?:projects|history\.jsonl|sessions|transcripts|debug|logs|file-history|\*)?(?:\/.*)?)?|codex(?:\/(?:sessions|history\.jsonl|log|logs)(?:\/.*)?)?|gemini(?:\/(?:tmp|logs|history)(?:\/.*)?)?|cursor\/(?:chats|logs|conversations)(?:\/.*)?|aider\.chat\.history\.md|aider\.input\.history|local\/share\/(?:opencode|goose|amp)(?:\/.*)?|continue\/sessions(?:\/.*)?)$|(?:^|\/)ClaudeCode\/logs/;
const housekeeping = /\/\.claude\/(?:cache|worktrees|plugins|statsig|shell-snapshots|todos|plans|ide|paste-cache|tasks|commands|agents|skills|settings[\w.]*|hooks|CLAUDE\.md|projects\/[^/]+\/memory)(?:\/|$)|\.claude\.json\.backup/;
/** Other guards' and agents' records and decisions, in a hidden folder of their own. */
const loggers = /(?:^|\/)\.[\w-]*(?:agent|guard|shield|audit|sentinel)[\w-]*\/(?:logs?|audit|trust|history|sessions)(?:[/.]|$)|^~\/\.[\w-]+\/(?:trust|trusted|policy|permissions?|audit|allow-?list|approvals?|decisions?)(?:\.(?:json|jsonl|ya?ml|toml|db|sqlite))?$/;

export const rule = defineRule(
  {
    id: 'antiforensics.agent-logs',
    title: 'Coding-agent records deleted or changed',
    severity: 'critical',
    attack: ['T1070.004', 'AML.T0092'],
    looksAt: ['write', 'delete'],
    paths: [records, loggers],
    why: 'The transcripts are what this report stands on. A session that removes or edits them takes away the record of its own doing.',
    doesNotShow: 'What the records held.',
    otherExplanation: 'Old transcripts are cleared to save space; caches below the same folder are not counted.',
    canBeWrong: 'A deletion below the folder may concern a file that is no record.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || (fact.operation !== 'delete' && fact.operation !== 'write')) continue;
      const path = fact.path === null ? fact.written : shownPath(fact.path, call);
      const own = records.test(path) && !housekeeping.test(`/${path}`);
      if (!own && !loggers.test(path)) continue;
      if (fact.operation === 'write' && !/\.jsonl$|\/projects\/|\/logs?\/|trust|audit/.test(path)) continue;
      // A project's own `.claude` folder holds settings, not records.
      const project = own && fact.path !== null && !path.startsWith('~/.') && /\.claude\/?$/.test(path);
      const severity: Severity = project ? 'low' : own ? 'critical' : 'high';
      hits ??= [];
      if (hits.length < 4) hits.push(hitOn(call, fact, { severity, what: `${verbs[fact.operation]} ${path}, where an agent keeps its records.`, detail: { path: fact.path, via: fact.via } }));
    }
    return hits ?? noHits;
  },
);
