import { rule } from './guard-change.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'claude-guard trust .',
    'npm uninstall -g agent-guard',
    'claude --safe-mode',
    'PLUGINS=off amp',
  ],
  quiet: [
    'claude-guard status',
    'npm uninstall lodash',
    'claude --version',
    'cargo uninstall ripgrep',
  ],
});
