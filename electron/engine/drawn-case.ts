/** Opens a drawn evidence folder for a test, with a fixed clock. For tests only. */
import { builtInPolicy, type Policy } from './policy/policy.ts';
import { builtInYardstick, type Yardstick } from './policy/yardstick.ts';
import { type Drawn, drawEvidence } from '../../e2e/draw-evidence.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { openCase } from './open-case.ts';

/** Draws a folder and reads it to its end. */
export function openDrawn(drawing: Readonly<Record<string, Drawn>>, policy?: Policy, chosen: Partial<Yardstick> = {}): Promise<OpenedCase> {
  return openFolder(drawEvidence(drawing), policy, chosen);
}

export function openFolder(root: string, policy: Policy = builtInPolicy, chosen: Partial<Yardstick> = {}): Promise<OpenedCase> {
  return openCase({ root, include: [''], name: 'drawn', live: false }, { now: () => 0, yardstick: { ...builtInYardstick, policy, ...chosen } });
}

/** The tool calls of a case as short lines: time, tool, argument, mode, attendance, outcome. */
export function callLines(opened: OpenedCase): string[] {
  const { store } = opened;
  const lines: string[] = [];
  for (let event = 0; event < store.length; event++) {
    if (store.kind(event) !== 'tool-call') continue;
    const time = store.time(event);
    lines.push([time === null ? '-' : new Date(time).toISOString().slice(14, 19), store.tool(event), store.argument(event), store.mode(event) ?? '-', store.attended(event), store.outcome(event)].join(' | '));
  }
  return lines;
}
