import { rule } from './shell-init.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "echo 'alias ls=x' >> ~/.bashrc",
    'tee -a ~/.zshrc < x',
    { tool: 'Edit', input: { file_path: '/home/dev/.profile' } },
  ],
  quiet: [
    'cat ~/.bashrc',
    'source ~/.zshrc',
    'grep PATH ~/.profile',
  ],
});
