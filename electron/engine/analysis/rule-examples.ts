/** Holds a rule to examples: commands and calls on which it fires, and twins on which it stays quiet. For tests only. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../events/json.ts';
import { examineCall } from './examine.ts';
import type { ProjectRoot, Rule, SourceMachine, ToolCall } from './examined-call.ts';

/** A Bash command, or a call of another tool. */
export type Example = string | { readonly tool: string; readonly input: JsonObject };

export interface Examples {
  readonly fires: readonly Example[];
  readonly quiet: readonly Example[];
}

const machine: SourceMachine = { home: '/home/dev', user: 'dev', style: 'posix', caseInsensitive: false, workTrees: ['/home/dev/shop'] };
const root: ProjectRoot = { path: '/home/dev/shop', how: 'first working directory', additional: [] };

/** The call of an example, in the folder of a project. */
export function callOf(example: Example): ToolCall {
  const { tool, input } = typeof example === 'string' ? { tool: 'Bash', input: { command: example } } : example;
  return { eventId: 1, toolUseId: 't1', tool, input, cwd: '/home/dev/shop', sessionId: 's', agentId: null, time: 0 };
}

/**
 * A rule fires where it has a hit of its own weight; it stays quiet where it has none at medium or above. A rule that is
 * low by itself stays quiet only without any hit at its own severity.
 */
export function describeRule(rule: Rule, { fires, quiet }: Examples): void {
  const faint = rule.info.severity === 'info' || rule.info.severity === 'low';
  const weights = faint ? ['critical', 'high', 'medium', 'low', 'info'] : ['critical', 'high', 'medium'];
  const hitsOf = (example: Example) => examineCall(callOf(example), root, machine).hits.filter((hit) => hit.rule === rule && weights.includes(hit.severity));
  const shown = (example: Example) => (typeof example === 'string' ? example : `${example.tool} ${JSON.stringify(example.input)}`);

  describe(rule.info.id, () => {
    it('has at least two examples of either kind', () => {
      expect(Math.min(fires.length, quiet.length)).toBeGreaterThanOrEqual(2);
    });
    it.each(fires.map((example) => [shown(example), example] as const))('fires on %s', (_, example) => {
      const hits = hitsOf(example);
      expect(hits).not.toEqual([]);
      for (const hit of hits) expect(hit.sentence).toMatch(/^The transcript records a call that \S/);
    });
    it.each(quiet.map((example) => [shown(example), example] as const))('is quiet on %s', (_, example) => {
      expect(hitsOf(example).map((hit) => hit.sentence)).toEqual([]);
    });
  });
}
