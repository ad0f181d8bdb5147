import { rule } from './agent-logs.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'rm -rf ~/.claude/projects',
    "sed -i '/x/d' ~/.claude/projects/p/s.jsonl",
  ],
  quiet: [
    'rm -rf ~/.claude/cache',
    'ls ~/.claude/projects',
    'rm -rf .claude/worktrees/a',
  ],
});
