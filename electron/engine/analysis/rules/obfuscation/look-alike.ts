/** Characters that make a command read as something else: look-alike letters, reversed or invisible text. */
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { runTextOf, serverCommand } from '../../shell-tools.ts';

const bidi = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/;
const invisible = /[\u200B-\u200D\u2060-\u2064\u00AD\u{E0000}-\u{E007F}]/u;
const words = /[^\s'"]+/g;
const otherLetters = /[\u0370-\u03FF\u0400-\u04FF\u0530-\u058F\uFF21-\uFF5A]/;

/** Letters of both scripts in one word, whichever comes first. */
function mixes(text: string): boolean {
  return otherLetters.test(text) && (text.match(words) ?? []).some((word) => otherLetters.test(word) && /[a-zA-Z]/.test(word));
}

export const rule = defineRule(
  {
    id: 'obfuscation.look-alike',
    title: 'Characters that mislead the reader',
    severity: 'high',
    attack: ['T1036', 'T1027'],
    why: 'Reversing, invisible or look-alike characters make a command read as something other than what the machine runs.',
    doesNotShow: 'Why they are there.',
    otherExplanation: 'Text in other scripts, and emoji, bring some of these characters with them.',
    canBeWrong: 'Words of two scripts side by side occur in ordinary messages; there it is reported for names of programs and hosts only.',
  },
  (call) => {
    const command = runTextOf(call.call)?.text ?? serverCommand(call.call);
    if (command === null || !/[^\u0000-\u007f]/.test(command)) return noHits;
    if (bidi.test(command)) return [hitOn(call, undefined, { severity: 'high', what: 'holds characters that reverse the order in which text is shown.', ruleId: 'obfuscation.bidi' })];
    for (const fact of call.facts) {
      if (fact.kind === 'exec' && (mixes(fact.program.slice(0, 200)) || invisible.test(fact.program))) return [hitOn(call, fact, { severity: 'high', what: 'names a program with letters of another script or invisible characters.', ruleId: 'obfuscation.homoglyph', detail: { program: fact.program } })];
      if (fact.kind === 'network' && (mixes(fact.written.slice(0, 300)) || (fact.host?.includes('xn--') === true && /[^\u0000-\u007f]/.test(fact.written)))) return [hitOn(call, fact, { severity: 'high', what: `names a host with letters of another script: ${fact.host ?? 'unknown'}.`, ruleId: 'obfuscation.homoglyph', detail: { host: fact.host } })];
    }
    return noHits;
  },
);
