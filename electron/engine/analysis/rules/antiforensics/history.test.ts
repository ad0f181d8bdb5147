import { rule } from './history.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'rm -f ~/.zsh_history',
    'history -c',
    'unset HISTFILE',
    'export HISTSIZE=0',
  ],
  quiet: [
    'history | tail',
    'HISTSIZE=10000',
    'cat ~/.bash_history',
  ],
});
