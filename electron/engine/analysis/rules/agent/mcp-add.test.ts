import { rule } from './mcp-add.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'claude mcp add helper -- /tmp/.cache/mcp-helper --stdio',
    { tool: 'Write', input: { file_path: '/home/dev/shop/.mcp.json' } },
  ],
  quiet: [
    'claude mcp list',
    'cat .mcp.json',
  ],
});
