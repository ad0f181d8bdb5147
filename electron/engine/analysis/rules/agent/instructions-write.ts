/** Instructions that later sessions of a coding agent will read. */
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const instructions = /(?:^|\/)(?:CLAUDE(?:\.local)?|AGENTS|GEMINI|CODEX|SKILL|MEMORY)\.md$|(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules|goosehints|aiderrules|roorules)(?:\/|$)|(?:^|\/)\.cursor\/rules\/|(?:^|\/)\.github\/(?:copilot-instructions\.md|instructions\/)|(?:^|\/)\.claude\/(?:CLAUDE\.md|rules\/|projects\/[^/]+\/memory\/)|(?:^|\/)\.continue\/rules\/|(?:^|\/)\.junie\/|(?:^|\/)\.amazonq\/rules\//;

export const rule = defineRule(
  {
    id: 'agent.instructions-write',
    title: 'Coding-agent instructions changed',
    severity: 'medium',
    attack: ['AML.T0080.000', 'AML.T0081'],
    looksAt: ['write', 'delete'],
    paths: [instructions],
    why: 'Later sessions read these files as instructions; what one session writes there, another follows.',
    doesNotShow: 'That a later session read it.',
    otherExplanation: 'Keeping these files up to date is a common request.',
    canBeWrong: 'Most such changes are asked for.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || (fact.operation !== 'write' && fact.operation !== 'delete')) continue;
      const path = fact.path ?? fact.written;
      if (!instructions.test(path)) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity: /\/memory\/|MEMORY\.md$/.test(path) ? 'low' : 'medium', what: `${verbs[fact.operation]} ${fact.path === null ? path : shownPath(path, call)}, which later sessions read as instructions.`, detail: { path: fact.path, via: fact.via } }));
    }
    return hits?.slice(0, 2) ?? noHits;
  },
);
