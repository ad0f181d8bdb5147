/** A function that starts copies of itself without end. */
import { reasons } from '../../../shell/reasons.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'destructive.fork-bomb',
    title: 'Self-copying process',
    severity: 'critical',
    attack: ['T1499'],
    looksAt: ['exec', 'dynamic'],
    programs: (program) => /^(?:stress|stress-ng|cpuburn|memtester|fallocate)$/.test(program),
    why: 'A function that calls itself in the background fills the machine with processes until it stops answering.',
    doesNotShow: 'Whether a limit on processes stopped it.',
    otherExplanation: 'Recursion in the background is hardly ever meant.',
    canBeWrong: 'A function that ends after a few calls looks the same.',
  },
  (call) => {
    const fact = call.facts.find((each) => each.kind === 'dynamic' && each.reason.startsWith(reasons.selfCall));
    const loop = call.facts.find((each) => each.kind === 'dynamic' && each.reason.startsWith(reasons.endlessBackground));
    if (loop !== undefined) return [hitOn(call, loop, { severity: 'high', what: 'starts programs in the background in a loop without end.' })];
    const load = call.facts.find((each) => each.kind === 'exec' && (/^(?:stress|stress-ng|cpuburn|memtester)$/.test(each.program) && each.argv.length > 0 && !each.argv.includes('--help') || (each.program === 'fallocate' && /(?:^|\s)(?:-l|--length)[= ]?\d+(?:[TP]|\d{2,}G)/i.test(each.argv.join(' ')))));
    if (load?.kind === 'exec') return [hitOn(call, load, { severity: 'medium', what: `loads the machine: ${load.program} ${load.argv.join(' ').slice(0, 120)}.`, ruleId: 'destructive.exhaustion', title: 'Machine loaded to its limits' })];
    return fact === undefined ? noHits : [hitOn(call, fact, { severity: 'critical', what: 'defines a function that calls itself in the background.' })];
  },
);
