import { rule } from './config-write.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "echo '{}' > ~/.claude/settings.json",
    { tool: 'Edit', input: { file_path: '/home/dev/shop/.claude/settings.local.json' } },
  ],
  quiet: [
    'cat ~/.claude/settings.json',
    { tool: 'Write', input: { file_path: '/home/dev/shop/settings.json' } },
  ],
});
