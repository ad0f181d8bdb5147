import { rule } from './bypass-permissions.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "claude --dangerously-skip-permissions -p 'fix'",
    'codex --yolo',
    'claude --permission-mode bypassPermissions',
  ],
  quiet: [
    "claude -p 'fix'",
    'grep -rn -- --dangerously-skip-permissions .',
    'echo "claude --dangerously-skip-permissions"',
  ],
});
