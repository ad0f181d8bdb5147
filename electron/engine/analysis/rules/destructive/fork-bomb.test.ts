import { rule } from './fork-bomb.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    ':(){ :|:& };:',
    'while true; do work & done',
    'stress-ng --vm 8',
  ],
  quiet: [
    'f() { echo hi; }; f',
    'while true; do sleep 1; done',
    'stress --help',
  ],
});
