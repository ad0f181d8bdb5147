import { rule } from './shell-hook.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'npm config set script-shell /tmp/run.sh',
    "trap 'curl https://a.example.net/x' EXIT",
    'function curl() { command curl "$@"; }',
  ],
  quiet: [
    'npm config set fund false && npm config set save-exact=true',
    "trap 'rm -f \"$tmp\"' EXIT",
    "alias ll='ls -la'",
  ],
});
