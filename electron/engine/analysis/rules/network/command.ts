/** A program of the shell that reaches the network. Where it reaches, other rules judge; web tools are not commands. */
import { defineRule, hitOn, noHits } from '../../rule.ts';

const toolName = /^(?:WebFetch|WebSearch|mcp__)/;

export const rule = defineRule(
  {
    id: 'network.command',
    title: 'Network command',
    severity: 'info',
    attack: ['T1071.001', 'AML.T0053'],
    looksAt: ['network'],
    why: 'Each command that can reach another machine is a way in or out of the session, and is worth seeing beside the rest.',
    doesNotShow: 'That a connection was made, what was answered, or where a redirection led.',
    otherExplanation: 'Package installs, pulls and pushes are ordinary development work.',
    canBeWrong: 'A program that reaches the network under another name, or from inside a script, is not seen here.',
  },
  (call) => {
    let programs: string[] | null = null;
    let first: Extract<(typeof call.facts)[number], { kind: 'network' }> | undefined;
    const hosts: string[] = [];
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || toolName.test(fact.program)) continue;
      first ??= fact;
      programs ??= [];
      if (!programs.includes(fact.program) && programs.length < 32) programs.push(fact.program);
      if (fact.host !== null && !hosts.includes(fact.host) && hosts.length < 64) hosts.push(fact.host);
    }
    if (programs === null || first === undefined) return noHits;
    const where = hosts.length > 0 ? ` and names ${hosts.slice(0, 4).join(', ')}${hosts.length > 4 ? ` and ${hosts.length - 4} more` : ''}` : '';
    return [
      hitOn(call, first, {
        severity: 'info',
        what: `runs ${programs.slice(0, 4).join(', ')}${where}.`,
        title: `Network command: ${programs.slice(0, 4).join(', ')}`.slice(0, 300),
        detail: { programs, hosts, direction: first.direction },
        confidence: 'high',
        reason: 'The command names the program.',
      }),
    ];
  },
);
