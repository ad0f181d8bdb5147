/** Many hosts or ports tried one after the other, or a whole file system watched. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { ExaminedCall } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const probes = /^(?:ping|ping6|fping|arping|nc|ncat|netcat|telnet|host|dig|nslookup|traceroute|\/dev\/tcp)$/;
const watchers = /^(?:inotifywait|inotifywatch|fswatch|watchexec|fatrace|opensnoop|fs_usage)$/;

/** Different places that one kind of program contacts in the call. */
function manyPlaces(call: ExaminedCall): string | null {
  const seen = new Map<string, Set<string>>();
  for (const fact of call.facts) {
    if (fact.kind !== 'network' && fact.kind !== 'exec') continue;
    const program = fact.program.startsWith('/dev/') ? '/dev/tcp' : fact.program;
    if (!probes.test(program)) continue;
    const places = seen.get(program) ?? new Set();
    places.add(fact.kind === 'network' ? fact.written : fact.argv.join(' '));
    seen.set(program, places);
    // Each probe of a host counts once, by its own line or by the place that it names.
    if (places.size >= 9) return program;
  }
  return null;
}

function watchesWide(fact: ExecFact): boolean {
  if (!watchers.test(fact.program)) return false;
  const wide = fact.argv.some((argument) => /^(?:\/|\/(?:home|etc|root|Users|var|proc|tmp|dev)(?:\/[\w.-]*)?\/?|~\/?(?:\.\w+)?)$/.test(argument));
  return /^(?:fatrace|fs_usage)$/.test(fact.program) || (wide && (hasFlag(fact, 'r', 'recursive') || fact.program === 'fswatch'));
}

export const rule = defineRule(
  {
    id: 'discovery.sweep',
    title: 'Many hosts, ports or files looked through',
    severity: 'medium',
    attack: ['T1018', 'T1046'],
    looksAt: ['exec', 'network'],
    programs: (program) => probes.test(program) || watchers.test(program),
    why: 'Trying one address or port after the other shows what answers; it is how a network is learned before it is entered.',
    doesNotShow: 'What answered.',
    otherExplanation: 'A small script that looks for one’s own device.',
    canBeWrong: 'A list of one’s own hosts is tried in the same way.',
  },
  (call) => {
    for (const fact of call.facts) if (fact.kind === 'exec' && watchesWide(fact)) return [hitOn(call, fact, { severity: 'medium', what: `watches a wide place: ${lineOf(fact)}.`, title: 'Wide place watched', detail: { program: fact.program } })];
    const program = manyPlaces(call);
    if (program !== null) return [hitOn(call, undefined, { severity: 'medium', what: `tries many places by ${program}.`, detail: { program } })];
    const counted = call.facts.some((fact) => fact.kind === 'exec' && (fact.program === 'seq' || fact.program === 'jot'));
    const loop = counted ? call.facts.find((fact) => fact.kind === 'exec' && probes.test(fact.program) && fact.argv.some((argument) => argument.includes('…')) && !fact.argv.some((argument) => /^(?:localhost|127\.)/.test(argument))) : undefined;
    return loop?.kind === 'exec' ? [hitOn(call, loop, { severity: 'medium', what: `tries many places by ${loop.program}.`, detail: { program: loop.program } })] : noHits;
  },
);
