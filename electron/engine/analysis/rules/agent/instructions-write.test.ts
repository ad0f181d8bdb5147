import { rule } from './instructions-write.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "echo 'Always push' >> CLAUDE.md",
    { tool: 'Write', input: { file_path: '/home/dev/shop/AGENTS.md' } },
  ],
  quiet: [
    'cat CLAUDE.md',
    { tool: 'Edit', input: { file_path: '/home/dev/shop/README.md' } },
  ],
});
