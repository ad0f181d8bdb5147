/** Findings on the places where a bypass is asked for, and on those without a sandbox claim. Pure. */
import type { Severity } from '../../../../shared/event.ts';
import { fileHit, type PostureHit, postureRule } from './posture-hit.ts';
import type { FlagScope, JudgedFlag } from './scope.ts';

export const flagRule = postureRule({
  id: 'scope.flag',
  title: 'An agent is asked to run without its questions',
  severity: 'medium',
  attack: ['T1059', 'AML.T0103'],
  why: 'Where the request stands says who runs it and how often: one person once, each shell of a machine, or each pipeline run.',
  doesNotShow: 'That it was run, or that a session of this copy began so; histories, process events and transcripts tell that.',
  otherExplanation: 'Teams use the option on purpose in containers made for it.',
  canBeWrong: 'A script that nobody calls any more reads the same. What a wrapper adds at run time is not seen.',
});

export const noSandboxRule = postureRule({
  id: 'scope.no-sandbox',
  title: 'Unattended writes were meant, and no sandbox is claimed',
  severity: 'high',
  attack: ['T1059', 'AML.T0103'],
  why: 'The request turns the questions off and its own context sets nothing that the client takes for a sandbox. What the agent writes then lands on the machine itself.',
  doesNotShow: 'That there was no isolation: a virtual machine or a container around it leaves no trace in this place.',
  otherExplanation: 'The variable can be set by the machine, the runner or the image, outside the files that were copied.',
  canBeWrong: 'A sandbox of another make has other variables.',
});

export const flagRules = [flagRule, noSandboxRule] as const;

const words: Readonly<Record<FlagScope, string>> = {
  script: 'A script',
  'shell-config': 'A shell start file',
  ci: 'A CI file',
  container: 'A container file',
  'one-off': 'A record of one run',
  settings: 'A settings file',
  documentation: 'A document',
};

const alone: Readonly<Record<FlagScope, Severity>> = { script: 'medium', 'shell-config': 'high', ci: 'high', container: 'medium', 'one-off': 'medium', settings: 'high', documentation: 'info' };

/** How much a place weighs: an unclaimed one by how far it reaches, a claimed one little. */
export function flagSeverity(flag: JudgedFlag): Severity {
  if (flag.scope === 'documentation' || flag.sandboxed) return 'info';
  if (flag.claimUnseen) return 'low';
  return flag.offers || flag.container ? 'medium' : alone[flag.scope];
}

export function flagFindings(flags: readonly JudgedFlag[]): readonly PostureHit[] {
  return flags.flatMap((flag): PostureHit[] => {
    if (flag.scope === 'documentation') return [];
    const evidence = [{ path: flag.path, line: flag.line, byteStart: flag.byteStart, byteEnd: flag.byteEnd }];
    const detail = { path: flag.path, line: flag.line, scope: flag.scope, place: flag.origin, agent: flag.agent, flag: flag.flag, offers: flag.offers, how: flag.how, reach: flag.reach, sandboxed: flag.sandboxed, sandbox: flag.sandbox, command: flag.command };
    const shared = {
      evidence, detail, time: flag.time, excerpt: flag.command.slice(0, 400),
      ...(flag.parsed ? {} : { confidence: 'low' as const, confidenceReason: 'The part of the file around it could not be read as what it is.' }),
    };
    const asks = `${words[flag.scope]} ${flag.offers ? 'makes the bypass mode selectable' : 'asks to run without questions'} (${flag.agent}, ${flag.flag}) at ${flag.path}, line ${flag.line}`;
    const hits = [fileHit(flagRule, { ...shared, severity: flag.sandboxed ? 'info' : 'low', sentence: `${asks}. It reaches ${flag.reach}. ${flag.sandbox}` })];
    if (!flag.sandboxed && !flag.claimUnseen) {
      hits.push(fileHit(noSandboxRule, { ...shared, severity: flagSeverity(flag), sentence: `${asks}. ${flag.sandbox} Unattended-write intent.` }));
    }
    return hits;
  });
}
