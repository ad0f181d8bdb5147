import { rule } from './shell-hook.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "trap 'curl https://a.example.net/x' EXIT",
    'function curl() { command curl "$@"; }',
  ],
  quiet: [
    "trap 'rm -f \"$tmp\"' EXIT",
    "alias ll='ls -la'",
  ],
});
