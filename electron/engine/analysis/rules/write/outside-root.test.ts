import { rule } from './outside-root.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'echo x > ../other/file',
    'rm ~/.zsh_history',
    'cp a /usr/local/bin/a',
    { tool: 'Write', input: { file_path: '/home/dev/shop-infra/main.tf' } },
  ],
  quiet: [
    'echo x > src/../a',
    'make 2>&1 > /dev/null',
    { tool: 'Write', input: { file_path: '/home/dev/shop/src/a.ts' } },
    'cat ../other/file',
  ],
});
