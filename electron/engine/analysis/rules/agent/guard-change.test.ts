import { rule } from './guard-change.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'nah trust .',
    'npm uninstall -g agent-guard',
    'claude --safe-mode',
    'PLUGINS=off amp',
  ],
  quiet: [
    'nah status',
    'npm uninstall lodash',
    'claude --version',
    'cargo uninstall ripgrep',
  ],
});
