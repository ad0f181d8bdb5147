/** A program's name that is written so that a reader or a filter misses it. */
import { reasons } from '../../../shell/reasons.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const ways: readonly { readonly reason: string; readonly id: string; readonly severity: Severity }[] = [
  { reason: reasons.fieldSeparator, id: 'obfuscation.ifs', severity: 'high' },
  { reason: reasons.quotedName, id: 'obfuscation.quoted-name', severity: 'medium' },
  { reason: reasons.braceCommand, id: 'obfuscation.brace-command', severity: 'high' },
  { reason: reasons.ansiName, id: 'obfuscation.ansi-c', severity: 'high' },
  { reason: reasons.globName, id: 'obfuscation.glob-name', severity: 'medium' },
  { reason: reasons.builtCommand, id: 'obfuscation.built-name', severity: 'high' },
  { reason: reasons.escapedCode, id: 'obfuscation.escaped-code', severity: 'high' },
  { reason: reasons.memoryCode, id: 'obfuscation.memory-code', severity: 'high' },
  { reason: reasons.subscript, id: 'obfuscation.subscript', severity: 'medium' },
  { reason: reasons.callback, id: 'obfuscation.callback', severity: 'medium' },
  { reason: reasons.unknownInput, id: 'obfuscation.unknown-input', severity: 'medium' },
  { reason: reasons.depth, id: 'obfuscation.depth', severity: 'medium' },
];

export const rule = defineRule(
  {
    id: 'obfuscation.hidden-name',
    title: 'Command written to be overlooked',
    severity: 'high',
    attack: ['T1027'],
    looksAt: ['dynamic', 'execute', 'env'],
    why: 'Quotes, codes, patterns or separators inside a command’s name keep a filter or a reader from seeing what runs.',
    doesNotShow: 'Why it was written so.',
    otherExplanation: 'Quoting habits and generated scripts give odd spellings now and then.',
    canBeWrong: 'A spelling that is odd to read is not by itself meant to hide.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'file' && fact.operation === 'execute' && /^\/proc\/(?:self|\d+)\/fd\/|^\/dev\/fd\/\d/.test(fact.path ?? fact.written)) return [hitOn(call, fact, { severity: 'high', what: `runs ${fact.written}, a file that has no name.`, ruleId: 'obfuscation.memory-code' })];
      if (fact.kind === 'env' && fact.name === 'IFS' && fact.value !== null && /[A-Za-z0-9]/.test(fact.value)) return [hitOn(call, fact, { severity: 'medium', what: 'makes a letter the separator of words.', ruleId: 'obfuscation.ifs' })];
      if (fact.kind !== 'dynamic') continue;
      const way = ways.find((each) => fact.reason.startsWith(each.reason));
      if (way === undefined) continue;
      return [hitOn(call, fact, { severity: way.severity, what: `hides its command: ${fact.reason.charAt(0).toLowerCase()}${fact.reason.slice(1)}.`, ruleId: way.id, confidence: 'medium', reason: 'The spelling is in the record; what it is for is not.', detail: { reason: fact.reason } })];
    }
    return noHits;
  },
);
